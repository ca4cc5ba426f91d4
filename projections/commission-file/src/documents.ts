import {
  ActorId,
  CommissionRef,
  ContextRevision,
  Count,
  EventId,
  Instant,
  orNull,
  Role,
} from '@commissioning/kernel';
import { Instrument } from '@commissioning/domain';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** The phases of the cycle, in their order, and its end. */
export const phases = ['analyse', 'plan', 'purchase', 'review', 'closed'] as const;
export const FilePhase = t.keyof(
  { analyse: null, plan: null, purchase: null, review: null, closed: null } satisfies Record<
    (typeof phases)[number],
    null
  >,
  'FilePhase',
);
export type FilePhase = t.TypeOf<typeof FilePhase>;

/** A commission at a glance: where it stands in the cycle. The details lie in its parts. */
export const FileDocument = t.type(
  {
    reference: CommissionRef,
    title: t.string,
    origin: t.keyof({ need: null, history: null }),
    /** The furthest phase that any of its lots or awards has come to. */
    phase: FilePhase,
    instrument: orNull(Instrument),
    route: orNull(t.string),
    closes: orNull(Instant),
    /** When the sealed bids were opened; until then nobody reads anything of them. */
    opened: orNull(Instant),
    /** When it was halted and resumed: a deadline that fell into a halt has not passed. */
    halts: t.readonlyArray(t.type({ halt: t.string, from: Instant, until: orNull(Instant) })),
    /** Whether it was cancelled, all of it. */
    cancelled: t.boolean,
    /** The outcome it was closed with. */
    closed: orNull(t.string),
    /** Revision of the last event. */
    revision: Count,
    changedAt: Instant,
  },
  'FileDocument',
);
export type FileDocument = t.TypeOf<typeof FileDocument>;

/** What a part of a commission can be. */
export const PartKind = t.keyof(
  {
    need: null,
    evidence: null,
    'co-commissioning': null,
    'co-commissioner': null,
    contribution: null,
    'contribution-receipt': null,
    'contribution-withdrawal': null,
    assessment: null,
    consultation: null,
    engagement: null,
    draft: null,
    allocation: null,
    release: null,
    'funding-conditions': null,
    instrument: null,
    route: null,
    'procurement-advice': null,
    'direct-award': null,
    conflicts: null,
    'opening-keys': null,
    'award-matrix': null,
    'bidding-closed': null,
    specification: null,
    lot: null,
    amendment: null,
    question: null,
    notice: null,
    'panel-member': null,
    interests: null,
    'interest-settled': null,
    quote: null,
    bid: null,
    exclusion: null,
    'low-bid': null,
    'exclusion-notice': null,
    subcontracting: null,
    lock: null,
    moderation: null,
    movement: null,
    evaluation: null,
    recommendation: null,
    'assistance-notice': null,
    subsidy: null,
    'assistance-confirmation': null,
    'subsidy-entry': null,
    diligence: null,
    exception: null,
    award: null,
    'no-award': null,
    publication: null,
    summaries: null,
    feedback: null,
    standstill: null,
    challenge: null,
    reserve: null,
    halt: null,
    cancellation: null,
    agreement: null,
    kpi: null,
    return: null,
    invoice: null,
    payment: null,
    dispute: null,
    recovery: null,
    breach: null,
    variation: null,
    extension: null,
    termination: null,
    review: null,
    correction: null,
    heard: null,
    improvement: null,
    withholding: null,
    insight: null,
    closing: null,
  },
  'PartKind',
);
export type PartKind = t.TypeOf<typeof PartKind>;

/**
 * A part of a commission: a piece of evidence, a lot, a bid, an award, a payment, a return. Beside what says which part
 * it is stands what its events say of it, by their names.
 */
export const PartDocument = t.intersection(
  [
    t.type({
      commission: CommissionRef,
      kind: PartKind,
      id: t.string,
      /** The lot or award it belongs to, where it belongs to one. */
      of: orNull(t.string),
    }),
    t.record(t.string, t.unknown),
  ],
  'PartDocument',
);
export type PartDocument = t.TypeOf<typeof PartDocument>;

/**
 * One assessor's scores for one bid. Nobody sees another's before all have locked: whoever shows these asks first
 * whether the moderation of the lot has opened.
 */
export const ScoresDocument = t.type(
  {
    commission: CommissionRef,
    lot: t.string,
    bid: t.string,
    assessor: ActorId,
    scores: t.readonlyArray(
      t.type({ criterion: t.string, score: Count, rationale: t.string, passage: t.string }),
    ),
    scoredAt: Instant,
  },
  'ScoresDocument',
);
export type ScoresDocument = t.TypeOf<typeof ScoresDocument>;

/** One event of a commission: what happened, when, by whom and for whom, under which rules, and what was read for it. */
export const HistoryEntry = t.type(
  {
    commission: CommissionRef,
    order: Count,
    type: t.string,
    phase: t.string,
    says: t.string,
    recordedAt: Instant,
    effectiveAt: Instant,
    actor: ActorId,
    role: Role,
    onBehalfOf: orNull(ActorId),
    ruleBookVersion: Count,
    decision: orNull(t.string),
    /** The streams that were looked at to decide, at their revisions then. */
    context: t.readonlyArray(ContextRevision),
    event: EventId,
  },
  'HistoryEntry',
);
export type HistoryEntry = t.TypeOf<typeof HistoryEntry>;

export const fileCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'commissions',
    fields: ['title', 'phase', 'origin', 'changedAt', 'closed'],
    indexes: [['changedAt'], ['phase', 'changedAt']],
    temporal: false,
  },
  {
    name: 'parts',
    fields: ['commission', 'kind', 'of', 'id'],
    indexes: [['commission', 'kind', 'id']],
    temporal: false,
  },
  {
    name: 'scores',
    fields: ['commission', 'lot', 'bid'],
    indexes: [['commission', 'lot', 'bid']],
    temporal: false,
  },
];
