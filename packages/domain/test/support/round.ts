import type { Actor } from '@commissioning/kernel';
import { purchaseActions } from '../../src/commission/purchase';
import { addEvidence } from '../../src/commission/analyse/add-evidence';
import { assessNeed } from '../../src/commission/analyse/assess-need';
import { considerCoCommissioning } from '../../src/commission/analyse/consider-co-commissioning';
import { identifyNeed } from '../../src/commission/analyse/identify-need';
import { allocateFunding } from '../../src/commission/plan/allocate-funding';
import { amendSpec } from '../../src/commission/plan/amend-spec';
import { answerClarification } from '../../src/commission/plan/answer-clarification';
import { askClarification } from '../../src/commission/plan/ask-clarification';
import { assessConflicts } from '../../src/commission/plan/assess-conflicts';
import { chooseInstrument } from '../../src/commission/plan/choose-instrument';
import { chooseRoute } from '../../src/commission/plan/choose-route';
import { engageMarket } from '../../src/commission/plan/engage-market';
import { holdConsultation } from '../../src/commission/plan/hold-consultation';
import { involveProcurementTeam } from '../../src/commission/plan/involve-procurement-team';
import { publishNotice } from '../../src/commission/plan/publish-notice';
import { publishSpec } from '../../src/commission/plan/publish-spec';
import { releaseFunding } from '../../src/commission/plan/release-funding';
import { reviewActions } from '../../src/commission/review';
import {
  allocating,
  assessing,
  choosingGrant,
  consulting,
  counted,
  engaging,
  needing,
  publishing,
  reference,
  village,
  voices,
} from './commission';
import { approver, finance, officer } from './specification';

/** One thing that somebody does, at a moment. */
export interface Act {
  readonly who: Actor;
  readonly action: { readonly name: string };
  readonly command: object;
  readonly now: string;
}

const named = new Map<string, Act['action']>(
  [...purchaseActions, ...reviewActions].map((action) => [action.name, action]),
);
const actionOf = (name: string): Act['action'] => {
  const action = named.get(name);
  if (action === undefined) throw new Error(`No action is called ${name}`);
  return action;
};

const person = (id: string, role: string): Actor => ({ id, role }) as Actor;
const [ann, bob] = [person('ann', 'panel-member'), person('bob', 'panel-member')];
const trustee = person('trustee-1', 'provider');
const [sha256, seal] = ['a'.repeat(64), 'b'.repeat(64)];
const outside = (pence: number) => ({ pence, vat: 'outside' });
export const decisionRef = 'BEDS-PCC24-0040';

/** What the decision of the story authorises. */
export const authorises = [
  { act: 'award', commission: reference, provider: village, upTo: outside(4_500_000) },
  { act: 'no-award', commission: reference },
  { act: 'exception', commission: reference, rule: 'kpis.measure-feedback' },
  { act: 'vary', commission: reference, award: 'w1', upTo: outside(9_000_000) },
  { act: 'extend', commission: reference, award: 'w1' },
];

const noon = '2026-11-23T12:00:00.000Z';
const week = '2026-11-30T12:00:00.000Z';
const closed = '2026-12-08T09:00:00.000Z';
const decided = '2027-01-11T09:00:00.000Z';
const quarter = '2027-07-05T09:00:00.000Z';
const end = '2029-04-02T09:00:00.000Z';

const sealed = (bid: string) => ({
  bid,
  via: 'here',
  sealed: { mediaType: 'application/octet-stream', length: 900, sha256 },
  commitment: seal,
});
const shown = (bid: string, provider: string) => ({
  bid,
  bidder: { provider, name: provider.slice(5) },
  offers: [{ lot: 'north', price: outside(4_500_000) }],
  commitmentHolds: true,
});
const scoring = (bid: string, score: number) => ({
  bid,
  lot: 'north',
  scores: ['method', 'worth', 'wider'].map((criterion) => ({
    criterion,
    score,
    rationale: 'It says how, and for whom.',
    passage: 'Page 4',
  })),
});

const early = (who: Actor, action: Act['action'], command: object): Act => ({
  who,
  action,
  command,
  now: noon,
});
const later = (now: string, who: Actor, name: string, command: object): Act => ({
  who,
  action: actionOf(name),
  command,
  now,
});

