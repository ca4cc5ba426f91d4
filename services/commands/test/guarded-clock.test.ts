import type { EventStore, StoreUnavailable } from '@commissioning/event-store';
import { addMilliseconds } from '@commissioning/kernel';
import { type Clock, type ClockStanding, guardedClock, momentOf, thisMachine } from '@services/commands';
import * as E from 'fp-ts/Either';
import { day, hour, machineAt, minute, type TestMachine } from './support/machine';
import {
  administrator,
  establish,
  evidence,
  freshStores,
  logOf,
  need,
  officer,
  type Process,
  processOver,
  type Stores,
} from './support/world';

const commission = 'BEDS-2026-0001';
/** When the last event there is was recorded. */
const last = '2026-09-01T09:00:00.000Z';

let stores: Stores;
let other: Process;
let reported: Array<ClockStanding['standing']>;

beforeEach(async () => {
  stores = freshStores();
  other = processOver(stores, last);
  await establish(other);
  reported = [];
});

const clockOn = (machine: TestMachine, events: Pick<EventStore, 'last'> = stores.events): Clock =>
  guardedClock({
    events,
    machine,
    silentDays: 21,
    report: ({ standing }) => void reported.push(standing),
  });

const looked = async (clock: Clock): Promise<ClockStanding> => {
  const found = await clock.look();
  if (E.isLeft(found)) throw new Error(found.left.reason);
  return found.right;
};
const standing = async (clock: Clock) => (await looked(clock)).standing;

/** Somebody else records something at a moment. */
const recordedBy = async (at: string) => {
  other.setClock(at);
  await other.done(officer, 'commission', commission, 'identify-need', need);
};

describe('at the start a clock is believed', () => {
  test.each([
    ['the moment of the last event', last, 'right'],
    ['as long after as nothing may have been recorded', '2026-09-22T09:00:00.000Z', 'right'],
    ['a millisecond longer', '2026-09-22T09:00:00.001Z', 'ahead'],
    ['decades later', '2062-09-01T09:00:00.000Z', 'ahead'],
    ['a quarter of an hour before it', '2026-09-01T08:45:00.000Z', 'right'],
    ['longer before it', '2026-09-01T08:44:59.999Z', 'behind'],
  ])('up to some days after what was recorded last: %s', async (_what, at, expected) => {
    expect(await looked(clockOn(machineAt(at)))).toEqual({ standing: expected, says: at, known: last });
  });

  test('whatever it says where nothing was recorded', async () => {
    const clock = clockOn(machineAt('2062-01-01T00:00:00.000Z'), freshStores().events);
    expect(await looked(clock)).toMatchObject({ standing: 'right', known: undefined });
  });

  test('once the log can be asked, and not before', async () => {
    const away: StoreUnavailable = {
      _tag: 'StoreUnavailable',
      engine: 'memory',
      operation: 'last',
      reason: 'away',
    };
    let isAway = true;
    const events = { last: async () => (isAway ? E.left(away) : stores.events.last()) };
    const clock = clockOn(machineAt(last), events);
    expect(await momentOf(clock)()).toEqual(E.left(away));
    isAway = false;
    expect(await momentOf(clock)()).toEqual(E.right(last));
    // From then on the machine bears it out, and the log is not asked.
    isAway = true;
    expect(await momentOf(clock)()).toEqual(E.right(last));
  });
});

