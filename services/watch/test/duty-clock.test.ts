import { bedfordshireRules, registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { type Actor, type CalendarDate, type Instant, startOfDay } from '@commissioning/kernel';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import type { ReadStore } from '@commissioning/read-store';
import { openData } from '@commissioning/record';
import { type CommandFailure, type CommandRequest, drivenClock } from '@services/commands';
import { dutyClockOf } from '@services/watch';
import * as E from 'fp-ts/Either';
import {
  administrator,
  freshStores,
  fund,
  logOf,
  need,
  officer,
  type Process,
  processOver,
  type Stores,
  streamOf,
  theme,
} from '../../commands/test/support/world';
import { anOffice } from './support/an-office';

const commission = 'BEDS-2026-0001';
const another = 'BEDS-2026-0002';

let stores: Stores;
let reads: ReadStore;
let office: Process;
let now: string;

const setClock = (at: string): void => {
  now = at;
  office.setClock(at);
};
const midnight = (day: string): string => startOfDay(day as CalendarDate);

const begin = async (): Promise<void> => {
  now = '2026-09-01T09:00:00.000Z';
  ({ stores, reads, office } = await anOffice());
};
beforeEach(begin);

interface Reported {
  readonly commission: string;
  readonly failure: CommandFailure;
}

const clockOver = (
  over: {
    readonly events?: EventStore;
    readonly reads?: ReadStore;
    readonly execute?: Process['commands']['execute'];
  } = {},
  reported: Array<Reported> = [],
) => {
  const { execute = office.commands.execute, ...rest } = over;
  return dutyClockOf({
    ...stores,
    reads,
    ...rest,
    commands: { ...office.commands, execute },
    clock: drivenClock(() => now as Instant),
    report: (about) => void reported.push(about),
  });
};

const adopt = (version: number, duties: ReadonlyArray<object>) =>
  office.done(administrator, 'rulebook', 'BEDS', 'adopt-rules', {
    ...bedfordshireRules.at(-1),
    version,
    duties,
  });
/** What is owed for a commission; nothing that the body owes for itself. */
const ofCommissions = (bedfordshireRules.at(-1)?.duties ?? []).filter(
  ({ metBy }) => metBy !== 'statement-published',
);

const here = (action: string, command: object, reference = commission) =>
  office.done(officer, 'commission', reference, action, command);

/** Money of 2026-27 set aside: until 31 March 2027 it is to be awarded or given back. */
const setAside = async (allocation: string, reference = commission) => {
  await here('allocate-funding', { allocation, fund, amount: 1_000, theme }, reference);
};
const giveBack = (allocation: string, reference = commission) =>
  here(
    'release-funding',
    { release: allocation, allocation, amount: 1_000, reason: 'Not needed' },
    reference,
  );

const started = async () => {
  await here('identify-need', need);
  await setAside('first');
};

/** What was noted of a commission's duties: what, of which, by whom it was given the record, in order. */
const notedOf = async (reference = commission) =>
  (await streamOf(stores.events, `duties-${reference}`)).map(({ type, ...event }) => {
    const { duty } = openData(registry, stores.keys, { type, ...event }, 'official');
    return `${type} ${duty as string}`;
  });

const first = 'place-money/first/2027-03-31';
const second = 'place-money/second/2027-03-31';

describe('the duties of a commission', () => {
  test('are noted with the event that starts them, on a stream of their own', async () => {
    await started();
    const { revision } = await here('add-evidence', {
      evidence: 'e1',
      kind: 'quantitative',
      contributor: 'Police',
      source: 'Counts',
      finding: 'Many.',
    });
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`]);
    const [event] = await streamOf(stores.events, `duties-${commission}`);
    expect(event?.metadata.actor).toEqual({ id: 'system:duties', role: 'system' });
    // The officer decided on this revision, and the clock has not moved it.
    const released = { release: 'r1', allocation: 'first', amount: 1, reason: 'Cheaper' };
    await office.done(officer, 'commission', commission, 'release-funding', released, { revision });
  });

  test('are missed with the midnight in London that ends their last day, and met late beside the miss', async () => {
    await started();
    await clockOver().catchUp();
    setClock('2027-03-31T22:59:59.999Z');
    await clockOver().catchUp();
    expect(await notedOf()).toHaveLength(1);
    setClock('2027-03-31T23:00:00.000Z');
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`, `DutyMissed ${first}`]);
    setClock('2027-04-09T09:00:00.000Z');
    await giveBack('first');
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`, `DutyMissed ${first}`, `DutyMet ${first}`]);
  });

  test('are noted once, however often it is looked, by however many, with read models or without', async () => {
    await started();
    setClock(midnight('2027-04-02'));
    await Promise.all([clockOver().catchUp(), clockOver().catchUp()]);
    const settled = (await logOf(stores.events)).length;
    await clockOver().catchUp();
    await clockOver({ reads: openMemoryReadStore() }).catchUp();
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`, `DutyMissed ${first}`]);
    expect((await logOf(stores.events)).length).toBe(settled);
    expect(await streamOf(stores.events, 'refusals-BEDS-2027')).toEqual([]);
  });

  test('are the same after the clock was away for months as if it had looked every day', async () => {
    const live = async (lookEveryDay: boolean) => {
      await begin();
      const look = async () => {
        if (lookEveryDay) await clockOver().catchUp();
      };
      await started();
      await look();
      for (const day of ['2026-09-02', '2027-03-31', '2027-04-01', '2027-04-02']) {
        setClock(midnight(day));
        await look();
      }
      setClock('2027-04-02T09:00:00.000Z');
      await setAside('second');
      await look();
      await giveBack('first');
      await clockOver().catchUp();
      return notedOf();
    };
    const [daily, afterwards] = [await live(true), await live(false)];
    expect(daily).toEqual(afterwards);
    expect(daily).toEqual([
      `DutyFellDue ${first}`,
      `DutyMissed ${first}`,
      // Money of a year that is over: it was owed before it was set aside.
      `DutyFellDue ${second}`,
      `DutyMissed ${second}`,
      `DutyMet ${first}`,
    ]);
  });

  test('follow from rules that are adopted before they start, though nothing else happens', async () => {
    await adopt(6, []);
    await here('record-prior-award', {
      award: 'w1',
      title: 'Sanctuary scheme',
      recipient: { name: 'Azalea' },
      amount: { basis: 'total' },
      years: ['2026-27'],
      fundingStream: 'Community Safety Fund',
      agreement: 'live',
      source: { id: 'row-1', url: 'https://example.org', read: '2026-08-01' },
    });
    await here('agree-kpis', {
      award: 'w1',
      kpis: [
        {
          id: 'k1',
          name: 'Households',
          figure: 'count',
          unit: 'households',
          direction: 'higher-is-better',
          target: 5,
          frequency: 'once',
          measuresUserFeedback: false,
        },
      ],
      periods: [{ id: 'q1', from: '2026-07-01', to: '2026-09-30', due: '2026-10-21' }],
    });
    await clockOver().catchUp();
    expect(await clockOver().nextDay()).toBeUndefined();
    setClock('2026-09-10T09:00:00.000Z');
    await adopt(7, ofCommissions);
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([]);
    expect(await clockOver().nextDay()).toBe('2026-10-01');
    setClock(midnight('2026-10-01'));
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([
      'DutyFellDue return-kpis/w1/q1/2026-10-21',
      'DutyFellDue return-finances/w1/q1/2026-10-21',
    ]);
  });

  test('say when they are to be looked at again', async () => {
    await adopt(6, ofCommissions);
    expect(await clockOver().nextDay()).toBeUndefined();
    await started();
    await clockOver().catchUp();
    expect(await clockOver().nextDay()).toBe('2027-04-01');
    await giveBack('first');
    await clockOver().catchUp();
    expect(await clockOver().nextDay()).toBeUndefined();
  });
});

