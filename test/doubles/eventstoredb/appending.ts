import { setTimeout as delay } from 'node:timers/promises';
import {
  type handleClientStreamingCall,
  Metadata,
  type sendUnaryData,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { Expected } from './commit-check';
import type { Context } from './context';
import type { OrderedFault } from './faults';
import type { AppendOutcome, ProposedEvent } from './log';
import {
  deletedFailure,
  empty,
  failure,
  failureOf,
  maxAppendSize,
  proposedEvent,
  sizeOf,
  streamNameOf,
  tooLarge,
} from './messages';

const expectedOf = (options: AppendReq.Options): Expected | undefined => {
  const { ExpectedStreamRevisionCase: Case } = AppendReq.Options;
  switch (options.getExpectedStreamRevisionCase()) {
    case Case.REVISION:
      return Number(options.getRevision());
    case Case.NO_STREAM:
      return 'no-stream';
    case Case.ANY:
      return 'any';
    case Case.STREAM_EXISTS:
      return 'stream-exists';
    case Case.EXPECTED_STREAM_REVISION_NOT_SET:
      return undefined;
  }
};

const wrongExpectedVersion = (expected: Expected, current: number): AppendResp => {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(empty());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(empty());
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(empty());
  else wrong.setExpectedRevision(String(expected));
  const response = new AppendResp();
  response.setWrongExpectedVersion(wrong);
  return response;
};

const responseTo = (
  expected: Expected,
  outcome: Exclude<AppendOutcome, { _tag: 'StreamDeleted' }>,
): AppendResp => {
  if (outcome._tag === 'WrongExpectedVersion') return wrongExpectedVersion(expected, outcome.current);
  const success = new AppendResp.Success();
  if (outcome.revision < 0) success.setNoStream(empty());
  else success.setCurrentRevision(String(outcome.revision));
  const position = new AppendResp.Position();
  position.setCommitPosition(String(outcome.place.commit));
  position.setPreparePosition(String(outcome.place.prepare));
  success.setPosition(position);
  const response = new AppendResp();
  response.setSuccess(success);
  return response;
};

/** The unary-stream Append: options first, then one message an event; a conflict is an answer, not a status. */
export const appendHandler =
  (context: Context): handleClientStreamingCall<AppendReq, AppendResp> =>
  (call, callback: sendUnaryData<AppendResp>) => {
    context.calls.append += 1;
    const ordered = context.faults.meet('append');
    const events: Array<ProposedEvent> = [];
    let options: AppendReq.Options | undefined;
    let refused: string | undefined;

    const outcome = (): AppendResp | ServiceError => {
      const expected = options && expectedOf(options);
      if (options === undefined || expected === undefined)
        return failure(status.INVALID_ARGUMENT, 'No expected revision is set');
      const stream = streamNameOf(options.getStreamIdentifier());
      const denied = context.refusal(call.metadata, '$w', stream);
      if (denied !== undefined) return denied;
      const appended = context.log.append(stream, expected, events);
      return appended._tag === 'StreamDeleted' ? deletedFailure(stream) : responseTo(expected, appended);
    };
    const answer = (done: AppendResp | ServiceError): void => {
      if (done instanceof AppendResp) callback(null, done);
      else callback(done);
    };

    const answerWith = async ({ fault, after }: OrderedFault): Promise<void> => {
      const done = after > 0 || fault.does === 'dawdle' ? outcome() : undefined;
      switch (fault.does) {
        case 'hang':
          return;
        case 'end':
          callback(null, new AppendResp());
          return;
        case 'fail':
        case 'send-to-leader':
          callback(failureOf(fault));
          return;
        case 'cut':
          context.cutConnections();
          return;
        case 'refuse':
          callback(null, wrongExpectedVersion(options?.hasNoStream() ? 'no-stream' : 0, fault.current));
          return;
        case 'dawdle':
          await delay(fault.milliseconds);
          answer(done ?? new AppendResp());
      }
    };

    call.on('data', (request: AppendReq) => {
      if (request.hasOptions()) options = request.getOptions();
      else {
        const event = proposedEvent(request.getProposedMessage());
        if (event === undefined) refused = 'An event id is no UUID';
        else events.push(event);
      }
    });
    const finish = (): void => {
      if (call.cancelled) return;
      if (refused !== undefined) callback(failure(status.INVALID_ARGUMENT, refused));
      else if (sizeOf(events) > maxAppendSize) callback(tooLarge());
      else if (ordered !== undefined) void answerWith(ordered);
      else answer(outcome());
    };
    // Half an append is none. A call that was cancelled or cut off ends like any other, and is known for what it is only
    // when something is sent.
    call.on('end', () => {
      setImmediate(() => {
        call.sendMetadata(new Metadata());
        setImmediate(finish);
      });
    });
  };
