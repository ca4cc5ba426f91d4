import type { Instant } from '@commissioning/kernel';
import type { CommissionEvent } from '../../src/commission/events';
import {
  AssessmentSummariesSent,
  AwardRecommended,
  ContractAwarded,
  DueDiligenceCompleted,
  EvaluationCompleted,
  StandstillEnded,
  StandstillStarted,
  SubsidyAssessed,
} from '../../src/commission/purchase/events';
import type { Context } from '../../src/context';
import { DecisionPublished } from '../../src/decision/events';
import type { DecisionState } from '../../src/decision/state';
import { made } from './made';
import { approver, contextOf } from './specification';
import { actorOf, by, commissionRef, includingVat, moderating, registered, rules } from './tender';

const place = (rank: number, bid: string) => ({
  rank,
  bid,
  total: 9000 - rank,
  criteria: [{ criterion: 'quality', agreed: 400, weighted: 4800 }],
  tieBreaks: [],
});

/** The north, ranked: birch, then cedar, then azalea. */
export const evaluated: ReadonlyArray<CommissionEvent> = [
  ...moderating,
  made(EvaluationCompleted, {
    lot: 'north',
    rounding: 'each criterion half up to hundredths',
    ranking: [place(1, 'birch'), place(2, 'cedar'), place(3, 'azalea')],
    failed: [],
  }),
];

/** A bidder of the tender, by the id of its bid. */
export const named = (bid: string) => ({ provider: `BEDS-${bid}`, name: `The ${bid}` });

/** A decision taken by the approver, published or not. */
export const decisionOf = (
  decision: string,
  authorises: ReadonlyArray<object>,
  given: { readonly published?: boolean } = {},
): DecisionState =>
  ({
    taken: { decision, by: approver.id, authorises },
    published: given.published
      ? { decision, channel: 'website', reference: `https://example.org/${decision}`, withheld: [] }
      : undefined,
  }) as unknown as DecisionState;

/** An act that a decision authorises for the commission of the tender. */
export const act = (name: string, more: object = {}) => ({ act: name, commission: commissionRef, ...more });

/** Noon of a day, the three bidders registered, these decisions taken; the approver asks unless it is somebody else. */
export const on = (
  day: string,
  decisions: ReadonlyArray<DecisionState> = [],
  given: Partial<Context> = {},
): Context =>
  contextOf({
    actor: approver,
    rules,
    now: `${day}T12:00:00.000Z` as Instant,
    today: day as Context['today'],
    providers: new Map(['azalea', 'birch', 'cedar'].map((bid) => registered(`BEDS-${bid}`))),
    decisions: new Map(decisions.map((each) => [each.taken?.decision ?? '', each])) as Context['decisions'],
    ...given,
  });

export const officer = actorOf('officer-1', 'commissioning-officer');
const recommender = actorOf('officer-9', 'commissioning-officer');

/** What an award to a bidder of the north says. */
export const awardTo = (bid: string, award: string, decision: string, pence = 10_000_000) => ({
  award,
  lot: 'north',
  bid,
  decision,
  amount: includingVat(pence),
  years: [{ year: '2027-28', amount: pence }],
  term: { starts: '2027-04-01', ends: '2029-03-31' },
  extensionOptions: [],
  title: 'Support for victims of burglary, north',
  purpose: 'That victims cope and recover',
  outcomes: ['Victims cope and recover'],
  conditions: [],
  statutoryReasons: { valueForMoney: 'Best of three in an open competition' },
});

export const firstDecision = 'BEDS-PCC24-0072';

/** The shares of the one allocation that pays for an award. */
export const paidFrom = (pence: number) => [
  { allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: pence },
];

export const contractTo = (bid: string, award: string, decision: string, pence = 10_000_000) =>
  made(ContractAwarded, {
    ...awardTo(bid, award, decision, pence),
    recipient: named(bid),
    legalPower: 'victims-services',
    paidFrom: paidFrom(pence),
  });

/** What is found of a bidder, and that it is no subsidy. */
export const lookedInto = (bid: string, more: object = {}) =>
  made(DueDiligenceCompleted, {
    provider: `BEDS-${bid}`,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Nothing stands against it',
    goodUntil: '2027-11-01',
    ...more,
  });
export const noSubsidyTo = (bid: string) =>
  made(SubsidyAssessed, { provider: `BEDS-${bid}`, isSubsidy: false, reason: 'Paid at market price' });

export const recommendedFor = (bid: string, recommendation: string) =>
  made(AwardRecommended, {
    recommendation,
    lot: 'north',
    bid,
    amount: includingVat(10_000_000),
    reasons: 'Ranked first',
    recipient: named(bid),
  });

const evening = '2026-11-23T18:00:00.000Z';

/** Events of the officer on a day at nine. */
export const officerOn = (day: string, ...events: ReadonlyArray<CommissionEvent>) =>
  by(officer, `${day}T09:00:00.000Z`, ...events);

/** The contract for the north awarded to birch on 23 November, by people who may. */
export const awardedToBirch = [
  ...by(officer, evening, ...evaluated, noSubsidyTo('birch'), lookedInto('birch')),
  ...by(recommender, evening, recommendedFor('birch', 'r1')),
  ...by(approver, evening, contractTo('birch', 'w1', firstDecision)),
];

export const summariesSent = made(AssessmentSummariesSent, {
  lot: 'north',
  bids: ['birch', 'cedar', 'azalea'],
});

export const standstillStarted = (noticePublishedOn: string, lastDay: string) =>
  made(StandstillStarted, {
    lot: 'north',
    noticePublishedOn,
    lastDay,
    workingDays: 8,
    calendar: rules.workingDays.name,
  });

const awardPublished = (decision: string, ...awards: ReadonlyArray<string>) =>
  made(DecisionPublished, {
    decision,
    channel: 'website',
    reference: `https://example.org/${decision}`,
    withheld: [],
    awards,
  });

/** Told to the bidders and published; the standstill runs from 26 November to 8 December 2026. */
export const inStandstill = [
  ...awardedToBirch,
  ...officerOn('2026-11-25', awardPublished(firstDecision, 'w1'), summariesSent),
  ...officerOn('2026-11-26', standstillStarted('2026-11-26', '2026-12-08')),
];

const standstillEnded = made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' });

/** Ready for signature on 9 December. */
export const signable = [...inStandstill, ...officerOn('2026-12-09', standstillEnded)];

export const signing = (award: string, signedOn: string, pence = 10_000_000) => ({
  award,
  signedOn,
  amount: includingVat(pence),
  term: { starts: '2027-04-01', ends: '2029-03-31' },
});
