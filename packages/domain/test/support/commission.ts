import {
  type Actor,
  type DomainEvent,
  fold,
  type Happened,
  type Instant,
  londonDateOf,
} from '@commissioning/kernel';
import type { CommissionEvent } from '../../src/commission/events';
import { commission } from '../../src/commission/evolve';
import { EvidenceAdded, NeedIdentified, NeedsAssessed } from '../../src/commission/analyse/events';
import {
  ConflictsAssessed,
  ConsultationHeld,
  FundingAllocated,
  InstrumentChosen,
  MarketEngaged,
  ProcurementTeamInvolved,
  RouteChosen,
  SpecPublished,
} from '../../src/commission/plan/events';
import { InterestDeclared } from '../../src/commission/purchase/events';
import { OpeningKeysSet } from '../../src/commission/plan/opening-keys-events';
import { FundingAccepted, FundOpened } from '../../src/fund/events';
import { fund } from '../../src/fund/state';
import { ProviderRegistered } from '../../src/provider/events';
import { provider } from '../../src/provider/state';
import type { RuleBookData } from '../../src/rulebook/events';
import { bedfordshireRules } from '../../src/rulebook/seed/bedfordshire';
import { made } from './made';
import { contextOf, recorded, specificationOf } from './specification';

/** The rules of the day in tests: those that Bedfordshire's office ships with. */
export const rules = bedfordshireRules.at(-1) as RuleBookData;

const { given } = specificationOf(commission);

/** The commission after these events, recorded by the officer at noon on 23 November 2026. */
export const after = (...events: ReadonlyArray<CommissionEvent>) =>
  given(...recorded<CommissionEvent>(events));

/** The commission after events that were recorded by different people, or at different moments. */
export const afterEvents = (...events: ReadonlyArray<Happened<CommissionEvent>>) => given(...events);

/** One event recorded by somebody, or at some moment. */
export const by = (event: CommissionEvent, actor: Actor, at?: Instant): Happened<CommissionEvent> =>
  recorded<CommissionEvent>(
    [event],
    at === undefined ? { actor } : { actor, at },
  )[0] as Happened<CommissionEvent>;

export const reference = 'BEDS-2026-0007';
export const fundReference = 'BEDS-community-safety-2026-27';
export const courts = 'Family Drug and Alcohol Court';
export const village = 'BEDS-village-hall';

/** A fund of so many pence, opened and accepted. */
export const fundOf = (pence: number) =>
  fold(
    fund,
    fund.initial,
    recorded([
      made(FundOpened, {
        fund: fundReference,
        stream: 'community-safety',
        name: 'Community Safety Fund',
        year: '2026-27',
        funder: 'Police and Crime Commissioner for Bedfordshire',
        themes: [courts],
      }),
      made(FundingAccepted, { tranche: 't1', amount: pence, conditions: [], decision: 'BEDS-PCC24-0031' }),
    ]),
  );

/** A provider that has been registered. */
export const providerOf = (reference_: string, name: string, ...more: ReadonlyArray<DomainEvent>) =>
  fold(
    provider,
    provider.initial,
    recorded([
      made(ProviderRegistered, {
        provider: reference_,
        name,
        sector: 'voluntary-community-social-enterprise',
        local: true,
      }),
      ...more,
    ] as Parameters<typeof recorded>[0]) as ReadonlyArray<Happened<never>>,
  );

/** The day, the rules, £100,000 in the fund and one registered provider. */
export const context = contextOf({
  rules,
  funds: new Map([[fundReference, fundOf(10_000_000)]]),
  providers: new Map([[village, providerOf(village, 'Village Hall Trust')]]),
});

/** The same, as it is at another moment. */
export const contextAt = (now: string) =>
  contextOf({ ...context, now: now as Instant, today: londonDateOf(now as Instant) });

export const needing = {
  reference,
  title: 'Support for families in the drug and alcohol court',
  summary: 'Parents in proceedings wait eleven weeks for treatment.',
  objectives: ['victims', 'prevention'],
  themes: [courts],
  areas: ['Luton'],
};
export const need = made(NeedIdentified, needing);

const figures = {
  evidence: 'figures',
  kind: 'quantitative',
  contributor: 'Police',
  source: 'Court lists 2025',
};
export const counted = made(EvidenceAdded, { ...figures, finding: '140 families, of whom 96 waited.' });
export const voices = made(EvidenceAdded, {
  evidence: 'voices',
  kind: 'qualitative',
  contributor: 'Families',
  source: 'Interviews, May 2026',
  finding: 'Waiting undid what the court had begun.',
});

export const assessing = {
  demand: '140 families a year.',
  gaps: 'No treatment within the first month.',
  equalityImpact: 'Women are two thirds of those affected.',
  conclusion: 'commission',
};
export const assessed = made(NeedsAssessed, assessing);

