import { type CalendarDate, fold, type Happened, type Instant } from '@commissioning/kernel';
import fc from 'fast-check';
import { commission as commissionAggregate } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { bearingOf, bearingTypes } from '../src/duties/bearing';
import { emptySchedule } from '../src/duties/schedule';
import { eventDefinitions } from '../src/registry';
import { FundingAllocated, NoticePublished } from '../src/commission/plan/events';
import {
  AssessmentSummariesSent,
  NoAwardMade,
  StandstillEnded,
  StandstillStarted,
} from '../src/commission/purchase/events';
import {
  PaymentApproved,
  PaymentMade,
  FinancialReturned,
  InvoiceReceived,
  KPIReturned,
  PerformanceReviewed,
} from '../src/commission/review/events';
import {
  AgreementExtended,
  AgreementTerminated,
  AgreementVaried,
} from '../src/commission/review/life-events';
import { InvoiceDisputed } from '../src/commission/review/dispute-events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { CommissionCancelled } from '../src/commission/purchase/halt-events';
import { DecisionPublished } from '../src/decision/events';
import { nextYear, outside, share, signedGrant } from './support/agreement';
import { arbitraryOf } from './support/commands';
import { made } from './support/made';
import { recorded } from './support/specification';

const noon = '2026-11-23T12:00:00.000Z' as Instant;
const today = '2026-11-23';
const beyondCounting = String(Number.MAX_SAFE_INTEGER);

/** What the last of these events means for duties. */
const meaning = (...events: ReadonlyArray<CommissionEvent>) => {
  const happened = recorded<CommissionEvent>(events, { at: noon });
  const state = fold(commissionAggregate, commissionAggregate.initial, happened);
  return bearingOf(happened.at(-1) as Happened<CommissionEvent>, state);
};

const act = (name: string, about: string, notice?: string) =>
  expect.objectContaining({ act: name, about, notice, on: today }) as unknown;
const start = (by: string, subject: string, from: string, about: ReadonlyArray<string>, stated?: string) =>
  expect.objectContaining({ by, subject, from, about, stated }) as unknown;

