import { randomUUID } from 'node:crypto';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Context } from './context';
import type { Fault } from './faults';
import { filterOf } from './filter';
import type { LoggedEvent } from './log';
import {
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  placeOf,
  streamNameOf,
} from './messages';
import { outgoing, type ReadCall } from './outgoing';

/** A catch-up subscription under way, and what can be done to it. */
export interface LiveSubscription {
  readonly suffer: (fault: Fault) => void;
  /** Sends nothing any more and keeps the call open. */
  readonly mute: () => void;
  /** Sends a checkpoint that is not its time, or not true. */
  readonly checkpoint: (place: { readonly commit: bigint; readonly prepare: bigint }) => void;
  /** Sends the last event that was sent once more. */
  readonly repeat: () => void;
  /** How many events were sent. */
  readonly sent: () => number;
}

interface Source {
  /** Everything there is by now. */
  readonly events: () => ReadonlyArray<LoggedEvent>;
  /** Index of the first event to consider. */
  readonly from: number;
}

const sourceOf = ({ log }: Context, options: ReadReq.Options): Source => {
  const ofStream = options.getStream();
  if (ofStream !== undefined) {
    const name = streamNameOf(ofStream.getStreamIdentifier());
    const events = (): ReadonlyArray<LoggedEvent> => log.stream(name);
    if (ofStream.hasEnd()) return { events, from: events().length };
    return { events, from: ofStream.hasRevision() ? Number(ofStream.getRevision()) + 1 : 0 };
  }
  const ofAll = options.getAll();
  const events = (): ReadonlyArray<LoggedEvent> => log.events;
  if (ofAll?.hasEnd()) return { events, from: events().length };
  return { events, from: ofAll?.hasPosition() ? log.indexOf(placeOf(ofAll.getPosition()), 'after') : 0 };
};

const bigPlace = ({ commit, prepare }: LoggedEvent): { commit: bigint; prepare: bigint } => ({
  commit: BigInt(commit),
  prepare: BigInt(prepare),
});

/**
 * A catch-up subscription of a stream or of $all: what is there after the given place, caught up, then what comes.
 * A filtered one sends a checkpoint every so many considered events, and one on going live.
 */
export const subscribe = async (
  context: Context,
  call: ReadCall,
  options: ReadReq.Options,
): Promise<void> => {
  context.calls.subscribe += 1;
  const out = outgoing(context, call, context.faults.meet('subscribe'));
  const filterOptions = options.getFilter();
  const filter = filterOptions && filterOf(filterOptions);
  const { events, from } = sourceOf(context, options);
  const interval = filter && (context.checkpointInterval ?? filter.checkpointInterval);

  let muted = false;
  let sent = 0;
  let last: ReadResp | undefined;
  const live: LiveSubscription = {
    suffer: out.suffer,
    mute: () => {
      muted = true;
    },
    checkpoint: (place) => void out.send(checkpointResponse(place)),
    repeat: () => {
      if (last !== undefined) void out.send(last);
    },
    sent: () => sent,
  };
  context.subscriptions.add(live);
  out.gone.addEventListener('abort', () => context.subscriptions.delete(live));

  const appended = (): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        stop();
        out.gone.removeEventListener('abort', wake);
        resolve();
      };
      const stop = context.log.watch(wake);
      out.gone.addEventListener('abort', wake);
    });

  let going = await out.send(confirmationResponse(randomUUID()));
  let considered = 0;
  let caughtUp = false;
  for (let next = from; going && !muted;) {
    const event = events()[next];
    if (event === undefined) {
      const before = events()[next - 1];
      if (!caughtUp) {
        caughtUp = true;
        if (filter !== undefined && before !== undefined && next > from)
          going = await out.send(checkpointResponse(bigPlace(before)));
        going &&= await out.send(caughtUpResponse());
        continue;
      }
      await appended();
      going = !out.gone.aborted;
      continue;
    }
    next += 1;
    if (filter === undefined || filter.passes(event)) {
      last = eventResponse(event);
      sent += 1;
      going = await out.send(last);
    }
    considered += 1;
    if (interval !== undefined && considered % interval === 0)
      going &&= await out.send(checkpointResponse(bigPlace(event)));
  }
};