export const consulting = {
  consultation: 'c1',
  consulted: ['service-users', 'partners'],
  from: '2026-06-01',
  to: '2026-06-30',
  findings: 'Evenings matter more than places.',
};
export const consulted = made(ConsultationHeld, consulting);

export const engaging = {
  engagement: 'e1',
  means: 'event',
  attendance: [{ sector: 'charities', count: 7 }],
  insights: 'Three could start within eight weeks.',
};
export const engaged = made(MarketEngaged, engaging);

export const allocating = { allocation: 'a1', fund: fundReference, amount: 9_000_000, theme: courts };
export const allocated = made(FundingAllocated, allocating);

export const choosingGrant = {
  instrument: 'grant',
  legalPower: 'crime-and-disorder-reduction-grant',
  reason: 'The recipient decides how; we ask for outcomes.',
};
export const choosingContract = {
  instrument: 'contract',
  legalPower: 'general-power',
  reason: 'We specify the service and pay for it.',
};
export const grantChosen = made(InstrumentChosen, choosingGrant);
export const contractChosen = made(InstrumentChosen, choosingContract);

/** No other contract could reasonably be one with it. */
export const alone = { others: [], reason: 'Nobody else in the area buys it, and we buy it once.' };

/** The route as `choose-route` pins it from the rules: a profile and, by the value in pence, its band. */
export const routed = (
  id: string,
  pence: number,
  { regime = 'grant', vat = 'outside' }: { readonly regime?: string; readonly vat?: string } = {},
) =>
  made(RouteChosen, {
    profile: rules.profiles.find((profile) => profile.id === id),
    band: rules.bands.find(({ upTo }) => upTo === undefined || pence <= upTo),
    value: { pence, vat },
    estimate: 'Two workers for two years.',
    regime,
    // What is bought has been looked at beside what else is.
    ...(vat === 'outside' ? {} : { aggregation: alone }),
  });

export const teamInvolved = made(ProcurementTeamInvolved, { advice: 'Use the portal.', on: '2026-11-02' });
export const conflictsAssessed = made(ConflictsAssessed, { finding: 'None found.', mitigations: [] });

/** Whoever writes what is asked for has no interest in it. */
export const authorDeclared = made(InterestDeclared, {
  actor: 'officer-1',
  stage: 'general',
  interests: [],
});

export const openingKeys = {
  halves: [
    [{ holder: 'officer-1', recipient: `age1${'q'.repeat(58)}` }],
    [{ holder: 'procurement-1', recipient: `age1${'z'.repeat(58)}` }],
  ],
};
export const keysSet = made(OpeningKeysSet, openingKeys);

/** All that a grant round needs before its specification: for £90,000, all of it set aside. */
export const plannedRound: ReadonlyArray<CommissionEvent> = [
  need,
  counted,
  voices,
  assessed,
  consulted,
  allocated,
  grantChosen,
  routed('grant-round', 9_000_000),
  conflictsAssessed,
  authorDeclared,
];

/** All that a tender needs before its specification. */
export const plannedTender: ReadonlyArray<CommissionEvent> = [
  need,
  counted,
  voices,
  assessed,
  consulted,
  engaged,
  allocated,
  contractChosen,
  routed('tender', 9_000_000, { regime: 'below-threshold', vat: 'including' }),
  teamInvolved,
  conflictsAssessed,
  authorDeclared,
  keysSet,
];

const sum = (pence: number, vat = 'outside') => ({ pence, vat });

export const lot = (id: string, envelope: number, maximumAward = envelope, maximumAwards = 1) => ({
  id,
  title: `Lot ${id}`,
  envelope: sum(envelope),
  maximumAward: sum(maximumAward),
  maximumAwards,
});

export const criterion = (id: string, category: string, weight: number, more: object = {}) => ({
  id,
  title: `How good it is: ${id}`,
  category,
  weight,
  scoredBy: 'panel',
  ...more,
});

/** A specification for a grant round, published at noon on 23 November 2026. */
export const publishing = {
  title: 'Support for families in the drug and alcohol court',
  need: '140 families a year wait for treatment.',
  outcomes: [{ id: 'sooner', outcome: 'Treatment within four weeks.' }],
  term: { starts: '2027-04-01', ends: '2029-03-31' },
  lots: [lot('north', 5_000_000), lot('south', 4_000_000)],
  criteria: [
    criterion('method', 'quality', 70),
    criterion('worth', 'value', 20),
    criterion('wider', 'social-value', 10),
  ],
  scale: rules.scale,
  priceMethod: 'not-scored',
  tieBreak: ['higher-quality'],
  invitationToInnovate: 'Tell us what nobody has tried.',
  opens: '2026-11-23T12:00:00.000Z',
  clarificationsUntil: '2026-12-01T12:00:00.000Z',
  closes: '2026-12-07T12:00:00.000Z',
  channels: ['website'],
};
export const published = made(SpecPublished, publishing);
