import {
  addDays,
  type CalendarDate,
  type Happened,
  type Instant,
  instantOf,
  epochMilliseconds,
  londonDateOf,
  startOfDay,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import type { CommissionEvent } from '../src/commission/events';
import {
  ClarificationAnswered,
  ClarificationAsked,
  FundingAllocated,
  FundingReleased,
  NoticePublished,
  RouteChosen,
  SpecAmended,
  SpecPublished,
} from '../src/commission/plan/events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { CommissionCancelled } from '../src/commission/purchase/halt-events';
import {
  AgreementSigned,
  AssessmentSummariesSent,
  ContractAwarded,
  GrantAwarded,
  NoAwardMade,
  StandstillEnded,
  StandstillStarted,
} from '../src/commission/purchase/events';
import {
  FinancialReturned,
  InvoiceReceived,
  KPIReturned,
  KPIsAgreed,
  PaymentApproved,
  PaymentMade,
  PerformanceReviewed,
} from '../src/commission/review/events';
import { InvoiceDisputed, InvoiceDisputeSettled } from '../src/commission/review/dispute-events';
import { AgreementExtended, AgreementTerminated } from '../src/commission/review/life-events';
import { FundingReallocated } from '../src/commission/plan/reallocation-events';
import { DecisionPublished } from '../src/decision/events';
import { courseOf } from '../src/duties/course';
import { dueDayOf } from '../src/duties/due-day';
import { DutyFellDue, DutyLapsed, DutyMet, DutyMissed } from '../src/duties/events';
import { type Finding, noteDuties } from '../src/duties/note-duties';
import { duties } from '../src/duties/state';
import type { DutyTime } from '../src/rulebook/duty-rules';
import type { RuleBookData } from '../src/rulebook/events';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { publishing, reference } from './support/commission';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';
import { planned } from './support/tender';

const rules = bedfordshireRules.at(-1) as RuleBookData;
const books = [{ adoptedAt: '2026-04-01T08:00:00.000Z' as Instant, rules }];
const sum = (pence: number) => ({ pence, vat: 'including' });

describe('the day by which something is due', () => {
  const dueDay = (within: DutyTime, from: string, stated?: string) =>
    dueDayOf(within, from as CalendarDate, stated as CalendarDate | undefined, rules.workingDays);
  const beginningWith = (days: number): DutyTime => ({ count: 'calendar-days', days, beginning: 'with' });

  test.each([
    // Payments compliance, UK17: within 30 days beginning with the end of each half year.
    ['2026-03-31', '2026-04-29'],
    ['2026-09-30', '2026-10-29'],
    // Payments, UK8: within 30 days beginning with the end of each quarter.
    ['2026-06-30', '2026-07-29'],
    ['2026-12-31', '2027-01-29'],
    ['2028-02-01', '2028-03-01'],
  ])('30 days beginning with %s end on %s: the first day counts', (from, due) => {
    expect(dueDay(beginningWith(30), from)).toBe(due);
  });

  test('a period that begins after a day is a day longer', () => {
    expect(dueDay({ count: 'calendar-days', days: 25, beginning: 'after' }, '2026-03-01')).toBe('2026-03-26');
  });

  test.each([
    ['2025-12-10', '2025-12-19'],
    ['2026-02-02', '2026-02-11'],
    ['2026-02-12', '2026-02-23'],
    ['2026-11-26', '2026-12-08'],
    ['2026-12-23', '2027-01-07'],
  ])('eight working days beginning with %s end on %s, on the calendar of the whole kingdom', (from, due) => {
    expect(dueDay({ count: 'working-days', days: 8, beginning: 'with' }, from)).toBe(due);
  });

  test('working days after a day do not count it', () => {
    expect(dueDay({ count: 'working-days', days: 1, beginning: 'after' }, '2026-11-27')).toBe('2026-12-01');
  });

  test('beyond the calendar there is none: it is not guessed', () => {
    expect(dueDay({ count: 'working-days', days: 3, beginning: 'with' }, '2028-12-31')).toBeUndefined();
  });

  test.each([
    [{ count: 'months', months: 2 }, '2026-08-31', '2026-10-30'],
    [{ count: 'months', months: 12 }, '2026-04-01', '2027-03-31'],
    [{ count: 'month-end', days: 0 }, '2028-02-10', '2028-02-29'],
    [{ count: 'month-end', days: 14 }, '2026-12-31', '2027-01-14'],
    [{ count: 'quarter-end', days: 0 }, '2026-01-01', '2026-03-31'],
    [{ count: 'quarter-end', days: 0 }, '2026-06-30', '2026-06-30'],
    [{ count: 'quarter-end', days: 30 }, '2026-11-30', '2027-01-30'],
  ] as const)('%j from %s ends on %s', (within, from, due) => {
    expect(dueDay(within, from)).toBe(due);
  });

  test('a stated day is the day that was stated, where one was', () => {
    expect(dueDay({ count: 'stated-day' }, '2026-07-01', '2026-07-21')).toBe('2026-07-21');
    expect(dueDay({ count: 'stated-day' }, '2026-07-01')).toBeUndefined();
  });
});

const term = { starts: '2026-05-01', ends: '2028-04-30' };
const decision = 'BEDS-PCC24-0040';
const awarded = {
  award: 'w1',
  lot: 'north',
  decision,
  recipient: { provider: 'BEDS-azalea', name: 'Azalea' },
  amount: sum(12_000_000),
  years: [{ year: '2026-27', amount: 12_000_000 }],
  term,
  extensionOptions: [],
  title: 'Support',
  purpose: 'Support',
  outcomes: [],
  conditions: [],
  statutoryReasons: { valueForMoney: 'Competition' },
  legalPower: 'victims-services',
  paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 12_000_000 }],
};
const contract = made(ContractAwarded, awarded);
const grant = made(GrantAwarded, { ...awarded, legalPower: 'crime-and-disorder-reduction-grant' });
const routedUnder = (regime: string) => {
  const [need, allocated, , , routed] = planned() as [
    CommissionEvent,
    CommissionEvent,
    CommissionEvent,
    CommissionEvent,
    CommissionEvent,
  ];
  return [need, allocated, made(RouteChosen, { ...(routed.data as object), regime })];
};
const signed = made(AgreementSigned, {
  award: 'w1',
  signedOn: '2026-05-01',
  amount: sum(12_000_000),
  term,
});
const notice = (kind: string, more: object = {}) =>
  made(NoticePublished, {
    notice: kind.toLowerCase(),
    kind,
    channel: 'central-platform',
    reference: `${kind} 1`,
    publishedOn: '2026-05-01',
    ...more,
  });
