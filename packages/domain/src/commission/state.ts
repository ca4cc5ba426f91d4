import type { CalendarDate, CommissionRef, FundRef, Money, Pence, DataOf } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { type Corrigible, nothingToCorrect } from '../corrections/corrigible';
import type { Band, RouteProfile } from '../rulebook/events';
import type { Kpi, PaidFrom, Regime } from '../shapes';
import type { AgreementLife } from './agreement-life';
import type {
  CoCommissioningConsidered,
  EvidenceAdded,
  NeedIdentified,
  NeedsAssessed,
} from './analyse/events';
import type { PriorAwardRecorded } from './history/events';
import { type Exclusions, nobodyLeftOut } from './exclusions';
import { type Interruptions, noInterruptions } from './interruptions';
import { askingNobody, type Consulting } from './consulting';
import type {
  ClarificationAnswered,
  ConflictsAssessed,
  ConsultationHeld,
  DirectAwardAuthorised,
  InstrumentChosen,
  MarketEngaged,
  NoticePublished,
  ProcurementTeamInvolved,
  SpecAmended,
  SpecPublished,
} from './plan/events';
import type { DraftSpecShared } from './plan/draft-events';
import type { AwardMatrixSet } from './plan/matrix-events';
import type { Aggregation, Bought } from './plan/route-events';
import type { OpeningKeysSet } from './plan/opening-keys-events';
import type { FundingConditionsChecked } from './plan/condition-events';
import type { FundingReallocated } from './plan/reallocation-events';
import type { BiddingClosed } from './purchase/closing-events';
import type {
  AgreementSigned,
  AssessmentSummariesSent,
  AwardRecommended,
  BidExcluded,
  CriterionScore,
  DueDiligenceCompleted,
  GrantAwarded,
  InterestDeclared,
  InterestManaged,
  NoAwardMade,
  OpenedBid,
  PanelMember,
  QuoteDeclined,
  QuoteInvited,
  QuoteReceived,
  RankedBid,
  StandstillStarted,
  SubsidyAssessed,
} from './purchase/events';
import type { AwardDeclined } from './purchase/reserve-events';
import type {
  CommissionClosed,
  FinancialReturned,
  InvoiceReceived,
  KPIReturned,
  PaymentMade,
  PerformanceReviewed,
  ReturnPeriod,
} from './review/events';
import type { FeedbackRecorded } from './review/learning-events';
import type { ItemWithheld } from './review/withholding-events';

import { noSubsidyTold, type Subsidised } from './subsidised';
import { onOurOwn, type Together } from './together';

export type { Challenge, Halt, ReserveCall } from './interruptions';

/** What of an allocation went back to its fund; `to` another commission under a decision, where it was reallocated. */
interface Release extends Partial<Pick<DataOf<typeof FundingReallocated>, 'to' | 'decision'>> {
  readonly amount: Pence;
  readonly reason: string;
}

/** Money of a fund set aside for the commission, and what of it went back. */
export interface Allocation {
  readonly fund: FundRef;
  readonly theme: string | undefined;
  readonly amount: Pence;
  readonly releases: ReadonlyMap<string, Release>;
}

/** The route as it was pinned when it was chosen. */
export interface Route {
  readonly profile: RouteProfile;
  readonly band: Band;
  readonly value: Money;
  readonly regime: Regime;
  readonly estimate: string;
  readonly lightTouch?: string;
  readonly buys?: t.TypeOf<typeof Bought>;
  /** The value with VAT where it is without, or without where it is with. */
  readonly onOtherBasis?: Money;
  readonly aggregation?: Aggregation;
}

/** The specification as published and amended. */
export type Specification = DataOf<typeof SpecPublished>;

type Interests = DataOf<typeof InterestDeclared>['interests'];

/** What a person declared, and what followed. */
export interface Declarations {
  /** What was declared last at each stage, empty when there are none; undefined before anything was. */
  readonly general: Interests | undefined;
  readonly bidders: Interests | undefined;
  /** The interests declared that nobody has dealt with yet. */
  readonly waiting: Interests;
  /** What was settled last of this person's interests. */
  readonly managed: DataOf<typeof InterestManaged> | undefined;
  /** Lots the person was removed from; `*` for all. */
  readonly removedFrom: ReadonlyArray<string>;
}

/** A quote asked for or given. */
export interface Quote {
  readonly provider: string;
  readonly invited: DataOf<typeof QuoteInvited> | undefined;
  readonly received: DataOf<typeof QuoteReceived> | undefined;
  readonly declined: DataOf<typeof QuoteDeclined> | undefined;
}

/** What is known of a bid once it is opened, and of a quote from the start. */
export type Revealed = Pick<OpenedBid, 'bid' | 'bidder' | 'offers'>;

