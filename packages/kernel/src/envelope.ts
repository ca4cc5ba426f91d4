import * as t from 'io-ts';
import { Count, Line, Sha256, struct } from './codec';
import { ActorId, BodyId, CommandId } from './ids';
import { Instant } from './time';

/** What a person may do here. `public` reads without signing in. */
export const Role = t.keyof(
  {
    public: null,
    provider: null,
    'panel-member': null,
    'commissioning-officer': null,
    finance: null,
    approver: null,
    auditor: null,
    administrator: null,
    system: null,
  },
  'Role',
);
export type Role = t.TypeOf<typeof Role>;

/** Who acted, in which role, and for whom where they act for another. */
export const Actor = struct({ id: ActorId, role: Role }, { onBehalfOf: ActorId }, 'Actor');
export type Actor = t.TypeOf<typeof Actor>;

const Revision = t.refinement(
  t.number,
  (n) => Number.isSafeInteger(n) && n >= -1,
  'a revision, −1 where there is no stream',
);

/** A stream that was read to decide, and its last revision then: what the decider saw. */
export const ContextRevision = t.type({ stream: Line, revision: Revision }, 'ContextRevision');
export type ContextRevision = t.TypeOf<typeof ContextRevision>;

/**
 * What is recorded beside every event. `recordedAt` is stamped by the service at receipt and never goes back within a
 * stream; `effectiveAt` stands where the event took effect at another moment (history brought in, a late entry).
 */
export const Metadata = struct(
  {
    body: BodyId,
    actor: Actor,
    recordedAt: Instant,
    commandId: CommandId,
    requestHash: Sha256,
    correlationId: Line,
    /** Version of the rule book the event was decided under; 0 before the body has adopted one. */
    ruleBookVersion: Count,
    context: t.readonlyArray(ContextRevision),
  },
  { effectiveAt: Instant, causationId: Line, traceparent: Line },
  'Metadata',
);
export type Metadata = t.TypeOf<typeof Metadata>;

/** When an event took effect: `effectiveAt` where it is given, else when it was recorded. */
export const effectiveAt = (metadata: Metadata): Instant => metadata.effectiveAt ?? metadata.recordedAt;

/** What was decided: a type and its data, not yet recorded. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** An event that has happened: what was decided, and what the record says of when, where and by whom. */
export type Happened<E extends DomainEvent = DomainEvent> = E & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Opaque, sortable within one log; empty when the event was read before it had one. */
  readonly position: string;
  readonly metadata: Metadata;
};
