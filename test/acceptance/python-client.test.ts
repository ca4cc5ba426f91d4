import { type EventStore, noStream } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import type { StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from '../doubles/eventstoredb/double';
import { appended, collect, openStore, realServer } from '../support/eventstoredb';
import { askPython, pythonWithClient, type Told } from '../support/python-client';

jest.setTimeout(60_000);

const python = pythonWithClient();

/** A client of another make, of which nobody here has written a line, speaks to the same server. */
(python === undefined ? describe.skip : describe)('The Python client of EventStoreDB', () => {
  let double: EventStoreDbDouble | undefined;
  let url: string;
  let store: EventStore;
  let body: string;

  beforeAll(async () => {
    double = realServer === undefined ? await startDouble() : undefined;
    url = realServer ?? double?.url ?? '';
    store = openStore(url);
  });

  afterAll(async () => {
    await store.close();
    await double?.stop();
  });

  beforeEach(() => {
    body = freshBody();
  });

  const ask = (question: string, more: object): Promise<unknown> =>
    askPython(python ?? '', { url, question, ...more });

  const shape = (revision: number) => ({
    type: revision === 1 ? 'NeedsAssessed.v2' : 'NeedIdentified',
    data: { title: 'Zuflucht für Kinder – “Café”', number: revision, none: null, list: ['a', { b: true }] },
    ...(revision === 2 ? { private: { '/title': { salt: 'c2FsdA', value: 'kept beside' } } } : {}),
  });
  const besideOf = ({ metadata, private: values, contentHash, chainHash }: StoredEvent) => ({
    metadata,
    ...(values === undefined ? {} : { private: values }),
    contentHash,
    chainHash,
  });
  const asTold = (stream: string, events: ReadonlyArray<StoredEvent>): ReadonlyArray<unknown> =>
    events.map((event, revision) => ({
      id: event.id,
      type: event.type,
      stream,
      revision,
      data: event.data,
      beside: expect.objectContaining(besideOf(event)) as unknown,
      hashHolds: true,
    }));

  test('reads and follows what was appended here as it was, and works out the same hashes', async () => {
    const [one, other] = [commissionStream(body, 1), commissionStream(body, 2)];
    const ofOne = storedEventsFor(one, 0, 4, undefined, shape);
    const ofOther = storedEventsFor(other, 0, 3, undefined, shape);
    appended(await store.append(one, noStream, ofOne)());
    appended(await store.append(other, noStream, ofOther)());
    const told = [...asTold(one, ofOne), ...asTold(other, ofOther)];
    expect(await ask('readStream', { stream: one })).toEqual(asTold(one, ofOne));
    const streams = `commission-${body}-.*`;
    expect(await ask('readAll', { streams })).toEqual(told);
    expect(await ask('follow', { streams, count: told.length })).toEqual(told);
  });

  test('appends what is read and followed here, and each is told of the other’s appends', async () => {
    const stream = commissionStream(body, 1);
    const events = storedEventsFor(stream, 0, 4, undefined, shape);
    const append = (revision: number, part: ReadonlyArray<StoredEvent>): Promise<unknown> =>
      ask('append', {
        stream,
        revision,
        events: part.map((event) => ({
          id: event.id,
          type: event.type,
          data: event.data,
          beside: besideOf(event),
        })),
      });
    const [first, second] = [events.slice(0, 2), events.slice(2)];
    expect(await append(noStream, first)).toBe('appended');
    const read = await collect(store.readStream(stream));
    expect(read).toEqual(
      first.map((event, revision) => ({
        ...event,
        stream,
        revision,
        position: expect.any(String) as unknown,
      })),
    );
    // The same again is the same answer, whoever wrote it.
    expect(appended(await store.append(stream, noStream, first)()).position).toBe(read.at(-1)?.position);
    expect(await append(noStream, first)).toBe('appended');

    const otherwise = storedEventsFor(stream, 2, 1, first.at(-1)?.chainHash);
    expect(await append(1, second)).toBe('appended');
    expect(await store.append(stream, 1, otherwise)()).toEqual(
      E.left({ _tag: 'Conflict', stream, expected: 1, actual: 3 }),
    );
    expect(await append(1, otherwise)).toBe('wrong revision');
    const told = (await ask('readStream', { stream })) as ReadonlyArray<Told>;
    expect(told.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(await collect(store.readStream(stream))).toHaveLength(4);
  });
});