/** A sealed bid, and what it held once opened; or a quote, which competes like a bid and was never sealed. */
export interface Bid {
  /** Who handed it in: a provider by the pseudonym it has in this commission. */
  readonly by: string;
  /** What was committed to at receipt, and the SHA-256 of the sealed document; undefined of a quote. */
  readonly seal: { readonly commitment: string; readonly document: string } | undefined;
  readonly withdrawn: boolean;
  readonly opened: Revealed | undefined;
  readonly exclusions: ReadonlyArray<DataOf<typeof BidExcluded>>;
}

/** The evaluation of one lot. */
export interface Evaluation {
  /** bid → assessor → scores, as each assessor left them. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<CriterionScore>>>;
  readonly locked: ReadonlySet<string>;
  readonly moderating: boolean;
  /** bid → criterion → agreed score in hundredths of a point, where the panel moved it. */
  readonly agreed: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly ranking: ReadonlyArray<RankedBid> | undefined;
  readonly failed: ReadonlyArray<{
    readonly bid: string;
    readonly criterion: string;
    readonly agreed: number;
  }>;
  /** The assessment summaries, and the day on which the record was told that they were sent. */
  readonly summaries:
    | (DataOf<typeof AssessmentSummariesSent> & { readonly sentOn: CalendarDate })
    | undefined;
  /** bid → the feedback given last. */
  readonly feedback: ReadonlyMap<string, string>;
  readonly standstill: (DataOf<typeof StandstillStarted> & { readonly ended: boolean }) | undefined;
  /** Award notices that were about an award which has come to nothing since, and a reserve was called. */
  readonly outdatedNotices: ReadonlySet<string>;
  /** How the lot ended without an award, where it did. */
  readonly noAward: DataOf<typeof NoAwardMade> | undefined;
}

/** A recommendation, and who made it. */
export type Recommendation = DataOf<typeof AwardRecommended> & { readonly by: string };

/** Where one of a period's two returns stands, what it said, who accepted it: the same person does not pay on it. */
export interface ReturnStanding<Content> {
  readonly standing: 'none' | 'returned' | 'queried' | 'accepted';
  readonly content: Content | undefined;
  readonly query: string | undefined;
  readonly acceptedBy: string | undefined;
}

/** The returns for a period of an award. */
export interface PeriodReturns {
  readonly kpi: ReturnStanding<DataOf<typeof KPIReturned>>;
  readonly financial: ReturnStanding<DataOf<typeof FinancialReturned>>;
}

/** A payment as approved, and as made. */
export interface Payment {
  readonly amount: Money;
  readonly for: string;
  readonly invoice: string | undefined;
  readonly period: string | undefined;
  readonly approvedBy: string;
  readonly made: DataOf<typeof PaymentMade> | undefined;
}

/** An award from its decision to its last review. */
export interface Award {
  readonly lot: string;
  readonly kind: 'grant' | 'contract' | 'prior';
  readonly bid: string | undefined;
  readonly decision: string | undefined;
  readonly provider: string | undefined;
  /** Undefined of a prior award, like everything else that only an award made here says. */
  readonly awarded: Money | undefined;
  readonly paidFrom: PaidFrom | readonly [];
  readonly awardedOn: CalendarDate | undefined;
  readonly published: boolean;
  /** What the award says; a prior award says it in `prior`. */
  readonly terms: DataOf<typeof GrantAwarded> | undefined;
  /** What the source said of an award made before this record began. */
  readonly prior: DataOf<typeof PriorAwardRecorded> | undefined;
  /** How it came to nothing before anything was signed, where it did. */
  readonly declined: DataOf<typeof AwardDeclined> | undefined;
  readonly agreement: DataOf<typeof AgreementSigned> | undefined;
  readonly kpis: ReadonlyMap<string, Kpi>;
  readonly periods: ReadonlyMap<string, ReturnPeriod>;
  /** Which measures were agreed for which period: more may be agreed when an agreement runs longer. */
  readonly measured: ReadonlyMap<string, ReadonlyArray<string>>;
  readonly returns: ReadonlyMap<string, PeriodReturns>;
  readonly invoices: ReadonlyMap<string, DataOf<typeof InvoiceReceived>>;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly approvedTotal: Pence;
  readonly paidTotal: Pence;
  readonly reviews: ReadonlyMap<string, DataOf<typeof PerformanceReviewed>>;
  /** What became of the agreement after it was signed. */
  readonly life: AgreementLife;
}

