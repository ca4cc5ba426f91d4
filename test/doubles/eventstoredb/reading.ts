import { type handleServerStreamingCall, status } from '@grpc/grpc-js';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Context } from './context';
import { filterOf } from './filter';
import type { LoggedEvent } from './log';
import { eventResponse, failure, placeOf, streamNameOf, streamNotFoundResponse } from './messages';
import { outgoing } from './outgoing';
import { subscribe } from './subscribing';

interface Reading {
  readonly events: ReadonlyArray<LoggedEvent>;
  /** Index of the first event to give. */
  readonly from: number;
  readonly step: 1 | -1;
}

/** Forwards reads at the given place; backwards at the revision for a stream, before the position for $all. */
const readingOf = ({ log }: Context, options: ReadReq.Options): Reading => {
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const step = backwards ? -1 : 1;
  const ofStream = options.getStream();
  const events = ofStream ? log.stream(streamNameOf(ofStream.getStreamIdentifier())) : log.events;
  const ofAll = options.getAll();
  const end = ofStream?.hasEnd() ?? ofAll?.hasEnd() ?? false;
  if (end) return { events, from: backwards ? events.length - 1 : events.length, step };
  if (ofStream?.hasRevision()) {
    const revision = Number(ofStream.getRevision());
    return { events, from: backwards ? Math.min(revision, events.length - 1) : revision, step };
  }
  if (ofAll?.hasPosition()) {
    const at = log.indexOf(placeOf(ofAll.getPosition()), 'at');
    return { events, from: backwards ? at - 1 : at, step };
  }
  return { events, from: 0, step };
};

/** Read: a stream or $all, either way, with a count; or a catch-up subscription. */
export const readHandler =
  (context: Context): handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const options = call.request.getOptions();
    if (options === undefined) {
      call.emit('error', failure(status.INVALID_ARGUMENT, 'No options are set'));
      return;
    }
    void (options.hasSubscription() ? subscribe(context, call, options) : read(options));

    async function read(asked: ReadReq.Options): Promise<void> {
      context.calls.read += 1;
      const out = outgoing(context, call, context.faults.meet('read'));
      const filterOptions = asked.getFilter();
      const filter = filterOptions && filterOf(filterOptions);
      const { events, from, step } = readingOf(context, asked);
      const ofStream = asked.getStream();
      if (ofStream !== undefined && events.length === 0)
        await out.send(streamNotFoundResponse(streamNameOf(ofStream.getStreamIdentifier())));
      // What is appended while this read is under way is not part of it.
      const there = events.length;
      let left = Number(asked.getCount());
      for (let at = from; at >= 0 && at < there && left > 0; at += step) {
        const event = events[at];
        if (event === undefined || (filter !== undefined && !filter.passes(event))) continue;
        left -= 1;
        if (!(await out.send(eventResponse(event)))) return;
      }
      out.end();
    }
  };
