import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type AppendExpectedRevision,
  type AppendResult,
  BACKWARDS,
  END,
  type EventData,
  EventStoreDBClient,
  eventTypeFilter,
  type Filter,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  type Position,
  START,
  streamNameFilter,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { credentials as channelCredentials } from '@grpc/grpc-js';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import { describeFaults, realServer, until } from './support/eventstoredb';

jest.setTimeout(30_000);

/** What the double must do as the server does. Where there is a server, the same is asked of that instead. */
describe('EventStoreDB, or its double where there is none,', () => {
  let double: EventStoreDbDouble | undefined;
  let client: EventStoreDBClient;
  let stream: string;

  beforeAll(async () => {
    double = realServer === undefined ? await startDouble() : undefined;
    client = EventStoreDBClient.connectionString(realServer ?? double?.url ?? '');
  });

  beforeEach(() => {
    stream = `double_${randomUUID()}`;
  });

  afterAll(async () => {
    await client.dispose();
    await double?.stop();
  });

  const events = (count: number, type = 'Any'): Array<EventData> =>
    Array.from({ length: count }, (_, number) => jsonEvent({ id: randomUUID(), type, data: { number } }));

  const credentials = { username: 'admin', password: 'changeit' };
  const viaAppend = (
    expectedRevision: AppendExpectedRevision,
    given: Array<EventData>,
  ): Promise<AppendResult> => client.appendToStream(stream, given, { expectedRevision, credentials });
  const viaBatch = (
    expectedRevision: AppendExpectedRevision,
    given: Array<EventData>,
  ): Promise<AppendResult> => client.appendToStream(stream, given, { expectedRevision });

  const idsIn = async (name: string): Promise<ReadonlyArray<string>> => {
    const ids: Array<string> = [];
    for await (const { event } of client.readStream(name)) ids.push(event?.id ?? '');
    return ids;
  };
  const idsOf = (given: ReadonlyArray<EventData>): ReadonlyArray<string> => given.map(({ id }) => id);

  describe.each([
    ['Append', viaAppend],
    ['BatchAppend', viaBatch],
  ])('by %s', (_, append) => {
    const refuses = async (
      expected: AppendExpectedRevision,
      given: Array<EventData>,
      actual: bigint | 'no_stream',
    ): Promise<void> => {
      const error: unknown = await append(expected, given).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(WrongExpectedVersionError);
      expect(error).toMatchObject({ streamName: stream, expectedVersion: expected, actualVersion: actual });
    };

    test('writes where the stream is at the revision named, and looks at no id then', async () => {
      const [a, b] = [events(2), events(1)];
      expect(await append(NO_STREAM, a)).toMatchObject({ success: true, nextExpectedRevision: 1n });
      expect(await append(1n, b)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      await append(2n, b);
      expect(await idsIn(stream)).toEqual(idsOf([...a, ...b, ...b]));
    });

    test('calls the same ids from an earlier revision on done already, and answers as before', async () => {
      const [a, b] = [events(2), events(2)];
      const answers = [await append(NO_STREAM, a), await append(1n, b)];
      expect([await append(NO_STREAM, a), await append(1n, b)]).toEqual(answers);
      expect(await idsIn(stream)).toEqual(idsOf([...a, ...b]));
    });

    test('refuses other ids at an earlier revision, the same in part, and a revision after the end', async () => {
      await refuses(0n, events(1), 'no_stream');
      await refuses('stream_exists', events(1), 'no_stream');
      const a = events(3);
      await append(NO_STREAM, a);
      await refuses(NO_STREAM, events(1), 2n);
      await refuses(0n, events(1), 2n);
      await refuses(NO_STREAM, [...a, ...events(1)], 2n);
      await refuses(0n, a.slice(2), 2n);
      await refuses(3n, events(1), 2n);
      expect(await idsIn(stream)).toEqual(idsOf(a));
    });

    test('recognises what was lately written where no revision is named', async () => {
      const a = events(2);
      const answer = await append('any', a);
      expect(await append('any', a)).toEqual(answer);
      expect(await append('stream_exists', a)).toEqual(answer);
      await append('stream_exists', events(1));
      expect(await idsIn(stream)).toHaveLength(3);
    });

    test('refuses more than a megabyte at once', async () => {
      const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(1_100_000) } });
      await expect(append(NO_STREAM, [large])).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
      await expect(idsIn(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    });
  });

  test('reads a stream from any revision both ways, and knows one that is not there', async () => {
    const given = events(5);
    const { position } = await viaAppend(NO_STREAM, given);
    const read = async (options: Parameters<EventStoreDBClient['readStream']>[1]): Promise<Array<bigint>> => {
      const revisions: Array<bigint> = [];
      for await (const { event } of client.readStream(stream, options))
        revisions.push(event?.revision ?? -1n);
      return revisions;
    };
    expect(await read({ fromRevision: 3n })).toEqual([3n, 4n]);
    expect(await read({ fromRevision: 9n })).toEqual([]);
    expect(await read({ fromRevision: 1n, maxCount: 2 })).toEqual([1n, 2n]);
    expect(await read({ fromRevision: END, direction: BACKWARDS, maxCount: 2 })).toEqual([4n, 3n]);
    expect(await read({ fromRevision: 1n, direction: BACKWARDS })).toEqual([1n, 0n]);
    for await (const { event } of client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
    }))
      expect(event).toMatchObject({ position, type: 'Any', data: { number: 4 }, isJson: true });
    await expect(idsIn('double_not-there')).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  test('reads the log at a position forwards, and before it backwards', async () => {
    const given = events(3);
    await viaAppend(NO_STREAM, given);
    const places: Array<Position> = [];
    for await (const { event } of client.readStream(stream)) if (event?.position) places.push(event.position);
    const [, middle] = places;
    if (middle === undefined) throw new Error('The events came without positions');
    const first = async (direction: 'forwards' | 'backwards'): Promise<string | undefined> => {
      let id: string | undefined;
      for await (const { event } of client.readAll({ fromPosition: middle, direction, maxCount: 1 }))
        id = event?.id;
      return id;
    };
    expect(await first('forwards')).toBe(given[1]?.id);
    expect(await first('backwards')).toBe(given[0]?.id);
  });

  test('subscribes to a stream after a revision: what is there, caught up, what comes', async () => {
    const [there, coming] = [events(3), events(2)];
    await viaAppend(NO_STREAM, there);
    const subscription = client.subscribeToStream(stream, { fromRevision: 0n });
    const heard: Array<string> = [];
    subscription.on('caughtUp', () => heard.push('caught up'));
    subscription.on('data', ({ event }) => heard.push(event?.id ?? ''));
    await until(() => heard.includes('caught up'));
    await viaAppend(2n, coming);
    await until(() => heard.length === 5);
    await subscription.unsubscribe();
    expect(heard).toEqual([...idsOf(there.slice(1)), 'caught up', ...idsOf(coming)]);
  });

  test('subscribes to the log by prefix or pattern of stream or type, with checkpoints', async () => {
    const end = client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 });
    let after: Position | typeof START = START;
    for await (const { event } of end) after = event?.position ?? START;
    const type = `Type${randomUUID()}`;
    const given = [...events(40, 'Other'), ...events(2, `${type}A`), ...events(2, `${type}B`)];
    await viaAppend(NO_STREAM, given);
    const listen = async (
      make: (reached: Filter['checkpointReached']) => Filter,
    ): Promise<ReadonlyArray<string>> => {
      const heard: Array<string> = [];
      const checkpoints: Array<bigint> = [];
      const filter = make((_, { commit }) => {
        checkpoints.push(commit);
      });
      const subscription = client.subscribeToAll({ fromPosition: after, filter });
      let caughtUp = false;
      subscription.on('caughtUp', () => (caughtUp = true));
      subscription.on('data', ({ event }) => heard.push(event?.id ?? ''));
      await until(() => caughtUp);
      await subscription.unsubscribe();
      expect(checkpoints.length).toBeGreaterThan(0);
      expect([...checkpoints].sort((one, other) => Number(one - other))).toEqual(checkpoints);
      return heard;
    };
    const common = (checkpointReached: Filter['checkpointReached']) => ({
      maxSearchWindow: 8,
      ...(checkpointReached && { checkpointReached }),
    });
    const ids = idsOf(given);
    expect(await listen((reached) => streamNameFilter({ prefixes: [stream], ...common(reached) }))).toEqual(
      ids,
    );
    expect(await listen((reached) => streamNameFilter({ regex: `^${stream}$`, ...common(reached) }))).toEqual(
      ids,
    );
    expect(await listen((reached) => eventTypeFilter({ prefixes: [type], ...common(reached) }))).toEqual(
      ids.slice(40),
    );
    expect(await listen((reached) => eventTypeFilter({ regex: `^${type}B`, ...common(reached) }))).toEqual(
      ids.slice(42),
    );
  });

  test('keeps the metadata of a stream', async () => {
    expect(await client.getStreamMetadata(stream)).toEqual({ streamName: stream });
    const acl = { readRoles: ['$all'], deleteRoles: ['$admins'] };
    await client.setStreamMetadata(stream, { maxCount: 7, acl }, { credentials });
    expect(await client.getStreamMetadata(stream)).toMatchObject({ metadata: { maxCount: 7, acl } });
  });

  test.each([
    ['$maxCount', { maxCount: 2 }, [3n, 4n]],
    ['$tb', { truncateBefore: 1 }, [1n, 2n, 3n, 4n]],
    ['$maxAge', { maxAge: 3_600 }, [0n, 1n, 2n, 3n, 4n]],
  ])('reads of a stream what its %s leaves, and appends to all of it', async (_, metadata, left) => {
    await viaAppend(NO_STREAM, events(5));
    await client.setStreamMetadata(stream, metadata, { credentials });
    const read = async (direction: 'forwards' | 'backwards'): Promise<ReadonlyArray<bigint>> => {
      const revisions: Array<bigint> = [];
      const fromRevision = direction === 'forwards' ? START : END;
      for await (const { event } of client.readStream(stream, { direction, fromRevision }))
        revisions.push(event?.revision ?? -1n);
      return revisions;
    };
    expect(await read('forwards')).toEqual(left);
    expect(await read('backwards')).toEqual([...left].reverse());
    expect(await viaAppend(4n, events(1))).toMatchObject({ nextExpectedRevision: 5n });
  });

  test('does not find a stream that was deleted', async () => {
    await viaAppend(NO_STREAM, events(2));
    await expect(client.deleteStream(stream, { expectedRevision: 7n, credentials })).rejects.toBeInstanceOf(
      WrongExpectedVersionError,
    );
    await client.deleteStream(stream, { expectedRevision: 1n, credentials });
    await expect(idsIn(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  test('knows a stream that was deleted for good, and takes nothing for it', async () => {
    await viaAppend(NO_STREAM, events(2));
    await client.tombstoneStream(stream, { credentials });
    await expect(idsIn(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(viaAppend('any', events(1))).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(viaBatch('any', events(1))).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.tombstoneStream(stream, { credentials })).rejects.toBeInstanceOf(StreamDeletedError);
  });
});

describeFaults('The double', () => {
  test('writes nothing of an append whose connection breaks half-way, or that is cancelled', async () => {
    const double = await startDouble();
    for (let round = 0; round < 30; round += 1) {
      const stream = `half-${round}`;
      const client = new StreamsClient(`127.0.0.1:${double.port}`, channelCredentials.createInsecure());
      const call = client.append(() => undefined);
      const [options, first] = [new AppendReq(), new AppendReq()];
      const name = new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
      options.setOptions(new AppendReq.Options().setStreamIdentifier(name).setNoStream(new Empty()));
      const message = new AppendReq.ProposedMessage().setId(new UUID().setString(randomUUID()));
      first.setProposedMessage(message);
      const { append } = double.calls;
      call.write(options);
      call.write(first);
      await until(() => double.calls.append > append);
      await delay(round % 5);
      if (round % 2 === 0) double.cutConnections();
      else call.cancel();
      await until(() => double.connections() === 0 || round % 2 === 1);
      client.close();
      await delay(10);
      expect(double.log.stream(stream)).toEqual([]);
    }
    await double.stop();
  });
});
