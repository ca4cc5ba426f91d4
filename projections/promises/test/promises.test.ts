import type { Stored } from '@commissioning/read-store';
import { faultFinder } from '@commissioning/kernel';
import { bare, event, inStream, like, type World, worldOf } from '../../../test/support/read-models';
import {
  performance,
  performancePage,
  performanceShown,
  publicPerformance,
  type ShownPerformance,
} from '@projections/performance';
import {
  AwardDocument,
  BidDocument,
  type NeedDocument,
  NeedDocument as NeedCodec,
  PaymentDocument,
  promises,
  promisesInFull,
  promisesInPublic,
  promisesPage,
} from '../src';

const reference = 'BEDS-2026-0007';
const next = 'BEDS-2028-0003';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const outside = (pence: number) => ({ pence, vat: 'outside' });

const need = bare('NeedIdentified', ['predecessor'], { reference, title: 'Support after exploitation' });
const specified = like('SpecPublished', {
  title: 'Support for people exploited sexually',
  outcomes: [{ id: 'safer', outcome: 'People are safer and feel it.' }],
});
const opened = like('BidsOpened', {
  bids: [
    {
      bid: 'bid-1',
      bidder: { provider: 'BEDS-azalea', name: 'Azalea' },
      offers: [{ lot: 'south', price: outside(3_000_000) }],
      commitmentHolds: true,
      promises: [
        { id: 'evenings', promise: 'Open until ten on five evenings a week.' },
        { id: 'asked', promise: 'Everyone is asked when they leave.' },
        { id: 'apprentice', promise: 'One apprentice a year.' },
      ],
    },
  ],
});
const awarded = like('GrantAwarded', {
  award: 'w1',
  decision,
  title: 'Sexual exploitation support',
  bid: 'bid-1',
  recipient: { provider: 'BEDS-azalea', name: 'Azalea' },
});
const published = like('DecisionPublished', { decision, awards: ['w1'], withheld: [] });
const kpi = (id: string, target: number, more: object = {}) => ({
  id,
  name: id,
  figure: 'count',
  unit: 'people',
  direction: 'higher-is-better',
  target,
  frequency: 'quarterly',
  measuresUserFeedback: false,
  clause: `Schedule 2, ${id}`,
  ...more,
});
const agreed = like('KPIsAgreed', {
  award: 'w1',
  kpis: [
    kpi('seen', 60, { bidPromise: 'Open until ten on five evenings a week.' }),
    kpi('asked', 40, { bidPromise: 'asked' }),
    kpi('waiting', 20, { direction: 'lower-is-better' }),
  ],
  periods: [
    { id: 'q1', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' },
    { id: 'q2', from: '2027-07-01', to: '2027-09-30', due: '2027-10-21' },
  ],
});
const returned = (period: string, values: Readonly<Record<string, number | undefined>>) =>
  like('KPIReturned', {
    award: 'w1',
    period,
    values: Object.entries(values).map(([id, value]) => ({
      kpi: id,
      ...(value === undefined ? {} : { value }),
    })),
  });
const accepted = (period: string) => like('ReturnAccepted', { award: 'w1', period, kind: 'kpi' });
const approved = (payment: string, period: string) =>
  like('PaymentApproved', { award: 'w1', payment, amount: outside(500_000), period });
const paid = (payment: string, pence: number) =>
  like('PaymentMade', { award: 'w1', payment, amount: outside(pence) });
const recovered = (payment: string, pence: number) =>
  like('PaymentRecovered', { award: 'w1', payment, recovery: 'back', amount: outside(pence) });

const begun = [need, specified, opened, awarded, published, agreed];

let world: World;
beforeEach(() => {
  world = worldOf(promises, performance, publicPerformance);
});

afterEach(async () => {
  for (const [collection, codec] of [
    ['needs', NeedCodec],
    ['bids', BidDocument],
    ['payments', PaymentDocument],
    ['awards', AwardDocument],
  ] as const)
    for (const { body } of (await world.documents('promises', collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

const shownOf = async (projection: string, award: Stored): Promise<ShownPerformance> => {
  const plan = (await world.documents(projection, 'plans')).get(award.id);
  const returns = [...(await world.documents(projection, 'returns')).values()].filter(
    ({ body }) => body['of'] === award.id,
  );
  return performanceShown(award, plan, returns).body as unknown as ShownPerformance;
};

const ledger = async () => {
  const needs = await world.documents('promises', 'needs');
  const needOf = (commission: string) => needs.get(commission)?.body as unknown as NeedDocument | undefined;
  const awards = await world.find('promises', 'awards', promisesPage({ commission: reference, limit: 10 }));
  const doing = await world.documents('performance', 'awards');
  return Promise.all(
    awards.map(async ({ id, body }) => {
      const award = body as unknown as AwardDocument;
      const own = needOf(award.commission);
      return promisesInFull(
        award,
        await shownOf('performance', doing.get(id) as Stored),
        own,
        (own?.followedBy ?? []).flatMap((each) => needOf(each) ?? []),
      );
    }),
  );
};

const standings = async () =>
  (await ledger()).flatMap((award) => award.promises.map(({ promise, standing }) => [promise, standing]));

const inPublic = async () => {
  const asked = performancePage({ commission: reference, limit: 10 });
  const found = await world.find('public-performance', 'awards', asked);
  return Promise.all(
    found.map(async (award) => promisesInPublic(await shownOf('public-performance', award))),
  );
};

describe('a promise, followed through', () => {
  test('goes from the need to the clause, the words of the bid, the figures and what was paid for them', async () => {
    await world.tell(
      ...inStream(
        stream,
        ...begun,
        returned('q1', { seen: 61, asked: 30, waiting: 12 }),
        accepted('q1'),
        approved('p1', 'q1'),
        paid('p1', 500_000),
      ),
    );
    const [award] = await ledger();
    expect(award).toMatchObject({
      commission: reference,
      award: 'w1',
      provider: 'Azalea',
      paid: 500_000,
      need: {
        title: 'Support for people exploited sexually',
        outcomes: ['People are safer and feel it.'],
      },
    });
    expect(award?.promises[0]).toMatchObject({
      standing: 'kept',
      promise: 'Open until ten on five evenings a week.',
      clause: 'Schedule 2, seen',
      measure: { kpi: 'seen', target: 60 },
      met: 1,
      missed: 0,
      periods: [
        { period: 'q1', standing: 'accepted', value: 61, met: true, paid: 500_000 },
        { period: 'q2', standing: 'awaited', value: null, met: null, paid: null },
      ],
    });
  });

  test('is kept, kept in part, broken, never measured or awaited, by what was accepted', async () => {
    await world.tell(
      ...inStream(stream, ...begun, returned('q1', { seen: 60, asked: 39, waiting: undefined })),
    );
    expect(await standings()).toEqual([
      ['Open until ten on five evenings a week.', 'awaited'],
      ['Everyone is asked when they leave.', 'awaited'],
      [null, 'awaited'],
      ['One apprentice a year.', 'never-measured'],
    ]);
    await world.tell(...inStream(stream, accepted('q1')));
    expect((await standings()).map(([, standing]) => standing)).toEqual([
      'kept',
      'broken',
      'never-measured',
      'never-measured',
    ]);
    await world.tell(
      ...inStream(stream, returned('q2', { seen: 59, asked: 38, waiting: 20 }), accepted('q2')),
    );
    expect((await standings()).map(([, standing]) => standing)).toEqual([
      'kept-in-part',
      'broken',
      'kept',
      'never-measured',
    ]);
  });

  test('names a promise of the bid by its id or by its words, and lists those that no measure comes from', async () => {
    await world.tell(...inStream(stream, ...begun));
    const [award] = await ledger();
    expect(award?.promises.map(({ promise, measure }) => [measure?.kpi ?? null, promise])).toEqual([
      ['seen', 'Open until ten on five evenings a week.'],
      ['asked', 'Everyone is asked when they leave.'],
      ['waiting', null],
      [null, 'One apprentice a year.'],
    ]);
  });

  test('counts what was paid for a period less what came back of it, and no payment for no period', async () => {
    await world.tell(
      ...inStream(
        stream,
        ...begun,
        approved('p1', 'q1'),
        paid('p1', 500_000),
        recovered('p1', 200_000),
        paid('p2', 100_000),
      ),
    );
    const [award] = await ledger();
    expect(award?.paid).toBe(400_000);
    expect(award?.promises[0]?.periods.map((each) => each.paid)).toEqual([300_000, null]);
  });

  test('leads to the specification that came next, and to what it answered', async () => {
    await world.tell(
      ...inStream(stream, ...begun, like('CommissionClosed', { outcome: 'partly-delivered' })),
    );
    await world.tell(
      ...inStream(
        `commission-${next}`,
        like('NeedIdentified', { reference: next, predecessor: reference, title: 'What comes next' }),
        like('NeedsAssessed', { answerToInsights: 'Evenings are asked for, and counted.' }),
      ),
    );
    expect((await ledger())[0]).toMatchObject({
      closed: 'partly-delivered',
      next: [
        { commission: next, specifiedOn: null, answerToInsights: 'Evenings are asked for, and counted.' },
      ],
    });
    await world.tell(
      ...inStream(
        `commission-${next}`,
        like('SpecPublished', {
          title: 'Support, again',
          outcomes: [{ id: 'open', outcome: 'Open when it is needed.' }],
        }),
      ),
    );
    expect((await ledger())[0]?.next).toMatchObject([
      { title: 'Support, again', specifiedOn: '2026-11-23', outcomes: ['Open when it is needed.'] },
    ]);
  });

  test('is gone with an award that came to nothing', async () => {
    await world.tell(...inStream(stream, ...begun, like('AwardDeclined', { award: 'w1' })));
    expect(await ledger()).toEqual([]);
  });

  test('is known of a prior award too, which has no bid', async () => {
    const prior = bare('PriorAwardRecorded', [], { reference, award: 'old' });
    await world.tell(
      ...inStream(stream, prior, event('KPIsAgreed', { ...(agreed.data as object), award: 'old' })),
    );
    const [award] = await ledger();
    expect(award?.promises.map(({ promise }) => promise)).toEqual([
      'Open until ten on five evenings a week.',
      'asked',
      null,
    ]);
  });
});

describe('what the public is told of promises', () => {
  test('is nothing before the award is public, and no words of the bid after', async () => {
    const unpublished = begun.filter(({ type }) => type !== 'DecisionPublished');
    await world.tell(
      ...inStream(
        stream,
        ...unpublished,
        returned('q1', { seen: 61, asked: 30, waiting: 12 }),
        accepted('q1'),
      ),
    );
    expect(await inPublic()).toEqual([]);
    await world.tell(...inStream(stream, published));
    const told = await inPublic();
    expect(told[0]?.promises.map(({ measure, standing }) => [measure?.kpi, standing])).toEqual([
      ['seen', 'kept'],
      ['asked', 'broken'],
      ['waiting', 'kept'],
    ]);
    for (const words of ['evenings', 'asked when they leave', 'apprentice'])
      expect(JSON.stringify(told)).not.toContain(words);
  });

  test('is the same whatever a figure was that points at few people', async () => {
    const told = async (seen: number) => {
      world = worldOf(promises, performance, publicPerformance);
      await world.tell(
        ...inStream(stream, ...begun, returned('q1', { seen, asked: 41, waiting: 10 }), accepted('q1')),
      );
      return inPublic();
    };
    expect(await told(1)).toEqual(await told(4));
    expect((await told(3))[0]?.promises[0]).toMatchObject({
      standing: 'not-shown',
      met: 0,
      missed: 0,
      unmeasured: 0,
    });
  });
});
