import { registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import type { CommandId, JsonObject } from '@commissioning/kernel';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import type { ReadStore } from '@commissioning/read-store';
import { openData, type RecordedEvent } from '@commissioning/record';
import type { CommandFailure, CommandRequest } from '@services/commands';
import { watchOf } from '@services/watch';
import * as E from 'fp-ts/Either';
import {
  approver,
  establish,
  finance,
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
import { dyingOver } from './support/dying';

const commission = 'BEDS-2026-0001';
const now = '2026-09-01T09:00:00.000Z';
const sum = (pence: number) => ({ pence, vat: 'outside' });

let stores: Stores;
let reads: ReadStore;
let office: Process;

beforeEach(async () => {
  ({ stores, reads, office } = await anOffice());
});

interface Reported {
  readonly action: string;
  readonly failure: CommandFailure;
}

const watchOver = (
  over: {
    readonly events?: EventStore;
    readonly reads?: ReadStore;
    readonly execute?: Process['commands']['execute'];
  } = {},
  reported: Array<Reported> = [],
) => {
  const { commands } = processOver(
    { ...stores, ...(over.events === undefined ? {} : { events: over.events }) },
    now,
  );
  return watchOf({
    ...stores,
    reads,
    commands,
    ...over,
    ...(over.execute === undefined ? {} : { commands: { ...commands, execute: over.execute } }),
    report: ({ action, failure }) => void reported.push({ action, failure }),
  });
};

const here = (action: string, command: object, who = officer, reference = commission) =>
  office.done(who, 'commission', reference, action, command);

const parish = { name: 'Example Parish Council', sector: 'public', local: true };

/** A direct grant up to its award, for so many pence; `allocation` is always called `funding`. */
const requested = async (reference: string, amount: number) => {
  await office.done(officer, 'provider', 'BEDS-parish', 'register-provider', parish);
  const { themes: _themes, ...rest } = need;
  await here(
    'request-direct-grant',
    {
      ...rest,
      standingAssessment: 'Road safety needs assessment 2025',
      provider: 'BEDS-parish',
      amount,
      for: 'A speed indicator',
      fund,
      theme,
      profile: 'small-direct-grant',
      legalPower: 'crime-and-disorder-reduction-grant',
      ground: 'small-sum',
      evidence: 'Two catalogue prices',
      reasons: 'The parish owns the street furniture.',
      interests: [],
      subsidy: { isSubsidy: false, reason: 'A public body' },
      diligence: { outcome: 'satisfactory', finding: 'A parish council', goodUntil: '2027-08-31' },
    },
    officer,
    reference,
  );
};

const decision = 'BEDS-PCC24-0901';
const term = { starts: '2026-09-01', ends: '2026-12-31' };

/** The decision on a direct grant of so many pence, and its award. */
const grantOf = (amount: number) => {
  const award = {
    award: 'award-1',
    lot: 'whole',
    decision,
    provider: 'BEDS-parish',
    amount: sum(amount),
    years: [{ year: '2026-27', amount }],
    term,
    extensionOptions: [],
    title: 'Speed indicator',
    purpose: 'One indicator',
    outcomes: ['Lower speeds'],
    conditions: [],
    statutoryReasons: { crimeAndDisorderReduction: 'Speeding is an offence.' },
    paidFrom: [{ allocation: 'funding', amount }],
  };
  return { decided: () => decidedOn(amount), award };
};

const decidedOn = async (amount: number) => {
  await office.done(approver, 'decision', decision, 'take-decision', {
    title: 'A speed indicator',
    delegation: 'commissioner',
    background: 'A parish council asked.',
    reasons: 'The sum is small.',
    advice: [],
    interests: [],
    authorises: [{ act: 'award', commission, provider: 'BEDS-parish', lot: 'whole', upTo: sum(amount) }],
  });
  await office.done(officer, 'decision', decision, 'publish-decision', {
    channel: 'website',
    reference: 'Decision 901',
    withheld: [],
  });
};

const awarded = async (amount: number) => {
  const { decided, award } = grantOf(amount);
  await decided();
  await here('award-grant', award, approver);
};

const paid = async (amount: number) => {
  await here('sign-agreement', {
    award: 'award-1',
    signedOn: '2026-09-01',
    amount: sum(amount),
    term,
    kpis: [
      {
        id: 'speed',
        name: 'Average speed',
        figure: 'average',
        unit: 'miles an hour',
        direction: 'lower-is-better',
        target: 30,
        frequency: 'once',
        measuresUserFeedback: false,
      },
    ],
    periods: [{ id: 'whole', from: '2026-09-01', to: '2026-12-31', due: '2027-01-21' }],
  });
  await here(
    'record-payment',
    {
      award: 'award-1',
      payment: 'payment-1',
      amount: sum(amount),
      paidOn: '2026-09-01',
      approve: { for: 'The whole grant' },
    },
    approver,
  );
};

const amount = 300_000;
const throughPayment = async () => {
  await requested(commission, amount);
  await watchOver().catchUp();
  await awarded(amount);
  await paid(amount);
};

const inFund = async () =>
  (await streamOf(stores.events, `fund-${fund}`)).filter(
    ({ type }) => type.startsWith('Funds') || type === 'ReservationReleased',
  );

const whole = (events: ReadonlyArray<RecordedEvent>) =>
  events.map((event) => ({ type: event.type, data: openData(registry, stores.keys, event, 'official') }));

const throughWatch = [
  {
    type: 'FundsReserved',
    data: expect.objectContaining({ reservation: 'beds-2026-0001--funding' }) as JsonObject,
  },
  {
    type: 'FundsCommitted',
    data: expect.objectContaining({
      commitment: 'beds-2026-0001--award-1--funding',
      reservation: 'beds-2026-0001--funding',
    }) as JsonObject,
  },
  {
    type: 'FundsPaid.v2',
    data: expect.objectContaining({
      payment: 'beds-2026-0001--award-1--payment-1--funding',
      commitment: 'beds-2026-0001--award-1--funding',
    }) as JsonObject,
  },
];

const noRefusals = async () => expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toEqual([]);

describe('what a commission does with money', () => {
  it('is followed by its fund: reserved, committed, paid, each caused by its event', async () => {
    await throughPayment();
    await watchOver().catchUp();
    const events = await inFund();
    expect(whole(events)).toEqual(throughWatch);
    const causes = new Map((await logOf(stores.events)).map(({ id, type }) => [id, type]));
    expect(events.map(({ metadata }) => causes.get(metadata.causationId ?? ''))).toEqual([
      'FundingAllocated',
      'GrantAwarded',
      'PaymentMade.v2',
    ]);
    expect(events.every(({ metadata }) => metadata.actor.role === 'system')).toBe(true);
    await noRefusals();
  });

  it('is answered once, however often it is looked at and by however many', async () => {
    await throughPayment();
    const before = (await logOf(stores.events)).length;
    await Promise.all([watchOver().catchUp(), watchOver().catchUp()]);
    await watchOver().catchUp();
    await watchOver({ reads: openMemoryReadStore() }).catchUp();
    expect(whole(await inFund())).toEqual(throughWatch);
    expect((await logOf(stores.events)).length).toBe(before + 2);
    await noRefusals();
  });

  it('given back goes back to the fund, each part of it', async () => {
    await requested(commission, amount);
    await here('release-funding', {
      release: 'first',
      allocation: 'funding',
      amount: 100,
      reason: 'Cheaper',
    });
    await here('release-funding', {
      release: 'second',
      allocation: 'funding',
      amount: 50,
      reason: 'Cheaper still',
    });
    await watchOver().catchUp();
    expect((await inFund()).map(({ type, data }) => [type, data['release']])).toEqual([
      ['FundsReserved', undefined],
      ['ReservationReleased', 'beds-2026-0001--funding--first'],
      ['ReservationReleased', 'beds-2026-0001--funding--second'],
    ]);
    await noRefusals();
  });

  it('is followed through the life of an agreement: raised, then ended with less owed', async () => {
    await requested(commission, amount);
    await watchOver().catchUp();
    await awarded(amount);
    await here('sign-agreement', { award: 'award-1', signedOn: '2026-09-01', amount: sum(amount), term });
    await here('allocate-funding', { allocation: 'second', fund, amount: 100_000, theme });
    await watchOver().catchUp();
    const change = 'BEDS-PCC24-0902';
    await office.done(approver, 'decision', change, 'take-decision', {
      title: 'Another indicator',
      delegation: 'commissioner',
      background: 'A second road.',
      reasons: 'The first one helped.',
      advice: [],
      interests: [],
      authorises: [{ act: 'vary', commission, award: 'award-1', upTo: sum(400_000) }],
    });
    await here('vary-agreement', {
      award: 'award-1',
      variation: 'second',
      decision: change,
      agreedOn: '2026-09-01',
      reason: 'A second road.',
      amount: sum(400_000),
      years: [{ year: '2026-27', amount: 400_000 }],
      more: [{ allocation: 'second', amount: 100_000 }],
    });
    await watchOver().catchUp();
    await here('terminate-agreement', {
      award: 'award-1',
      by: 'both',
      ground: 'need-ended',
      reason: 'The road was closed.',
      lastDay: '2026-10-31',
      stillOwed: sum(120_000),
      comesBack: sum(0),
      decision: change,
    });
    const reported: Array<Reported> = [];
    await watchOver({}, reported).catchUp();
    expect(reported).toEqual([]);
    const moved = whole(
      (await streamOf(stores.events, `fund-${fund}`)).filter(({ type }) => type.startsWith('Commitment')),
    );
    expect(moved.map(({ data }) => [data['commitment'], data['amount']])).toEqual([
      ['beds-2026-0001--award-1--funding', 210_000],
      ['beds-2026-0001--award-1--second', 70_000],
    ]);
    const committed = whole(await inFund()).filter(({ type }) => type === 'FundsCommitted');
    expect(committed.map(({ data }) => data['amount'])).toEqual([300_000, 100_000]);
    await noRefusals();
  });

  it('has an id in the fund however long its own ids are, and no two have the same', async () => {
    const long = (last: string) => 'a'.repeat(59) + last;
    const allocations = [long('1'), long('2'), 'a--b', 'b', 'b-'];
    await here('identify-need', need);
    for (const allocation of allocations)
      await here('allocate-funding', { allocation, fund, amount: 1, theme });
    const reported: Array<Reported> = [];
    await watchOver({}, reported).catchUp();
    expect(reported).toEqual([]);
    const reservations = (await inFund()).map(({ data }) => data['reservation'] as string);
    expect(new Set(reservations).size).toBe(allocations.length);
    for (const id of reservations) expect(id).toMatch(/^beds-2026-0001--[a-z0-9-]{1,44}$/);
  });
});

/** A watch that dies at its n-th step, over the stores of the test. */
const dyingAt = (at: number, when: 'before' | 'after') => dyingOver(stores, reads, now, at, when);

describe('a crash', () => {
  it.each(['before', 'after'] as const)(
    'at any step loses nothing and doubles nothing: %s it',
    async (when) => {
      await throughPayment();
      // Each start dies one step later than the one before; the last of them comes through.
      for (let step = 1; ; step += 1) {
        const { died, ...dying } = dyingAt(step, when);
        const outcome = await watchOver(dying)
          .catchUp()
          .then(
            () => 'done',
            () => 'crashed',
          );
        expect(outcome).toBe(died() ? 'crashed' : 'done');
        if (!died()) break;
        expect(step).toBeLessThan(20);
      }
      expect(whole(await inFund())).toEqual(throughWatch);
      await noRefusals();
    },
  );

  it.each(['before', 'after'] as const)(
    'at a single step is made good by the next start: %s it',
    async (when) => {
      for (let step = 1; ; step += 1) {
        ({ stores, reads, office } = await anOffice());
        await throughPayment();
        const { died, ...dying } = dyingAt(step, when);
        await watchOver(dying)
          .catchUp()
          .catch(() => undefined);
        await watchOver().catchUp();
        expect(whole(await inFund())).toEqual(throughWatch);
        await noRefusals();
        if (!died()) break;
      }
    },
  );
});

describe('money that is not there', () => {
  /** What the fund has free, as it tells somebody who asks for too much. */
  const left = () =>
    office.failed(officer, 'commission', 'BEDS-2026-0003', 'allocate-funding', {
      allocation: 'probe',
      fund,
      amount: 100_000_000,
      theme,
    });

  it('is promised to one of two commissions that race for it; the other is told, and gives back', async () => {
    await here('identify-need', need);
    await here('identify-need', need, officer, 'BEDS-2026-0002');
    await here('identify-need', need, officer, 'BEDS-2026-0003');
    const last = { allocation: 'first', fund, amount: 6_000_000, theme };
    await here('allocate-funding', last);
    await here('allocate-funding', last, officer, 'BEDS-2026-0002');
    const reported: Array<Reported> = [];
    await watchOver({}, reported).catchUp();
    expect((await inFund()).map(({ data }) => data['reservation'])).toEqual(['beds-2026-0001--first']);
    expect(reported).toMatchObject([
      {
        action: 'reserve-funds',
        failure: { _tag: 'Refused', refusal: { rule: { id: 'fund.reserved-within-budget' } } },
      },
    ]);
    const released = (await logOf(stores.events)).filter(({ type }) => type === 'FundingReleased');
    expect(released.map(({ stream, metadata }) => [stream, metadata.actor.role])).toEqual([
      ['commission-BEDS-2026-0002', 'system'],
    ]);
    expect(await left()).toMatchObject({ refusal: { facts: { available: 4_000_000 } } });

    // Nothing goes round in a circle: the release is no news for the fund, and the next looks find nothing to do.
    const settled = (await logOf(stores.events)).length;
    await watchOver({}, reported).catchUp();
    await watchOver({ reads: openMemoryReadStore() }, reported).catchUp();
    expect((await logOf(stores.events)).length).toBe(settled);
  });

  it('given up for want of budget does not stay set aside when it is answered once more after budget came', async () => {
    await here('identify-need', need);
    await here('allocate-funding', { allocation: 'first', fund, amount: 9_000_000, theme });
    await here('identify-need', need, officer, 'BEDS-2026-0002');
    await here('identify-need', need, officer, 'BEDS-2026-0003');
    const wish = { allocation: 'first', fund, amount: 6_000_000, theme };
    await here('allocate-funding', wish, officer, 'BEDS-2026-0002');
    await watchOver().catchUp();
    const more = 'BEDS-PCC24-0903';
    await office.done(approver, 'decision', more, 'take-decision', {
      title: 'More for community safety',
      delegation: 'commissioner',
      background: 'An uplift in the year.',
      reasons: 'It was asked for.',
      advice: [],
      interests: [],
      authorises: [{ act: 'accept-funding', fund, amount: sum(7_000_000) }],
    });
    await office.done(finance, 'fund', fund, 'accept-funding', {
      tranche: 'more',
      amount: 7_000_000,
      conditions: [],
      decision: more,
    });
    // As after a crash before it was noted where the answering had come to.
    const reported: Array<Reported> = [];
    await watchOver({ reads: openMemoryReadStore() }, reported).catchUp();
    expect(reported).toEqual([]);
    expect(await left()).toMatchObject({ refusal: { facts: { available: 8_000_000 } } });
    await watchOver({ reads: openMemoryReadStore() }, reported).catchUp();
    expect(await left()).toMatchObject({ refusal: { facts: { available: 8_000_000 } } });
  });

  it('is not awarded while the fund has not answered, nor once it has refused', async () => {
    await requested('BEDS-2026-0002', 300_000);
    await requested(commission, 300_000);
    const { decided, award } = grantOf(300_000);
    await decided();
    const waiting = await office.failed(approver, 'commission', commission, 'award-grant', award);
    expect(waiting).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'award.set-aside-by-fund' }, facts: { setAside: null } },
    });
    await watchOver().catchUp();
    await here('award-grant', award, approver);
    await watchOver().catchUp();
    expect((await inFund()).at(-1)?.type).toBe('FundsCommitted');
  });

  it('refused to a commission is there for the next, smaller wish of the same one', async () => {
    await here('identify-need', need);
    await here('identify-need', need, officer, 'BEDS-2026-0002');
    await here('allocate-funding', { allocation: 'first', fund, amount: 6_000_000, theme });
    await here(
      'allocate-funding',
      { allocation: 'first', fund, amount: 6_000_000, theme },
      officer,
      'BEDS-2026-0002',
    );
    await watchOver().catchUp();
    await here(
      'allocate-funding',
      { allocation: 'second', fund, amount: 4_000_000, theme },
      officer,
      'BEDS-2026-0002',
    );
    await watchOver().catchUp();
    expect((await inFund()).map(({ data }) => data['reservation'])).toEqual([
      'beds-2026-0001--first',
      'beds-2026-0002--second',
    ]);
  });
});