describe('what an event means for duties', () => {
  const bearing = eventDefinitions.filter(({ type }) => bearingTypes.some((each) => each === type));

  test.each(bearing.map(({ type, codec }) => ({ type, codec })))(
    '$type starts duties by a cause, and does acts that are about something',
    ({ type, codec }) => {
      // Sums that nobody could award or pay add up to more than can be counted.
      const countable = arbitraryOf(codec).filter((data) => !JSON.stringify(data).includes(beyondCounting));
      for (const data of fc.sample(countable, { numRuns: 20, seed: 7 })) {
        const event = { type, data } as CommissionEvent;
        for (const before of [[], signedGrant()]) {
          const { starts, acts } = meaning(...before, event);
          for (const { by, subject, from } of starts)
            expect([by, subject, from].map((each) => typeof each)).toEqual(['string', 'string', 'string']);
          for (const { act: what, about, on } of acts)
            expect([what, about, on].map((each) => typeof each)).toEqual(['string', 'string', 'string']);
        }
      }
    },
  );

  test('is nothing, of what is not concerned with any', () => {
    expect(meaning(...signedGrant().slice(0, 1))).toEqual({ starts: [], acts: [] });
  });

  test('no award in a lot starts what is owed of it, once for each lot and decision', () => {
    expect(
      meaning(made(NoAwardMade, { lot: 'north', decision: 'BEDS-PCC24-0040', reason: 'Too dear' })),
    ).toEqual({
      starts: [start('no-award-made', 'north', today, ['lot/north', 'lot/*', 'decision/BEDS-PCC24-0040'])],
      acts: [],
    });
  });

  test('money set aside starts its year, to the end of it', () => {
    const allocated = made(FundingAllocated, {
      allocation: 'a1',
      fund: 'BEDS-moj-victims-2027-28',
      amount: 1,
    });
    expect(meaning(allocated)).toEqual({
      starts: [start('money-set-aside', 'a1', today, ['allocation/a1'], '2028-03-31')],
      acts: [],
    });
  });

  test('a standstill passes on the day after its last, and began with the award notice', () => {
    const started = made(StandstillStarted, {
      lot: 'north',
      noticePublishedOn: '2026-11-20',
      lastDay: '2026-12-01',
      workingDays: 8,
      calendar: 'United Kingdom',
    });
    expect(meaning(started)).toEqual({
      starts: [start('standstill-passed', 'north', '2026-12-02', ['lot/north'])],
      acts: [act('notice-published', 'lot/north', 'UK6')],
    });
  });

  test('an invoice starts what is owed on it on the day it came, governed from when it is known', () => {
    const invoice = (receivedOn: string) =>
      made(InvoiceReceived, { award: 'w1', invoice: 'i1', number: 'No. 1', amount: outside(1), receivedOn });
    const [early] = meaning(...signedGrant(), invoice('2026-11-20')).starts;
    expect(early).toMatchObject({
      by: 'invoice-received',
      subject: 'w1/i1',
      about: ['invoice/w1/i1'],
      from: '2026-11-20',
      governedAt: noon,
    });
    const [late] = meaning(...signedGrant(), invoice('2026-11-25')).starts;
    expect(late).toMatchObject({ from: '2026-11-25', governedAt: '2026-11-25T00:00:00.000Z' });
  });

  test.each([
    [
      made(KPIReturned, { award: 'w1', period: 'q1', values: [{ kpi: 'said' }], certifiedBy: 'trustee-1' }),
      act('kpis-returned', 'period/w1/q1'),
    ],
    [
      made(FinancialReturned, {
        award: 'w1',
        period: 'q1',
        lines: [{ id: 'staff', heading: 'Staff', budget: 10, actual: 9, forecastUnderspend: 1 }],
        certifiedBy: 'trustee-1',
      }),
      act('finances-returned', 'period/w1/q1'),
    ],
    [
      made(PerformanceReviewed, { award: 'w1', review: 'r1', rating: 'good', finding: 'Good.', actions: [] }),
      act('performance-reviewed', 'award/w1'),
    ],
    [
      made(DecisionPublished, {
        decision: 'BEDS-PCC24-0040',
        channel: 'website',
        reference: 'https://example.org/40',
        withheld: [],
        awards: [],
      }),
      act('decision-published', 'decision/BEDS-PCC24-0040'),
    ],
    [made(AssessmentSummariesSent, { lot: 'north', bids: ['birch'] }), act('summaries-sent', 'lot/north')],
    [made(StandstillEnded, { lot: 'north', lastDay: '2026-12-01' }), act('standstill-ended', 'lot/north')],
  ] as ReadonlyArray<readonly [CommissionEvent, unknown]>)(
    '%j is an act, and starts nothing',
    (event, done) => {
      expect(meaning(event)).toEqual({ starts: [], acts: [done] });
    },
  );

  test.each([
    ['north', 'lot/north'],
    [undefined, 'lot/*'],
  ])('a notice about %s is about %s', (lot, about) => {
    const notice = made(NoticePublished, {
      notice: 'n1',
      kind: 'UK6',
      channel: 'central-platform',
      reference: '2026/S 000-1',
      publishedOn: '2026-11-20',
      ...(lot && { lot }),
    });
    expect(meaning(notice)).toEqual({ starts: [], acts: [act('notice-published', about, 'UK6')] });
  });
});