const agreed = made(KPIsAgreed, {
  award: 'w1',
  kpis: [
    {
      id: 'supported',
      name: 'Supported',
      figure: 'count',
      unit: 'people',
      direction: 'higher-is-better',
      target: 10,
      frequency: 'quarterly',
      measuresUserFeedback: true,
    },
  ],
  periods: [
    { id: 'q1', from: '2026-05-01', to: '2026-07-31', due: '2026-08-21' },
    { id: 'q2', from: '2026-08-01', to: '2026-10-31', due: '2026-11-21' },
  ],
});
const kpis = (period: string) =>
  made(KPIReturned, {
    award: 'w1',
    period,
    values: [{ kpi: 'supported', value: 9 }],
    certifiedBy: 'trustee-1',
  });
const finances = (period: string) =>
  made(FinancialReturned, {
    award: 'w1',
    period,
    lines: [{ id: 'staff', heading: 'Staff', budget: 1, actual: 1, forecastUnderspend: 0 }],
    certifiedBy: 'trustee-1',
  });
const invoiced = made(InvoiceReceived, {
  award: 'w1',
  invoice: 'i1',
  amount: sum(1_000),
  receivedOn: '2026-09-01',
  number: 'A1',
});
const approved = (payment: string, pence: number) =>
  made(PaymentApproved, { award: 'w1', payment, amount: sum(pence), for: 'Quarter', invoice: 'i1' });
const paid = (payment: string, pence: number) =>
  made(PaymentMade, {
    award: 'w1',
    payment,
    amount: sum(pence),
    paidOn: '2026-09-20',
    from: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: pence }],
  });
const asked = made(ClarificationAsked, { question: 'one', text: 'May two bid together?' });
const answered = made(ClarificationAnswered, { question: 'one', asked: 'Together?', answer: 'Yes.' });
const published = made(SpecPublished, publishing);
const extended = made(SpecAmended, {
  amendment: 'later',
  change: 'A week more.',
  reason: 'An outage.',
  closes: '2026-12-14T12:00:00.000Z',
  clarificationsUntil: '2026-12-08T12:00:00.000Z',
});
const reviewed = (review: string) =>
  made(PerformanceReviewed, { award: 'w1', review, rating: 'good', finding: 'Good.', actions: [] });
const decisionPublished = made(DecisionPublished, {
  decision,
  channel: 'website',
  reference: 'Decision 40',
  withheld: [],
  awards: ['w1'],
});

/** Events as they were recorded, each at noon of a day in London or at a moment. */
const happened = (
  ...told: ReadonlyArray<readonly [string, ...ReadonlyArray<CommissionEvent>]>
): ReadonlyArray<Happened<CommissionEvent>> => {
  let revision = 0;
  return told.flatMap(([at, ...events]) => {
    const moment = (at.includes('T') ? at : `${at}T12:00:00.000Z`) as Instant;
    const each = recorded<CommissionEvent>(events, { at: moment }, revision);
    revision += events.length;
    return each;
  });
};

const courseUpTo = (today: string, events: ReadonlyArray<Happened<CommissionEvent>>, adopted = books) =>
  courseOf(events, adopted, today as CalendarDate);

/** What was found of the duties of one rule: what came about, and for a duty that fell due its days and who owes it. */
const found = (rule: string, today: string, events: ReadonlyArray<Happened<CommissionEvent>>) =>
  courseUpTo(today, events)
    .findings.filter((each) => each.rule === rule)
    .map((each) => {
      switch (each.finding) {
        case 'fell-due':
          return `${each.subject}: ${each.from} to ${each.due}, ${each.owedBy}`;
        case 'missed':
          return `missed${each.escalatedTo === undefined ? '' : `, to ${each.escalatedTo}`}`;
        case 'met':
          return `met ${each.on}`;
        case 'lapsed':
          return 'lapsed';
      }
    });

