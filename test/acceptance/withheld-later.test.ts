import type { DomainEvent } from '@commissioning/kernel';
import { decisionLog } from '@projections/decision-log';
import { opportunities } from '@projections/opportunities';
import { publicPerformance } from '@projections/performance';
import { publicRegister } from '@projections/public-register';
import { specifiedInformation } from '@projections/specified-information';
import { pages, readRoutes } from '@services/queries';
import fastify, { type FastifyInstance } from 'fastify';
import { bare, like, momentOf, noon, type World, worldOf } from '../support/read-models';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const term = { starts: '2027-04-01', ends: '2029-03-31' };

let world: World;
let app: FastifyInstance;
let today = '2027-06-01';

const at = (day: string, event: DomainEvent) => ({ stream, event, at: noon(day) });
const withheld = (withholding: string, item: string, more: object = {}) =>
  bare('ItemWithheld', ['until', 'because'], {
    withholding,
    item,
    award: 'w1',
    formedOn: '2027-05-10',
    ...more,
  });
const ofCommission = (withholding: string, item: string) =>
  bare('ItemWithheld', ['until', 'because', 'award'], { withholding, item, formedOn: '2027-05-10' });
const asked = async (url: string): Promise<string> => (await app.inject({ method: 'GET', url })).body;

beforeEach(async () => {
  today = '2027-06-01';
  world = worldOf(publicRegister, decisionLog, opportunities, specifiedInformation, publicPerformance);
  await world.tell(
    at('2026-05-01', bare('NeedIdentified', ['predecessor'], { reference, summary: 'In Acorn Street.' })),
    at('2026-09-01', like('SpecPublished', { title: 'A refuge', need: 'In Acorn Street.' })),
    {
      stream: `decision-${decision}`,
      event: like('DecisionTaken', {
        decision,
        authorises: [
          {
            act: 'award',
            commission: reference,
            provider: 'BEDS-acorn',
            upTo: { pence: 4_000_000, vat: 'outside' },
          },
        ],
      }),
      at: noon('2027-01-10'),
    },
    at(
      '2027-01-11',
      like('GrantAwarded', {
        award: 'w1',
        term,
        title: 'A refuge',
        purpose: 'The refuge in Acorn Street.',
        recipient: { provider: 'BEDS-acorn', name: 'Acorn Street Refuge' },
        decision,
        legalPower: 'crime-and-disorder-reduction-grant',
      }),
    ),
    at('2027-01-11', like('DecisionPublished', { decision, awards: ['w1'], withheld: [] })),
    {
      stream: `decision-${decision}`,
      event: like('DecisionPublished', { decision, withheld: [] }),
      at: noon('2027-01-11'),
    },
    at('2027-01-12', like('KPIsAgreed', { award: 'w1' })),
    at('2027-01-20', like('AgreementSigned', { award: 'w1', term, signedOn: '2027-01-20' })),
  );
  app = fastify();
  const now = () => momentOf(noon(today));
  const { projecting, events, keys, reads } = world;
  const ports = { projecting, events, keys, reads, now, identify: () => undefined };
  readRoutes(app, ports);
  pages(app, { ...ports, site: { name: 'Record', body: 'this body', demonstration: false } });
});
afterEach(async () => {
  await app.close();
});

/** Where the need or the provider is told, before anything of them is withheld. */
const toldAt = [
  `/commissions/${reference}`,
  '/v1/register',
  '/v1/register?as-at=2027-02-01',
  `/v1/register/${reference}`,
  `/v1/register/${reference}?as-at=2027-02-01`,
  `/opportunities/${reference}`,
  '/v1/opportunities?standing=all',
  `/v1/opportunities/${reference}`,
  `/v1/opportunities/${reference}?as-at=2027-02-01`,
  '/v1/specified-information/crime-and-disorder-grants',
  '/v1/specified-information/crime-and-disorder-grants?as-at=2027-02-01',
  '/v1/specified-information/crime-and-disorder-grants?format=csv',
  '/decisions',
  '/v1/decisions',
  '/v1/performance',
];
const everywhere = ['/', '/?asAt=2027-02-01', '/opportunities?standing=all', ...toldAt];

test('what is withheld later is shown nowhere from then on, as at no earlier moment either', async () => {
  for (const url of toldAt) expect([url, await asked(url)]).toEqual([url, expect.stringMatching(/acorn/i)]);
  await world.tell(
    at('2027-05-11', withheld('one', 'provider')),
    at('2027-05-11', withheld('two', 'purpose')),
    at('2027-05-11', ofCommission('three', 'need')),
    at('2027-05-11', ofCommission('four', 'summary')),
  );
  for (const url of everywhere)
    expect([url, await asked(url)]).toEqual([url, expect.not.stringMatching(/acorn/i)]);
});

