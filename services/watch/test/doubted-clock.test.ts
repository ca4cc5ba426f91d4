import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { type Clock, guardedClock } from '@services/commands';
import { closingClockOf, dutyClockOf, watchOf } from '@services/watch';
import { setTimeout as delay } from 'node:timers/promises';
import { day, machineAt, type TestMachine } from '../../commands/test/support/machine';
import {
  administrator,
  establish,
  freshStores,
  fund,
  logOf,
  need,
  officer,
  type Process,
  processOver,
  publishRound,
  type Stores,
  theme,
} from '../../commands/test/support/world';

const round = 'BEDS-2026-0001';
const other = 'BEDS-2026-0002';
const begin = '2026-09-01T09:00:00.000Z';
/** After the deadline of the round, and after the year whose money was set aside. */
const ahead = '2027-05-01T09:00:00.000Z';
const patience = 10_000;

let stores: Stores;
let machine: TestMachine;
let office: Process;
let clock: Clock;
let failures: Array<string>;

/** What acts by itself, over the clock of the machine. */
const watching = () => {
  const reads = openMemoryReadStore();
  const report = ({ failure }: { readonly failure: { readonly _tag: string } }) =>
    void failures.push(failure._tag);
  const ports = { ...stores, reads, commands: office.commands, clock, report };
  return { saga: watchOf(ports), duties: dutyClockOf(ports), closing: closingClockOf(ports) };
};

const allCaughtUp = async ({ saga, duties, closing }: ReturnType<typeof watching>): Promise<void> => {
  await saga.catchUp();
  await closing.catchUp();
  await duties.catchUp();
};

const typesSince = async (count: number): Promise<ReadonlyArray<string>> =>
  (await logOf(stores.events)).slice(count).map(({ type }) => type);

const confirmed = (read: string) =>
  office.done(administrator, 'clock', 'BEDS-2027', 'confirm-clock', { read, reason: 'Closed since autumn.' });

let recorded: number;

beforeEach(async () => {
  stores = freshStores();
  const before = processOver(stores, begin);
  await establish(before);
  await publishRound(before, round);
  await before.done(officer, 'commission', other, 'identify-need', need);
  await before.done(officer, 'commission', other, 'allocate-funding', {
    allocation: 'first',
    fund,
    amount: 1_000,
    theme,
  });
  recorded = (await logOf(stores.events)).length;
  failures = [];
  machine = machineAt(ahead);
  clock = guardedClock({ events: stores.events, machine, silentDays: 21 });
  office = processOver(stores, ahead, () => clock);
});

describe('while the clock is not believed, what acts by itself', () => {
  test('does nothing, and says nothing of each thing that it does not do', async () => {
    const watched = watching();
    for (let time = 0; time < 2; time += 1) await allCaughtUp(watched);
    expect(await typesSince(recorded)).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('does by the right day, once the clock is put right, what is to be done by that day', async () => {
    const watched = watching();
    await allCaughtUp(watched);
    machine.set('2026-09-02T09:00:00.000Z');
    await allCaughtUp(watched);
    const done = await typesSince(recorded);
    expect(done).toContain('FundsReserved');
    for (const type of ['BiddingClosed', 'DutyMissed', 'CommandRefused']) expect(done).not.toContain(type);
    machine.pass(45 * day);
    await allCaughtUp(watched);
    expect(await typesSince(recorded)).toContain('BiddingClosed');
  });

  test('does all that has become due, once the clock is confirmed', async () => {
    const watched = watching();
    await allCaughtUp(watched);
    await confirmed(ahead);
    await allCaughtUp(watched);
    const done = await typesSince(recorded);
    expect(done[0]).toBe('ClockConfirmed');
    for (const type of ['FundsReserved', 'BiddingClosed', 'DutyMissed']) expect(done).toContain(type);
  });

  test(
    'waits, and goes on without anybody starting it again',
    async () => {
      const stop = new AbortController();
      const watched = watching();
      const running = Promise.all(Object.values(watched).map(({ run }) => run(stop.signal)));
      await delay(100);
      expect(await typesSince(recorded)).toEqual([]);
      await confirmed(ahead);
      for (const type of ['FundsReserved', 'BiddingClosed', 'DutyMissed'])
        while (!(await typesSince(recorded)).includes(type)) await delay(20);
      stop.abort();
      await running;
      expect(failures).toEqual([]);
    },
    patience,
  );

  test(
    'stops at once when it is told to',
    async () => {
      const stop = new AbortController();
      const running = Promise.all(Object.values(watching()).map(({ run }) => run(stop.signal)));
      await delay(50);
      stop.abort();
      await running;
      expect(await typesSince(recorded)).toEqual([]);
    },
    patience,
  );
});

test('a clock that is set ahead while an office runs closes nothing and misses nothing', async () => {
  machine.set('2026-09-01T10:00:00.000Z');
  const watched = watching();
  await allCaughtUp(watched);
  const before = (await logOf(stores.events)).length;
  machine.set(ahead);
  await allCaughtUp(watched);
  expect(await typesSince(before)).toEqual([]);
});
