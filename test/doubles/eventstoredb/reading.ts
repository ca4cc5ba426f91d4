import { type handleServerStreamingCall, status } from '@grpc/grpc-js';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Context } from './context';
import { filterOf } from './filter';
import type { Log, LoggedEvent } from './log';
import {
  deletedFailure,
  eventResponse,
  failure,
  placeOf,
  streamNameOf,
  streamNotFoundResponse,
} from './messages';
import { outgoing } from './outgoing';
import { firstVisible, metadataIn, metastreamOf } from './stream-metadata';
import { subscribe } from './subscribing';

interface Reading {
  readonly events: ReadonlyArray<LoggedEvent>;
  /** Index of the first event that is still kept; undefined where the stream was deleted. */
  readonly kept: number | undefined;
  /** Index of the first event to give. */
  readonly from: number;
  readonly step: 1 | -1;
}

const keptOf = (log: Log, stream: string): number | undefined =>
  firstVisible(log.stream(stream), metadataIn(log.stream(metastreamOf(stream))), Date.now());

/** Forwards reads at the given place; backwards at the revision for a stream, before the position for $all. */
const readingOf = ({ log }: Context, options: ReadReq.Options): Reading => {
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const step = backwards ? -1 : 1;
  const ofStream = options.getStream();
  const events = ofStream ? log.stream(streamNameOf(ofStream.getStreamIdentifier())) : log.events;
  const ofAll = options.getAll();
  const end = ofStream?.hasEnd() ?? ofAll?.hasEnd() ?? false;
  const kept = ofStream ? keptOf(log, streamNameOf(ofStream.getStreamIdentifier())) : 0;
  if (end) return { events, kept, from: backwards ? events.length - 1 : events.length, step };
  if (ofStream?.hasRevision()) {
    const revision = Number(ofStream.getRevision());
    const from = backwards ? Math.min(revision, events.length - 1) : Math.max(revision, kept ?? 0);
    return { events, kept, from, step };
  }
  if (ofAll?.hasPosition()) {
    const at = log.indexOf(placeOf(ofAll.getPosition()), 'at');
    return { events, kept, from: backwards ? at - 1 : at, step };
  }
  return { events, kept, from: kept ?? 0, step };
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
    const stream = options.hasStream() ? streamNameOf(options.getStream()?.getStreamIdentifier()) : '$all';
    const refused = context.log.isBuried(stream)
      ? deletedFailure(stream)
      : context.refusal(call.metadata, '$r', stream);
    if (refused !== undefined) {
      call.emit('error', refused);
      return;
    }
    void (options.hasSubscription() ? subscribe(context, call, options) : read(options));

    async function read(asked: ReadReq.Options): Promise<void> {
      context.calls.read += 1;
      const out = outgoing(context, call, context.faults.meet('read'));
      const filterOptions = asked.getFilter();
      const filter = filterOptions && filterOf(filterOptions);
      const { events, kept, from, step } = readingOf(context, asked);
      const ofStream = asked.getStream();
      if (ofStream !== undefined && (events.length === 0 || kept === undefined))
        await out.send(streamNotFoundResponse(streamNameOf(ofStream.getStreamIdentifier())));
      // What is appended while this read is under way is not part of it.
      const there = kept === undefined ? 0 : events.length;
      let left = Number(asked.getCount());
      for (let at = from; at >= (kept ?? 0) && at < there && left > 0; at += step) {
        const event = events[at];
        if (event === undefined || (filter !== undefined && !filter.passes(event))) continue;
        left -= 1;
        if (!(await out.send(eventResponse(event)))) return;
      }
      out.end();
    }
  };