describe('returns', () => {
  const agreement = [['2026-05-01', ...routedUnder('light-touch'), contract, signed, agreed]] as const;

  test('fall due when their period has ended, not before', () => {
    expect(found('return-kpis', '2026-07-31', happened(...agreement))).toEqual([]);
    expect(found('return-kpis', '2026-08-01', happened(...agreement))).toEqual([
      'w1/q1: 2026-08-01 to 2026-08-21, provider',
    ]);
  });

  test('are met on their last day, until midnight in London', () => {
    const events = happened(...agreement, ['2026-08-21T22:59:59.999Z', kpis('q1'), finances('q1')]);
    for (const rule of ['return-kpis', 'return-finances'])
      expect(found(rule, '2026-10-31', events)).toEqual([
        'w1/q1: 2026-08-01 to 2026-08-21, provider',
        'met 2026-08-21',
      ]);
  });

  test('are missed with the midnight after, go to the officer, and what comes late is noted beside the miss', () => {
    const events = happened(...agreement, ['2026-08-21T23:00:00.000Z', kpis('q1')]);
    expect(found('return-kpis', '2026-08-22', events)).toEqual([
      'w1/q1: 2026-08-01 to 2026-08-21, provider',
      'missed, to commissioning-officer',
      'met 2026-08-22',
    ]);
    expect(found('return-finances', '2026-08-21', events.slice(0, -1))).toHaveLength(1);
    expect(found('return-finances', '2026-08-22', events.slice(0, -1))).toHaveLength(2);
  });
});

describe('an invoice', () => {
  const received = [
    ['2026-05-01', ...routedUnder('light-touch'), contract, signed],
    ['2026-09-02', invoiced, approved('p1', 400), approved('p2', 600)],
  ] as const;

  test('is paid within 30 days beginning with its receipt, all of it', () => {
    const owed = 'w1/i1: 2026-09-01 to 2026-09-30, finance';
    const part = happened(...received, ['2026-09-20', paid('p1', 400)]);
    expect(found('pay-invoice', '2026-09-30', part)).toEqual([owed]);
    expect(found('pay-invoice', '2026-10-01', part)).toEqual([owed, 'missed, to approver']);
    const whole = happened(...received, ['2026-09-20', paid('p1', 400)], ['2026-09-30', paid('p2', 600)]);
    expect(found('pay-invoice', '2026-12-01', whole)).toEqual([owed, 'met 2026-09-30']);
  });

  test('that was noted after its 30 days was missed with the next look, and then met', () => {
    const events = happened(
      ['2026-05-01', ...routedUnder('light-touch'), contract, signed],
      ['2026-10-15', invoiced, approved('p1', 1_000), paid('p1', 1_000)],
    );
    expect(found('pay-invoice', '2026-10-15', events)).toEqual([
      'w1/i1: 2026-09-01 to 2026-09-30, finance',
      'missed, to approver',
      'met 2026-10-15',
    ]);
  });
});

describe('a disputed invoice', () => {
  const disputed = made(InvoiceDisputed, { award: 'w1', invoice: 'i1', reason: 'Not what was ordered.' });
  const settled = (pence: number) =>
    made(InvoiceDisputeSettled, {
      award: 'w1',
      invoice: 'i1',
      payable: sum(pence),
      settledOn: '2026-11-02',
      how: 'By the mediator.',
    });
  const before = [
    ['2026-05-01', ...routedUnder('light-touch'), contract, signed],
    ['2026-09-02', invoiced, approved('p1', 400)],
    ['2026-09-15', disputed],
  ] as const;
  const owed = 'w1/i1: 2026-09-01 to 2026-09-30, finance';
  const later = 'w1/i1: 2026-11-02 to 2026-12-01, finance';

  test('is not late while it is disputed', () => {
    expect(found('pay-invoice', '2027-02-01', happened(...before))).toEqual([owed, 'lapsed']);
  });

  test('is due from the day on which it was settled, what is payable of it', () => {
    const open = happened(...before, ['2026-11-03', settled(400)]);
    expect(found('pay-invoice', '2026-12-02', open)).toEqual([owed, 'lapsed', later, 'missed, to approver']);
    const whole = happened(...before, ['2026-11-03', settled(400)], ['2026-11-20', paid('p1', 400)]);
    expect(found('pay-invoice', '2027-01-01', whole)).toEqual([owed, 'lapsed', later, 'met 2026-11-20']);
  });

  test('of which nothing is payable is owed no longer', () => {
    const nothing = happened(...before, ['2026-11-03', settled(0)]);
    expect(found('pay-invoice', '2027-01-01', nothing)).toEqual([owed, 'lapsed']);
  });

  test('that was missed before stays missed', () => {
    const [agreement, received] = before;
    const late = happened(agreement, received, ['2026-10-05', disputed]);
    expect(found('pay-invoice', '2027-01-01', late)).toEqual([owed, 'missed, to approver']);
  });
});

