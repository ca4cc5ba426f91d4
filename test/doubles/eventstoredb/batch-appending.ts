import type { handleBidiStreamingCall, Metadata } from '@grpc/grpc-js';
import {
  AccessDenied,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  StreamIdentifier,
  Unknown,
  WrongExpectedVersion,
  AllStreamPosition,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { Message } from 'google-protobuf';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Expected } from './commit-check';
import type { Context } from './context';
import type { ProposedEvent } from './log';
import { failureOf, maxAppendSize, proposedEvent, sizeOf, streamNameOf } from './messages';

interface Batch {
  readonly options: BatchAppendReq.Options;
  readonly events: Array<ProposedEvent>;
  badId: boolean;
}

const expectedOf = (options: BatchAppendReq.Options): Expected => {
  const { ExpectedStreamPositionCase: Case } = BatchAppendReq.Options;
  switch (options.getExpectedStreamPositionCase()) {
    case Case.STREAM_POSITION:
      return Number(options.getStreamPosition());
    case Case.NO_STREAM:
      return 'no-stream';
    case Case.STREAM_EXISTS:
      return 'stream-exists';
    case Case.ANY:
    case Case.EXPECTED_STREAM_POSITION_NOT_SET:
      return 'any';
  }
};

const errorStatus = (typeName: string, details: Message, message: string): Status => {
  const any = new Any();
  any.pack(details.serializeBinary(), typeName);
  const error = new Status();
  error.setMessage(message);
  error.setDetails(any);
  return error;
};

const wrongExpectedVersion = (expected: Expected, current: number): Status => {
  const wrong = new WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return errorStatus('event_store.client.WrongExpectedVersion', wrong, 'Wrong expected version.');
};

const unacceptable = ({ events, badId }: Batch): Status | undefined => {
  if (badId) return errorStatus('event_store.client.Unknown', new Unknown(), 'An event id is no UUID');
  if (sizeOf(events) <= maxAppendSize) return undefined;
  const exceeded = new MaximumAppendSizeExceeded();
  exceeded.setMaxappendsize(maxAppendSize);
  return errorStatus(
    'event_store.client.MaximumAppendSizeExceeded',
    exceeded,
    'Maximum append size exceeded.',
  );
};

const deleted = (stream: string): Status => {
  const details = new StreamDeleted();
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  details.setStreamIdentifier(identifier);
  return errorStatus('event_store.client.StreamDeleted', details, 'Stream is deleted.');
};

const answerTo = ({ log, refusal }: Context, caller: Metadata, batch: Batch): BatchAppendResp => {
  const response = new BatchAppendResp();
  response.setStreamIdentifier(batch.options.getStreamIdentifier());
  const stream = streamNameOf(batch.options.getStreamIdentifier());
  if (refusal(caller, '$w', stream) !== undefined)
    return response.setError(
      errorStatus('event_store.client.AccessDenied', new AccessDenied(), 'Access denied.'),
    );
  const refused = unacceptable(batch);
  if (refused !== undefined) return response.setError(refused);
  const expected = expectedOf(batch.options);
  const outcome = log.append(stream, expected, batch.events);
  if (outcome._tag === 'StreamDeleted') return response.setError(deleted(stream));
  if (outcome._tag === 'WrongExpectedVersion')
    return response.setError(wrongExpectedVersion(expected, outcome.current));
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision(String(outcome.revision));
  const position = new AllStreamPosition();
  position.setCommitPosition(String(outcome.place.commit));
  position.setPreparePosition(String(outcome.place.prepare));
  success.setPosition(position);
  return response.setSuccess(success);
};

/** The shared bidirectional BatchAppend: batches in parts, each answered under its correlation id. */
export const batchAppendHandler =
  (context: Context): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> =>
  (call) => {
    context.calls['batch-append'] += 1;
    const pending = new Map<string, Batch>();
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options !== undefined) pending.set(correlation, { options, events: [], badId: false });
      const batch = pending.get(correlation);
      if (batch === undefined) return;
      for (const message of request.getProposedMessagesList()) {
        const event = proposedEvent(message);
        if (event === undefined) batch.badId = true;
        else batch.events.push(event);
      }
      if (!request.getIsFinal()) return;
      pending.delete(correlation);
      const ordered = context.faults.meet('batch-append');
      switch (ordered?.fault.does) {
        case 'hang':
          return;
        case 'end':
          call.end();
          return;
        case 'fail':
        case 'send-to-leader':
          call.emit('error', failureOf(ordered.fault));
          return;
        case 'cut':
          context.cutConnections();
          return;
        case 'refuse':
        case 'dawdle':
        case undefined:
          call.write(answerTo(context, call.metadata, batch).setCorrelationId(request.getCorrelationId()));
      }
    });
    call.on('end', () => {
      call.end();
    });
  };
