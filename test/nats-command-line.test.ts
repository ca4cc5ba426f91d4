import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNatsEventBus } from '@commissioning/event-bus/nats';
import * as E from 'fp-ts/Either';
import { buildPatience } from './support/go-program';
import { type NatsServer, startNats } from './support/nats';
import { describeNatsCommandLine, natsCommandLine, type Said } from './support/nats-command-line';
import { allOf, amendments, recordOf, type Running, running, type Told, until } from './support/relayed';

jest.setTimeout(60_000);

const reference = 'BEDS-2026-0007';

/** The words of the two commands that the guide gives to whoever subscribes. */
const inGuide = () => {
  const guide = readFileSync(join(__dirname, '..', 'docs', 'guides', 'events.md'), 'utf8');
  const commands = [...guide.matchAll(/^nats (consumer .*)$/gm)].map(([, words = '']) =>
    words.replaceAll("'", '').split(' '),
  );
  return commands as [Array<string>, Array<string>];
};

/** A client of another make, of which nobody here has written a line, asks the same server. */
describeNatsCommandLine('The command line of NATS', () => {
  let server: NatsServer;
  let relay: Running;
  let told: Told;
  let close: () => Promise<void>;
  let ask: (...words: ReadonlyArray<string>) => Promise<Said>;

  beforeAll(async () => {
    server = await startNats();
    ask = natsCommandLine(server.url);
    const bus = openNatsEventBus({ url: server.url });
    if (E.isLeft(bus)) throw new Error(JSON.stringify(bus.left));
    close = bus.right.close;
    told = await recordOf(amendments(reference, 40));
    relay = running({ bus: bus.right, feeds: Object.values(told.feeds) });
    await relay.are('live');
  }, buildPatience);

  afterAll(async () => {
    await relay.stop();
    await close();
    await server.remove();
  });

  /** Every message that a new reader of a stream is given, in order. */
  const read = async (stream: string, count: number): Promise<ReadonlyArray<unknown>> => {
    const { words } = await ask('sub', '--stream', stream, '--all', '--raw', '--count', String(count));
    return words
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as unknown);
  };

  test.each([
    ['COMMISSIONING_PUBLIC', 'commissioning.public.>'],
    ['COMMISSIONING_INTERNAL', 'commissioning.internal.>'],
  ])('sees %s on disk, kept for good, and which subjects it has', async (stream, subjects) => {
    const { words } = await ask('stream', 'info', stream, '--json');
    expect(JSON.parse(words)).toMatchObject({
      config: {
        name: stream,
        subjects: [subjects],
        storage: 'file',
        retention: 'limits',
        discard: 'new',
        max_age: 0,
        max_msgs: -1,
        max_bytes: -1,
        deny_delete: true,
        deny_purge: true,
        duplicate_window: 120_000_000_000,
      },
      state: { messages: 40, first_seq: 1, last_seq: 40 },
    });
  });

  test('reads of each feed what the feed says, in its order', async () => {
    for (const [stream, feed] of [
      ['COMMISSIONING_PUBLIC', told.feeds.public],
      ['COMMISSIONING_INTERNAL', told.feeds.internal],
    ] as const)
      expect(await read(stream, 40)).toEqual(await allOf(feed));
  });

  test('finds in a message the id of its event, by which a repeat is known', async () => {
    const [, second] = await allOf(told.feeds.public);
    const { words } = await ask('stream', 'get', 'COMMISSIONING_PUBLIC', '2', '--json');
    const got = JSON.parse(words) as {
      readonly subject: string;
      readonly hdrs: string;
      readonly data: string;
    };
    const decoded = (text: string): string => Buffer.from(text, 'base64').toString();
    expect(JSON.parse(decoded(got.data))).toEqual(second);
    expect(decoded(got.hdrs)).toContain(`Nats-Msg-Id: ${second?.id}`);
    expect(got.subject).toMatch(/^commissioning\.public\./);
  });

  test('subscribes durably: what it confirmed it is not given again, and what came meanwhile it is', async () => {
    const [adding, nexting] = inGuide();
    expect((await ask(...adding)).done).toBe(true);
    const next = async (count: number): Promise<ReadonlyArray<string>> => {
      const { words } = await ask(...nexting.with(-1, String(count)), '--raw');
      return words.match(/"id":"[^"]+"/g) ?? [];
    };
    const ids = async () => (await allOf(told.feeds.public)).map(({ id }) => `"id":"${id}"`);
    expect(await next(25)).toEqual((await ids()).slice(0, 25));
    await told.world.tell(...amendments(reference, 5, 41));
    await until(async () => (await read('COMMISSIONING_PUBLIC', 45)).length === 45);
    expect(await next(20)).toEqual((await ids()).slice(25));
  });

  test('cannot take a message out, nor empty a stream', async () => {
    const before = await ask('stream', 'info', 'COMMISSIONING_PUBLIC', '--json');
    expect(await ask('stream', 'rmm', 'COMMISSIONING_PUBLIC', '1', '-f')).toMatchObject({
      done: false,
      words: expect.stringContaining('not permitted') as string,
    });
    expect(await ask('stream', 'purge', 'COMMISSIONING_PUBLIC', '-f')).toMatchObject({
      done: false,
      words: expect.stringContaining('not permitted') as string,
    });
    const stateOf = ({ words }: Said): unknown => (JSON.parse(words) as { readonly state: unknown }).state;
    expect(stateOf(await ask('stream', 'info', 'COMMISSIONING_PUBLIC', '--json'))).toEqual(stateOf(before));
  });
});
