import type { Actor, DomainEvent, Happened, Instant } from '@commissioning/kernel';
import { BiddingClosed } from '../../src/commission/purchase/closing-events';
import { NeedIdentified } from '../../src/commission/analyse/events';
import type { CommissionEvent } from '../../src/commission/events';
import { commission } from '../../src/commission/evolve';
import {
  FundingAllocated,
  InstrumentChosen,
  RouteChosen,
  SpecPublished,
} from '../../src/commission/plan/events';
import {
  BidReceived,
  BidScored,
  BidsOpened,
  InterestDeclared,
  ModerationOpened,
  PanelAppointed,
  ScoresLocked,
} from '../../src/commission/purchase/events';
import { SubcontractorsChecked } from '../../src/commission/purchase/exclusion-events';
import { provider as providerAggregate, type ProviderState } from '../../src/provider/state';
import { ProviderRegistered } from '../../src/provider/events';
import type { RouteProfile, RuleBookData } from '../../src/rulebook/events';
import { bedfordshireRules } from '../../src/rulebook/seed/bedfordshire';
import { made } from './made';
import { recorded, specificationOf } from './specification';

/** The rules that the body has adopted last. */
export const rules = bedfordshireRules.at(-1) as RuleBookData;

export const commissionRef = 'BEDS-2026-0007';
export const closes = '2026-11-20T12:00:00.000Z';

/** Actors by their ids. */
export const actorOf = (id: string, role: Actor['role'] = 'panel-member'): Actor => ({ id, role }) as Actor;

/** A route that asks for all that a purchase can be asked for, and for nothing before it. */
export const route: RouteProfile = {
  ...(rules.profiles.find(({ id }) => id === 'tender') as RouteProfile),
  steps: [
    'specification',
    'sealed-bids',
    'panel',
    'interest-declarations',
    'scoring',
    'moderation',
    'evaluation',
    'recommendation',
    'subsidy-assessment',
    'due-diligence',
    'assessment-summaries',
    'publication',
    'standstill',
  ],
};

export const includingVat = (pence: number) => ({ pence, vat: 'including' });

/** Two lots; quality 60, social value 10, price 30; scored 0 to 5. */
export const specification = {
  title: 'Support for victims of burglary',
  need: 'Victims wait too long',
  outcomes: [{ id: 'cope', outcome: 'Victims cope and recover' }],
  term: { starts: '2027-04-01', ends: '2030-03-31' },
  lots: [
    {
      id: 'north',
      title: 'North',
      envelope: includingVat(30_000_000),
      maximumAward: includingVat(20_000_000),
      maximumAwards: 2,
    },
    {
      id: 'south',
      title: 'South',
      envelope: includingVat(10_000_000),
      maximumAward: includingVat(10_000_000),
      maximumAwards: 1,
    },
  ],
  criteria: [
    { id: 'quality', title: 'Quality', category: 'quality', weight: 60, scoredBy: 'panel', pass: 2 },
    { id: 'social', title: 'Social value', category: 'social-value', weight: 10, scoredBy: 'panel' },
    { id: 'price', title: 'Price', category: 'value', weight: 30, scoredBy: 'price' },
  ],
  scale: {
    minimum: 0,
    maximum: 5,
    descriptors: [
      { score: 0, meaning: 'No answer' },
      { score: 5, meaning: 'Excellent' },
    ],
  },
  priceMethod: 'relative-to-lowest',
  tieBreak: ['higher-quality', 'lower-price'],
  invitationToInnovate: 'Tell us what we have not thought of',
  opens: '2026-10-01T09:00:00.000Z',
  closes,
  clarificationsUntil: '2026-11-10T12:00:00.000Z',
  channels: ['website', 'e-tendering-portal'],
};

/** A commission whose route was chosen: the instrument, the profile and its value can be others. */
export const planned = (
  given: { readonly profile?: RouteProfile; readonly instrument?: string; readonly legalPower?: string } = {},
): ReadonlyArray<CommissionEvent> => {
  const { profile = route, instrument = 'contract', legalPower = 'victims-services' } = given;
  return [
    made(NeedIdentified, {
      reference: commissionRef,
      title: 'Support for victims of burglary',
      summary: 'Victims wait too long',
      objectives: [],
      themes: [],
      areas: [],
    }),
    made(FundingAllocated, { allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 25_000_000 }),
    made(FundingAllocated, { allocation: 'second', fund: 'BEDS-moj-victims-2027-28', amount: 15_000_000 }),
    made(InstrumentChosen, { instrument, legalPower, reason: 'A specified service' }),
    made(RouteChosen, {
      profile,
      band: rules.bands.at(-1),
      value: includingVat(40_000_000),
      estimate: 'What it costs today',
      regime: instrument === 'grant' ? 'grant' : 'light-touch',
    }),
  ];
};

export const member = (
  actor: string,
  given: { readonly part?: string; readonly independent?: boolean } = {},
) => ({
  actor,
  role: 'Manager',
  independent: given.independent ?? false,
  part: given.part ?? 'assessor',
});