describe('what an award and its agreement mean for duties', () => {
  const grant = signedGrant();
  const ofAward = ['award/w1', 'lot/whole', 'lot/*'];
  const placed = (allocation: string) => act('money-placed', `allocation/${allocation}`);
  const change = {
    award: 'w1',
    decision: 'BEDS-PCC24-0041',
    agreedOn: '2026-11-23',
    reason: 'Families wait.',
  };

  test('an award starts what is owed of it, and places the money that it takes up whole', () => {
    const awarded = grant.findIndex(({ type }) => type === 'GrantAwarded');
    // Of the second allocation it takes up half.
    expect(meaning(...grant.slice(0, awarded + 1))).toEqual({
      starts: [start('award-made', 'w1', today, [...ofAward, 'decision/BEDS-PCC24-0040'])],
      acts: [placed('a1')],
    });
  });

  test('a signature starts what is owed of it, of its years and of its end', () => {
    expect(meaning(...grant)).toEqual({
      starts: [
        start('agreement-signed', 'w1', '2026-11-23', ofAward),
        start('agreement-ended', 'w1', '2027-11-30', ofAward),
        start('agreement-year-begun', 'w1/year-1', '2026-12-01', ofAward),
        start('agreement-year-ended', 'w1/year-1', '2027-12-01', ofAward),
      ],
      acts: [],
    });
  });

  test('an agreement of years and a day more begins another year with that day', () => {
    const begun = (ends: string) =>
      meaning(...grant, made(AgreementExtended, { ...change, extension: 'x1', ends }))
        .starts.filter(({ by }) => by === 'agreement-year-begun')
        .map(({ from }) => from);
    expect(begun('2028-11-30')).toEqual(['2026-12-01', '2027-12-01']);
    expect(begun('2028-12-01')).toEqual(['2026-12-01', '2027-12-01', '2028-12-01']);
  });

  test('what a change moves is placed where it takes up the last of an allocation', () => {
    const raised = made(AgreementVaried, {
      ...change,
      variation: 'v1',
      amount: outside(10_000_000),
      years: [{ year: '2026-27', amount: 10_000_000 }],
      more: [share('a3', 2_000_000)],
    });
    expect(meaning(...grant, raised).acts).toEqual([placed('a3')]);
    const lowered = made(AgreementVaried, {
      ...change,
      variation: 'v1',
      amount: outside(7_000_000),
      years: [{ year: '2026-27', amount: 7_000_000 }],
      less: [share('a1', 1_000_000)],
    });
    expect(meaning(...grant, lowered).acts).toEqual([placed('a1')]);
    const longer = made(AgreementExtended, {
      ...change,
      extension: 'x1',
      ends: '2028-11-30',
      amount: outside(12_000_000),
      years: [{ year: '2026-27', amount: 12_000_000 }],
      more: [share('a4', 4_000_000, nextYear)],
    });
    expect(meaning(...grant, longer).acts).toEqual([placed('a4')]);
  });

  test('a lot that was cancelled is one without an award, where somebody outside had been told of it', () => {
    const cancelled = (noticeDue: boolean) =>
      made(CommissionCancelled, {
        cancellation: 'c1',
        decision: 'BEDS-PCC24-0075',
        reason: 'The Ministry withdrew its grant.',
        whole: false,
        lots: ['north'],
        noticeDue,
      });
    expect(meaning(cancelled(true))).toEqual({
      starts: [start('no-award-made', 'north', today, ['lot/north', 'lot/*', 'decision/BEDS-PCC24-0075'])],
      acts: [],
    });
    expect(meaning(cancelled(false))).toEqual({ starts: [], acts: [] });
  });

  test('a dispute takes back what was owed on its invoice, and on no other', () => {
    const invoice = made(InvoiceReceived, {
      award: 'w1',
      invoice: 'i1',
      number: 'No. 1',
      amount: outside(500),
      receivedOn: '2026-11-20',
    });
    const disputed = made(InvoiceDisputed, { award: 'w1', invoice: 'i1', reason: 'Nine were held.' });
    const { restates, ...rest } = meaning(...grant, invoice, disputed);
    expect(rest).toEqual({ starts: [], acts: [] });
    const of = (by: string, subject: string) => restates?.({ by, subject, about: [] } as never);
    expect(of('invoice-received', 'w1/i1')).toBe(true);
    expect(of('invoice-received', 'w1/i2')).toBe(false);
    expect(of('award-made', 'w1/i1')).toBe(false);
  });

  test('an invoice is settled by payments on it, and no others, that come to it', () => {
    const invoice = (id: string) =>
      made(InvoiceReceived, {
        award: 'w1',
        invoice: id,
        number: `No. ${id}`,
        amount: outside(500),
        receivedOn: '2026-11-20',
      });
    const paying = (payment: string, pence: number, id?: string) => [
      made(PaymentApproved, {
        award: 'w1',
        payment,
        amount: outside(pence),
        for: 'Sessions',
        ...(id && { invoice: id }),
      }),
      made(PaymentMade, {
        award: 'w1',
        payment,
        amount: outside(pence),
        paidOn: '2026-11-23',
        from: [share('a1', pence)],
      }),
    ];
    const both = [...grant, invoice('i1'), invoice('i2')];
    expect(meaning(...both, ...paying('p1', 500, 'i1')).acts).toEqual([
      act('invoice-settled', 'invoice/w1/i1'),
    ]);
    expect(meaning(...both, ...paying('p1', 499, 'i1')).acts).toEqual([]);
    expect(meaning(...both, ...paying('p1', 499, 'i1'), ...paying('p2', 1, 'i2')).acts).toEqual([]);
    expect(meaning(...both, ...paying('p1', 500)).acts).toEqual([]);
  });
});