describe('an agreement that is changed', () => {
  const under = (...later: ReadonlyArray<readonly [string, ...ReadonlyArray<CommissionEvent>]>) =>
    happened(['2026-05-01', ...routedUnder('light-touch'), contract, signed, agreed], ...later);
  const longer = (ends: string) =>
    made(AgreementExtended, {
      award: 'w1',
      extension: 'e1',
      decision,
      agreedOn: '2027-03-01',
      reason: 'It goes well.',
      ends,
      option: 0,
    });
  const ended = (lastDay: string) =>
    made(AgreementTerminated, {
      award: 'w1',
      by: 'provider',
      ground: 'provider-withdrew',
      reason: 'It closes.',
      lastDay,
      stillOwed: sum(0),
      comesBack: sum(0),
      amount: sum(1_000),
    });

  test('owes the review of its one year until the same day when it goes on for another', () => {
    const review = rules.duties.filter(({ id }) => (id as string) === 'review-year');
    const lookBack = review.map((duty) => ({ ...duty, id: 'look-back' as typeof duty.id }));
    const twice: RuleBookData = { ...rules, duties: [...review, ...lookBack] };
    const oneYear = { starts: '2026-05-01', ends: '2027-04-30' };
    const events = happened(
      ['2026-05-01', ...routedUnder('light-touch'), made(ContractAwarded, { ...awarded, term: oneYear })],
      ['2026-05-01', made(AgreementSigned, { ...(signed.data as object), term: oneYear })],
      ['2027-05-10', longer('2028-04-30')],
    );
    const adopted = [{ ...(books[0] as (typeof books)[number]), rules: twice }];
    expect(
      courseUpTo('2027-06-01', events, adopted).findings.map(({ finding, duty }) => `${finding} ${duty}`),
    ).toEqual(['fell-due review-year/w1/year-1/2027-06-30', 'fell-due look-back/w1/year-1/2027-06-30']);
  });

  test('ends, and is told to have ended, when it ends', () => {
    expect(found('contract-termination', '2028-07-01', under(['2027-03-01', longer('2029-04-30')]))).toEqual(
      [],
    );
    expect(found('contract-termination', '2026-09-30', under(['2026-06-10', ended('2026-09-30')]))).toEqual([
      'w1: 2026-09-30 to 2026-10-29, commissioning-officer',
    ]);
  });

  test('is reviewed for the years that it has', () => {
    const years = (on: string, change: CommissionEvent) =>
      found('review-year', '2030-01-01', under([on, change])).filter((each) => each.startsWith('w1'));
    expect(years('2027-03-01', longer('2029-04-30'))).toEqual([
      'w1/year-1: 2027-05-01 to 2027-06-30, commissioning-officer',
      'w1/year-2: 2028-05-01 to 2028-06-30, commissioning-officer',
      'w1/year-3: 2029-05-01 to 2029-06-30, commissioning-officer',
    ]);
    expect(years('2026-06-10', ended('2026-09-30'))).toEqual([
      'w1/year-1: 2026-10-01 to 2026-11-30, commissioning-officer',
    ]);
  });

  test('of one year is reviewed by a review before its end; once it runs longer, by one after the year', () => {
    const oneYear = { ...term, ends: '2027-04-30' };
    const story = (...later: ReadonlyArray<readonly [string, ...ReadonlyArray<CommissionEvent>]>) =>
      happened(
        [
          '2026-05-01',
          ...routedUnder('light-touch'),
          made(ContractAwarded, { ...awarded, term: oneYear }),
          made(AgreementSigned, { ...signed.data, term: oneYear }),
        ],
        ...later,
      );
    const owed = 'w1/year-1: 2027-05-01 to 2027-06-30, commissioning-officer';
    const early = ['2027-04-01', reviewed('v1')] as const;
    expect(found('review-year', '2027-06-01', story(early))).toEqual([owed, 'met 2027-04-01']);
    const goesOn = ['2027-03-01', longer('2028-04-30')] as const;
    expect(found('review-year', '2027-06-01', story(goesOn, early))).toEqual([owed]);
    expect(found('review-year', '2027-06-01', story(goesOn, early, ['2027-05-03', reviewed('v2')]))).toEqual([
      owed,
      'met 2027-05-03',
    ]);
  });

  test('is returned on for no period that begins after its end; of what is owed nothing lapses', () => {
    const story = under(['2026-07-01', ended('2026-07-31')]);
    expect(found('return-kpis', '2027-01-01', story)).toEqual([
      'w1/q1: 2026-08-01 to 2026-08-21, provider',
      'missed, to commissioning-officer',
    ]);
    const going = under(['2026-08-03', ended('2026-11-30')]);
    expect(found('return-kpis', '2026-08-10', going)).toEqual(['w1/q1: 2026-08-01 to 2026-08-21, provider']);
  });

  test('goes on under the rules under which its periods began', () => {
    const none = { ...rules, version: 2, duties: [] } as RuleBookData;
    const later = [...books, { adoptedAt: '2026-08-02T12:00:00.000Z' as Instant, rules: none }];
    const ofReturns = courseUpTo(
      '2026-08-10',
      under(['2026-08-03', ended('2026-11-30')]),
      later,
    ).findings.filter(({ rule }) => rule === 'return-kpis');
    expect(ofReturns.map(({ finding }) => finding)).toEqual(['fell-due']);
  });
});

