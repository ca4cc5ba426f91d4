import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Fault } from './faults';
import type { LoggedEvent, Place, ProposedEvent } from './log';

export const empty = (): Empty => new Empty();

const streamIdentifier = (name: string): StreamIdentifier => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(name, 'utf8'));
  return identifier;
};

export const streamNameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const uuid = (id: string): UUID => {
  const message = new UUID();
  message.setString(id);
  return message;
};

/** An event in an answer to a read. Unix milliseconds are told in ticks of 100 nanoseconds. */
export const eventResponse = (event: LoggedEvent): ReadResp => {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuid(event.id));
  recorded.setStreamIdentifier(streamIdentifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.commit));
  recorded.setPreparePosition(String(event.prepare));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(event.created) * 10_000n));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const readEvent = new ReadResp.ReadEvent();
  readEvent.setEvent(recorded);
  readEvent.setCommitPosition(String(event.commit));
  const response = new ReadResp();
  response.setEvent(readEvent);
  return response;
};

/** A checkpoint of a filtered subscription. Bigints, for the server has been seen to send 2^64 − 1. */
export const checkpointResponse = ({ commit, prepare }: { commit: bigint; prepare: bigint }): ReadResp => {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const response = new ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
};

export const confirmationResponse = (subscriptionId: string): ReadResp => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscriptionId);
  const response = new ReadResp();
  response.setConfirmation(confirmation);
  return response;
};

export const caughtUpResponse = (): ReadResp => {
  const response = new ReadResp();
  response.setCaughtUp(new ReadResp.CaughtUp());
  return response;
};

export const streamNotFoundResponse = (stream: string): ReadResp => {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(streamIdentifier(stream));
  const response = new ReadResp();
  response.setStreamNotFound(notFound);
  return response;
};

/** A place as the wire carries it, uint64 as text. */
export const placeOf = (
  position: { getCommitPosition: () => string; getPreparePosition: () => string } | undefined,
): Place => ({
  commit: Number(position?.getCommitPosition() ?? 0),
  prepare: Number(position?.getPreparePosition() ?? 0),
});

interface ProposedMessage {
  readonly getId: () => UUID | undefined;
  readonly getMetadataMap: () => { readonly get: (key: string) => string | undefined };
  readonly getData_asU8: () => Uint8Array;
  readonly getCustomMetadata_asU8: () => Uint8Array;
}

/** The event of a proposed message; undefined where its id is no UUID, which the server refuses. */
export const proposedEvent = (message: ProposedMessage | undefined): ProposedEvent | undefined => {
  const id = message?.getId()?.getString().toLowerCase() ?? '';
  if (message === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  return {
    id,
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

/** The most that one append may hold, in bytes: the server's default. */
export const maxAppendSize = 1024 * 1024;

export const sizeOf = (events: ReadonlyArray<ProposedEvent>): number =>
  events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0);

/** A gRPC failure, with what the server names in its trailers. */
export const failure = (
  code: status,
  details: string,
  trailers: Record<string, string> = {},
): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const deletedFailure = (stream: string): ServiceError =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const tooLarge = (): ServiceError =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${maxAppendSize} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxAppendSize),
  });

/** How a node says that another one leads; one that knows of none says so without naming the kind of its failure. */
export const notLeader = (
  leader: { readonly host: string; readonly port: number } | undefined,
): ServiceError =>
  leader === undefined
    ? failure(status.UNKNOWN, 'No leader info available in response')
    : failure(status.NOT_FOUND, 'Leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': leader.host,
        'leader-endpoint-port': String(leader.port),
      });

/** How a fault that ends a call is told. */
export const failureOf = (fault: Extract<Fault, { does: 'fail' | 'send-to-leader' }>): ServiceError =>
  fault.does === 'fail' ? failure(fault.code, fault.details ?? 'ordered of the double') : notLeader(fault);
