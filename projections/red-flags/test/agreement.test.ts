import { bare } from '../../../test/support/read-models';
import { asked, inOther, on, standingsOf, stream } from './support/asking';
import { award, exceptionTo, paid, route, rules, signed, varied } from './support/story';

const awarded = [rules(), route('open', 'tender'), award()];

describe('R060, a long time until signature', () => {
  test.each([
    ['2027-04-21', 'clear'],
    ['2027-04-22', 'raised'],
  ])('signed on %s, sixty days after 20 February being 21 April, is %s', (day, standing) => {
    expect(standingsOf(asked('R060', [...awarded, signed({}, day)]))).toEqual([standing]);
  });

  test('counts to the day of the question while nothing is signed', () => {
    expect(asked('R060', awarded, { now: '2027-04-22' })).toMatchObject([
      { standing: 'raised', figures: { days: 61, signed: 'not yet' } },
    ]);
  });
});

describe('R059, signed for another sum than awarded', () => {
  test.each([
    [4_400_000, 'clear'],
    [4_400_001, 'raised'],
    [3_599_999, 'raised'],
  ])('£40,000 awarded and %i pence signed is %s', (pence, standing) => {
    const course = [...awarded, signed({ amount: { pence, vat: 'outside' } })];
    expect(standingsOf(asked('R059', course))).toEqual([standing]);
  });
});

describe('R069, the sum has grown since', () => {
  test.each([
    [4_400_000, 'clear', 'amber'],
    [4_400_001, 'explained', 'amber'],
    [6_000_000, 'explained', 'amber'],
    [6_000_001, 'explained', 'red'],
  ])('£40,000 signed and %i pence now is %s, %s', (pence, standing, level) => {
    expect(asked('R069', [...awarded, signed(), varied(pence)])).toMatchObject([{ standing, level }]);
  });

  test('names the reason of each change', () => {
    const course = [
      ...awarded,
      signed(),
      varied(4_300_000),
      varied(4_600_000, '2027-12-01', 'A third worker.'),
    ];
    expect(asked('R069', course)).toMatchObject([
      { explanations: [{ text: 'More people came than was thought.' }, { text: 'A third worker.' }] },
    ]);
  });
});

describe('R054 and E11, more than the route goes up to', () => {
  const quotes = [rules(), route('quotes', 'three-quotes'), award(), signed()];
  const direct = [rules(), route('none', 'direct-grant'), award(), signed()];

  test('is asked of direct awards by R054 and of others by E11, with the rules of the day of the route', () => {
    expect(standingsOf(asked('E11', [...quotes, varied(6_000_000)]))).toEqual(['clear']);
    expect(asked('E11', [...quotes, varied(6_000_001)])).toMatchObject([
      { standing: 'explained', figures: { upTo: 6_000_000, now: 6_000_001 } },
    ]);
    expect(asked('R054', [...quotes, varied(6_000_001)])).toEqual([]);
    expect(standingsOf(asked('R054', [...direct, varied(6_000_000)]))).toEqual(['clear']);
    expect(standingsOf(asked('R054', [...direct, varied(6_000_001)]))).toEqual(['explained']);
    expect(asked('E11', [...direct, varied(6_000_001)])).toEqual([]);
  });

  test('is raised without an explanation when the award itself was for more', () => {
    const large = { amount: { pence: 6_000_001, vat: 'outside' } };
    const course = [rules(), route('quotes', 'three-quotes'), award(large), signed(large)];
    expect(standingsOf(asked('E11', course))).toEqual(['raised']);
    const exception = exceptionTo('route', 'meets-band', '2027-02-19');
    expect(standingsOf(asked('E11', [...course, exception]))).toEqual(['explained']);
  });

  test('does not arise where the route meets every band', () => {
    expect(asked('E11', [rules(), route('open', 'tender'), award(), signed(), varied(90_000_000)])).toEqual(
      [],
    );
  });
});