describe('by regime', () => {
  const details = (regime: string, kind: string) =>
    found(
      `contract-details${kind}`,
      '2026-12-31',
      happened(['2026-05-01', ...routedUnder(regime), contract, signed], ['2026-06-01', notice('UK7')]),
    );

  test('contract details follow within 30 days, of a light touch contract within 120', () => {
    expect(details('standard', '')).toEqual([
      'w1: 2026-05-01 to 2026-05-30, commissioning-officer',
      'missed',
      'met 2026-06-01',
    ]);
    expect(details('light-touch', '-light-touch')).toEqual([
      'w1: 2026-05-01 to 2026-08-28, commissioning-officer',
      'met 2026-06-01',
    ]);
    expect(details('light-touch', '')).toEqual([]);
    expect(details('below-threshold', '-below-threshold')).toHaveLength(3);
    expect(details('grant', '')).toEqual([]);
  });

  test('below the threshold they are owed from £30,000 on', () => {
    const [need, allocated, routed] = routedUnder('below-threshold') as [
      CommissionEvent,
      CommissionEvent,
      CommissionEvent,
    ];
    const ofValue = (pence: number) =>
      found(
        'contract-details-below-threshold',
        '2026-05-02',
        happened([
          '2026-05-01',
          need,
          allocated,
          made(RouteChosen, { ...(routed.data as object), value: sum(pence) }),
          contract,
          signed,
        ]),
      );
    expect(ofValue(2_999_999)).toEqual([]);
    expect(ofValue(3_000_000)).toHaveLength(1);
  });

  test('the award notice of another lot is not the one that is owed before signature; that of its standstill is', () => {
    const standstillBegan = (lot: string) =>
      made(StandstillStarted, {
        lot,
        noticePublishedOn: '2026-04-21',
        lastDay: '2026-04-30',
        workingDays: 8,
        calendar: 'United Kingdom',
      });
    const before = (...notices: ReadonlyArray<CommissionEvent>) =>
      found(
        'award-notice',
        '2026-05-03',
        happened(
          ['2026-04-20', ...routedUnder('standard'), contract],
          ['2026-04-21', ...notices],
          ['2026-05-01', signed],
        ),
      );
    const owed = 'w1: 2026-05-01 to 2026-05-01, commissioning-officer';
    expect(before(notice('UK6', { lot: 'north' }))).toEqual([owed, 'met 2026-04-21']);
    expect(before(notice('UK6'))).toEqual([owed, 'met 2026-04-21']);
    expect(before(notice('UK6', { lot: 'south' }))).toEqual([owed, 'missed, to approver']);
    expect(before(standstillBegan('north'))).toEqual([owed, 'met 2026-04-21']);
    expect(before(standstillBegan('south'))).toEqual([owed, 'missed, to approver']);
    expect(before()).toEqual([owed, 'missed, to approver']);
  });

  test('a grant is published with its month, a contract within ten working days', () => {
    const of = (regime: string, award: CommissionEvent) =>
      happened(['2026-11-23', ...routedUnder(regime), award], ['2026-12-07', decisionPublished]);
    expect(found('publish-grant', '2027-01-01', of('grant', grant))).toEqual([
      'w1: 2026-11-23 to 2026-12-14, commissioning-officer',
      'met 2026-12-07',
    ]);
    // St Andrew's Day is no working day.
    expect(found('publish-award', '2027-01-01', of('light-touch', contract))).toEqual([
      'w1: 2026-11-23 to 2026-12-08, commissioning-officer',
      'met 2026-12-07',
    ]);
    expect(found('publish-award', '2027-01-01', of('grant', grant))).toEqual([]);
  });

  test('what is advertised is told in a notice of its lot, or in one of every lot', () => {
    const advertised = (...notices: ReadonlyArray<CommissionEvent>) =>
      found(
        'tender-notice',
        '2026-11-03',
        happened(['2026-11-02', ...routedUnder('light-touch'), published, ...notices]),
      );
    const owed = publishing.lots.map(({ id }) => `${id}: 2026-11-02 to 2026-11-02, commissioning-officer`);
    const missed = publishing.lots.map(() => 'missed');
    expect(advertised()).toEqual([...owed, ...missed]);
    expect(advertised(notice('UK4')).filter((each) => each === 'met 2026-11-02')).toHaveLength(owed.length);
    const [{ id: lot }] = publishing.lots as unknown as [{ readonly id: string }];
    expect(advertised(notice('UK4', { lot })).filter((each) => each === 'met 2026-11-02')).toHaveLength(1);
    expect(advertised(notice('UK4', { lot: 'another' }))).not.toContain('met 2026-11-02');
  });

  test('a procurement that ends without an award is published, and its end noticed', () => {
    const none = made(NoAwardMade, { lot: 'north', decision, reason: 'Nobody passed.' });
    const events = happened(
      ['2026-11-02', ...routedUnder('light-touch'), none],
      ['2026-11-03', decisionPublished],
      ['2026-11-04', notice('UK12')],
    );
    for (const [rule, day] of [
      ['publish-no-award', '2026-11-03'],
      ['procurement-termination', '2026-11-04'],
    ] as const)
      expect(found(rule, '2027-01-01', events)).toEqual([
        'north: 2026-11-02 to 2026-11-16, commissioning-officer',
        `met ${day}`,
      ]);
  });

  test('what was put out and is cancelled ends like a lot without an award, what nobody was told of does not', () => {
    const cancelled = (noticeDue: boolean) =>
      happened([
        '2026-11-02',
        ...routedUnder('light-touch'),
        made(CommissionCancelled, {
          cancellation: 'c1',
          decision,
          reason: 'The need has gone.',
          whole: true,
          lots: ['north'],
          noticeDue,
        }),
      ]);
    expect(found('procurement-termination', '2026-11-03', cancelled(true))).toEqual([
      'north: 2026-11-02 to 2026-11-16, commissioning-officer',
    ]);
    expect(found('procurement-termination', '2026-11-03', cancelled(false))).toEqual([]);
  });

  test('summaries follow an award at once, a standstill that has passed is ended', () => {
    const events = happened(
      ['2026-11-23', ...routedUnder('light-touch'), contract],
      ['2026-11-24', made(AssessmentSummariesSent, { lot: 'north', bids: ['azalea'] })],
      [
        '2026-11-26',
        made(StandstillStarted, {
          lot: 'north',
          noticePublishedOn: '2026-11-26',
          lastDay: '2026-12-08',
          workingDays: 8,
          calendar: 'United Kingdom',
        }),
      ],
      ['2026-12-09', made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' })],
    );
    expect(found('send-summaries', '2026-12-31', events)).toEqual([
      'w1: 2026-11-23 to 2026-12-08, commissioning-officer',
      'met 2026-11-24',
    ]);
    expect(found('end-standstill', '2026-12-31', events)).toEqual([
      'north: 2026-12-09 to 2026-12-15, commissioning-officer',
      'met 2026-12-09',
    ]);
  });

  test('the end of a public contract is published within 30 days beginning with its last', () => {
    const events = happened(['2026-05-01', ...routedUnder('light-touch'), contract, signed]);
    expect(found('contract-termination', '2028-04-29', events)).toEqual([]);
    expect(found('contract-termination', '2028-05-30', events)).toEqual([
      'w1: 2028-04-30 to 2028-05-29, commissioning-officer',
      'missed',
    ]);
  });
});

describe('a year of an agreement', () => {
  const events = (...later: ReadonlyArray<readonly [string, CommissionEvent]>) =>
    happened(['2026-05-01', ...routedUnder('standard'), contract, signed], ...later);

  test('is reviewed after it has ended; a review in the middle of it is not of the whole year', () => {
    const course = found(
      'review-year',
      '2028-07-01',
      events(['2026-11-02', reviewed('half')], ['2027-06-30', reviewed('first')]),
    );
    expect(course).toEqual([
      'w1/year-1: 2027-05-01 to 2027-06-30, commissioning-officer',
      'met 2027-06-30',
      'w1/year-2: 2028-05-01 to 2028-06-30, commissioning-officer',
      'missed',
    ]);
  });

  test('of one year may be reviewed with its end report, before its last day', () => {
    const short = made(AgreementSigned, {
      award: 'w1',
      signedOn: '2026-05-01',
      amount: sum(1),
      term: { starts: '2026-05-01', ends: '2026-08-31' },
    });
    const course = found(
      'review-year',
      '2026-12-31',
      happened(['2026-05-01', ...routedUnder('grant'), grant, short], ['2026-08-20', reviewed('end')]),
    );
    expect(course).toEqual(['w1/year-1: 2026-09-01 to 2026-10-31, commissioning-officer', 'met 2026-08-20']);
  });

  test('of a contract above £5 million is rated within that year', () => {
    expect(found('rate-performance', '2027-01-01', events())).toEqual([]);
    const [need, allocated, routed] = routedUnder('standard') as [
      CommissionEvent,
      CommissionEvent,
      CommissionEvent,
    ];
    const large = made(RouteChosen, { ...(routed.data as object), value: sum(600_000_000) });
    const course = happened(
      ['2026-05-01', need, allocated, large, contract, signed],
      ['2026-11-02', reviewed('half')],
    );
    expect(found('rate-performance', '2027-05-01', course)).toEqual([
      'w1/year-1: 2026-05-01 to 2027-04-30, commissioning-officer',
      'met 2026-11-02',
      'w1/year-2: 2027-05-01 to 2028-04-30, commissioning-officer',
    ]);
  });
});

describe('a question', () => {
  test('is answered by the cut-off of its day; moved for all, the old day lapses', () => {
    const story = [
      ['2026-11-23', published],
      ['2026-11-24', asked],
    ] as const;
    expect(found('answer-question', '2026-12-02', happened(...story))).toEqual([
      'one: 2026-11-24 to 2026-12-01, commissioning-officer',
      'missed',
    ]);
    expect(
      found(
        'answer-question',
        '2026-12-31',
        happened(...story, ['2026-11-30', extended], ['2026-12-08', answered]),
      ),
    ).toEqual([
      'one: 2026-11-24 to 2026-12-01, commissioning-officer',
      'lapsed',
      'one: 2026-11-24 to 2026-12-08, commissioning-officer',
      'met 2026-12-08',
    ]);
  });

  test('is all that is moved with the cut-off: money is placed by the day it was', () => {
    const allocated = made(FundingAllocated, {
      allocation: 'second',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 1,
    });
    const events = happened(
      ['2026-11-23', allocated, published],
      ['2026-11-24', asked],
      ['2026-11-30', extended],
    );
    expect(found('place-money', '2026-12-31', events)).toEqual([
      'second: 2026-11-23 to 2027-03-31, commissioning-officer',
    ]);
  });

  test('that was answered is not asked again when the cut-off is moved', () => {
    const events = happened(
      ['2026-11-23', published],
      ['2026-11-24', asked],
      ['2026-11-25', answered],
      ['2026-11-30', extended],
    );
    expect(found('answer-question', '2026-12-31', events)).toEqual([
      'one: 2026-11-24 to 2026-12-01, commissioning-officer',
      'met 2026-11-25',
    ]);
  });
});

describe('money set aside', () => {
  test('is awarded or given back by the end of its year; the commission is asked first', () => {
    const allocated = made(FundingAllocated, {
      allocation: 'first',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 15_000_000,
    });
    const released = made(FundingReleased, {
      release: 'rest',
      allocation: 'first',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 3_000_000,
      reason: 'Not needed',
    });
    const owed = 'first: 2026-05-01 to 2027-03-31, commissioning-officer';
    const awardedPart = happened(['2026-05-01', allocated], ['2026-06-01', contract]);
    expect(found('place-money', '2027-04-01', awardedPart)).toEqual([owed, 'missed, to finance']);
    const placed = happened(['2026-05-01', allocated], ['2026-06-01', contract], ['2027-03-31', released]);
    expect(found('place-money', '2027-04-01', placed)).toEqual([owed, 'met 2027-03-31']);
    const reallocated = made(FundingReallocated, {
      release: 'rest',
      allocation: 'first',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 3_000_000,
      to: { commission: 'BEDS-2026-0031', allocation: 'from-first' },
      decision: 'BEDS-PCC24-0051',
      reason: 'Not needed',
    });
    const given = happened(['2026-05-01', allocated], ['2026-06-01', contract], ['2027-03-31', reallocated]);
    expect(found('place-money', '2027-04-01', given)).toEqual([owed, 'met 2027-03-31']);
    const declined = made(AwardDeclined, {
      award: 'w1',
      lot: 'north',
      cause: 'declined',
      reason: 'They merged.',
      declinedOn: '2026-06-10',
      givenBack: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 12_000_000 }],
    });
    const gaveBack = happened(
      ['2026-05-01', allocated],
      ['2026-06-01', contract, declined],
      ['2027-03-31', released],
    );
    expect(found('place-money', '2027-04-01', gaveBack)).toEqual([owed, 'missed, to finance']);
  });
});

