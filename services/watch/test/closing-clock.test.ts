import { type Instant } from '@commissioning/kernel';
import { type CommandFailure, type CommandRequest, drivenClock } from '@services/commands';
import { closingClockOf } from '@services/watch';
import * as E from 'fp-ts/Either';
import {
  bidder,
  closes,
  handedIn,
  logOf,
  officer,
  type Process,
  publishRound,
  type Stores,
} from '../../commands/test/support/world';
import { anOffice } from './support/an-office';

const commission = 'BEDS-2026-0001';
const justAfter = '2026-10-16T11:00:00.001Z';

let stores: Stores;
let office: Process;
let now: string;

const setClock = (at: string): void => {
  now = at;
  office.setClock(at);
};

beforeEach(async () => {
  now = '2026-09-01T09:00:00.000Z';
  ({ stores, office } = await anOffice());
  await publishRound(office, commission);
});

interface Around {
  readonly events?: Stores['events'];
  readonly execute?: Process['commands']['execute'];
  readonly reported?: Array<CommandFailure>;
}

const clockOver = ({
  events = stores.events,
  execute = office.commands.execute,
  reported = [],
}: Around = {}) =>
  closingClockOf({
    ...stores,
    events,
    commands: { ...office.commands, execute },
    clock: drivenClock(() => now as Instant),
    report: ({ failure }) => void reported.push(failure),
  });

const closings = async () =>
  (await logOf(stores.events)).filter(({ type }) => type === 'BiddingClosed' || type === 'CommandRefused');
const extendTo = (deadline: string) =>
  office.done(officer, 'commission', commission, 'amend-spec', {
    amendment: 'outage',
    change: 'Two more days.',
    reason: 'The portal was down.',
    closes: deadline,
  });

describe('bidding is closed', () => {
  it('once the deadline has passed, and by whom', async () => {
    await office.done(bidder, 'commission', commission, 'receive-bid', handedIn('b1', 'BEDS-one', 1));
    const clock = clockOver();
    setClock(closes);
    await clock.catchUp();
    expect([await closings(), clock.next()]).toEqual([[], justAfter]);
    setClock(justAfter);
    await clock.catchUp();
    const [closed, ...more] = await closings();
    expect(more).toEqual([]);
    expect(closed).toMatchObject({
      type: 'BiddingClosed',
      metadata: { recordedAt: justAfter, actor: { id: 'system:closing', role: 'system' } },
    });
    expect(clock.next()).toBeUndefined();
  });

  it('once, however often and by however many it is looked', async () => {
    setClock('2026-10-20T09:00:00.000Z');
    for (const clock of [clockOver(), clockOver()]) {
      await clock.catchUp();
      await clock.catchUp();
    }
    expect(await closings()).toHaveLength(1);
  });

  it('at the deadline as it was extended, and again where it was extended after that', async () => {
    const clock = clockOver();
    await clock.catchUp();
    await extendTo('2026-10-18T11:00:00.000Z');
    setClock('2026-10-17T11:00:00.000Z');
    await clock.catchUp();
    expect(await closings()).toEqual([]);
    setClock('2026-10-18T11:00:00.001Z');
    await clock.catchUp();
    expect(await closings()).toHaveLength(1);
    await office.done(officer, 'commission', commission, 'amend-spec', {
      amendment: 'again',
      change: 'Two more days.',
      reason: 'Again.',
      closes: '2026-10-21T11:00:00.000Z',
    });
    await clock.catchUp();
    expect(clock.next()).toBe('2026-10-21T11:00:00.001Z');
    setClock('2026-10-22T09:00:00.000Z');
    await clock.catchUp();
    expect(await closings()).toHaveLength(2);
  });

  it('by somebody before: then there is nothing to do', async () => {
    setClock(justAfter);
    await office.done(officer, 'commission', commission, 'close-bidding', {});
    const asked: Array<CommandRequest> = [];
    const execute: Process['commands']['execute'] = (request) => {
      asked.push(request);
      return office.commands.execute(request);
    };
    const clock = clockOver({ execute });
    await clock.catchUp();
    expect([asked, await closings()]).toEqual([[], [expect.anything()]]);
  });

  it('when the record can be reached again, whatever went wrong first', async () => {
    setClock(justAfter);
    const reported: Array<CommandFailure> = [];
    let tries = 0;
    const execute: Process['commands']['execute'] = (request) => {
      const carriedOut = office.commands.execute(request);
      return async () => {
        tries += 1;
        return tries < 3
          ? E.left({ _tag: 'StoreUnavailable', engine: 'memory', operation: 'append', reason: 'away' })
          : carriedOut();
      };
    };
    const clock = clockOver({ execute, reported });
    await clock.catchUp();
    expect(await closings()).toHaveLength(1);
    expect(reported.map(({ _tag }) => _tag)).toEqual(['StoreUnavailable', 'StoreUnavailable']);
  });

  it('by a clock that was started while the log was away, as soon as that is back', async () => {
    setClock(justAfter);
    let tries = 0;
    const { head } = stores.events;
    const awayAtFirst: typeof head = async () => {
      tries += 1;
      return tries < 3
        ? E.left({ _tag: 'StoreUnavailable', engine: 'memory', operation: 'head', reason: 'away' })
        : head();
    };
    const stop = new AbortController();
    const running = clockOver({ events: { ...stores.events, head: awayAtFirst } }).run(stop.signal);
    while ((await closings()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await running;
    expect(await closings()).toHaveLength(1);
  });

  it('never by a clock that is stopped while the log is away', async () => {
    const away = { _tag: 'StoreUnavailable', engine: 'memory', operation: 'head', reason: 'away' } as const;
    const stop = new AbortController();
    const events = { ...stores.events, head: async () => E.left(away) };
    const running = clockOver({ events }).run(stop.signal);
    stop.abort();
    await running;
    expect(await closings()).toEqual([]);
  });

  it('while it runs, and its waiting ends with the signal', async () => {
    const stop = new AbortController();
    const running = clockOver().run(stop.signal);
    setClock(justAfter);
    while ((await closings()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await running;
  });
});

it('what would be refused is not asked for, now or later: each refusal would be noted for good', async () => {
  const asked: Array<string> = [];
  const refused = { _tag: 'Refused' } as CommandFailure;
  const clock = closingClockOf({
    ...stores,
    commands: {
      ...office.commands,
      check: ({ action }) => {
        asked.push(action);
        return async () => E.left(refused);
      },
    },
    clock: drivenClock(() => now as Instant),
    report: () => undefined,
  });
  setClock(justAfter);
  await clock.catchUp();
  await clock.catchUp();
  expect([asked, await closings(), clock.next()]).toEqual([['close-bidding'], [], undefined]);
});