describe('R068, more paid than agreed', () => {
  test('is raised by the first payment that goes beyond the sum of that moment', () => {
    const course = [
      ...awarded,
      signed(),
      paid('p1', 4_000_000),
      paid('p2', 1, '2027-06-01'),
      varied(5_000_000),
    ];
    expect(asked('R068', course)).toMatchObject([
      { standing: 'raised', level: 'red', figures: { paid: 4_000_001, agreed: 4_000_000 } },
    ]);
  });

  test('is not raised for all of the sum, nor for what a variation before the payment added or a recovery gave back', () => {
    expect(standingsOf(asked('R068', [...awarded, signed(), paid('p1', 4_000_000)]))).toEqual(['clear']);
    const raisedFirst = [...awarded, signed(), varied(5_000_000, '2027-04-15'), paid('p1', 4_500_000)];
    expect(standingsOf(asked('R068', raisedFirst))).toEqual(['clear']);
    const back = on('2027-06-01', 'PaymentRecovered', {
      award: 'w1',
      payment: 'p1',
      amount: { pence: 500_000, vat: 'outside' },
    });
    const again = [...awarded, signed(), paid('p1', 4_000_000), back, paid('p2', 500_000, '2027-07-01')];
    expect(standingsOf(asked('R068', again))).toEqual(['clear']);
  });
});

describe('E10, begun before it was agreed', () => {
  test('is raised when the term had begun by signature, or money had been paid', () => {
    expect(asked('E10', [...awarded, signed({}, '2027-04-02')])).toMatchObject([
      { standing: 'raised', figures: { begun: '2027-04-01', signed: '2027-04-02' } },
    ]);
    expect(asked('E10', [...awarded, paid('p1', 1, '2027-03-09'), signed()])).toMatchObject([
      { standing: 'raised', figures: { paid: '2027-03-09' } },
    ]);
  });

  test('is not raised for what is signed on the day it begins', () => {
    expect(standingsOf(asked('E10', [...awarded, signed({}, '2027-04-01'), paid('p1', 1)]))).toEqual([
      'clear',
    ]);
  });
});

