import { CarriedFailure } from '@commissioning/kernel';
import type { TaskEither } from 'fp-ts/TaskEither';

/** A stream of messages as it is to be: its name, and the subjects whose messages it keeps (`commissioning.public.>`). */
export interface BusStream {
  readonly name: string;
  readonly subjects: string;
}

/** A message as it is published. */
export interface BusMessage {
  /** Nobody keeps two messages of one id, as far as a bus looks back for it. */
  readonly id: string;
  readonly subject: string;
  readonly contentType: string;
  readonly body: string;
}

/** A message as it stands in its stream, numbered from 1 without gaps. */
export interface KeptMessage extends BusMessage {
  readonly sequence: number;
}

/** The bus did not answer, or not in time. Whether a message was kept is unknown: ask for the last one. */
export interface BusUnavailable {
  readonly _tag: 'BusUnavailable';
  readonly engine: string;
  readonly operation: string;
  readonly reason: string;
}

/** The bus will not have us: wrong or missing credentials, or no permission for this. It wants an operator. */
export interface BusForbids {
  readonly _tag: 'BusForbids';
  readonly engine: string;
  readonly operation: string;
  readonly reason: string;
}

/** There is a stream of this name that is kept in another way than it must be. Nothing was changed about it. */
export interface DeclaredOtherwise {
  readonly _tag: 'DeclaredOtherwise';
  readonly stream: string;
  readonly differences: ReadonlyArray<{
    readonly setting: string;
    readonly wanted: string;
    readonly found: string;
  }>;
}

/** There is no stream of this name. */
export interface NoSuchStream {
  readonly _tag: 'NoSuchStream';
  readonly stream: string;
}

/** The stream holds no longer what it held: its last message is gone, so that nobody can tell what it lacks. */
export interface LastMessageLost {
  readonly _tag: 'LastMessageLost';
  readonly stream: string;
  readonly sequence: number;
}

/** The stream did not end where the publisher took it to: somebody else publishes, or published, too. */
export interface Overtaken {
  readonly _tag: 'Overtaken';
  readonly stream: string;
  /** The sequence at which the first message was to follow that was not kept. */
  readonly after: number;
}

export type AskFailure = BusUnavailable | BusForbids | NoSuchStream;
export type DeclareFailure = BusUnavailable | BusForbids | DeclaredOtherwise;
export type LastFailure = AskFailure | LastMessageLost;
export type PublishFailure = AskFailure | Overtaken;
export type BusFailure = DeclareFailure | LastFailure | PublishFailure;

/** Thrown by a subscription that cannot go on: there is no such stream, or the bus forbids it. */
export class EventBusError extends CarriedFailure<BusFailure> {
  constructor(failure: BusFailure) {
    super(failure, JSON.stringify(failure));
  }
}

export interface SubscribeOptions {
  readonly stream: string;
  /** Under which the bus remembers what was handled. One at a time may take messages under a name. */
  readonly name: string;
  /** Only messages whose subject matches: `*` stands for one part, `>` at the end for all that follow. */
  readonly subjects?: string;
  /** Messages given at once, at the most; 100 when absent. */
  readonly pageSize?: number;
  /** Ends the subscription, at once and quietly. */
  readonly signal: AbortSignal;
}

/** Messages in their order, never none, and how to say that they were handled. */
export interface Delivery {
  readonly messages: ReadonlyArray<KeptMessage>;
  /** They, and all before them, are not given again. Asking for the next delivery says the same of this one. */
  readonly handled: TaskEither<BusUnavailable, void>;
}

/**
 * Where others learn what happened. Every engine holds what the contract suite says:
 *
 * - `declare` makes a stream, or finds it as it would have made it. One that is kept otherwise is left alone.
 * - `last` gives the newest message of a stream: where the bus stands. A publisher goes on from there, and needs no
 *   memory of its own.
 * - `publish` adds messages in their order after the sequence it names, 0 in an empty stream, and returns once all of
 *   them are kept. Where the stream ends elsewhere, nothing of it is added: `Overtaken`. A message that stands at
 *   just its place already counts as published. After any failure some may have been kept, the first ones always,
 *   in their order.
 * - `subscribe` gives every message of a stream, oldest first, each once unless a delivery was not handled: then it is
 *   given again, and nothing that follows comes before it. It goes on under its name where it was left, however long
 *   ago. It ends by its signal or by `close`; a bus that went away is waited for. Whoever handles messages must bear
 *   one that comes twice: between handling and saying so anything may end.
 */
export interface EventBus {
  readonly engine: string;
  readonly declare: (stream: BusStream) => TaskEither<DeclareFailure, void>;
  readonly last: (stream: string) => TaskEither<LastFailure, KeptMessage | undefined>;
  /** The sequence of the last message published; `after` where there was none. */
  readonly publish: (
    stream: string,
    after: number,
    messages: ReadonlyArray<BusMessage>,
  ) => TaskEither<PublishFailure, number>;
  readonly subscribe: (options: SubscribeOptions) => AsyncIterable<Delivery>;
  readonly close: () => Promise<void>;
}
