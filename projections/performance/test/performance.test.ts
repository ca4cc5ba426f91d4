import { type DomainEvent, faultFinder, type JsonObject } from '@commissioning/kernel';
import fc from 'fast-check';
import {
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
  HeldPerformance,
  type Measure,
  performance,
  PerformanceDocument,
  performancePage,
  publicPerformance,
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
const reviewed = (review: string, rating: string) =>
  like('PerformanceReviewed', { award: 'w1', review, rating });

let world: World;
beforeEach(() => {
  world = worldOf(performance, publicPerformance);
});

const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const of = async (projection: string): Promise<PerformanceDocument | undefined> =>
  (await world.documents(projection, 'awards')).get(`${reference}/w1`)?.body as unknown as
    | PerformanceDocument
    | undefined;
const forOfficers = async () => (await of('performance')) as PerformanceDocument;
const forPublic = () => of('public-performance');
const measureIn = (document: PerformanceDocument | undefined, id: string): Measure => {
  const found = document?.measures.find((each) => each.kpi === id);
  if (found === undefined) throw new Error(`There is no measure ${id}`);
  return found;
};
const shownOf = ({ series }: Measure) => series.map(({ value, suppressed }) => (suppressed ? 'few' : value));

afterEach(async () => {
  for (const [projection, collection, codec] of [
    ['performance', 'awards', PerformanceDocument],
    ['public-performance', 'awards', PerformanceDocument],
    ['public-performance', 'pending', HeldPerformance],
  ] as const)
    for (const { body } of (await world.documents(projection, collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
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
    expect(shownOf(measureIn(await forPublic(), 'supported'))).toEqual([58, null, null, null]);
  });

  test('has a figure once its return is accepted, not while it is looked at', async () => {
    await told(...begun, publication(), returned('q1', { kpi: 'supported', value: 58 }));
    expect(shownOf(measureIn(await forPublic(), 'supported'))).toEqual([null, null, null, null]);
    await told(queried('q1'));
    expect(shownOf(measureIn(await forPublic(), 'supported'))).toEqual([null, null, null, null]);
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
    expect(shownOf(measure)[0]).toBe(shown);
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
    expect(shownOf(measure)).toEqual([20, 'few', 30, null]);
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

  const viewOf = (returns: History): PerformanceDocument => {
    const { take, documents } = folded(publicPerformance);
    const events = [
      grant(),
      publication(),
      agreed(...figures.map((figure) => kpi(figure, { figure }))),
      paid(400_000),
      ...returns.flatMap((values, quarter) => {
        const period = quarters[quarter]?.[0] ?? '';
        return [
          returned(period, ...values.map((each, index) => ({ kpi: figures[index] as string, ...each }))),
          accepted(period),
        ];
      }),
    ];
    for (const happening of opened(inStream(stream, ...events), publicPerformance.sees)) take(happening);
    return documents.get(`awards:${reference}/w1`) as unknown as PerformanceDocument;
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