describe('while an office runs', () => {
  test('a clock is believed for months in which nothing is recorded, asleep or awake', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    expect(await standing(clock)).toBe('right');
    for (const passes of [minute, 10 * hour, 40 * day, 300 * day]) {
      machine.pass(passes);
      expect(await standing(clock)).toBe('right');
    }
    expect(reported).toEqual(['right']);
  });

  test('a clock that is set a quarter of an hour ahead is believed, and set further it is not', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    machine.pass(hour);
    machine.set('2026-09-01T10:15:00.000Z');
    expect(await standing(clock)).toBe('right');
    machine.set('2026-09-01T10:30:00.001Z');
    const expected = '2026-09-01T10:15:00.000Z';
    expect(await looked(clock)).toEqual({
      standing: 'ahead',
      says: '2026-09-01T10:30:00.001Z',
      known: expected,
    });
    expect(await momentOf(clock)()).toEqual(
      E.left({ _tag: 'ClockDoubted', says: '2026-09-01T10:30:00.001Z', known: expected }),
    );
  });

  test('a clock that was set ahead is believed again as soon as it is put right', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    machine.set('2026-09-03T09:00:00.000Z');
    machine.pass(hour);
    expect(await standing(clock)).toBe('ahead');
    machine.set('2026-09-01T10:00:10.000Z');
    expect(await standing(clock)).toBe('right');
    expect(reported).toEqual(['right', 'ahead', 'right']);
  });

  test('a clock that was set ahead, and is not believed, does not become so by waiting', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    machine.set('2026-09-03T09:00:00.000Z');
    for (const passes of [hour, 2 * day, 30 * day]) {
      machine.pass(passes);
      expect(await standing(clock)).toBe('ahead');
    }
  });

  test('a clock that was set back and right again is believed, and said to be behind meanwhile', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    machine.set('2026-08-30T09:00:00.000Z');
    expect(await looked(clock)).toEqual({
      standing: 'behind',
      says: '2026-08-30T09:00:00.000Z',
      known: last,
    });
    expect(await momentOf(clock)()).toEqual(E.right('2026-08-30T09:00:00.000Z'));
    machine.pass(hour);
    machine.set('2026-09-01T10:00:00.000Z');
    expect(await standing(clock)).toBe('right');
  });

  test('a clock that is set right by little, often, is neither behind nor ahead after years of it', async () => {
    for (const little of [-minute, minute]) {
      const machine = machineAt(last);
      const clock = clockOn(machine);
      for (let time = 0; time < 1_000; time += 1) {
        expect(await standing(clock)).toBe('right');
        machine.pass(day);
        machine.set(addMilliseconds(machine.now(), little));
      }
    }
  });

  test('what others record bears a clock out that stood still with its machine', async () => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    machine.set('2026-09-02T09:00:00.000Z');
    expect(await standing(clock)).toBe('ahead');
    await recordedBy('2026-09-02T08:50:00.000Z');
    expect(await standing(clock)).toBe('right');
  });

  test('what others record does not bear out a clock that is ahead of them, too', async () => {
    const machine = machineAt('2026-12-01T09:00:00.000Z');
    const clock = clockOn(machine);
    expect(await standing(clock)).toBe('ahead');
    await recordedBy('2026-09-03T09:00:00.000Z');
    expect(await looked(clock)).toMatchObject({ standing: 'ahead', known: '2026-09-03T09:00:00.000Z' });
  });

  test('what was recorded by a clock that was ahead makes none believed that is set ahead later', async () => {
    await recordedBy('2062-01-01T00:00:00.000Z');
    const machine = machineAt('2026-09-02T09:00:00.000Z');
    const clock = clockOn(machine);
    expect(await standing(clock)).toBe('behind');
    other.setClock('2026-09-02T09:00:00.000Z');
    await other.done(officer, 'commission', 'BEDS-2026-0002', 'identify-need', need);
    machine.set('2027-09-02T09:00:00.000Z');
    expect(await standing(clock)).toBe('ahead');
  });
});

describe('what is shown goes by', () => {
  const shownAfter = async (act: (machine: TestMachine) => void): Promise<string> => {
    const machine = machineAt(last);
    const clock = clockOn(machine);
    await looked(clock);
    act(machine);
    return clock.shown();
  };

  test('the clock, while it is believed', async () => {
    expect(await shownAfter((machine) => machine.pass(30 * day))).toBe('2026-10-01T09:00:00.000Z');
    expect(await shownAfter((machine) => machine.set('2026-08-30T09:00:00.000Z'))).toBe(
      '2026-08-30T09:00:00.000Z',
    );
  });

  test('the time that has passed, from the moment at which the clock was set ahead', async () => {
    const ahead = (machine: TestMachine) => {
      machine.set('2062-09-01T09:00:00.000Z');
      machine.pass(hour);
    };
    expect(await shownAfter(ahead)).toBe('2026-09-01T10:00:00.000Z');
  });

  test('what was recorded last, where a clock was never believed', async () => {
    const clock = clockOn(machineAt('2062-09-01T09:00:00.000Z'));
    await looked(clock);
    expect(clock.shown()).toBe(last);
    expect(clock.says()).toBe('2062-09-01T09:00:00.000Z');
  });
});

