import { type DomainEvent, faultFinder, type JsonObject } from '@commissioning/kernel';
import { eventBehind } from '@commissioning/projecting';
import type { Stored } from '@commissioning/read-store';
import fc from 'fast-check';
import {
  bare,
  eventId,
  folded,
  inStream,
  like,
  momentOf,
  noon,
  opened,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  type Cell,
  AwardDocument,
  HeldAward,
  type Measure,
  performance,
  PlanDocument,
  ReturnDocument,
  performancePage,
  performanceShown,
  publicPerformance,
  ShownPerformance,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const quarters = [
  ['q1', '2027-04-01', '2027-06-30', '2027-07-21'],
  ['q2', '2027-07-01', '2027-09-30', '2027-10-21'],
  ['q3', '2027-10-01', '2027-12-31', '2028-01-21'],
  ['q4', '2028-01-01', '2028-03-31', '2028-04-21'],
] as const;

const kpi = (id: string, more: object = {}) => ({
  id,
  name: id,
  figure: 'count',
  unit: 'people',
  direction: 'higher-is-better',
  target: 60,
  frequency: 'quarterly',
  measuresUserFeedback: false,
  bidPromise: 'A promise of the bid.',
  ...more,
});
const grant = (more: object = {}) =>
  like('GrantAwarded', {
    award: 'w1',
    decision,
    title: 'Victims of burglary',
    recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
    ...more,
  });
const publication = (more: object = {}) =>
  like('DecisionPublished', { decision, awards: ['w1'], withheld: [], ...more });
const agreed = (...kpis: ReadonlyArray<object>) =>
  like('KPIsAgreed', {
    award: 'w1',
    kpis,
    periods: quarters.map(([id, from, to, due]) => ({ id, from, to, due })),
  });
type Value = { readonly kpi: string; readonly value?: number; readonly outOf?: number };
const returned = (period: string, ...values: ReadonlyArray<Value>) =>
  like('KPIReturned', { award: 'w1', period, values });
const accepted = (period: string, kind = 'kpi') => like('ReturnAccepted', { award: 'w1', period, kind });
const queried = (period: string) => like('ReturnQueried', { award: 'w1', period, kind: 'kpi' });
const paid = (pence: number) =>
  like('PaymentMade', { award: 'w1', payment: `p${pence}`, amount: { pence, vat: 'outside' } });
const recovered = (payment: string, pence: number) =>
  like('PaymentRecovered', {
    award: 'w1',
    payment,
    recovery: `${payment}-${pence}`,
    amount: { pence, vat: 'outside' },
  });
const corrected = (period: string, ...values: ReadonlyArray<Value>) =>
  bare('ReturnCorrected', ['finances', 'corrects'], {
    award: 'w1',
    period,
    kind: 'kpi',
    measures: { values, userFeedback: 'She called back.' },
  });
const declined = like('AwardDeclined', { award: 'w1' });
const terminated = (lastDay: string) => like('AgreementTerminated', { award: 'w1', lastDay });
const varied = (ends: string, more: object = {}) =>
  like('AgreementVaried', { award: 'w1', decision, term: { starts: '2027-04-01', ends }, ...more });
const extended = (ends: string, more: object = {}) =>
  like('AgreementExtended', { award: 'w1', decision, ends, ...more });
const reviewed = (review: string, rating: string) =>
  like('PerformanceReviewed', { award: 'w1', review, rating });

let world: World;
beforeEach(() => {
  world = worldOf(performance, publicPerformance);
});

const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const stored = async (projection: string): Promise<Stored | undefined> =>
  (await world.documents(projection, 'awards')).get(`${reference}/w1`);
/** An award as it is shown, put together from what a read model keeps of it. */
const shownOf = async (projection: string, award: Stored): Promise<Stored> => {
  const plan = (await world.documents(projection, 'plans')).get(award.id);
  const returns = [...(await world.documents(projection, 'returns')).values()];
  return performanceShown(
    award,
    plan,
    returns.filter(({ body }) => body['of'] === award.id),
  );
};
const of = async (projection: string): Promise<ShownPerformance | undefined> => {
  const found = await stored(projection);
  return found && ((await shownOf(projection, found)).body as unknown as ShownPerformance);
};
const forOfficers = async () => (await of('performance')) as ShownPerformance;
const forPublic = () => of('public-performance');
const measureIn = (document: ShownPerformance | undefined, id: string): Measure => {
  const found = document?.measures.find((each) => each.kpi === id);
  if (found === undefined) throw new Error(`There is no measure ${id}`);
  return found;
};
const halvesOf = (document: ShownPerformance | undefined) =>
  document?.returns.map(({ kpi: { standing }, financial }) => [standing, financial.standing]);
const standingsOf = (document: ShownPerformance | undefined, id = 'supported') =>
  measureIn(document, id).series.map(({ standing }) => standing);
const figuresIn = ({ series }: Measure) =>
  series.map(({ value, suppressed }) => (suppressed ? 'few' : value));

afterEach(async () => {
  for (const [projection, collection, codec] of [
    ['performance', 'awards', AwardDocument],
    ['performance', 'plans', PlanDocument],
    ['performance', 'returns', ReturnDocument],
    ['public-performance', 'awards', AwardDocument],
    ['public-performance', 'plans', PlanDocument],
    ['public-performance', 'returns', ReturnDocument],
    ['public-performance', 'pending', HeldAward],
    ['public-performance', 'pending-plans', PlanDocument],
    ['public-performance', 'pending-returns', ReturnDocument],
  ] as const)
    for (const each of (await world.documents(projection, collection)).values()) {
      expect(faultFinder(codec)(each.body)).toEqual([]);
      if (collection === 'awards')
        expect(faultFinder(ShownPerformance)((await shownOf(projection, each)).body)).toEqual([]);
    }
});

describe('for those who work on it, an award', () => {
  test('has its series against target, period by period, as they are returned', async () => {
    await told(
      grant(),
      agreed(
        kpi('supported'),
        kpi('waiting', { direction: 'lower-is-better', target: 10, figure: 'average' }),
      ),
      returned('q1', { kpi: 'supported', value: 58 }, { kpi: 'waiting', value: 9.5, outOf: 58 }),
      accepted('q1'),
      returned('q2', { kpi: 'supported', value: 3 }, { kpi: 'waiting' }),
    );
    const document = await forOfficers();
    expect(measureIn(document, 'supported').series).toMatchObject([
      { period: 'q1', standing: 'accepted', value: 58, met: false, suppressed: false },
      { period: 'q2', standing: 'returned', value: 3, met: false },
      { period: 'q3', standing: 'awaited', value: null, met: null },
      { period: 'q4' },
    ]);
    expect(measureIn(document, 'waiting').series).toMatchObject([
      { value: 9.5, outOf: 58, met: true },
      { value: null, met: null },
      {},
      {},
    ]);
  });

  test('adds up accepted counts, and says what each one cost so far', async () => {
    await told(
      grant(),
      agreed(kpi('supported'), kpi('satisfied', { figure: 'percentage' })),
      paid(300_000),
      returned('q1', { kpi: 'supported', value: 20.25 }, { kpi: 'satisfied', value: 80, outOf: 20 }),
      accepted('q1'),
      returned('q2', { kpi: 'supported', value: 9.75 }, { kpi: 'satisfied', value: 80, outOf: 10 }),
      accepted('q2'),
      returned('q3', { kpi: 'supported', value: 100 }, { kpi: 'satisfied', value: 90, outOf: 10 }),
    );
    const document = await forOfficers();
    expect(measureIn(document, 'supported')).toMatchObject({ total: 30, counted: 2, unitCost: 10_000 });
    expect(measureIn(document, 'satisfied')).toMatchObject({ total: null, counted: 0, unitCost: null });
  });

  test('is held to a target for periods as long as the target is meant for, and no shorter', async () => {
    await told(
      grant(),
      agreed(kpi('yearly', { frequency: 'yearly' }), kpi('once', { frequency: 'once' }), kpi('quarterly')),
      returned('q1', ...['yearly', 'once', 'quarterly'].map((id) => ({ kpi: id, value: 60 }))),
    );
    const document = await forOfficers();
    const met = (id: string) => measureIn(document, id).series[0]?.met;
    expect([met('yearly'), met('once'), met('quarterly')]).toEqual([null, null, true]);
  });

  test('says which returns came in time: by the day of receipt, and by the first time each was made', async () => {
    await told(grant(), agreed(kpi('supported')));
    const at = (day: string, event: DomainEvent) => ({ stream, event, at: day });
    const again = { kpi: 'supported', value: 59 };
    await world.tell(
      // Half an hour before midnight in London on the day that it is due.
      at('2027-07-21T22:30:00.000Z', returned('q1', { kpi: 'supported', value: 58 })),
      at(noon('2027-07-25'), queried('q1')),
      at(noon('2027-07-28'), returned('q1', again)),
      at(noon('2027-07-29'), accepted('q1')),
      at(noon('2027-07-30'), like('FinancialReturned', { award: 'w1', period: 'q1' })),
    );
    expect((await forOfficers()).returns[0]).toMatchObject({
      due: '2027-07-21',
      kpi: { standing: 'accepted', returnedOn: '2027-07-21', late: false },
      financial: { standing: 'returned', returnedOn: '2027-07-30', late: true },
    });
  });

  test('has its ratings, the latest as it stands now', async () => {
    await told(grant(), reviewed('r1', 'requires-improvement'), reviewed('r2', 'good'));
    const { rating, reviews } = await forOfficers();
    expect(rating).toBe('good');
    expect(reviews.map((each) => each.rating)).toEqual(['requires-improvement', 'good']);
  });

  test('says of each figure, total and cost which event is behind it', async () => {
    await told(
      grant(),
      agreed(kpi('supported'), kpi('waiting', { figure: 'average' })),
      returned('q1', { kpi: 'supported', value: 20 }, { kpi: 'waiting', value: 9, outOf: 20 }),
      accepted('q1'),
      returned('q2', { kpi: 'supported', value: 30 }),
      paid(300_000),
    );
    const { lineage } = await shownOf('performance', (await stored('performance')) as Stored);
    const behind = (pointer: string) => eventBehind(lineage, pointer);
    expect(
      [
        'name',
        'series/0/value',
        'series/0/standing',
        'series/1/met',
        'series/2/value',
        'total',
        'unitCost',
      ].map((part) => behind(`/measures/0/${part}`)),
    ).toEqual([1, 2, 3, 4, 1, 3, 5].map(eventId));
    expect(behind('/measures/1/series/0/outOf')).toBe(eventId(2));
    expect(behind('/returns/1/kpi/standing')).toBe(eventId(4));
    expect(Object.keys(lineage).filter((pointer) => pointer.includes('figures'))).toEqual([]);
  });

  test('as the version before kept it is shown as it is', async () => {
    await told(grant(), agreed(kpi('supported')), returned('q1', { kpi: 'supported', value: 20 }));
    const kept = (await stored('performance')) as Stored;
    const before = { ...kept, body: (await forOfficers()) as never };
    expect(performanceShown(before, undefined, [])).toBe(before);
  });

  test('has nothing of what people wrote', async () => {
    await told(
      grant(),
      agreed(kpi('supported')),
      like('KPIReturned', { award: 'w1', period: 'q1' }),
      queried('q1'),
    );
    const text = JSON.stringify(await forOfficers());
    for (const each of ['massage', 'She rang', 'call-back', 'Two workers', 'A promise'])
      expect(text).not.toContain(each);
  });
});

describe('for the public, an award', () => {
  const begun = [grant(), agreed(kpi('supported'))];

  test('is there once its decision is published, with all that was accepted before', async () => {
    await told(...begun, returned('q1', { kpi: 'supported', value: 58 }), accepted('q1'));
    expect(await forPublic()).toBeUndefined();
    await told(publication());
    expect(figuresIn(measureIn(await forPublic(), 'supported'))).toEqual([58, null, null, null]);
  });

  test('has a figure once its return is accepted, not while it is looked at', async () => {
    await told(...begun, publication(), returned('q1', { kpi: 'supported', value: 58 }));
    expect(figuresIn(measureIn(await forPublic(), 'supported'))).toEqual([null, null, null, null]);
    await told(queried('q1'));
    expect(figuresIn(measureIn(await forPublic(), 'supported'))).toEqual([null, null, null, null]);
    await told(returned('q1', { kpi: 'supported', value: 57 }), accepted('q1'));
    expect(measureIn(await forPublic(), 'supported').series[0]).toMatchObject({ value: 57, met: false });
  });

  test.each([
    ['count', { value: 0 }, 0],
    ['count', { value: 1 }, 'few'],
    ['count', { value: 4 }, 'few'],
    ['count', { value: 5 }, 5],
    ['level', { value: 4 }, 'few'],
    ['average', { value: 12, outOf: 4 }, 'few'],
    ['average', { value: 12, outOf: 5 }, 12],
    ['average', { value: 12 }, 'few'],
    ['percentage', { value: 50, outOf: 4 }, 'few'],
    ['percentage', { value: 50 }, 'few'],
    ['percentage', { value: 4, outOf: 100 }, 'few'],
    ['percentage', { value: 96, outOf: 100 }, 'few'],
    ['percentage', { value: 95, outOf: 100 }, 95],
    ['percentage', { value: 100, outOf: 40 }, 100],
    ['percentage', { value: 0, outOf: 40 }, 0],
  ])('shows of a %s %j: %s', async (figure, value, shown) => {
    await told(
      grant(),
      agreed(kpi('measure', { figure })),
      publication(),
      returned('q1', { kpi: 'measure', ...value }),
      accepted('q1'),
    );
    const measure = measureIn(await forPublic(), 'measure');
    expect(figuresIn(measure)[0]).toBe(shown);
    if (shown === 'few')
      expect(measure.series[0]).toMatchObject({ value: null, outOf: null, met: null, suppressed: true });
  });

  test('has a total of what is shown alone, so that nothing is found by taking away', async () => {
    await told(
      grant(),
      agreed(kpi('supported')),
      publication(),
      paid(400_000),
      ...['q1', 'q2', 'q3'].flatMap((period, index) => [
        returned(period, { kpi: 'supported', value: [20, 3, 30][index] as number }),
        accepted(period),
      ]),
    );
    expect(measureIn(await forOfficers(), 'supported')).toMatchObject({ total: 53, unitCost: 7_547 });
    const measure = measureIn(await forPublic(), 'supported');
    expect(measure).toMatchObject({ total: 50, counted: 2, unitCost: null });
    expect(figuresIn(measure)).toEqual([20, 'few', 30, null]);
  });

  test('goes without what its decision withholds', async () => {
    const withheld = [
      { item: 'provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' },
    ];
    await told(...begun, publication({ withheld }));
    expect(await forPublic()).toMatchObject({ provider: 'Withheld', providerReference: null, withheld });
  });

  test('that was brought in is public at once, when something is measured or rated', async () => {
    await told(like('PriorAwardRecorded', { reference, award: 'w1' }));
    expect(await forPublic()).toBeUndefined();
    await told(reviewed('r1', 'good'));
    expect(await forPublic()).toMatchObject({ rating: 'good' });
  });
});

describe('a return that is corrected', () => {
  const begun = [
    grant(),
    publication(),
    agreed(kpi('supported'), kpi('satisfied', { figure: 'percentage' })),
  ];
  const first = returned('q1', { kpi: 'supported', value: 40 }, { kpi: 'satisfied', value: 90, outOf: 50 });
  const again = corrected('q1', { kpi: 'supported', value: 80 }, { kpi: 'satisfied', value: 50, outOf: 40 });

  test('has its new figures in place of the old, and totals, targets and costs follow', async () => {
    await told(...begun, paid(800_000), first, accepted('q1'));
    expect(measureIn(await forOfficers(), 'supported')).toMatchObject({ total: 40, unitCost: 20_000 });
    await told(again);
    const looked = await forOfficers();
    expect(measureIn(looked, 'supported')).toMatchObject({ total: 0, counted: 0, unitCost: null });
    expect(measureIn(looked, 'supported').series[0]).toMatchObject({
      standing: 'returned',
      value: 80,
      met: true,
    });
    await told(accepted('q1'));
    for (const document of [await forOfficers(), await forPublic()]) {
      expect(measureIn(document, 'supported')).toMatchObject({ total: 80, counted: 1, unitCost: 10_000 });
      expect(measureIn(document, 'supported').series[0]).toMatchObject({ standing: 'accepted', met: true });
      expect(measureIn(document, 'satisfied').series[0]).toMatchObject({ value: 50, outOf: 40 });
    }
  });

  test('is not public until it is accepted again, and neither are the figures it takes the place of', async () => {
    await told(...begun, paid(800_000), first, accepted('q1'));
    expect(figuresIn(measureIn(await forPublic(), 'supported'))[0]).toBe(40);
    await told(again);
    const measure = measureIn(await forPublic(), 'supported');
    expect(measure).toMatchObject({ total: 0, counted: 0, unitCost: null });
    expect(measure.series[0]).toMatchObject({ standing: 'returned', value: null, outOf: null, met: null });
  });

  test('and was not accepted before is not public by being corrected', async () => {
    await told(...begun, first, again);
    expect(figuresIn(measureIn(await forPublic(), 'supported'))[0]).toBeNull();
    expect(figuresIn(measureIn(await forOfficers(), 'supported'))[0]).toBe(80);
    await told(accepted('q1'));
    expect(figuresIn(measureIn(await forPublic(), 'supported'))[0]).toBe(80);
  });

  test.each([
    [3, 'few', 30, 30],
    [30, 30, 3, 'few'],
    [3, 'few', 4, 'few'],
  ])('from %d, shown as %s, to %d is shown as %s', async (before, shownBefore, after, shownAfter) => {
    await told(
      ...begun,
      paid(60_000),
      returned('q1', { kpi: 'supported', value: before }),
      accepted('q1'),
      returned('q2', { kpi: 'supported', value: 20 }),
      accepted('q2'),
    );
    expect(figuresIn(measureIn(await forPublic(), 'supported'))[0]).toBe(shownBefore);
    await told(corrected('q1', { kpi: 'supported', value: after }), accepted('q1'));
    const measure = measureIn(await forPublic(), 'supported');
    expect(figuresIn(measure)[0]).toBe(shownAfter);
    expect(measure).toMatchObject(
      shownAfter === 'few'
        ? { total: 20, counted: 1, unitCost: null }
        : { total: 50, counted: 2, unitCost: 1_200 },
    );
  });

  test('was measured no longer where the correction says no figure', async () => {
    await told(...begun, first, corrected('q1', { kpi: 'supported' }), accepted('q1'));
    expect(measureIn(await forPublic(), 'supported').series[0]).toMatchObject({ value: null, met: null });
    expect(measureIn(await forPublic(), 'satisfied').series[0]).toMatchObject({ value: null, outOf: null });
  });

  test('says the day of its last correction, and stays in time or late as it was first made', async () => {
    const at = (day: string, event: DomainEvent) => ({ stream, event, at: noon(day) });
    await told(...begun);
    await world.tell(
      at('2027-07-20', first),
      at('2027-08-02', again),
      at('2027-08-09', corrected('q1', { kpi: 'supported', value: 81 })),
      at('2027-08-10', accepted('q1')),
    );
    for (const document of [await forOfficers(), await forPublic()])
      expect(document?.returns.map(({ kpi: half }) => half)[0]).toEqual({
        standing: 'accepted',
        returnedOn: '2027-07-20',
        late: false,
        correctedOn: '2027-08-09',
      });
    await world.tell(at('2027-08-11', queried('q1')), at('2027-08-12', first));
    expect((await forOfficers()).returns[0]?.kpi).toMatchObject({ correctedOn: null, late: false });
  });

  test('of finances leaves the measures of the period as they are', async () => {
    await told(
      ...begun,
      first,
      accepted('q1'),
      like('FinancialReturned', { award: 'w1', period: 'q1' }),
      accepted('q1', 'financial'),
      bare('ReturnCorrected', ['measures', 'corrects'], { award: 'w1', period: 'q1', kind: 'financial' }),
    );
    const document = await forPublic();
    expect(measureIn(document, 'supported').series[0]).toMatchObject({ standing: 'accepted', value: 40 });
    expect(document?.returns[0]).toMatchObject({
      kpi: { standing: 'accepted', correctedOn: null },
      financial: { standing: 'returned', correctedOn: '2026-11-23' },
    });
  });

  test('brings nothing of what people wrote', async () => {
    await told(...begun, first, again, accepted('q1'));
    const text = JSON.stringify([await forOfficers(), await forPublic()]);
    for (const each of ['called back', 'had been counted']) expect(text).not.toContain(each);
  });
});

describe('money that comes back', () => {
  test('is off what was paid, payment by payment, and off what each one cost', async () => {
    await told(
      grant(),
      publication(),
      agreed(kpi('supported')),
      returned('q1', { kpi: 'supported', value: 20 }),
      accepted('q1'),
      paid(300_000),
      paid(200_000),
    );
    expect(await forPublic()).toMatchObject({ paid: 500_000, measures: [{ unitCost: 25_000 }] });
    await told(recovered('p300000', 50_000), recovered('p200000', 100_000), recovered('p300000', 20_000));
    for (const document of [await forOfficers(), await forPublic()])
      expect(document).toMatchObject({ paid: 330_000, measures: [{ total: 20, unitCost: 16_500 }] });
    await told(paid(70_000));
    expect(await forPublic()).toMatchObject({ paid: 400_000, measures: [{ unitCost: 20_000 }] });
  });

  test('before publication is off what is published', async () => {
    await told(grant(), agreed(kpi('supported')), paid(300_000), recovered('p300000', 300_000));
    expect(await forPublic()).toBeUndefined();
    await told(publication());
    expect(await forPublic()).toMatchObject({ paid: 0 });
  });
});

describe('an award that came to nothing', () => {
  const kept = async () => (await world.documents('public-performance', 'pending')).size;

  test('is in neither model while it waits, and its decision brings it back to neither', async () => {
    await told(grant(), reviewed('r1', 'good'));
    expect([await of('performance'), await kept()]).toMatchObject([{ rating: 'good' }, 1]);
    await told(declined);
    expect([await of('performance'), await forPublic(), await kept()]).toEqual([undefined, undefined, 0]);
    await told(publication(), reviewed('r2', 'good'));
    expect([await of('performance'), await forPublic(), await kept()]).toEqual([undefined, undefined, 0]);
  });

  test('that was public is so no longer, and another award stays', async () => {
    await told(
      grant(),
      grant({ award: 'w2' }),
      publication({ awards: ['w1', 'w2'] }),
      reviewed('r1', 'good'),
      like('PerformanceReviewed', { award: 'w2' }),
    );
    expect(await forPublic()).toMatchObject({ rating: 'good' });
    await told(declined);
    for (const model of ['performance', 'public-performance'])
      expect([...(await world.documents(model, 'awards')).keys()]).toEqual([`${reference}/w2`]);
    expect(await kept()).toBe(1);
  });
});

describe('an agreement that ends on another day', () => {
  const begun = [grant(), publication(), agreed(kpi('supported'))];
  const [awaited, returnedOnly] = [
    ['awaited', 'awaited'],
    ['returned', 'awaited'],
  ];
  const none = ['not-awaited', 'not-awaited'];

  test('before its time awaits the period it ends in, and none that begins after', async () => {
    await told(...begun, returned('q1', { kpi: 'supported', value: 60 }), terminated('2027-08-15'));
    for (const document of [await forOfficers(), await forPublic()]) {
      expect(halvesOf(document)).toEqual([returnedOnly, awaited, none, none]);
      expect(standingsOf(document)).toEqual(['returned', 'awaited', 'not-awaited', 'not-awaited']);
    }
    await told(accepted('q1'), returned('q2', { kpi: 'supported', value: 30 }), accepted('q2'));
    expect(measureIn(await forPublic(), 'supported')).toMatchObject({ total: 90, counted: 2 });
  });

  test('awaits a period that begins on its last day', async () => {
    await told(...begun, terminated('2027-10-01'));
    expect(halvesOf(await forOfficers())).toEqual([awaited, awaited, awaited, none]);
  });

  test('keeps what was returned for a period that begins after it', async () => {
    await told(...begun, returned('q2', { kpi: 'supported', value: 60 }), terminated('2027-06-30'));
    expect(halvesOf(await forOfficers())).toEqual([awaited, ['returned', 'not-awaited'], none, none]);
    expect(figuresIn(measureIn(await forOfficers(), 'supported'))[1]).toBe(60);
  });

  test('is varied to a shorter term and later to a longer one, which awaits its periods again', async () => {
    await told(...begun, varied('2027-09-30'));
    expect(halvesOf(await forOfficers())).toEqual([awaited, awaited, none, none]);
    await told(extended('2027-12-31'));
    expect(halvesOf(await forOfficers())).toEqual([awaited, awaited, awaited, none]);
    await told(bare('AgreementVaried', ['term'], { award: 'w1' }));
    expect(halvesOf(await forOfficers())).toEqual([awaited, awaited, awaited, none]);
  });

  test('is known to the public by a change once the decision on the change is published', async () => {
    const [shorter, longer] = ['BEDS-PCC24-0058', 'BEDS-PCC24-0071'];
    await told(...begun, varied('2027-06-30', { decision: shorter }));
    expect(halvesOf(await forPublic())).toEqual([awaited, awaited, awaited, awaited]);
    await told(reviewed('r1', 'good'), publication({ decision: 'BEDS-PCC24-0099' }));
    expect(halvesOf(await forPublic())).toEqual([awaited, awaited, awaited, awaited]);
    await told(publication({ decision: shorter }));
    expect(halvesOf(await forPublic())).toEqual([awaited, none, none, none]);
    await told(extended('2027-09-30', { decision: longer }));
    expect(halvesOf(await forPublic())).toEqual([awaited, none, none, none]);
    await told(publication({ decision: longer }));
    expect(halvesOf(await forPublic())).toEqual([awaited, awaited, none, none]);
  });

  test('stays as it was changed last, whichever of two decisions is published first', async () => {
    const [one, two] = ['BEDS-PCC24-0058', 'BEDS-PCC24-0071'];
    await told(...begun, varied('2027-06-30', { decision: one }), extended('2027-12-31', { decision: two }));
    await told(publication({ decision: two }), publication({ decision: one }));
    expect(halvesOf(await forPublic())).toEqual([awaited, awaited, awaited, none]);
  });

  test('was ended: a change made before that lengthens it no more, whenever its decision is published', async () => {
    const late = 'BEDS-PCC24-0058';
    await told(...begun, varied('2028-03-31', { decision: late }), terminated('2027-06-30'));
    await told(publication({ decision: late }));
    expect(halvesOf(await forPublic())).toEqual([awaited, none, none, none]);
  });

  test('has more measures and periods agreed for it, and keeps what was returned for those before', async () => {
    const [id, from, to, due] = ['q5', '2028-04-01', '2028-06-30', '2028-07-21'];
    await told(
      ...begun,
      returned('q1', { kpi: 'supported', value: 60 }),
      accepted('q1'),
      extended(to),
      like('KPIsAgreed', {
        award: 'w1',
        kpis: [kpi('supported'), kpi('reached')],
        periods: [{ id, from, to, due }],
      }),
    );
    for (const document of [await forOfficers(), await forPublic()]) {
      expect(document?.returns.map(({ period }) => period)).toEqual(['q1', 'q2', 'q3', 'q4', 'q5']);
      expect(measureIn(document, 'supported')).toMatchObject({ total: 60, counted: 1 });
      expect(standingsOf(document)).toEqual(['accepted', 'awaited', 'awaited', 'awaited', 'awaited']);
      expect(measureIn(document, 'reached').series.map(({ period }) => period)).toEqual(['q5']);
    }
  });

  test('shows nothing that was withheld of its award, whatever the decision on the change says', async () => {
    const grounds = { ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' };
    const [provider, title] = ['provider', 'title'].map((item) => ({ item, ...grounds }));
    await told(grant(), agreed(kpi('supported')), publication({ withheld: [provider] }));
    await told(publication({ decision: 'BEDS-PCC24-0058' }));
    expect(await forPublic()).toMatchObject({ provider: 'Withheld', title: 'Victims of burglary' });
    await told(publication({ decision: 'BEDS-PCC24-0071', withheld: [provider, title] }));
    expect(await forPublic()).toMatchObject({
      provider: 'Withheld',
      title: 'Withheld',
      withheld: [provider, title],
    });
  });
});

describe('whatever is returned', () => {
  const figures = ['count', 'level', 'percentage', 'average'] as const;
  const value = fc.record(
    {
      value: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 100 })),
      outOf: fc.integer({ min: 0, max: 60 }),
    },
    { requiredKeys: [] },
  );
  const history = fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 4 });
  type History = ReadonlyArray<ReadonlyArray<{ readonly value?: number; readonly outOf?: number }>>;

  /** The public view once all was accepted; where `first` is given, that was returned and accepted, then corrected. */
  const viewOf = (returns: History, first?: History): ShownPerformance => {
    const { take, documents } = folded(publicPerformance);
    const named = (values: History[number]) =>
      values.map((each, index) => ({ kpi: figures[index] as string, ...each }));
    const events = [
      grant(),
      publication(),
      agreed(...figures.map((figure) => kpi(figure, { figure }))),
      paid(400_000),
      ...returns.flatMap((values, quarter) => {
        const period = quarters[quarter]?.[0] ?? '';
        const before = first?.[quarter];
        return before === undefined
          ? [returned(period, ...named(values)), accepted(period)]
          : [
              returned(period, ...named(before)),
              accepted(period),
              corrected(period, ...named(values)),
              accepted(period),
            ];
      }),
    ];
    for (const happening of opened(inStream(stream, ...events), publicPerformance.sees)) take(happening);
    const kept = (collection: string, id: string): ReadonlyArray<Stored> => {
      const body = documents.get(`${collection}:${id}`);
      return body === undefined ? [] : [{ body, lineage: {}, since: { position: '' } } as unknown as Stored];
    };
    const id = `${reference}/w1`;
    const [award] = kept('awards', id);
    const made = quarters.flatMap(([period]) => kept('returns', `${id}/${period}`));
    return performanceShown(award as Stored, kept('plans', id)[0], made).body as unknown as ShownPerformance;
  };

  const shownCells = ({ series }: Measure): ReadonlyArray<Cell> =>
    series.filter(({ value: figure }) => figure !== null);

  test('a total is the sum of the figures that are shown', () => {
    fc.assert(
      fc.property(history, (returns) => {
        for (const measure of viewOf(returns).measures) {
          const shown = shownCells(measure);
          if (measure.figure !== 'count') expect(measure).toMatchObject({ total: null, counted: 0 });
          else
            expect(measure).toMatchObject({
              total: shown.reduce((sum, cell) => sum + (cell.value ?? 0), 0),
              counted: shown.length,
            });
        }
      }),
      { numRuns: 100 },
    );
  });

  test('and corrected, the public sees what it would have seen had it been right from the beginning', () => {
    fc.assert(
      fc.property(history, history, (returns, first) => {
        const { returns: told, ...view } = viewOf(returns, first);
        const { returns: toldOfRight, ...right } = viewOf(returns);
        expect(view as unknown as JsonObject).toEqual(right);
        expect(told.filter(({ kpi: { correctedOn } }) => correctedOn !== null)).toHaveLength(
          Math.min(returns.length, first.length),
        );
        expect(toldOfRight.every(({ kpi: { correctedOn } }) => correctedOn === null)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('what points at few could have been any other that does: the public sees the same to the letter', () => {
    let hidden = 0;
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
        (returns, few) => {
          const view = viewOf(returns);
          // Every count and level that is hidden is another small number, every share or average of few another one.
          const otherwise = returns.map((values, quarter) =>
            values.map((each, index) => {
              const cell = view.measures[index]?.series[quarter];
              if (cell?.suppressed !== true) return each;
              hidden += 1;
              const small = few[quarter] as number;
              return index < 2 ? { value: small } : { value: 7 * small, outOf: small };
            }),
          );
          expect(viewOf(otherwise) as unknown as JsonObject).toEqual(view);
        },
      ),
      { numRuns: 150 },
    );
    expect(hidden).toBeGreaterThan(50);
  });
});

test('awards are listed by title, of one commission, provider or rating, as at any moment', async () => {
  for (const [number, name] of ['BEDS-village-hall', 'BEDS-azalea'].entries())
    await world.tell(
      ...inStream(
        `commission-BEDS-2026-000${number + 1}`,
        grant({ title: `Service ${9 - number}`, recipient: { provider: name, name } }),
        publication(),
        reviewed('r1', number === 0 ? 'good' : 'inadequate'),
      ),
    );
  for (const projection of ['performance', 'public-performance']) {
    const listed = async (more: object) =>
      (await world.find(projection, 'awards', performancePage({ limit: 1, ...more }))).map(({ id }) => id);
    const [one, two] = ['BEDS-2026-0001/w1', 'BEDS-2026-0002/w1'];
    expect(await listed({})).toEqual([two, one]);
    expect(await listed({ commission: 'BEDS-2026-0001' })).toEqual([one]);
    expect(await listed({ provider: 'BEDS-azalea' })).toEqual([two]);
    expect(await listed({ rating: 'good' })).toEqual([one]);
    expect(await listed({ at: { knownAt: momentOf(noon('2020-01-01')) } })).toEqual([]);
  }
});
