import {
  ActorId,
  atLeastOne,
  CalendarDate,
  Count,
  DecisionRef,
  defineEvent,
  DocumentRef,
  type EventOf,
  Instant,
  Line,
  LocalId,
  Money,
  official,
  Pence,
  ProviderRef,
  released,
  sensitive,
  Sha256,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { DecisionPublished } from '../../decision/events';
import {
  DiligenceDepth,
  DiligenceOutcome,
  LegalPower,
  NamedProvider,
  PaidFrom,
  StatutoryReasons,
  Term,
  YearProfile,
} from '../../shapes';
import { challengeEvents } from './challenge-events';
import { closingEvents } from './closing-events';
import { BidExcluded, exclusionEvents } from './exclusion-events';
import { haltEvents } from './halt-events';
import { reserveEvents } from './reserve-events';
import { subsidyEvents } from './subsidy-events';

export { BidExcluded };

/** Who competes, and how many, is nobody's business before the bids are opened; an id may give it away. */
const releasedWithOpening = <C extends t.Mixed>(codec: C): C => released(codec, 'BidsOpened');

/** Whoever names a bid or a quote may name it for its bidder, and most who compete are never made public. */
const CompetitorId = official(LocalId);

/** What an award says becomes public when its decision is published, not before. */
export const releasedWithDecision = <C extends t.Mixed>(codec: C): C => released(codec, 'DecisionPublished');

/** A panel member: who, in what role, independent of office and force or not, scoring or advising. */
export const PanelMember = t.type(
  {
    actor: ActorId,
    role: official(Line),
    independent: t.boolean,
    part: t.keyof({ assessor: null, adviser: null }),
  },
  'PanelMember',
);
export type PanelMember = t.TypeOf<typeof PanelMember>;

export const PanelAppointed = defineEvent({
  type: 'PanelAppointed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The panel was appointed.',
  data: t.type({ members: atLeastOne(PanelMember) }),
});

export const PanelMemberReplaced = defineEvent({
  type: 'PanelMemberReplaced',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A panel member left, and another took the place and starts afresh.',
  data: t.type({ leaving: ActorId, joining: PanelMember, reason: official(Text) }),
});

/** What a person declares, empty when there are none: its nature, and the provider and lot it is about. */
export const Interests = official(
  t.readonlyArray(struct({ nature: Text }, { provider: ProviderRef, lot: LocalId }, 'Interest')),
);

/** When interests are declared: in general, when appointed; again against the bidders once bids are opened. */
export const DeclarationStage = t.keyof({ general: null, bidders: null }, 'DeclarationStage');

export const InterestDeclared = defineEvent({
  type: 'InterestDeclared',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A person declared their interests, or that they have none.',
  data: t.type({ actor: ActorId, stage: DeclarationStage, interests: Interests }),
});

export const InterestManaged = defineEvent({
  type: 'InterestManaged',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'It was settled what follows from a declared interest.',
  data: struct(
    {
      actor: ActorId,
      handled: t.keyof({ 'no-conflict': null, 'removed-from-lot': null, 'removed-from-panel': null }),
      reason: sensitive(Text),
    },
    { lot: LocalId },
  ),
});

export const QuoteInvited = defineEvent({
  type: 'QuoteInvited',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A provider was invited to quote.',
  data: struct(
    { quote: CompetitorId, invited: official(NamedProvider), local: official(t.boolean) },
    /** Why none of those invited works in the area, where no local provider exists. */
    { noLocalProvider: official(Text) },
  ),
});

export const QuoteReceived = defineEvent({
  type: 'QuoteReceived',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A written quote or request for money was received.',
  data: struct(
    {
      quote: CompetitorId,
      /** The lot it is for; the whole where no specification was published. */
      lot: LocalId,
      from: official(NamedProvider),
      amount: official(Money),
      for: official(Text),
    },
    { document: official(DocumentRef) },
  ),
});

export const QuoteDeclined = defineEvent({
  type: 'QuoteDeclined',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A provider that had been invited declined to quote.',
  data: t.type({ quote: CompetitorId, reason: official(Text) }),
});

/** How a bid came in. */
export const Via = t.keyof({ here: null, email: null, portal: null }, 'Via');

/** Nothing of a bid is here but that it came: who bid and what lies in the sealed document alone. */
export const BidReceived = defineEvent({
  type: 'BidReceived',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A sealed bid was received in time.',
  data: t.type({
    bid: CompetitorId,
    via: releasedWithOpening(Via),
    /** The sealed bid in the document store: its length and hash as encrypted. */
    sealed: releasedWithOpening(DocumentRef),
    /** SHA-256(salt ‖ canonical bid); the salt lies with the bid. */
    commitment: releasedWithOpening(Sha256),
  }),
});

export const BidWithdrawn = defineEvent({
  type: 'BidWithdrawn',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bidder withdrew a bid.',
  data: t.type({ bid: CompetitorId }),
});

export const LateBidRefused = defineEvent({
  type: 'LateBidRefused',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bid came after the deadline; it was refused and stays unopened.',
  data: t.type({
    bid: CompetitorId,
    via: releasedWithOpening(Via),
    closed: Instant,
    received: releasedWithOpening(Instant),
  }),
});

/** What a bidder offers: for each lot that it bids for, its price for that lot alone. */
export const Offers = atLeastOne(t.type({ lot: LocalId, price: Money }, 'Offer'));

/**
 * What a sealed bid turned out to hold. `commitmentHolds` says whether it is what was committed to at receipt: where
 * it is not, the incident is ours.
 */
export const OpenedBid = struct(
  { bid: LocalId, bidder: NamedProvider, offers: Offers, commitmentHolds: t.boolean },
  { promises: t.readonlyArray(t.type({ id: LocalId, promise: Text })), document: DocumentRef },
  'OpenedBid',
);
export type OpenedBid = t.TypeOf<typeof OpenedBid>;

export const BidsOpened = defineEvent({
  type: 'BidsOpened',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The bids were opened together, after the deadline.',
  data: struct(
    { openers: t.readonlyArray(ActorId), bids: official(t.readonlyArray(OpenedBid)) },
    { portalLog: DocumentRef },
  ),
});

/** One assessor's score for one criterion, with why, and where in the bid it is seen. */
export const CriterionScore = t.type(
  { criterion: LocalId, score: Count, rationale: Text, passage: Line },
  'CriterionScore',
);
export type CriterionScore = t.TypeOf<typeof CriterionScore>;

export const BidScored = defineEvent({
  type: 'BidScored',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'One assessor scored one bid for one lot, criterion by criterion.',
  data: t.type({
    bid: CompetitorId,
    lot: LocalId,
    assessor: ActorId,
    scores: official(atLeastOne(CriterionScore)),
  }),
});

export const ScoresLocked = defineEvent({
  type: 'ScoresLocked',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An assessor locked their scores for a lot; nobody had seen another’s before.',
  data: t.type({ lot: LocalId, assessor: ActorId }),
});

export const ModerationOpened = defineEvent({
  type: 'ModerationOpened',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Every assessor having locked, the panel met to agree scores.',
  data: t.type({ lot: LocalId }),
});

export const ScoreModerated = defineEvent({
  type: 'ScoreModerated',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The panel moved the agreed score of one bid for one criterion, for a stated reason; no score disappears.',
  data: t.type({
    bid: CompetitorId,
    lot: LocalId,
    criterion: LocalId,
    /** Hundredths of a point: before the first movement the mean of the locked scores, rounded half up. */
    from: official(Count),
    to: official(Count),
    reason: official(Text),
    passage: official(Line),
  }),
});

/** One bid's place. All figures in hundredths: of a point for `agreed`, of a percent for the others. */
export const RankedBid = t.type(
  {
    rank: Count,
    bid: LocalId,
    total: Count,
    criteria: atLeastOne(t.type({ criterion: LocalId, agreed: Count, weighted: Count })),
    /** The tie-breaks that were needed to tell it from the bid ranked next to it. */
    tieBreaks: t.readonlyArray(Line),
  },
  'RankedBid',
);
export type RankedBid = t.TypeOf<typeof RankedBid>;

const Winners = t.readonlyArray(LocalId);

/**
 * How easily another bid would have won: bids are named that would then stand first, several where nothing tells them
 * apart. What is absent does not exist: no change of that kind changes who wins.
 */
export const Robustness = struct(
  {
    winners: Winners,
    /** Those without whose scores another would have won. */
    assessors: t.readonlyArray(t.type({ assessor: ActorId, winners: Winners })),
  },
  {
    /** The fewest percentage points of weight that, moved from one criterion to another, change who wins. */
    weight: t.type({ points: Count, from: LocalId, to: LocalId, winners: Winners }),
    /** The smallest change of one agreed score, in hundredths of a point, that changes who wins. */
    score: t.type({ bid: LocalId, criterion: LocalId, from: Count, to: Count, winners: Winners }),
  },
  'Robustness',
);
export type Robustness = t.TypeOf<typeof Robustness>;

export const EvaluationCompleted = defineEvent({
  type: 'EvaluationCompleted',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The ranking for a lot was computed from the scores that are stored.',
  data: struct(
    {
      lot: LocalId,
      rounding: t.literal('each criterion half up to hundredths'),
      ranking: official(t.readonlyArray(RankedBid)),
      /** Bids that failed a pass mark: which criterion, at what agreed score. */
      failed: official(t.readonlyArray(t.type({ bid: LocalId, criterion: LocalId, agreed: Count }))),
    },
    /** Absent where fewer than two bids were ranked: there is nobody else to win. */
    { robustness: official(Robustness) },
  ),
});

export const AwardRecommended = defineEvent({
  type: 'AwardRecommended',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An award was recommended to the person who decides, with reasons where it departs from the ranking.',
  data: struct(
    {
      recommendation: LocalId,
      lot: LocalId,
      recipient: official(NamedProvider),
      amount: official(Money),
      reasons: official(Text),
    },
    { bid: CompetitorId, departure: official(Text) },
  ),
});

/** By which route of the Subsidy Control Act 2022 a subsidy is lawful. */
export const SubsidyRoute = t.keyof(
  { 'minimal-financial-assistance': null, 'public-interest-services': null, 'full-assessment': null },
  'SubsidyRoute',
);

const confirmed = { received: Pence, confirmedOn: CalendarDate };

/**
 * What the enterprise confirmed in writing before anything was given: how much it received in this and the two
 * financial years before, in pence (Subsidy Control Act 2022 ss.36-39).
 */
export const SubsidyConfirmation = struct(
  confirmed,
  {
    /** Where the paper can be found; or the paper itself. */
    reference: Line,
    document: DocumentRef,
  },
  'SubsidyConfirmation',
);

const assessed = {
  provider: official(ProviderRef),
  isSubsidy: official(t.boolean),
  reason: official(Text),
};
const byRoute = { route: official(SubsidyRoute) };

export const SubsidyAssessed = defineEvent({
  type: 'SubsidyAssessed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'It was assessed whether an award would be a subsidy, and if so by which route it is lawful.',
  data: struct(assessed, { ...byRoute, confirmation: official(SubsidyConfirmation) }),
  earlier: [
    {
      codec: struct(assessed, {
        ...byRoute,
        confirmation: official(t.type(confirmed, 'FirstSubsidyConfirmation')),
      }),
      upcast: (data) => data,
    },
  ],
});

export const DueDiligenceCompleted = defineEvent({
  type: 'DueDiligenceCompleted',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A provider was looked into for this award, to a depth that suits the sum.',
  data: t.type({
    provider: official(ProviderRef),
    depth: official(DiligenceDepth),
    outcome: official(DiligenceOutcome),
    finding: official(Text),
    goodUntil: official(CalendarDate),
  }),
});

/** What whoever makes an award says of it; the record adds the provider's name, the legal power and the funds. */
export const awardTerms = {
  award: releasedWithDecision(LocalId),
  lot: LocalId,
  decision: DecisionRef,
  amount: releasedWithDecision(Money),
  years: releasedWithDecision(YearProfile),
  term: releasedWithDecision(Term),
  extensionOptions: releasedWithDecision(t.readonlyArray(t.type({ months: Count, upTo: Money }))),
  title: releasedWithDecision(Line),
  purpose: releasedWithDecision(Text),
  outcomes: releasedWithDecision(t.readonlyArray(Text)),
  conditions: releasedWithDecision(t.readonlyArray(Text)),
  statutoryReasons: releasedWithDecision(StatutoryReasons),
};

/** An award, grant or contract alike. Its years add up to its amount; so do the allocations that pay for it. */
const AwardData = struct(
  {
    ...awardTerms,
    recipient: releasedWithDecision(NamedProvider),
    legalPower: LegalPower,
    paidFrom: releasedWithDecision(PaidFrom),
  },
  /** The bid or quote that won. */
  { bid: CompetitorId },
);

export const GrantAwarded = defineEvent({
  type: 'GrantAwarded',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A grant was awarded, under a decision.',
  data: AwardData,
});

export const ContractAwarded = defineEvent({
  type: 'ContractAwarded',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A contract was awarded, under a decision.',
  data: AwardData,
});

export const NoAwardMade = defineEvent({
  type: 'NoAwardMade',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A lot ended without an award, under a decision.',
  data: t.type({ lot: LocalId, decision: DecisionRef, reason: releasedWithDecision(Text) }),
});

export const AssessmentSummariesSent = defineEvent({
  type: 'AssessmentSummariesSent',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Every assessed bidder was sent its assessment summary, all at once.',
  data: t.type({ lot: LocalId, bids: official(atLeastOne(LocalId)) }),
});

export const FeedbackGiven = defineEvent({
  type: 'FeedbackGiven',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bidder was told how its bid was seen.',
  data: t.type({ lot: LocalId, bid: CompetitorId, feedback: official(Text) }),
});

export const StandstillStarted = defineEvent({
  type: 'StandstillStarted',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The award notice was published; nothing is signed before the standstill has passed.',
  data: t.type({
    lot: LocalId,
    noticePublishedOn: CalendarDate,
    lastDay: CalendarDate,
    workingDays: Count,
    calendar: Line,
  }),
});

export const StandstillEnded = defineEvent({
  type: 'StandstillEnded',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The standstill passed.',
  data: t.type({ lot: LocalId, lastDay: CalendarDate }),
});

export const AgreementSigned = defineEvent({
  type: 'AgreementSigned',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Both sides signed the agreement for an award.',
  data: struct(
    {
      award: LocalId,
      signedOn: CalendarDate,
      amount: releasedWithDecision(Money),
      term: releasedWithDecision(Term),
    },
    { document: DocumentRef },
  ),
});

export const ExceptionRecorded = defineEvent({
  type: 'ExceptionRecorded',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A rule of policy was set aside for this commission, on a ground, by somebody entitled to.',
  data: t.type({ rule: Line, ground: official(Text), authorisedBy: ActorId, decision: DecisionRef }),
});

export const purchaseEvents = [
  PanelAppointed,
  PanelMemberReplaced,
  InterestDeclared,
  InterestManaged,
  QuoteInvited,
  QuoteReceived,
  QuoteDeclined,
  BidReceived,
  BidWithdrawn,
  LateBidRefused,
  ...closingEvents,
  BidsOpened,
  ...exclusionEvents,
  BidScored,
  ScoresLocked,
  ModerationOpened,
  ScoreModerated,
  EvaluationCompleted,
  AwardRecommended,
  ...subsidyEvents,
  SubsidyAssessed,
  DueDiligenceCompleted,
  GrantAwarded,
  ContractAwarded,
  NoAwardMade,
  AssessmentSummariesSent,
  FeedbackGiven,
  StandstillStarted,
  StandstillEnded,
  AgreementSigned,
  ExceptionRecorded,
  ...reserveEvents,
  ...challengeEvents,
  ...haltEvents,
] as const;
export type PurchaseEvent = EventOf<(typeof purchaseEvents)[number]> | EventOf<typeof DecisionPublished>;