test('that it is withheld is shown, with its ground and in whose view', async () => {
  await world.tell(at('2027-05-11', withheld('one', 'provider')));
  const { awards } = JSON.parse(await asked(`/v1/register/${reference}`)) as {
    readonly awards: ReadonlyArray<object>;
  };
  expect(awards).toMatchObject([
    {
      provider: 'Withheld',
      providerReference: null,
      withheld: [{ item: 'provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' }],
    },
  ]);
  const story = await asked(`/commissions/${reference}`);
  expect(story).toContain('Part withheld');
  expect(story).toContain('provider: safety of a person');
});

test('it is shown again after the last day for which it was withheld', async () => {
  await world.tell(at('2027-05-11', withheld('one', 'provider', { until: '2027-06-01' })));
  expect(await asked('/v1/register')).not.toContain('Acorn Street Refuge');
  today = '2027-06-02';
  expect(await asked('/v1/register')).toContain('Acorn Street Refuge');
});

test('what happens afterwards does not bring it back', async () => {
  await world.tell(
    at('2027-05-11', withheld('one', 'provider')),
    at('2027-05-12', like('PaymentMade', { award: 'w1', payment: 'p1', paidOn: '2027-05-12' })),
    at('2027-05-13', like('PerformanceReviewed', { award: 'w1' })),
  );
  for (const url of everywhere)
    expect([url, await asked(url)]).toEqual([url, expect.not.stringContaining('Acorn Street Refuge')]);
});

describe('a list that is read page by page', () => {
  const others = [
    ['w0', 'A bench', 'Bench Builders'],
    ['w2', 'A shed', 'Shed Builders'],
  ] as const;
  const lists = [
    '/v1/register?',
    '/v1/register?order=provider&',
    '/v1/register?order=title&',
    '/v1/performance?',
    '/v1/specified-information/crime-and-disorder-grants?',
  ];

  beforeEach(() =>
    world.tell(
      ...others.flatMap(([award, title, name]) => [
        at(
          '2027-01-11',
          like('GrantAwarded', {
            award,
            term,
            title,
            recipient: { provider: `BEDS-${award}`, name },
            decision,
            legalPower: 'crime-and-disorder-reduction-grant',
          }),
        ),
        at('2027-01-12', like('KPIsAgreed', { award })),
      ]),
      at('2027-01-13', like('DecisionPublished', { decision, awards: ['w0', 'w2'], withheld: [] })),
    ),
  );

  interface Listed {
    readonly items: ReadonlyArray<{ readonly award: string }>;
    readonly next?: string;
  }
  /** Everything that a list says, one item a page; what its cursors hold with it. */
  const paged = async (list: string) => {
    const said: Array<string> = [];
    const awards: Array<string> = [];
    let cursor: string | undefined;
    do {
      const more: string = cursor === undefined ? '' : `&cursor=${cursor}`;
      const body = await asked(`${list}limit=1${more}`);
      const { items, next } = JSON.parse(body) as Listed;
      const [place = ''] = (next ?? '').split('.');
      said.push(body, Buffer.from(place, 'base64url').toString());
      awards.push(...items.map(({ award }) => award));
      cursor = next;
    } while (cursor !== undefined);
    return { said: said.join('\n'), awards };
  };

  test.each(lists)('tells in no cursor of %s what is withheld, and leaves nothing out', async (list) => {
    expect((await paged(list)).said).toMatch(/refuge/i);
    await world.tell(
      at('2027-05-11', withheld('one', 'provider')),
      at('2027-05-11', withheld('two', 'title')),
      at('2027-05-11', withheld('three', 'purpose')),
    );
    const { said, awards } = await paged(list);
    expect(said).not.toMatch(/acorn|refuge/i);
    expect(awards.toSorted()).toEqual(['w0', 'w1', 'w2']);
  });

  test('does not find an award by the provider that is withheld of it', async () => {
    const found = async () =>
      (JSON.parse(await asked('/v1/performance?provider=BEDS-acorn')) as Listed).items;
    expect(await found()).toHaveLength(1);
    await world.tell(at('2027-05-11', withheld('one', 'title')));
    expect(await found()).toHaveLength(1);
    await world.tell(at('2027-05-11', withheld('two', 'provider')));
    expect(await found()).toEqual([]);
  });
});