describe('the duties of a body for itself', () => {
  const finance = { id: 'finance-1', role: 'finance' } as Actor;
  const spending = (until: string, publishedOn: string) => ({
    statement: `spending-${until}`,
    kind: 'spending',
    until,
    channel: 'website',
    reference: 'https://example.org/spending',
    publishedOn,
    nothing: false,
  });
  const september = 'publish-spending/2026-09-30/2026-10-14';

  test('fall due by the calendar though nothing happens, and are met or missed; no commission is touched', async () => {
    await clockOver().catchUp();
    expect(await clockOver().nextDay()).toBe('2026-09-30');
    setClock(midnight('2026-09-30'));
    await clockOver().catchUp();
    const due = await notedOf('BEDS');
    expect(due).toContain(`DutyFellDue ${september}`);
    expect(due).toContain('DutyFellDue payments-compliance/2026-09-30/2026-10-29');
    setClock('2026-10-12T09:00:00.000Z');
    await office.done(finance, 'rulebook', 'BEDS', 'publish-statement', spending('2026-09-30', '2026-10-12'));
    await clockOver().catchUp();
    expect((await notedOf('BEDS')).slice(due.length)).toEqual([`DutyMet ${september}`]);
    setClock(midnight('2026-10-30'));
    await clockOver().catchUp();
    expect(await notedOf('BEDS')).toContain('DutyMissed payments-compliance/2026-09-30/2026-10-29');
    expect((await logOf(stores.events)).filter(({ stream }) => stream.startsWith('duties-'))).toHaveLength(
      (await notedOf('BEDS')).length,
    );
  });

  test('are the same after the clock was away as if it had looked every month', async () => {
    const live = async (often: boolean) => {
      await begin();
      for (const day of ['2026-09-15', '2026-10-01', '2026-10-30', '2026-11-02', '2027-01-31']) {
        setClock(midnight(day));
        if (often) await clockOver().catchUp();
        if (day === '2026-11-02')
          await office.done(finance, 'rulebook', 'BEDS', 'publish-statement', spending('2026-09-30', day));
      }
      await clockOver().catchUp();
      return notedOf('BEDS');
    };
    const [often, once] = [await live(true), await live(false)];
    expect(once).toEqual(often);
    expect(once.filter((each) => each.endsWith(september))).toEqual([
      `DutyFellDue ${september}`,
      `DutyMissed ${september}`,
      `DutyMet ${september}`,
    ]);
  });
});

