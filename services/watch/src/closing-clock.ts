import { registry } from '@commissioning/domain';
import {
  type EventStore,
  EventStoreError,
  followToEnd,
  type FollowOptions,
  type FollowPage,
  type StoreUnavailable,
} from '@commissioning/event-store';
import {
  type Actor,
  type CommandId,
  epochMilliseconds,
  type Happened,
  type Instant,
  instantOf,
  parseStreamName,
} from '@commissioning/kernel';
import { happened, type KeyStore } from '@commissioning/record';
import {
  type Clock,
  type CommandFailure,
  type CommandRequest,
  type Commands,
  momentOf,
} from '@services/commands';
import * as E from 'fp-ts/Either';
import { storedTypesOf } from './duty-course';
import { doubtRest, isDoubted, patiently, untilCarriedOut, untilSettled } from './persevering';

export interface ClosingClockPorts {
  readonly events: EventStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  readonly clock: Pick<Clock, 'look'>;
  /** Told of a commission whose bidding could not be closed: somebody has to look. */
  readonly report: (about: { readonly commission: string; readonly failure: CommandFailure }) => void;
}

/** What closes bidding as deadlines pass, so that the digest over sealed bids is public before anybody can open one. */
export interface ClosingClock {
  /** Closes what has passed its deadline by the moment that it is. */
  readonly catchUp: () => Promise<void>;
  /** Goes on closing until the signal is given. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** The moment from which bidding can next be closed; undefined when none waits. */
  readonly next: () => Instant | undefined;
}

const system = { id: 'system:closing', role: 'system' } as Actor;

const awaiting = ['SpecPublished', 'SpecAmended'];
const settling = ['BiddingClosed', 'BidsOpened', 'CommissionCancelled', 'CommissionClosed'];
const filter = { types: storedTypesOf([...awaiting, ...settling]), streamPrefixes: ['commission-'] };

/** How long at most until it is looked again, in milliseconds: machines sleep, and clocks are set. */
const longestRest = 60_000;

const isOver = ({ type, data }: Happened): boolean =>
  settling.includes(type) && (type !== 'CommissionCancelled' || (data as { whole?: boolean }).whole === true);

export const closingClockOf = ({
  events,
  keys,
  commands,
  clock,
  report,
}: ClosingClockPorts): ClosingClock => {
  /** Deadlines of commissions of which bidding is not known to be closed. Begun anew with each start: they are few. */
  const waiting = new Map<string, Instant>();
  let position: string | undefined;

  const note = (page: FollowPage): void => {
    for (const event of page.events) {
      const commission = parseStreamName(event.stream)?.id;
      const opened = happened(registry, keys, event, 'public');
      if (commission === undefined || E.isLeft(opened)) continue;
      const fact = opened.right;
      const { closes } = fact.data as { readonly closes?: Instant };
      if (isOver(fact)) waiting.delete(commission);
      else if (closes !== undefined) waiting.set(commission, closes);
    }
    ({ position } = page);
  };

  const afterDeadline = (closes: Instant): Instant => instantOf(epochMilliseconds(closes) + 1);

  const close = async (commission: string, closes: Instant, signal: AbortSignal): Promise<void> => {
    const request: CommandRequest = {
      kind: 'commission',
      id: commission,
      action: 'close-bidding',
      command: {},
      commandId: `closing-${commission}-${epochMilliseconds(closes)}` as CommandId,
      actor: system,
    };
    // What would be refused is not asked for: each refusal is noted for good, and a route without bids refuses always.
    const decided = await commands.check(request)();
    if (E.isLeft(decided)) {
      if (decided.left._tag === 'Refused') waiting.delete(commission);
      else if (!isDoubted(decided)) report({ commission, failure: decided.left });
      return;
    }
    if (decided.right.length > 0) {
      const failed = (failure: CommandFailure): void => report({ commission, failure });
      const done = await untilCarriedOut(signal, commands.execute(request), failed);
      if (done === undefined || E.isLeft(done)) return;
    }
    if (waiting.get(commission) === closes) waiting.delete(commission);
  };

  /** Closes what has passed its deadline; the moment that it was, undefined while no clock can be believed. */
  const closeAll = async (signal: AbortSignal): Promise<Instant | undefined> => {
    const looked = await momentOf(clock)();
    if (E.isLeft(looked)) return undefined;
    const now = looked.right;
    for (const [commission, closes] of waiting) {
      if (signal.aborted) return now;
      if (now > closes) await close(commission, closes, signal);
    }
    return now;
  };

  const from = (): Pick<FollowOptions, 'after'> => (position === undefined ? {} : { after: position });

  const next = (): Instant | undefined =>
    [...waiting.values()]
      .map(afterDeadline)
      .reduce<Instant | undefined>(
        (first, each) => (first === undefined || each < first ? each : first),
        undefined,
      );

  const restAfter = (now: Instant): number => {
    const first = next();
    const left = first === undefined ? longestRest : epochMilliseconds(first) - epochMilliseconds(now);
    return Math.max(1_000, Math.min(left, longestRest));
  };

  const keepTime = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const now = await closeAll(signal);
      await patiently(now === undefined ? doubtRest : restAfter(now), signal);
    }
  };

  const catchUp = async (signal: AbortSignal): Promise<void> => {
    for await (const page of followToEnd(events, { ...from(), filter, signal })) note(page);
    await closeAll(signal);
  };

  /** The same, where the log may be away. */
  const tryToCatchUp = async (signal: AbortSignal): Promise<E.Either<StoreUnavailable, void>> => {
    try {
      return E.right(await catchUp(signal));
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };

  return {
    catchUp: () => catchUp(new AbortController().signal),
    next,
    run: async (signal) => {
      // What waits is known before time is kept: where nothing does, it is a while before anybody looks again.
      await untilSettled(
        signal,
        () => tryToCatchUp(signal),
        () => true,
      );
      const following = async (): Promise<void> => {
        for await (const page of events.follow({ ...from(), filter, signal })) note(page);
      };
      await Promise.all([following(), keepTime(signal)]);
    },
  };
};