describe('an office whose clock is ahead', () => {
  const ahead = '2026-11-01T09:00:00.000Z';
  let machine: TestMachine;
  let office: Process;

  beforeEach(async () => {
    await recordedBy('2026-09-01T09:00:00.000Z');
    machine = machineAt(ahead);
    office = processOver(stores, ahead, () => clockOn(machine));
  });

  const asks = () => office.ask(officer, 'commission', commission, 'add-evidence', evidence('e1'));
  const confirm = (read: string, by = administrator) =>
    office.ask(by, 'clock', 'BEDS-2026', 'confirm-clock', { read, reason: 'Closed since September.' });

  test('refuses what it is asked, by both moments, records nothing and not even that', async () => {
    const before = await logOf(stores.events);
    const doubted = E.left({ _tag: 'ClockDoubted', says: ahead, known: last });
    expect(await asks()).toEqual(doubted);
    const request = office.request(officer, 'commission', commission, 'add-evidence', evidence('e1'));
    expect(await office.commands.check(request)()).toEqual(doubted);
    expect(await office.commands.handInKey(commission, officer, 'AGE-SECRET-KEY-1')()).toEqual(doubted);
    expect(await logOf(stores.events)).toEqual(before);
  });

  test('goes on once it is confirmed by another clock, by an administrator alone', async () => {
    expect(await confirm(ahead, officer)).toMatchObject({ left: { _tag: 'NotAllowed' } });
    expect(await asks()).toMatchObject({ left: { _tag: 'ClockDoubted' } });
    expect(await confirm('2026-11-01T08:58:00.000Z')).toMatchObject({
      right: { stream: 'clock-BEDS-2026', events: [{ type: 'ClockConfirmed' }] },
    });
    expect(E.isRight(await asks())).toBe(true);
    expect((await logOf(stores.events)).slice(-2).map(({ metadata }) => metadata.recordedAt)).toEqual([
      ahead,
      ahead,
    ]);
  });

  test('is not confirmed by somebody who reads another time elsewhere', async () => {
    expect(await confirm('2026-09-02T09:00:00.000Z')).toMatchObject({
      left: { _tag: 'Refused', refusal: { rule: { id: 'clock.read-elsewhere' } } },
    });
    // Nor is the refusal noted: by its moment the clock would be borne out.
    expect((await logOf(stores.events)).filter(({ type }) => type === 'CommandRefused')).toEqual([]);
    expect(await asks()).toMatchObject({ left: { _tag: 'ClockDoubted' } });
  });

  test('is believed by every process on the log once it was confirmed in one', async () => {
    const elsewhere = clockOn(machineAt('2026-11-01T09:01:00.000Z'));
    expect(await standing(elsewhere)).toBe('ahead');
    await confirm(ahead);
    expect(await standing(elsewhere)).toBe('right');
  });

  test('takes a confirmation that needs nobody’s, and it changes nothing', async () => {
    machine.set(last);
    expect(await confirm(last)).toMatchObject({ right: { events: [{ type: 'ClockConfirmed' }] } });
    expect(E.isRight(await asks())).toBe(true);
  });
});

test('this machine says what time it is, and how much has passed whatever its clock is set to', () => {
  const machine = thisMachine();
  const before = machine.passed();
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2062-01-01T00:00:00.000Z'));
  const [now, passed] = [machine.now(), machine.passed() - before];
  jest.restoreAllMocks();
  expect(now).toBe('2062-01-01T00:00:00.000Z');
  expect(passed).toBeGreaterThanOrEqual(0);
  expect(passed).toBeLessThan(minute);
});