/** The process dies around the n-th thing it does: around each command it sends and each thing it keeps. */
const dyingAt = (at: number, when: 'before' | 'after') => {
  let calls = 0;
  let dead = false;
  const around = async <A>(run: () => Promise<A>): Promise<A> => {
    calls += 1;
    if (dead || (calls === at && when === 'before')) {
      dead = true;
      throw new Error('crash');
    }
    const answer = await run();
    if (calls === at) {
      dead = true;
      throw new Error('crash');
    }
    return answer;
  };
  return {
    died: () => dead,
    reads: {
      ...reads,
      write: (batch: Parameters<ReadStore['write']>[0]) => () => around(reads.write(batch)),
    },
    execute: (request: CommandRequest) => () => around(office.commands.execute(request)),
  };
};

describe('a crash', () => {
  const whole = [`DutyFellDue ${first}`, `DutyMet ${first}`, `DutyFellDue ${second}`, `DutyMissed ${second}`];

  /** Two commissions, two allocations each, one given back; looked at on the day and after the end of the year. */
  const story = async (look: () => Promise<void>) => {
    await begin();
    for (const reference of [commission, another]) {
      await here('identify-need', need, reference);
      await setAside('first', reference);
      await giveBack('first', reference);
      await setAside('second', reference);
    }
    await look();
    setClock(midnight('2027-04-01'));
    await look();
  };

  const expectWhole = async () => {
    for (const reference of [commission, another]) expect(await notedOf(reference)).toEqual(whole);
  };

  test.each(['before', 'after'] as const)(
    'at any step loses nothing and doubles nothing: %s it',
    async (when) => {
      let step = 0;
      await story(async () => {
        // Each start dies one step later than the one before; the last of them comes through.
        for (;;) {
          step += 1;
          expect(step).toBeLessThan(20);
          const { died, ...dying } = dyingAt(step, when);
          await clockOver(dying)
            .catchUp()
            .catch(() => undefined);
          if (!died()) break;
        }
        step = 0;
      });
      await expectWhole();
    },
  );

  test.each(['before', 'after'] as const)(
    'at a single step is made good by the next start: %s it',
    async (when) => {
      for (let step = 1; ; step += 1) {
        let survived = true;
        await story(async () => {
          const { died, ...dying } = dyingAt(step, when);
          await clockOver(dying)
            .catchUp()
            .catch(() => undefined);
          if (!died()) return;
          survived = false;
          await clockOver().catchUp();
        });
        await expectWhole();
        if (survived) break;
        expect(step).toBeLessThan(20);
      }
    },
  );
});