const agreed = on('2027-03-11', 'KPIsAgreed', {
  award: 'w1',
  kpis: [
    {
      id: 'seen',
      name: 'People seen',
      figure: 'count',
      unit: 'people',
      direction: 'higher-is-better',
      target: 60,
      frequency: 'quarterly',
      measuresUserFeedback: false,
    },
  ],
  periods: [{ id: 'q1', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' }],
});
const returned = (value: number, comment?: string) =>
  on('2027-07-20', 'KPIReturned', {
    award: 'w1',
    period: 'q1',
    values: [{ kpi: 'seen', value, ...(comment === undefined ? {} : { comment }) }],
  });
const accepted = on('2027-07-25', 'ReturnAccepted', { award: 'w1', period: 'q1', kind: 'kpi' });
const approved = on('2027-07-26', 'PaymentApproved', { award: 'w1', payment: 'p1', period: 'q1' });

describe('R067, a target that was not met', () => {
  test('is raised once the return was accepted, and explained by what the provider said', () => {
    expect(asked('R067', [...awarded, agreed, returned(59)])).toEqual([]);
    expect(standingsOf(asked('R067', [...awarded, agreed, returned(59), accepted]))).toEqual(['raised']);
    expect(asked('R067', [...awarded, agreed, returned(59, 'A worker was ill.'), accepted])).toMatchObject([
      { standing: 'explained', explanations: [{ text: 'A worker was ill.' }] },
    ]);
  });

  test('is not raised for the target itself', () => {
    expect(standingsOf(asked('R067', [...awarded, agreed, returned(60), accepted]))).toEqual(['clear']);
  });
});

describe('E13, restated after it was paid on', () => {
  const corrected = (value: number) => ({
    ...on('2027-09-01', 'ReturnCorrected', {}),
    event: bare('ReturnCorrected', ['finances', 'corrects'], {
      award: 'w1',
      period: 'q1',
      kind: 'kpi',
      measures: { values: [{ kpi: 'seen', value }] },
      reason: 'Counted again.',
    }),
    stream,
  });
  const before = [...awarded, agreed, returned(100), accepted];

  test.each([
    [95, 'clear'],
    [94.99, 'explained'],
    [105.01, 'explained'],
  ])('100 paid on and restated as %d is %s', (value, standing) => {
    expect(standingsOf(asked('E13', [...before, approved, corrected(value)]))).toEqual([standing]);
  });

  test('does not arise where nothing was paid on it', () => {
    expect(asked('E13', [...before, corrected(1)])).toEqual([]);
  });
});

describe('E12, something owed has not been done', () => {
  const duties = 'duties-BEDS-2026-0007';
  const missed = inOther(duties, on('2027-08-01', 'DutyMissed', { duty: 'd1', rule: 'uk7' }));
  const met = inOther(duties, on('2027-08-05', 'DutyMet', { duty: 'd1', rule: 'uk7' }));

  test('is raised while a missed duty is owed, and not once it was met, late as it was', () => {
    expect(asked('E12', [missed])).toMatchObject([{ standing: 'raised', figures: { duty: 'uk7' } }]);
    expect(standingsOf(asked('E12', [missed, met]))).toEqual(['clear']);
    expect(asked('E12', [met])).toEqual([]);
  });

  test('is asked of what the body owes for itself, apart from its commissions', () => {
    const own = (told: ReturnType<typeof on>) => inOther('duties-BEDS', told);
    const payments = { duty: 'payments-compliance/2026-09-30/2026-10-29', rule: 'payments-compliance' };
    const late = own(on('2026-10-30', 'DutyMissed', payments));
    const done = own(on('2026-11-02', 'DutyMet', payments));
    const body = { of: 'body', about: 'BEDS' } as const;
    expect(asked('E12-body', [rules(), late, missed], body)).toMatchObject([
      { standing: 'raised', figures: { duty: 'payments-compliance' } },
    ]);
    expect(standingsOf(asked('E12-body', [rules(), late, done], body))).toEqual(['clear']);
    expect(asked('E12-body', [rules(), missed], body)).toEqual([]);
    expect(asked('E12', [late])).toEqual([]);
  });
});

describe('E9, recorded long after it was', () => {
  const declared = (effectiveAt: string, at: string) => ({
    ...on(at, 'InterestDeclared', { actor: 'panel-1', stage: 'general' }),
    effectiveAt,
  });

  test('counts working days of the body’s calendar: from a Friday, Tuesday is in time and Wednesday is not', () => {
    const friday = '2026-11-06T12:00:00.000Z';
    expect(standingsOf(asked('E9', [rules(), declared(friday, '2026-11-10')]))).toEqual(['clear']);
    expect(asked('E9', [rules(), declared(friday, '2026-11-11')])).toMatchObject([
      {
        standing: 'raised',
        figures: { took: '2026-11-06', recorded: '2026-11-11', inTimeUntil: '2026-11-10' },
      },
    ]);
  });

  test('says nothing of a sealed bid before the opening', () => {
    const bid = {
      ...on('2026-11-20', 'BidReceived', { bid: 'bid-1' }),
      effectiveAt: '2026-11-06T12:00:00.000Z',
    };
    expect(asked('E9', [rules(), route('open', 'tender'), bid])).toEqual([]);
  });

  test('is asked of decisions for their body', () => {
    const decision = {
      ...on('2026-11-20', 'DecisionTaken'),
      stream: 'decision-BEDS-PCC24-0072a',
      effectiveAt: '2026-11-06T12:00:00.000Z',
    };
    const course = [rules(), decision];
    expect(standingsOf(asked('E9-decisions', course, { of: 'body', about: 'BEDS' }))).toEqual(['raised']);
    expect(asked('E9', course)).toEqual([]);
  });
});