/** A commission as its events leave it: everything a decision may need, and no more. */
export interface CommissionState
  extends Interruptions, Exclusions, Subsidised, Together, Consulting, Corrigible {
  /** Undefined until a need is identified or a prior award recorded. */
  readonly reference: CommissionRef | undefined;
  readonly need: DataOf<typeof NeedIdentified> | undefined;
  readonly evidence: ReadonlyMap<string, DataOf<typeof EvidenceAdded>>;
  readonly coCommissioning: ReadonlyArray<DataOf<typeof CoCommissioningConsidered>>;
  readonly assessment: DataOf<typeof NeedsAssessed> | undefined;
  readonly consultations: ReadonlyMap<string, DataOf<typeof ConsultationHeld>>;
  readonly engagements: ReadonlyMap<string, DataOf<typeof MarketEngaged>>;
  /** Drafts of the specification that were shared. */
  readonly drafts: ReadonlyMap<string, DataOf<typeof DraftSpecShared>>;
  readonly allocations: ReadonlyMap<string, Allocation>;
  /** What was said last of the conditions of each fund. */
  readonly conditionsChecked: ReadonlyMap<string, DataOf<typeof FundingConditionsChecked>>;
  readonly instrument: DataOf<typeof InstrumentChosen> | undefined;
  readonly route: Route | undefined;
  /** The ground on which an award without competition was allowed. */
  readonly directAward: DataOf<typeof DirectAwardAuthorised> | undefined;
  readonly procurementTeam: ReadonlyArray<DataOf<typeof ProcurementTeamInvolved>>;
  readonly conflicts: DataOf<typeof ConflictsAssessed> | undefined;
  /** The keys that bids are sealed to; undefined where the office's own key seals them. */
  readonly openingKeys: DataOf<typeof OpeningKeysSet> | undefined;
  /** What a total means for an award; undefined where nothing was settled beforehand. */
  readonly matrix: DataOf<typeof AwardMatrixSet> | undefined;
  readonly specification: Specification | undefined;
  readonly amendments: ReadonlyMap<string, DataOf<typeof SpecAmended>>;
  readonly questions: ReadonlyMap<
    string,
    { readonly text: string; readonly answered: DataOf<typeof ClarificationAnswered> | undefined }
  >;
  readonly notices: ReadonlyMap<string, DataOf<typeof NoticePublished>>;
  readonly panel: ReadonlyMap<string, PanelMember>;
  readonly declarations: ReadonlyMap<string, Declarations>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly bids: ReadonlyMap<string, Bid>;
  readonly lateBids: ReadonlySet<string>;
  /** How bidding was closed; undefined while bids are taken, and again once the deadline was extended. */
  readonly closing: DataOf<typeof BiddingClosed> | undefined;
  readonly opened: boolean;
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly recommendations: ReadonlyMap<string, Recommendation>;
  readonly subsidies: ReadonlyMap<string, DataOf<typeof SubsidyAssessed>>;
  readonly diligence: ReadonlyMap<string, DataOf<typeof DueDiligenceCompleted>>;
  readonly awards: ReadonlyMap<string, Award>;
  /** Decisions that were made public here, with what they decided of this commission. */
  readonly publishedDecisions: ReadonlySet<string>;
  /** Rules of policy set aside here, each with the decision that authorised it. */
  readonly exceptions: ReadonlyMap<string, string>;
  /** What service users, providers and partners said. */
  readonly heard: ReadonlyMap<string, DataOf<typeof FeedbackRecorded>>;
  readonly withholdings: ReadonlyMap<string, DataOf<typeof ItemWithheld>>;
  readonly insights: ReadonlyMap<string, string>;
  readonly closed: DataOf<typeof CommissionClosed> | undefined;
}

/** A commission before its first event. */
export const noCommission: CommissionState = {
  ...noInterruptions,
  ...nobodyLeftOut,
  ...noSubsidyTold,
  ...onOurOwn,
  ...askingNobody,
  ...nothingToCorrect,
  reference: undefined,
  need: undefined,
  evidence: new Map(),
  coCommissioning: [],
  assessment: undefined,
  consultations: new Map(),
  engagements: new Map(),
  drafts: new Map(),
  allocations: new Map(),
  conditionsChecked: new Map(),
  instrument: undefined,
  route: undefined,
  directAward: undefined,
  procurementTeam: [],
  conflicts: undefined,
  openingKeys: undefined,
  matrix: undefined,
  specification: undefined,
  amendments: new Map(),
  questions: new Map(),
  notices: new Map(),
  panel: new Map(),
  declarations: new Map(),
  quotes: new Map(),
  bids: new Map(),
  lateBids: new Set(),
  closing: undefined,
  opened: false,
  evaluations: new Map(),
  recommendations: new Map(),
  subsidies: new Map(),
  diligence: new Map(),
  awards: new Map(),
  publishedDecisions: new Set(),
  exceptions: new Map(),
  heard: new Map(),
  withholdings: new Map(),
  insights: new Map(),
  closed: undefined,
};

/** A person who has declared nothing. */
export const noDeclarations: Declarations = {
  general: undefined,
  bidders: undefined,
  waiting: [],
  managed: undefined,
  removedFrom: [],
};

/** The evaluation of a lot before anything has happened in it. */
export const noEvaluation: Evaluation = {
  scores: new Map(),
  locked: new Set(),
  moderating: false,
  agreed: new Map(),
  ranking: undefined,
  failed: [],
  summaries: undefined,
  feedback: new Map(),
  standstill: undefined,
  outdatedNotices: new Set(),
  noAward: undefined,
};

/** The one lot of a commission that went to an award without a published specification. */
export const wholeLot = 'whole';