describe('the rules that govern', () => {
  const events = happened(
    ['2026-05-01', ...routedUnder('light-touch'), contract, signed],
    ['2026-09-02', invoiced],
  );
  const shorter = {
    ...rules,
    version: 6,
    inForceFrom: '2026-04-01' as CalendarDate,
    duties: rules.duties.map((duty) => ({
      ...duty,
      within: { count: 'calendar-days' as const, days: 10, beginning: 'with' as const },
    })),
  };
  const paymentDue = (adoptedAt: string) =>
    courseUpTo('2026-09-05', events, [...books, { adoptedAt: adoptedAt as Instant, rules: shorter }])
      .findings.filter(({ rule }) => rule === 'pay-invoice')
      .map((each) => (each.finding === 'fell-due' ? `${each.due} v${each.ruleBookVersion}` : each.finding));

  test('are those adopted by the moment it started; what is adopted later changes nothing that has begun', () => {
    expect(paymentDue('2026-09-02T11:59:59.999Z')).toEqual(['2026-09-10 v6']);
    expect(paymentDue('2026-09-02T12:00:00.001Z')).toEqual(['2026-09-30 v5']);
  });

  test('before any were adopted nothing is owed', () => {
    expect(courseUpTo('2026-12-31', events, []).findings).toEqual([]);
  });
});

