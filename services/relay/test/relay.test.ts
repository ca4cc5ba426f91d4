import { type BusMessage, busFailureInWords, type EventBus } from '@commissioning/event-bus';
import { openInProcessEventBus } from '@commissioning/event-bus/in-process';
import { integrationEventsModel } from '@projections/integration-events';
import { CloudEvent, cloudEventType } from '@services/feeds';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { inStream, like, right } from '../../../test/support/read-models';
import {
  allOf,
  amendments,
  feedsOf,
  heldIn,
  idsOf,
  recordOf,
  running,
  until,
} from '../../../test/support/relayed';
import { busStreams } from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';

const award = like('GrantAwarded', {
  award: 'hall',
  decision,
  recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
});
const published = like('DecisionPublished', { decision, withheld: [], awards: ['hall'] });

const messages = (bus: EventBus, feed: 'public' | 'internal') => heldIn(bus, busStreams[feed].name);

describe('the relay', () => {
  test('publishes both feeds in order, each to a stream of its own, as CloudEvents', async () => {
    const { feeds } = await recordOf(inStream(stream, like('SpecPublished'), award, published));
    const bus = openInProcessEventBus();
    const relay = running({ bus, feeds: Object.values(feeds) });
    await relay.are('live');
    const [told, recorded] = [await messages(bus, 'public'), await messages(bus, 'internal')];
    expect(told.map(({ subject }) => subject)).toEqual([
      `commissioning.public.BEDS.commission.${reference}.opportunity-published`,
      `commissioning.public.BEDS.commission.${reference}.grant-awarded`,
    ]);
    expect(recorded.map(({ subject }) => subject.split('.').slice(1).join('.'))).toEqual([
      `internal.BEDS.commission.${reference}.spec-published`,
      `internal.BEDS.commission.${reference}.grant-awarded`,
      `internal.BEDS.commission.${reference}.decision-published`,
    ]);
    for (const message of [...told, ...recorded]) {
      const event = JSON.parse(message.body) as CloudEvent;
      expect(CloudEvent.is(event)).toBe(true);
      expect(event.id).toBe(message.id);
      expect(message.contentType).toBe(cloudEventType);
    }
    const both = [...told, ...recorded].map(({ id }) => id);
    expect(new Set(both).size).toBe(both.length);
    await relay.stop();
  });

  test('publishes what comes, and says how it is', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 3));
    const bus = openInProcessEventBus();
    const relay = running({ bus, feeds: [feeds.public] });
    await relay.are('live');
    expect(relay.health()).toMatchObject([
      { feed: 'public', sequence: 3, lag: { events: 0, seconds: 0 }, lastFault: undefined },
    ]);
    await world.tell(...amendments(reference, 2, 4));
    await until(async () => (await messages(bus, 'public')).length >= 5);
    await relay.stop();
    expect(relay.health()).toMatchObject([{ state: 'stopped', sequence: 5 }]);
    expect(idsOf(await messages(bus, 'public'))).toEqual(idsOf(await allOf(feeds.public)));
  });

  test('goes on where the stream stands, with a read model made anew meanwhile', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 20));
    const bus = openInProcessEventBus();
    for (const more of [0, 15, 0, 30]) {
      await world.tell(...amendments(reference, more, 100));
      await right(world.projecting.rebuild());
      const relay = running({ bus, feeds: [feeds.public], pageSize: 7 });
      await relay.are('live');
      await relay.stop();
    }
    expect(idsOf(await messages(bus, 'public'))).toEqual(idsOf(await allOf(feeds.public)));
  });

  /** A bus across a wire that breaks: each call goes through, is lost before it came, in the midst, or after it was done. */
  const breaking = (bus: EventBus, faults: Iterator<number, unknown>): EventBus => {
    const fails = (operation: string) =>
      E.left({ _tag: 'BusUnavailable', engine: 'broken', operation, reason: 'cut' } as const);
    const next = (): number => {
      const step = faults.next();
      return step.done === true ? 0 : step.value;
    };
    return {
      ...bus,
      last: (of) => async () => (next() === 1 ? fails('last') : bus.last(of)()),
      publish: (of, after, those: ReadonlyArray<BusMessage>) => async () => {
        switch (next()) {
          case 1:
            return fails('publish');
          case 2:
            await bus.publish(of, after, those.slice(0, Math.ceil(those.length / 2)))();
            return fails('publish');
          case 3:
            await bus.publish(of, after, those)();
            return fails('publish');
          default:
            return bus.publish(of, after, those)();
        }
      },
    };
  };

  test('misses and doubles nothing, wherever it is cut off and however often it is started again', async () => {
    const { feeds } = await recordOf([...amendments(reference, 25), ...amendments('BEDS-2026-0008', 25)]);
    const wanted = idsOf(await allOf(feeds.public));
    expect(wanted).toHaveLength(50);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (lives, pageSize) => {
          const bus = openInProcessEventBus();
          for (const faults of lives) {
            const broken = breaking(bus, faults[Symbol.iterator]());
            const relay = running({ bus: broken, feeds: [feeds.public], pageSize, retryAfterMs: () => 0 });
            // A life that ends early, in whatever it is about.
            await (faults.length % 2 === 0 ? relay.are('live') : new Promise(setImmediate));
            await relay.stop();
          }
          const last = running({ bus, feeds: [feeds.public], pageSize });
          await last.are('live');
          await last.stop();
          expect(idsOf(await messages(bus, 'public'))).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('and another one at once: together they publish each event once, in order', async () => {
    const { world, feeds } = await recordOf(amendments(reference, 40));
    const bus = openInProcessEventBus();
    const relays = [3, 5, 8].map((pageSize) => running({ bus, feeds: Object.values(feeds), pageSize }));
    for (const each of relays) await each.are('live');
    await world.tell(...amendments(reference, 40, 41));
    await until(async () => (await messages(bus, 'public')).length >= 80);
    await until(async () => (await messages(bus, 'internal')).length >= 80);
    for (const each of relays) await each.stop();
    expect(idsOf(await messages(bus, 'public'))).toEqual(idsOf(await allOf(feeds.public)));
    expect(idsOf(await messages(bus, 'internal'))).toEqual(idsOf(await allOf(feeds.internal)));
  });

  test('publishes nothing behind a message that is not its own, and says so', async () => {
    const { feeds } = await recordOf(amendments(reference, 2));
    const bus = openInProcessEventBus();
    const { name } = busStreams.public;
    await right(bus.declare(busStreams.public));
    const foreign = { id: 'x', subject: 'commissioning.public.x', contentType: 'text/plain', body: 'Hello' };
    await right(bus.publish(name, 0, [foreign]));
    const relay = running({ bus, feeds: [feeds.public] });
    await relay.are('waiting');
    expect(relay.health()[0]?.lastFault?.failure).toEqual({ _tag: 'NotOurs', stream: name, sequence: 1 });
    await relay.stop();
    expect(idsOf(await messages(bus, 'public'))).toEqual(['x']);
  });

  test('publishes nothing to a bus that is ahead of the record, as after an older backup was restored', async () => {
    const bus = openInProcessEventBus();
    const { feeds: full } = await recordOf(amendments(reference, 5));
    const first = running({ bus, feeds: Object.values(full) });
    await first.are('live');
    await first.stop();
    const { feeds: older } = await recordOf(amendments(reference, 4));
    const relay = running({ bus, feeds: Object.values(older) });
    await relay.are('waiting');
    expect(relay.health().map(({ lastFault }) => lastFault?.failure._tag)).toEqual([
      'UnknownPlace',
      'UnknownPlace',
    ]);
    await relay.stop();
    expect(await messages(bus, 'public')).toHaveLength(5);
  });

  test('tells of a stream that is kept otherwise, and goes on with the other feed', async () => {
    const { feeds } = await recordOf(amendments(reference, 2));
    const bus = openInProcessEventBus();
    await right(bus.declare({ ...busStreams.public, subjects: 'other.>' }));
    const reported: Array<string> = [];
    const relay = running({
      bus,
      feeds: Object.values(feeds),
      report: ({ feed, failure }) =>
        reported.push(
          `${feed}: ${failure._tag === 'DeclaredOtherwise' ? busFailureInWords(failure) : failure._tag}`,
        ),
    });
    await until(async () => relay.health()[1]?.state === 'live' && reported.length > 0);
    await relay.stop();
    expect(reported[0]).toMatch(/^public: The stream COMMISSIONING_PUBLIC is kept otherwise/);
    expect(await messages(bus, 'internal')).toHaveLength(2);
  });
});

describe('the public feed', () => {
  test('gives out nothing behind an event that was set aside, and all of it once that is taken in', async () => {
    let broken = true;
    const model: typeof integrationEventsModel = {
      ...integrationEventsModel,
      project: (event, ...more) => {
        if (broken && event.stream === stream) throw new Error('not yet');
        return integrationEventsModel.project(event, ...more);
      },
    };
    const { world, feeds } = await recordOf(amendments('BEDS-2026-0008', 3), model);
    const later = [...amendments(reference, 2), ...amendments('BEDS-2026-0008', 3, 4)];
    await expect(world.tell(...later)).rejects.toThrow('could not be taken in');
    const bus = openInProcessEventBus();
    const relay = running({ bus, feeds: [feeds.public] });
    await until(async () => (await messages(bus, 'public').catch(() => [])).length >= 3);
    expect(await allOf(feeds.public)).toHaveLength(3);
    expect(relay.health()[0]).toMatchObject({ state: 'catching-up', lag: { events: 3 } });
    broken = false;
    await right(world.projecting.retryParked(model.name));
    await relay.are('live');
    await relay.stop();
    const all = await allOf(feeds.public);
    expect(all.map(({ subject }) => subject.slice(-1))).toEqual(['8', '8', '8', '7', '7', '8', '8', '8']);
    expect(idsOf(await messages(bus, 'public'))).toEqual(idsOf(all));
  });

  test('has not come to its end while the read model has not', async () => {
    const { world } = await recordOf(amendments(reference, 2));
    const [health] = world.projecting.health();
    if (health === undefined) throw new Error('there is one read model');
    let state: typeof health.state = 'catching-up';
    const projecting = { ...world.projecting, health: () => [{ ...health, state }] };
    const feed = feedsOf({ ...world, projecting }).public;
    expect(await right(feed.page(undefined, 10))).toMatchObject({ caughtUp: false });
    const relay = running({ bus: openInProcessEventBus(), feeds: [feed] });
    await until(async () => relay.health()[0]?.sequence === 2);
    expect(relay.health()[0]).toMatchObject({ state: 'catching-up' });
    state = 'live';
    await relay.are('live');
    await relay.stop();
  });

  test('gives out no longer what has been withheld, and tells that it is', async () => {
    const { world, feeds } = await recordOf(inStream(stream, award, published));
    expect(JSON.stringify(await allOf(feeds.public))).toMatch(/Village Hall Trust/);
    const withheld = like('ItemWithheld', { award: 'hall', item: 'provider', until: '2029-03-31' });
    await world.tell(...inStream(stream, withheld));
    const after = await allOf(feeds.public);
    expect(JSON.stringify(after)).not.toMatch(/village.hall/i);
    expect(after.map(({ type }) => type.split('.').at(-2))).toEqual(['grant-awarded', 'item-withheld']);
  });

  test('says that it knows nothing of a place', async () => {
    const { feeds } = await recordOf(amendments(reference, 2));
    for (const feed of Object.values(feeds))
      expect(await feed.page('elsewhere', 10)()).toMatchObject({ left: { _tag: 'UnknownPlace' } });
  });
});

describe('the internal feed', () => {
  test('tells what was recorded, with commitments where it is not public, and nothing that would open them', async () => {
    const { world, feeds } = await recordOf(inStream(stream, like('SpecPublished'), award));
    const [, granted] = await allOf(feeds.internal);
    expect(granted).toMatchObject({
      source: '/commissioning/BEDS/internal',
      type: 'uk.police.pcc.commissioning.recorded.grant-awarded',
      data: { stream, type: 'GrantAwarded', data: { lot: 'south', legalPower: 'victims-services' } },
    });
    expect(JSON.stringify(granted)).not.toMatch(/village|salt|private|revision|Hash/i);
    expect(feedsOf(world).internal.name).toBe('internal');
  });

  test('never tells that a bid or a quote came, was withdrawn or refused', async () => {
    const kept = ['BidReceived', 'BidWithdrawn', 'LateBidRefused', 'QuoteReceived', 'QuoteDeclined'];
    const { feeds } = await recordOf([
      ...inStream(stream, like('SpecPublished'), ...kept.map((type) => like(type)), like('BidsOpened')),
      ...inStream('refusals-BEDS', like('CommandRefused')),
    ]);
    const all = await allOf(feeds.internal);
    expect(all.map(({ data }) => data['type'])).toEqual(['SpecPublished.v2', 'BidsOpened']);
  });
});
