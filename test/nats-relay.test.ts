import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { BusStream, EventBus } from '@commissioning/event-bus';
import { type NatsOptions, openNatsEventBus } from '@commissioning/event-bus/nats';
import type { FeedName } from '@services/feeds';
import * as E from 'fp-ts/Either';
import { describeOwnNats, type NatsServer, inStep, startNats, startNatsCluster } from './support/nats';
import { allOf, amendments, heldIn, idsOf, recordOf, type Running, running, until } from './support/relayed';

jest.setTimeout(60_000);

const reference = 'BEDS-2026-0007';

const opened: Array<EventBus> = [];
const open = (options: NatsOptions): EventBus => {
  const bus = openNatsEventBus({ deadlineMs: 1_000, handledWithinMs: 1_000, ...options });
  if (E.isLeft(bus)) throw new Error(JSON.stringify(bus.left));
  opened.push(bus.right);
  return bus.right;
};

/** Streams of a test's own. */
const freshStreams = (): Readonly<Record<FeedName, BusStream>> => {
  const own = `T${Math.random().toString(36).slice(2)}`;
  return {
    public: { name: `${own}_PUBLIC`, subjects: 'commissioning.public.>' },
    internal: { name: `${own}_INTERNAL`, subjects: 'commissioning.internal.>' },
  };
};

afterEach(async () => {
  for (const bus of opened.splice(0)) await bus.close();
});

/** A wire to a server that can be cut as an answer comes back: what was sent has arrived, and nobody is told. */
interface Wire {
  readonly url: string;
  /** Cuts it at the nth acknowledgement from now. */
  readonly cutAtAnswer: (count: number) => void;
  readonly cuts: () => number;
  readonly close: () => Promise<void>;
}

