import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { type Projecting, projectedElsewhere } from '@commissioning/projecting';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { type Happening, latest, ledger } from './support/ledger';
import { left, projectingOver, record, right, today } from './support/world';

const stream = 'fund-BEDS-one-2026-27';
const some = (count: number): ReadonlyArray<Happening> =>
  Array.from({ length: count }, (_, index) => ({
    stream,
    type: 'LineAdded',
    data: { line: 'a', fund: 'one', amount: index + 1 },
  }));

const running: Array<Projecting> = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

const begun = () => {
  const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
  const projections = [ledger(), latest()];
  const elsewhere = projectedElsewhere({ events, reads, projections, now: () => today, lookEveryMs: 10 });
  const projector = projectingOver(events, reads);
  running.push(elsewhere, projector);
  return { events, reads, elsewhere, projector };
};

const stateOf = ({ health }: Projecting) => health()[0]?.state;
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('read models that a projector elsewhere keeps up', () => {
  test('cannot be read before one has run, and then are where it put them', async () => {
    const { events, elsewhere, projector } = begun();
    expect(await left(elsewhere.serving('ledger'))).toEqual({ _tag: 'Stopped' });
    await record(events, some(2));
    await right(projector.catchUp);
    const [here, there] = [
      await right(elsewhere.serving('ledger')),
      await right(projector.serving('ledger')),
    ];
    expect([here.progress, here.collection('lines')]).toEqual([there.progress, there.collection('lines')]);
    expect(await left(elsewhere.serving('nothing'))).toMatchObject({ _tag: 'UnknownProjection' });
  });

  test('are waited for until they have come to a position, and no longer than was said', async () => {
    const { events, elsewhere, projector } = begun();
    const [position] = (await record(events, some(1))) as [string];
    await right(projector.catchUp);
    await right(elsewhere.waitFor('ledger', position, 1_000));
    const [later] = (await record(events, some(1))) as [string];
    expect(await left(elsewhere.waitFor('ledger', later, 60))).toMatchObject({
      _tag: 'TimedOut',
      reached: position,
    });
    const waiting = right(elsewhere.waitFor('ledger', later, 10_000));
    await right(projector.catchUp);
    await waiting;
    const another = `${'z'.repeat(12)}:${'0'.repeat(20)}`;
    expect(await left(elsewhere.waitFor('ledger', another, 60))).toMatchObject({ _tag: 'AnotherLog' });
  });

  test('say how they are: stopped, behind, live, fallen behind, and live again', async () => {
    const { events, elsewhere, projector } = begun();
    expect(stateOf(elsewhere)).toBe('stopped');
    elsewhere.start();
    await until(() => (elsewhere.health()[0]?.lastFault?.attempts ?? 0) > 0);
    expect(stateOf(elsewhere)).toBe('behind');
    await record(events, some(2));
    await right(projector.catchUp);
    await until(() => stateOf(elsewhere) === 'live' && elsewhere.health()[0]?.lastFault?.attempts === 0);
    expect(elsewhere.health()[0]?.lag).toEqual({ events: 0, seconds: 0 });
    const [position] = (await record(events, some(1))) as [string];
    await until(() => stateOf(elsewhere) === 'catching-up');
    expect(elsewhere.health()[0]?.lag.seconds).toBeGreaterThan(0);
    await right(projector.catchUp);
    await until(() => stateOf(elsewhere) === 'live');
    expect(elsewhere.health()[0]?.position).toBe(position);
  });

  test('are rebuilt, and what was set aside is tried again, where the projector is', async () => {
    const { elsewhere } = begun();
    expect(await left(elsewhere.rebuild())).toEqual({ _tag: 'Stopped' });
    expect(await left(elsewhere.retryParked('ledger'))).toEqual({ _tag: 'Stopped' });
  });
});