describe('when to look again', () => {
  test('is the next day on which something comes about by itself, and none when nothing will', () => {
    const events = happened(['2026-05-01', ...routedUnder('grant'), agreed]);
    const nextAfter = (today: string, of = events) => courseUpTo(today, of).next;
    expect(nextAfter('2026-05-01')).toBe('2026-08-01');
    expect(nextAfter('2026-08-01')).toBe('2026-08-22');
    expect(courseUpTo('2026-05-01', [])).toEqual({ findings: [], next: undefined });
    expect(nextAfter('2027-12-31')).toBeUndefined();
  });
});

describe('observing', () => {
  const pool: ReadonlyArray<CommissionEvent> = [
    ...routedUnder('standard'),
    ...routedUnder('light-touch').slice(2),
    contract,
    signed,
    agreed,
    kpis('q1'),
    finances('q1'),
    kpis('q2'),
    invoiced,
    approved('p1', 1_000),
    paid('p1', 1_000),
    published,
    asked,
    extended,
    answered,
    notice('UK6'),
    notice('UK7', { lot: 'north' }),
    decisionPublished,
    reviewed('first'),
  ];
  const hour = 3_600_000;
  /** A story that begins in 2026: events in any order, each so many hours after the one before. */
  const stories = fc
    .array(fc.tuple(fc.constantFrom(...pool), fc.integer({ min: 0, max: 24 * 60 })), { maxLength: 20 })
    .map((told) => {
      let at = Date.parse('2026-05-01T00:00:00.000Z');
      return happened(
        ...told.map(([event, hours]) => {
          at += hours * hour;
          return [instantOf(at), event] as const;
        }),
      );
    });
  const days = fc
    .integer({ min: 0, max: 1_200 })
    .map((count) => addDays('2026-05-01' as CalendarDate, count));

  const noted = (
    before: ReturnType<typeof duties.evolve>,
    findings: ReadonlyArray<Finding>,
  ): ReadonlyArray<Parameters<typeof duties.evolve>[1]> => {
    const command = { commission: reference, findings } as Parameters<typeof noteDuties.decide>[0];
    const decided = noteDuties.decide(command, contextOf())(before);
    if (E.isLeft(decided)) throw new Error(decided.left.rule.id);
    return recorded(decided.right);
  };
  const stateAfter = (
    before: ReturnType<typeof duties.evolve>,
    events: ReadonlyArray<Parameters<typeof duties.evolve>[1]>,
  ) => events.reduce(duties.evolve, before);
  const told = (events: ReadonlyArray<{ type: string; data: unknown }>) =>
    events.map(({ type, data }) => JSON.stringify([type, data]));

  test('again yields nothing', () => {
    fc.assert(
      fc.property(stories, days, (events, today) => {
        const { findings } = courseOf(events, books, today);
        const first = noted(duties.initial, findings);
        expect(first).toHaveLength(findings.length);
        expect(noted(stateAfter(duties.initial, first), findings)).toEqual([]);
      }),
    );
  });

  test('later only adds, and at the day that was named for it, not before', () => {
    fc.assert(
      fc.property(stories, days, days, (events, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const last = events.at(-1)?.metadata.recordedAt;
        fc.pre(last === undefined || londonDateOf(last) <= early);
        const before = courseOf(events, books, early);
        const after = courseOf(events, books, late);
        expect(after.findings.slice(0, before.findings.length)).toEqual(before.findings);
        const changed = after.findings.length > before.findings.length;
        expect(changed).toBe(before.next !== undefined && before.next <= late);
      }),
    );
  });

  test('at any days, as often as one likes, records the same as once at the end', () => {
    fc.assert(
      fc.property(stories, fc.array(days, { maxLength: 12 }), (events, looks) => {
        const last = events.at(-1)?.metadata.recordedAt;
        const end = addDays(last === undefined ? ('2026-05-01' as CalendarDate) : londonDateOf(last), 400);
        let state = duties.initial;
        const record: Array<Parameters<typeof duties.evolve>[1]> = [];
        const look = (seen: ReadonlyArray<Happened<CommissionEvent>>, today: CalendarDate): void => {
          const fresh = noted(state, courseOf(seen, books, today).findings);
          state = stateAfter(state, fresh);
          record.push(...fresh);
        };
        for (const day of looks.filter((each) => each <= end).toSorted()) {
          const midnight = epochMilliseconds(startOfDay(day));
          look(
            events.filter(({ metadata }) => epochMilliseconds(metadata.recordedAt) < midnight),
            day,
          );
        }
        look(events, end);
        const once = noted(duties.initial, courseOf(events, books, end).findings);
        expect(told(record).toSorted()).toEqual(told(once).toSorted());
      }),
    );
  });

  test('a miss stays, and what is met is met once', () => {
    fc.assert(
      fc.property(stories, days, (events, today) => {
        const last = events.at(-1)?.metadata.recordedAt;
        fc.pre(last === undefined || londonDateOf(last) <= today);
        const { findings } = courseOf(events, books, today);
        const kinds = findings.map(({ finding, duty }) => `${finding} ${duty}`);
        expect(new Set(kinds).size).toBe(kinds.length);
        for (const each of findings) if (each.finding === 'missed') expect(each.due < today).toBe(true);
      }),
    );
  });
});