describe('running', () => {
  const until = async (noted: number, reference = commission) => {
    while ((await notedOf(reference)).length < noted) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test('notes what happens as it happens, each day as it begins, and ends when it is told to', async () => {
    const stop = new AbortController();
    const running = clockOver().run(stop.signal);
    await started();
    await until(1);
    setClock('2027-03-31T22:59:59.950Z');
    stop.abort();
    await running;

    const again = new AbortController();
    const goingOn = clockOver().run(again.signal);
    setTimeout(() => setClock(midnight('2027-04-01')), 20);
    await until(2);
    again.abort();
    await goingOn;
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`, `DutyMissed ${first}`]);
  });

  test('a commission that cannot be read is said, day after day, and others are noted', async () => {
    await started();
    await here('identify-need', need, another);
    await setAside('first', another);
    const events: EventStore = {
      ...stores.events,
      async *readStream(stream, range) {
        for await (const page of stores.events.readStream(stream, range))
          yield page.map((event) =>
            stream === `commission-${commission}` && event.type === 'FundingAllocated'
              ? { ...event, data: { allocation: 7 } }
              : event,
          );
      },
    };
    const reported: Array<Reported> = [];
    await clockOver({ events }, reported).catchUp();
    expect(reported).toMatchObject([{ commission, failure: { _tag: 'Unreadable', revision: 1 } }]);
    expect(await notedOf(another)).toEqual([`DutyFellDue ${first}`]);
    setClock(midnight('2026-09-02'));
    await clockOver({ events }, reported).catchUp();
    expect(reported).toHaveLength(2);
    setClock(midnight('2026-09-03'));
    await clockOver().catchUp();
    expect(await notedOf()).toEqual([`DutyFellDue ${first}`]);
  });

  test('a log that does not answer is asked again until it does', async () => {
    await started();
    let tries = 0;
    const reported: Array<Reported> = [];
    const execute = (request: CommandRequest) => async () => {
      tries += 1;
      return tries < 3
        ? E.left({ _tag: 'StoreUnavailable' as const, engine: 'memory', operation: 'append', reason: 'away' })
        : office.commands.execute(request)();
    };
    await clockOver({ execute }, reported).catchUp();
    expect(await notedOf()).toHaveLength(1);
    expect(reported.map(({ failure }) => failure._tag)).toEqual(['StoreUnavailable', 'StoreUnavailable']);
  });

  test('an empty log has no duties', async () => {
    stores = freshStores();
    office = processOver(stores, now);
    await clockOver().catchUp();
    expect(await logOf(stores.events)).toEqual([]);
  });
});
