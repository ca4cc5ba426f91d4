import { randomUUID } from 'node:crypto';
import { type handleUnaryCall, status } from '@grpc/grpc-js';
import {
  type DeleteReq,
  DeleteResp,
  type TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import type { Context } from './context';
import { type AppendOutcome, type Log, type ProposedEvent, streamDeleted } from './log';
import { deletedFailure, failure, streamNameOf } from './messages';
import { deletedBefore, metastreamOf } from './stream-metadata';

const event = (type: string, data: object): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(data)),
  metadata: new Uint8Array(),
});

const hide = (log: Log, stream: string): AppendOutcome =>
  log.append(metastreamOf(stream), 'any', [event('$metadata', { $tb: deletedBefore })]);

const bury = (log: Log, stream: string): AppendOutcome =>
  log.append(stream, 'any', [event(streamDeleted, {})]);

const removing =
  <Request extends DeleteReq | TombstoneReq, Answer extends DeleteResp | TombstoneResp>(
    { authority, log }: Context,
    remove: (log: Log, stream: string) => AppendOutcome,
    answer: () => Answer,
  ): handleUnaryCall<Request, Answer> =>
  (call, callback) => {
    const options = call.request.getOptions();
    const stream = streamNameOf(options?.getStreamIdentifier());
    const refused = authority.refusal(call.metadata, '$d', stream);
    const current = log.stream(stream).length - 1;
    if (refused !== undefined) callback(refused);
    else if (options?.hasRevision() && Number(options.getRevision()) !== current)
      callback(
        failure(status.FAILED_PRECONDITION, 'Delete failed due to WrongExpectedVersion.', {
          exception: 'wrong-expected-version',
          'stream-name': stream,
          'expected-version': options.getRevision(),
          'actual-version': String(current),
        }),
      );
    else if (remove(log, stream)._tag === 'StreamDeleted') callback(deletedFailure(stream));
    else callback(null, answer());
  };

/** Delete: the stream is not found any more. The double does not bring it back when it is written to again. */
export const deleteHandler = (context: Context): handleUnaryCall<DeleteReq, DeleteResp> =>
  removing(context, hide, () => new DeleteResp());

/** Tombstone: the stream is gone for good, and nothing of that name can ever be again. */
export const tombstoneHandler = (context: Context): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  removing(context, bury, () => new TombstoneResp());