describe('engines', () => {
  it('an empty log has nothing to answer', async () => {
    stores = freshStores();
    await watchOver().catchUp();
    expect(await logOf(stores.events)).toEqual([]);
  });

  it('a log that does not answer is asked again until it does', async () => {
    await requested(commission, amount);
    const { commands } = processOver(stores, now);
    let tries = 0;
    const reported: Array<Reported> = [];
    const execute = (request: CommandRequest) => async () => {
      tries += 1;
      return tries < 3
        ? E.left({ _tag: 'StoreUnavailable' as const, engine: 'memory', operation: 'append', reason: 'away' })
        : commands.execute(request)();
    };
    await watchOver({ execute }, reported).catchUp();
    expect(await inFund()).toHaveLength(1);
    expect(reported.map(({ failure }) => failure._tag)).toEqual(['StoreUnavailable', 'StoreUnavailable']);
  });

  it('read models of another log, which note another place, do not keep a log from being answered', async () => {
    await throughPayment();
    await watchOver().catchUp();
    stores = freshStores();
    office = processOver(stores, now);
    await establish(office);
    await requested(commission, amount);
    await watchOver().catchUp();
    expect(await inFund()).toHaveLength(1);
  });

  it('an event that cannot be read is said, and what comes after it is answered', async () => {
    await here('identify-need', need);
    await here('allocate-funding', { allocation: 'first', fund, amount: 1, theme });
    await here('allocate-funding', { allocation: 'second', fund, amount: 2, theme });
    const events: EventStore = {
      ...stores.events,
      async *follow(options) {
        for await (const page of stores.events.follow(options))
          yield {
            ...page,
            events: page.events.map((event) =>
              event.data['allocation'] === 'first' ? { ...event, data: { allocation: 7 } } : event,
            ),
          };
      },
    };
    const reported: Array<Reported> = [];
    await watchOver({ events }, reported).catchUp();
    expect(reported).toMatchObject([{ action: 'read', failure: { _tag: 'Unreadable', revision: 1 } }]);
    expect((await inFund()).map(({ data }) => data['reservation'])).toEqual(['beds-2026-0001--second']);
  });

  it('following goes on as things happen, and ends at once when it is told to, even while an engine is away', async () => {
    const stop = new AbortController();
    const running = watchOver().run(stop.signal);
    await requested(commission, amount);
    while ((await inFund()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await running;

    const away = new AbortController();
    const reported: Array<Reported> = [];
    const execute = () => async () =>
      E.left({ _tag: 'StoreUnavailable' as const, engine: 'memory', operation: 'append', reason: 'away' });
    const held = watchOver({ execute, reads: openMemoryReadStore() }, reported).run(away.signal);
    while (reported.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    away.abort();
    await held;
    // What could not be answered was not noted as answered.
    await watchOver().catchUp();
    expect(whole(await inFund())).toHaveLength(1);
  });
});

it('a command id of the watch stands for one answer to one event', async () => {
  await requested(commission, amount);
  const { commands } = processOver(stores, now);
  const sent: Array<CommandId> = [];
  const execute = (request: CommandRequest) => {
    sent.push(request.commandId);
    return commands.execute(request);
  };
  await watchOver({ execute }).catchUp();
  await watchOver({ execute, reads: openMemoryReadStore() }).catchUp();
  expect(new Set(sent).size).toBe(1);
  expect(sent).toHaveLength(2);
});