describe('an agreement that is ended early', () => {
  const ended = made(AgreementTerminated, {
    award: 'w1',
    by: 'provider',
    ground: 'provider-withdrew',
    reason: 'The worker left.',
    lastDay: '2027-03-31',
    stillOwed: outside(0),
    comesBack: outside(0),
    amount: outside(0),
    less: [share('a1', 7_500_000), share('a2', 500_000)],
  });
  const { restates } = meaning(...signedGrant(), ended);
  const of = (by: string, ...about: ReadonlyArray<string>) => restates?.({ by, about } as never);

  test('starts its years and its end anew, and no others', () => {
    expect(of('agreement-ended', 'award/w1', 'lot/whole')).toBe(true);
    expect(of('agreement-year-begun', 'award/w1')).toBe(true);
    expect(of('agreement-year-ended', 'award/w2')).toBe(false);
    expect(of('award-made', 'award/w1')).toBe(false);
  });

  test('starts its periods anew, and those of no other award', () => {
    expect(of('period-ended', 'period/w1/q1')).toBe(true);
    expect(of('period-ended', 'period/w10/q1')).toBe(false);
    expect(of('invoice-received', 'period/w1/q1')).toBe(false);
  });
});

describe('an agreement that is ended for a breach', () => {
  test('starts what is owed of a performance that failed, about its award and its lot', () => {
    const ended = made(AgreementTerminated, {
      award: 'w1',
      by: 'body',
      ground: 'breach',
      reason: 'Nobody was seen for a month.',
      lastDay: '2027-04-30',
      stillOwed: outside(0),
      comesBack: outside(0),
      amount: outside(0),
    });
    expect(meaning(...signedGrant(), ended).starts).toContainEqual(
      start('performance-failed', 'w1/breach', '2027-04-30', ['award/w1', 'lot/whole', 'lot/*']),
    );
  });
});

describe('an award that came to nothing', () => {
  const declined = made(AwardDeclined, {
    award: 'w1',
    lot: 'whole',
    cause: 'declined',
    reason: 'It has no staff.',
    declinedOn: '2026-11-23',
    givenBack: [share('a1', 7_500_000)],
  });
  const { restates } = meaning(...signedGrant(), declined);
  const of = (by: string, ...about: ReadonlyArray<string>) => restates?.({ by, about } as never);

  test('takes back what was owed of its subsidy', () => {
    expect(of('subsidy-decided', 'award/w1')).toBe(true);
    expect(of('assistance-decided', 'award/w1')).toBe(true);
  });

  test('and nothing else of it, nor of the subsidy of another award', () => {
    expect(of('award-made', 'award/w1')).toBe(false);
    expect(of('subsidy-decided', 'award/w2')).toBe(false);
    expect(of('assistance-decided', 'award/w2')).toBe(false);
  });
});

describe('the schedule', () => {
  const day = (date: string) => date as CalendarDate;
  const duty = (id: string) => ({ id }) as never;

  test('gives the first day first, and what comes about on it in the order it was put there', () => {
    const schedule = emptySchedule();
    for (const [date, id] of [
      ['2026-12-02', 'late'],
      ['2026-12-01', 'one'],
      ['2026-12-01', 'two'],
    ] as const)
      schedule.put(day(date), duty(id));
    expect(schedule.first()).toBe('2026-12-01');
    expect(schedule.take(day('2026-12-01'))).toEqual([duty('one'), duty('two')]);
    expect(schedule.first()).toBe('2026-12-02');
  });

  test('has a duty on one day, the last it was put on, until it is dropped', () => {
    const schedule = emptySchedule();
    schedule.put(day('2026-12-01'), duty('one'));
    schedule.put(day('2026-12-05'), duty('one'));
    expect(schedule.first()).toBe('2026-12-05');
    schedule.drop(duty('one'));
    schedule.drop(duty('another'));
    expect(schedule.first()).toBeUndefined();
    expect(schedule.take(day('2026-12-05'))).toEqual([]);
  });
});