/** A grant round with two lots, one of which ends without an award, from its need to its close. */
export const round: ReadonlyArray<Act> = [
  early(officer, identifyNeed, needing),
  early(officer, addEvidence, counted.data),
  early(officer, addEvidence, voices.data),
  early(officer, considerCoCommissioning, { with: ['Luton Council'], outcome: 'They send referrals.' }),
  early(officer, assessNeed, assessing),
  early(officer, holdConsultation, consulting),
  early(officer, engageMarket, engaging),
  early(finance, allocateFunding, allocating),
  early(officer, chooseInstrument, choosingGrant),
  early(officer, chooseRoute, {
    profile: 'grant-round',
    value: outside(9_000_000),
    estimate: 'Two workers for two years.',
    regime: 'grant',
  }),
  early(officer, involveProcurementTeam, { advice: 'None needed.', on: '2026-11-20' }),
  early(officer, assessConflicts, { finding: 'None found.', mitigations: [] }),
  early(officer, actionOf('declare-interests'), { stage: 'general', interests: [] }),
  early(officer, publishSpec, publishing),
  early(officer, publishNotice, {
    notice: 'n1',
    kind: 'local',
    channel: 'website',
    reference: 'https://example.org/round',
    publishedOn: '2026-11-23',
  }),
  { ...early(trustee, askClarification, { question: 'q1', text: 'May we bid for both?' }), now: week },
  {
    ...early(officer, answerClarification, {
      question: 'q1',
      asked: 'One bid for both lots?',
      answer: 'Yes.',
    }),
    now: week,
  },
  {
    ...early(officer, amendSpec, {
      amendment: 'm1',
      change: 'Leighton is in the north.',
      reason: 'Left out.',
    }),
    now: week,
  },
  later(week, officer, 'appoint-panel', {
    members: [
      { actor: 'ann', role: 'Manager', independent: false, part: 'assessor' },
      { actor: 'cat', role: 'Volunteer', independent: true, part: 'assessor' },
    ],
  }),
  later(week, officer, 'replace-panel-member', {
    leaving: 'cat',
    joining: { actor: 'bob', role: 'Volunteer', independent: true, part: 'assessor' },
    reason: 'Cat moved away.',
  }),
  later(week, ann, 'declare-interests', { stage: 'general', interests: [] }),
  later(week, bob, 'declare-interests', {
    stage: 'general',
    interests: [{ nature: 'I once volunteered there.' }],
  }),
  later(week, officer, 'manage-interest', { actor: 'bob', handled: 'no-conflict', reason: 'Ten years ago.' }),
  later(week, trustee, 'receive-bid', sealed('village')),
  later(week, trustee, 'receive-bid', sealed('azalea')),
  later(week, trustee, 'receive-bid', sealed('birch')),
  later(week, trustee, 'withdraw-bid', { bid: 'birch' }),
  later(closed, trustee, 'refuse-late-bid', { bid: 'cedar', via: 'email' }),
  later(closed, officer, 'close-bidding', {
    digest: 'd'.repeat(64),
    salt: 'salt',
    commitments: [seal, seal],
  }),
  later(closed, officer, 'open-bids', {
    openers: [officer.id, finance.id],
    bids: [shown('village', village), shown('azalea', 'BEDS-azalea')],
  }),
  later(closed, ann, 'declare-interests', { stage: 'bidders', interests: [] }),
  later(closed, bob, 'declare-interests', { stage: 'bidders', interests: [] }),
  later(closed, ann, 'score-bid', scoring('village', 4)),
  later(closed, ann, 'score-bid', scoring('azalea', 2)),
  later(closed, bob, 'score-bid', scoring('village', 3)),
  later(closed, bob, 'score-bid', scoring('azalea', 3)),
  later(closed, ann, 'lock-scores', { lot: 'north' }),
  later(closed, bob, 'lock-scores', { lot: 'north' }),
  later(closed, officer, 'open-moderation', { lot: 'north' }),
  later(closed, officer, 'moderate-score', {
    bid: 'village',
    lot: 'north',
    criterion: 'method',
    from: 350,
    to: 400,
    reason: 'Page 9 answers what Bob missed.',
    passage: 'Page 9',
  }),
  later(closed, officer, 'complete-evaluation', { lot: 'north' }),
  later(closed, officer, 'recommend-award', {
    recommendation: 'r1',
    lot: 'north',
    provider: village,
    bid: 'village',
    amount: outside(4_500_000),
    reasons: 'It was ranked first.',
  }),
  later(closed, officer, 'assess-subsidy', { provider: village, isSubsidy: false, reason: 'A charity.' }),
  later(closed, officer, 'complete-diligence', {
    provider: village,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Sound.',
    goodUntil: '2027-12-01',
  }),
  later(decided, officer, 'record-exception', {
    rule: 'kpis.measure-feedback',
    ground: 'Those who use it are children in care.',
    decision: decisionRef,
  }),
  later(decided, approver, 'award-grant', {
    award: 'w1',
    lot: 'north',
    decision: decisionRef,
    provider: village,
    bid: 'village',
    amount: outside(4_500_000),
    years: [{ year: '2027-28', amount: 4_500_000 }],
    term: { starts: '2027-04-01', ends: '2029-03-31' },
    extensionOptions: [],
    title: 'Treatment',
    purpose: 'Treatment within four weeks.',
    outcomes: ['Sooner.'],
    conditions: [],
    statutoryReasons: { crimeAndDisorderReduction: 'Less of it.' },
    paidFrom: [{ allocation: 'a1', amount: 4_500_000 }],
  }),
  later(decided, approver, 'make-no-award', { lot: 'south', decision: decisionRef, reason: 'Nobody bid.' }),
  later(decided, officer, 'publish-awards', { decision: decisionRef }),
  later(decided, officer, 'give-feedback', { lot: 'north', bid: 'village', feedback: 'Clear.' }),
  later(decided, officer, 'give-feedback', {
    lot: 'north',
    bid: 'azalea',
    feedback: 'Say who, not only how.',
  }),
  {
    ...early(finance, releaseFunding, {
      release: 'x1',
      allocation: 'a1',
      amount: 4_500_000,
      reason: 'South.',
    }),
    now: decided,
  },
  later(decided, officer, 'sign-agreement', {
    award: 'w1',
    signedOn: '2027-01-11',
    amount: outside(4_500_000),
    term: { starts: '2027-04-01', ends: '2029-03-31' },
  }),
  later(decided, officer, 'agree-kpis', {
    award: 'w1',
    kpis: [
      {
        id: 'seen',
        name: 'Seen within four weeks',
        figure: 'count',
        unit: 'families',
        direction: 'higher-is-better',
        target: 30,
        frequency: 'quarterly',
        measuresUserFeedback: false,
      },
    ],
    periods: [{ id: 'q1', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' }],
  }),
  later(quarter, trustee, 'return-kpis', {
    award: 'w1',
    period: 'q1',
    values: [{ kpi: 'seen', value: 28 }],
    certifiedBy: trustee.id,
  }),
  later(quarter, officer, 'query-return', { award: 'w1', period: 'q1', kind: 'kpi', query: 'Of how many?' }),
  later(quarter, trustee, 'return-kpis', {
    award: 'w1',
    period: 'q1',
    values: [{ kpi: 'seen', value: 28, comment: 'Of thirty.' }],
    certifiedBy: trustee.id,
  }),
  later(quarter, trustee, 'return-finances', {
    award: 'w1',
    period: 'q1',
    lines: [{ id: 'staff', heading: 'Staff', budget: 4_500_000, actual: 4_500_000, forecastUnderspend: 0 }],
    certifiedBy: trustee.id,
  }),
  later(quarter, officer, 'accept-return', { award: 'w1', period: 'q1', kind: 'kpi' }),
  later(quarter, officer, 'accept-return', { award: 'w1', period: 'q1', kind: 'financial' }),
  later(quarter, finance, 'receive-invoice', {
    award: 'w1',
    invoice: 'i1',
    amount: outside(4_500_000),
    receivedOn: '2027-07-05',
    number: 'VHT-1',
  }),
  later(quarter, approver, 'approve-payment', {
    award: 'w1',
    payment: 'p1',
    amount: outside(4_500_000),
    for: 'Quarter one',
    invoice: 'i1',
    period: 'q1',
  }),
  later(quarter, finance, 'record-payment', {
    award: 'w1',
    payment: 'p1',
    amount: outside(4_500_000),
    paidOn: '2027-07-05',
  }),
  later(quarter, officer, 'review-performance', {
    award: 'w1',
    review: 'v1',
    rating: 'good',
    finding: 'As promised.',
    actions: [],
  }),
  later(quarter, officer, 'record-insight', { insight: 'l1', text: 'Evenings matter.' }),
  later(end, officer, 'close-commission', { outcome: 'delivered', summary: 'Three weeks now.', lessons: [] }),
];