export const panel = [
  member('ann'),
  member('bob'),
  member('cat', { independent: true }),
  member('dan', { part: 'adviser' }),
];
export const assessors = ['ann', 'bob', 'cat'] as const;

const sha256 = 'a'.repeat(64);

/** A sealed bid as the service hands it on. */
export const sealedBid = (bid: string, seal = sha256) => ({
  bid,
  via: 'here',
  sealed: { mediaType: 'application/octet-stream', length: 900, sha256: seal },
  commitment: seal,
});

/** An opened bid: of the provider of the same name, at a price in pence with VAT in it. */
export const openedBid = (bid: string, price: number, lots: ReadonlyArray<string> = ['north']) => ({
  bid,
  bidder: { provider: `BEDS-${bid}`, name: `The ${bid}` },
  offers: lots.map((lot) => ({ lot, price: includingVat(price) })),
  commitmentHolds: true,
});

export const published = made(SpecPublished, specification);
export const appointed = made(PanelAppointed, { members: panel });
export const declared = (actor: string, stage: string, interests: ReadonlyArray<object> = []) =>
  made(InterestDeclared, { actor, stage, interests });

/** Published, with a panel that declared in general, and the sealed bids of azalea, birch and cedar. */
/** Bidding was closed; what the digest is over matters to no rule about what follows. */
export const biddingClosed = made(BiddingClosed, { digest: 'd'.repeat(64), salt: 'salt', commitments: [] });

export const received: ReadonlyArray<CommissionEvent> = [
  ...planned(),
  published,
  appointed,
  ...panel.map(({ actor }) => declared(actor, 'general')),
  ...['azalea', 'birch', 'cedar'].map((bid) => made(BidReceived, sealedBid(bid))),
];

export const bids = [
  openedBid('azalea', 10_000_000),
  openedBid('birch', 10_500_000),
  openedBid('cedar', 10_800_000),
];

/** A bidder subcontracts nothing. */
const subcontractsNothing = (bid: string) =>
  made(SubcontractorsChecked, { bid, subcontractors: [], debarred: [], checkedOn: '2026-11-20' });

/** The bids opened and the panel declared against the bidders. */
export const opened: ReadonlyArray<CommissionEvent> = [
  ...received,
  biddingClosed,
  made(BidsOpened, { openers: ['officer-1', 'officer-2'], bids }),
  ...panel.map(({ actor }) => declared(actor, 'bidders')),
  ...['azalea', 'birch', 'cedar'].map(subcontractsNothing),
];

/** Scores for quality and social value, in that order, each with its reason. */
export const scores = (quality: number, social: number) => [
  { criterion: 'quality', score: quality, rationale: 'Says how', passage: 'Page 3' },
  { criterion: 'social', score: social, rationale: 'Says who', passage: 'Page 9' },
];

export const scored = (assessor: string, bid: string, quality: number, social: number, lot = 'north') =>
  made(BidScored, { bid, lot, assessor, scores: scores(quality, social) });

export const locked = (assessor: string, lot = 'north') => made(ScoresLocked, { lot, assessor });

/** Every assessor scored azalea 3, 4 and 4, birch 4, 4 and 4 and cedar 5, 4 and 3 on quality; all of them 3 on social. */
export const scoredByAll: ReadonlyArray<CommissionEvent> = [
  ...opened,
  scored('ann', 'azalea', 3, 3),
  scored('ann', 'birch', 4, 3),
  scored('ann', 'cedar', 5, 3),
  scored('bob', 'azalea', 4, 3),
  scored('bob', 'birch', 4, 3),
  scored('bob', 'cedar', 4, 3),
  scored('cat', 'azalea', 4, 3),
  scored('cat', 'birch', 4, 3),
  scored('cat', 'cedar', 3, 3),
];

export const lockedByAll: ReadonlyArray<CommissionEvent> = [
  ...scoredByAll,
  ...assessors.map((each) => locked(each)),
];

export const moderating: ReadonlyArray<CommissionEvent> = [
  ...lockedByAll,
  made(ModerationOpened, { lot: 'north' }),
];

/** A provider as registered. */
export const registered = (id: string, local = false): readonly [string, ProviderState] => {
  const event = made(ProviderRegistered, {
    provider: id,
    name: `The ${id.slice(5)}`,
    sector: 'private',
    local,
  });
  const [happened] = recorded([event]);
  return [
    id,
    happened === undefined
      ? providerAggregate.initial
      : providerAggregate.evolve(providerAggregate.initial, happened),
  ];
};

/** The commission after events that happened at any moment, by anybody. */
export const afterHappened = (...events: ReadonlyArray<Happened<CommissionEvent>>) =>
  specificationOf(commission).given(...events);

/** The commission after these events, each recorded by the officer at noon of 23 November 2026. */
export const after = (...events: ReadonlyArray<CommissionEvent>) => afterHappened(...recorded(events));

/** Events by somebody, at some moment. */
export const by = <Event extends DomainEvent>(actor: Actor, at: string, ...events: ReadonlyArray<Event>) =>
  recorded(events, { actor, at: at as Instant });
