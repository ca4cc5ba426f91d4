import type { Actor, AggregateKind, CommandId, DocumentRef, Instant } from '@commissioning/kernel';

/** What somebody asks for. */
export interface CommandRequest {
  readonly kind: AggregateKind;
  /** The aggregate's id: a commission's reference, a decision's, a fund's, a provider's, a body. */
  readonly id: string;
  /** The action's name, `publish-spec`. */
  readonly action: string;
  readonly command: unknown;
  /** The caller's own id; the same id with the same command is carried out once. */
  readonly commandId: CommandId;
  readonly actor: Actor;
  /** The revision the caller decided on; the command is refused when the stream has moved on. */
  readonly revision?: number;
  /** When it took effect, for history brought in and late entries; not in the future. */
  readonly effectiveAt?: Instant;
  readonly correlationId?: string;
  /** The id of the event that this command answers. */
  readonly causationId?: string;
  readonly traceparent?: string;
}

/**
 * What a bidder keeps: that a bid came in, when, and what was committed to. After the opening the commitment stands among
 * those that the published digest is over; the event's hash shows later that it is the one that was recorded.
 */
export interface BidReceipt {
  readonly commission: string;
  readonly bid: string;
  readonly receivedAt: Instant;
  readonly commitment: string;
  /** Of the document as it was sealed. */
  readonly sealed: DocumentRef;
  readonly event: string;
  readonly contentHash: string;
}

/** What was recorded; nothing when there was nothing to do. */
export interface CommandOutcome {
  readonly stream: string;
  readonly events: ReadonlyArray<{ readonly id: string; readonly type: string; readonly revision: number }>;
  readonly revision: number;
  /** Where the log then stood; a reader may wait for it. Empty when nothing was recorded. */
  readonly position: string;
  /** What a bidder keeps of a bid that was received. */
  readonly receipt?: BidReceipt;
  /** Whether this answer was given before. */
  readonly repeated: boolean;
}