describe('noting duties', () => {
  const { given } = specificationOf(duties);
  const event = '00000000-0000-7000-8000-000000000001';
  const duty = 'pay-invoice/w1/i1/2026-09-30';
  const fellDue = {
    duty,
    rule: 'pay-invoice',
    subject: 'w1/i1',
    from: '2026-09-01',
    due: '2026-09-30',
    owedBy: 'finance',
    ruleBookVersion: 5,
    startedBy: event,
  };
  const missed = { duty, rule: 'pay-invoice', due: '2026-09-30' };
  const met = { ...missed, on: '2026-10-02', metBy: event };
  const findings = [
    { finding: 'fell-due', ...fellDue },
    { finding: 'missed', ...missed },
    { finding: 'met', ...met },
  ];

  test('records each, and what is found again is not recorded again', () => {
    given()
      .when(noteDuties, { commission: reference, findings })
      .then(made(DutyFellDue, fellDue), made(DutyMissed, missed), made(DutyMet, met));
    given(...recorded([made(DutyFellDue, fellDue), made(DutyMissed, missed)]))
      .when(noteDuties, { commission: reference, findings })
      .then(made(DutyMet, met));
  });

  test('that lapsed is recorded', () => {
    const lapsed = { duty, rule: 'pay-invoice', lapsedBy: event };
    given(...recorded([made(DutyFellDue, fellDue)]))
      .when(noteDuties, { commission: reference, findings: [{ finding: 'lapsed', ...lapsed }] })
      .then(made(DutyLapsed, lapsed));
  });

  test('of what never fell due is refused', () => {
    given()
      .when(noteDuties, { commission: reference, findings: [{ finding: 'missed', ...missed }] })
      .refused('duty.fell-due-first', { duty }, '/findings/0/duty');
  });
});