const wireTo = async (url: string): Promise<Wire> => {
  const port = Number(new URL(url.replace('nats:', 'http:')).port);
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let cuts = 0;
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const both = [near, far];
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => both.forEach((each) => each.destroy()));
    }
    near.pipe(far);
    far.on('data', (data: Buffer) => {
      left -= data.toString().split('"seq":').length - 1;
      if (left > 0) {
        near.write(data);
        return;
      }
      left = Number.POSITIVE_INFINITY;
      cuts += 1;
      both.forEach((each) => each.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `nats://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    cutAtAnswer: (count) => {
      left = count;
    },
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

describeOwnNats('the relay on NATS', () => {
  let server: NatsServer;
  const relays: Array<Running> = [];
  const start = (...options: Parameters<typeof running>): Running => {
    const relay = running(...options);
    relays.push(relay);
    return relay;
  };
  beforeEach(async () => {
    server = await startNats();
  });
  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop();
    await server.remove();
  });

  const mustBeWhole = async (
    bus: EventBus,
    feed: Awaited<ReturnType<typeof recordOf>>['feeds']['public'],
    name: string,
  ) => expect(idsOf(await heldIn(bus, name))).toEqual(idsOf(await allOf(feed)));

  test('publishes both feeds, and a subscriber that was away gets everything in order', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 300));
    const bus = open({ url: server.url });
    const streams = freshStreams();
    const relay = start({ bus, feeds: Object.values(feeds), streams });
    await relay.are('live');
    await world.tell(...amendments(reference, 200, 301));
    await until(async () => (await heldIn(bus, streams.public.name)).length === 500);
    await until(async () => (await heldIn(bus, streams.internal.name)).length === 500);
    for (const feed of Object.values(feeds))
      expect(idsOf(await heldIn(bus, streams[feed.name].name))).toEqual(idsOf(await allOf(feed)));
  });

  type Absence = (server: NatsServer) => Promise<void> | void;
  const absences: ReadonlyArray<readonly [string, Absence, Absence]> = [
    ['is gone', ({ kill }) => kill(), ({ start: begin }) => begin()],
    ['stands still', ({ freeze }) => freeze(), ({ thaw }) => thaw()],
  ];
  test.each(absences)(
    'says that its server %s though there is nothing to publish, and that it is back',
    async (_, go, come) => {
      const { world, feeds } = await recordOf(amendments(reference, 3));
      const streams = freshStreams();
      const relay = start({
        bus: open({ url: server.url }),
        feeds: Object.values(feeds),
        streams,
        lookEveryMs: 50,
      });
      await relay.are('live');
      await go(server);
      await relay.are('waiting');
      expect(relay.health()).toMatchObject(
        Object.values(feeds).map(() => ({ lastFault: { failure: { _tag: 'BusUnavailable' } } })),
      );
      await come(server);
      await relay.are('live');
      expect(relay.health().map(({ lastFault }) => lastFault)).toEqual([undefined, undefined]);
      await world.tell(...amendments(reference, 2, 4));
      const bus = open({ url: server.url });
      await until(async () => (await heldIn(bus, streams.public.name)).length === 5);
    },
  );

  test('whose server is killed again and again with what was under way has everything once, in order', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 2_000));
    const streams = freshStreams();
    const bus = open({ url: server.url, duplicateWindowMs: 200 });
    const relay = start({ bus, feeds: [feeds.public], streams, pageSize: 50 });
    for (const pause of [20, 60, 120]) {
      await delay(pause);
      await server.kill();
      await server.start();
    }
    await world.tell(...amendments(reference, 20, 3_000));
    await relay.are('live');
    await until(async () => relay.health()[0]?.sequence === 2_020);
    await mustBeWhole(bus, feeds.public, streams.public.name);
  });

  test('whose server’s answers are lost just when they come has everything once, in order', async () => {
    const { feeds } = await recordOf(amendments(reference, 400));
    const streams = freshStreams();
    const wire = await wireTo(server.url);
    const bus = open({ url: wire.url, duplicateWindowMs: 100 });
    wire.cutAtAnswer(3);
    const relay = start({ bus, feeds: [feeds.public], streams, pageSize: 40 });
    for (const answers of [17, 1, 60, 90]) {
      const before = wire.cuts();
      await until(async () => wire.cuts() > before);
      wire.cutAtAnswer(answers);
    }
    await relay.are('live');
    expect(wire.cuts()).toBeGreaterThanOrEqual(4);
    await mustBeWhole(open({ url: server.url }), feeds.public, streams.public.name);
    await wire.close();
  });

  test('away for longer than ids are remembered doubles nothing', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 30));
    const streams = freshStreams();
    const bus = open({ url: server.url, duplicateWindowMs: 100 });
    for (const from of [31, 61, 91]) {
      const relay = start({ bus, feeds: Object.values(feeds), streams });
      await relay.are('live');
      await relay.stop();
      await world.tell(...amendments(reference, 30, from));
      await delay(300);
    }
    const relay = start({ bus, feeds: Object.values(feeds), streams });
    await relay.are('live');
    for (const feed of Object.values(feeds)) await mustBeWhole(bus, feed, streams[feed.name].name);
  });

  test('of which there are two at once, one stopped in its tracks and gone on later, everything is there once, in order', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 600));
    const streams = freshStreams();
    const [bus, other] = [1, 2].map(() => open({ url: server.url, duplicateWindowMs: 100 }));
    if (bus === undefined || other === undefined) throw new Error('two were opened');
    const one = start({ bus, feeds: [feeds.public], streams, pageSize: 30 });
    // Its publishing is held up with the place it had in mind, for longer than ids are remembered.
    const late: EventBus = {
      ...other,
      publish:
        (...about) =>
        async () => {
          await delay(250);
          return other.publish(...about)();
        },
    };
    const two = start({ bus: late, feeds: [feeds.public], streams, pageSize: 70 });
    await one.are('live');
    await world.tell(...amendments(reference, 100, 601));
    await one.are('live');
    await two.are('live');
    await until(async () => one.health()[0]?.sequence === 700 || two.health()[0]?.sequence === 700);
    await mustBeWhole(bus, feeds.public, streams.public.name);
  });
});

describeOwnNats('the relay on a cluster of NATS servers', () => {
  let servers: ReadonlyArray<NatsServer> = [];
  let relay: Running | undefined;
  beforeAll(async () => {
    servers = await startNatsCluster(3);
  });
  afterAll(async () => {
    await relay?.stop();
    for (const server of servers) await server.remove();
  });

  test('has everything once, in order, though one server after the other is killed and comes back', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 1_500));
    const streams = freshStreams();
    const bus = open({ url: servers.map(({ url }) => url).join(','), replicas: 3, duplicateWindowMs: 200 });
    const publishing = running({ bus, feeds: [feeds.public], streams, pageSize: 30 });
    relay = publishing;
    await until(async () => (publishing.health()[0]?.sequence ?? 0) > 0);
    for (const [index, server] of servers.entries()) {
      await server.kill();
      await world.tell(...amendments(reference, 50, 2_000 + 50 * index));
      const before = publishing.health()[0]?.sequence ?? 0;
      // The two that are left go on without it.
      await until(
        async () => (publishing.health()[0]?.sequence ?? 0) > before || before === 1_550 + 50 * index,
      );
      await server.start();
      // Who takes two of three from a cluster leaves it without a majority, so the first has to be in step again.
      // Asking takes a connection each time, and whoever comes back has other work to do.
      await until(() => inStep(server, streams.public.name), 250);
    }
    await until(async () => publishing.health()[0]?.sequence === 1_650);
    await publishing.stop();
    expect(idsOf(await heldIn(bus, streams.public.name))).toEqual(idsOf(await allOf(feeds.public)));
  }, 150_000);
});
