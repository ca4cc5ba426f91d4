import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import { bedfordshireRules } from '@commissioning/domain';
import type { Moment } from '@commissioning/read-store';
import * as t from 'io-ts';
import {
  bare,
  eventId,
  inStream,
  like,
  momentOf,
  noon,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  EntryDocument,
  HeldAward,
  HeldInstrument,
  HeldThresholds,
  type ListName,
  listPage,
  specifiedInformation,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const decision = 'BEDS-PCC24-0040';
const outside = (pence: number) => ({ pence, vat: 'outside' });

const rules = (inForceFrom: string, expenditure: number, contract: number) =>
  like('RulesAdopted', {
    inForceFrom,
    thresholds: [
      ['expenditure-published', expenditure],
      ['contract-published', contract],
    ].map(([id, pence]) => ({
      id,
      sentence: 'Above this sum it is published.',
      source: 'Specified Information Order 2011',
      amount: { pence, vat: 'including' },
    })),
  });
const reasons = { crimeAndDisorderReduction: 'Fewer break-ins.', valueForMoney: 'The lowest cost a head.' };
const terms = {
  lot: 'north',
  decision,
  title: 'Victims of burglary',
  purpose: 'Help within a week.',
  recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
  conditions: ['A report at the end.'],
  statutoryReasons: reasons,
  legalPower: 'victims-services',
  extensionOptions: [],
};
const grant = (award: string, more: object = {}) =>
  like('GrantAwarded', { ...terms, award, amount: outside(300_000), ...more });
const contract = (award: string, more: object = {}) =>
  like('ContractAwarded', { ...terms, award, amount: outside(300_000), ...more });
const publication = (awards: ReadonlyArray<string>, more: object = {}) =>
  like('DecisionPublished', { decision, awards, withheld: [], ...more });
const signed = (award: string, pence: number, signedOn = '2026-11-20') =>
  like('AgreementSigned', { award, amount: outside(pence), signedOn });
const paid = (award: string, payment: string, pence: number, paidOn = '2026-11-20') =>
  like('PaymentMade', { award, payment, amount: outside(pence), paidOn });

let world: World;
beforeEach(async () => {
  world = worldOf(specifiedInformation);
  await world.tell({ stream: 'rulebook-BEDS', event: rules('2024-01-01', 50_000, 1_000_000) });
});

const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const listed = async (list: ListName, more: object = {}): Promise<ReadonlyArray<EntryDocument>> =>
  (await world.find('specified-information', 'entries', listPage({ list, limit: 10, ...more }))).map(
    ({ body }) => body as unknown as EntryDocument,
  );

const pending = t.union([HeldAward, HeldInstrument, HeldThresholds, EntryDocument]);
afterEach(async () => {
  for (const [collection, codec] of [
    ['entries', EntryDocument],
    ['pending', pending],
  ] as const)
    for (const { body } of (await world.documents('specified-information', collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

test('the rules of Bedfordshire name both sums, at every date', () => {
  for (const { thresholds } of bedfordshireRules)
    expect(
      thresholds
        .filter(({ id }) => id.endsWith('-published'))
        .map(({ id, amount: { pence } }) => [id, pence]),
    ).toEqual([
      ['expenditure-published', 50_000],
      ['contract-published', 1_000_000],
    ]);
});

test('what a decision withholds stays out when a later decision about the same award is published', async () => {
  const item = { item: 'provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' };
  await told(like('InstrumentChosen', { instrument: 'grant' }), grant('w1'));
  await told(publication(['w1'], { withheld: [item] }), publication(['w1'], { decision: 'BEDS-PCC24-0099' }));
  await told(paid('w1', 'p1', 100_000));
  expect(await listed('spending')).toMatchObject([{ recipient: 'Withheld', withheld: [item] }]);
});

describe('a crime and disorder reduction grant', () => {
  const power = { legalPower: 'crime-and-disorder-reduction-grant' };

  test('that came to nothing is listed no longer, or never', async () => {
    const declined = (award: string) => like('AwardDeclined', { award, lot: 'north' });
    await told(grant('w1', power), grant('w2', power), grant('w3', power), declined('w3'));
    await told(publication(['w1', 'w2', 'w3']));
    const awards = async () => new Set((await listed('crime-and-disorder-grants')).map(({ award }) => award));
    expect(await awards()).toEqual(new Set(['w1', 'w2']));
    await told(declined('w1'));
    expect(await awards()).toEqual(new Set(['w2']));
  });

  test('is listed whatever its sum, with recipient, purpose, conditions and why it reduces crime', async () => {
    await world.tell(
      { stream, event: grant('w1', { ...power, amount: outside(100) }), at: noon('2026-11-28') },
      { stream, event: publication(['w1']), at: noon('2026-12-02') },
    );
    expect(await listed('crime-and-disorder-grants')).toMatchObject([
      {
        recipient: 'Village Hall Trust',
        purpose: 'Help within a week.',
        conditions: ['A report at the end.'],
        reasons: reasons.crimeAndDisorderReduction,
        amount: outside(100),
        decision,
        on: '2026-11-28',
        month: '2026-11',
        quarter: '2026-27-Q3',
      },
    ]);
  });

  test('is listed at what it comes to, once a change of it is public, in the month in which it was made', async () => {
    const change = 'BEDS-PCC24-0058';
    const raised = like('AgreementVaried', {
      award: 'w1',
      decision: change,
      amount: outside(350_000),
      agreedOn: '2027-02-03',
    });
    await told(
      grant('w1', { legalPower: 'crime-and-disorder-reduction-grant' }),
      publication(['w1']),
      signed('w1', 300_000),
    );
    const before = await listed('crime-and-disorder-grants');
    await told(raised);
    expect(await listed('crime-and-disorder-grants')).toEqual(before);
    await told(publication(['w1'], { decision: change }));
    expect(await listed('crime-and-disorder-grants')).toEqual([{ ...before[0], amount: outside(350_000) }]);
  });

  test('is not listed before its decision is published', async () => {
    await told(grant('w1', power), signed('w1', 300_000), paid('w1', 'p1', 300_000));
    expect(await listed('crime-and-disorder-grants')).toEqual([]);
  });

  test('is listed once, and what is paid of it is no item of spending', async () => {
    await told(grant('w1', power), publication(['w1']), paid('w1', 'p1', 300_000));
    expect(await listed('crime-and-disorder-grants')).toHaveLength(1);
    expect(await listed('spending')).toEqual([]);
  });
});

describe('an item of spending', () => {
  test('of exactly £500 is not listed; of a penny more it is, with why it is good value for money', async () => {
    await told(grant('w1'), publication(['w1']), paid('w1', 'p1', 50_000), paid('w1', 'p2', 50_001));
    expect(await listed('spending')).toMatchObject([
      {
        recipient: 'Village Hall Trust',
        purpose: 'Help within a week.',
        reasons: reasons.valueForMoney,
        amount: outside(50_001),
        items: [{ payment: 'p2', amount: outside(50_001), paidOn: '2026-11-20' }],
        threshold: { pence: 50_000, vat: 'including' },
        legalPower: 'victims-services',
      },
    ]);
    expect(await listed('crime-and-disorder-grants')).toEqual([]);
  });

  test('is judged by the threshold of the rules in force on the day it was paid', async () => {
    await world.tell({ stream: 'rulebook-BEDS', event: rules('2027-04-01', 100_000, 1_000_000) });
    await told(
      grant('w1'),
      publication(['w1']),
      paid('w1', 'p1', 60_000, '2027-03-31'),
      paid('w1', 'p2', 60_000, '2027-04-01'),
    );
    expect((await listed('spending')).map(({ on }) => on)).toEqual(['2027-03-31']);
  });

  test('of a contract made under the power for such grants is listed: the Order leaves out grants alone', async () => {
    await told(
      contract('w1', { legalPower: 'crime-and-disorder-reduction-grant' }),
      publication(['w1']),
      paid('w1', 'p1', 60_000),
    );
    expect(await listed('spending')).toHaveLength(1);
    expect(await listed('crime-and-disorder-grants')).toEqual([]);
  });

  test('paid before its award became public is listed when it does, each above the sum, with its day', async () => {
    await told(
      grant('w1'),
      paid('w1', 'p1', 60_000, '2026-11-02'),
      paid('w1', 'p2', 50_000, '2026-11-03'),
      paid('w1', 'p3', 70_000, '2026-12-01'),
    );
    expect(await listed('spending')).toEqual([]);
    await told(publication(['w1']), paid('w1', 'p4', 80_000, '2026-12-05'));
    const found = await listed('spending');
    expect(found.map(({ items }) => items.map(({ payment, paidOn }) => [payment, paidOn]))).toEqual([
      [['p4', '2026-12-05']],
      [
        ['p1', '2026-11-02'],
        ['p3', '2026-12-01'],
      ],
    ]);
    for (const { amount, items } of found)
      expect(amount?.pence).toBe(items.reduce((sum, item) => sum + item.amount.pence, 0));
  });

  test('under an award brought in is listed, its reasons unknown', async () => {
    await told(bare('PriorAwardRecorded', ['outputs'], { reference, award: 'w0' }), paid('w0', 'p1', 60_000));
    expect(await listed('spending')).toMatchObject([{ award: 'w0', reasons: null, legalPower: null }]);
  });

  test('names the payment behind it', async () => {
    await told(grant('w1'), publication(['w1']), paid('w1', 'p1', 60_000));
    const [found] = (await world.documents('specified-information', 'entries')).values();
    expect(found?.lineage).toEqual({ '': eventId(3) });
  });
});

describe('a contract', () => {
  test('of exactly £10,000 is in the list of the smaller ones; of a penny more its copy is published', async () => {
    await told(
      contract('w1'),
      contract('w2'),
      publication(['w1', 'w2']),
      signed('w1', 1_000_000),
      signed('w2', 1_000_001),
    );
    expect((await listed('smaller-contracts')).map(({ award }) => award)).toEqual(['w1']);
    expect(await listed('contracts')).toMatchObject([
      {
        award: 'w2',
        recipient: 'Village Hall Trust',
        purpose: 'Help within a week.',
        amount: outside(1_000_001),
        document: { mediaType: 'application/pdf' },
        threshold: { pence: 1_000_000, vat: 'including' },
        quarter: '2026-27-Q3',
      },
    ]);
  });

  test('is valued with every extension that was agreed as an option', async () => {
    const extensionOptions = [{ months: 12, upTo: outside(1) }];
    await told(contract('w1', { extensionOptions }), publication(['w1']), signed('w1', 1_000_000));
    expect(await listed('contracts')).toMatchObject([{ amount: outside(1_000_001) }]);
  });

  test('is listed when it has been signed and its decision is published, whichever comes last', async () => {
    await told(contract('w1'), signed('w1', 2_000_000), contract('w2'));
    expect(await listed('contracts')).toEqual([]);
    await told(publication(['w1', 'w2']));
    expect((await listed('contracts')).map(({ award }) => award)).toEqual(['w1']);
    await told(signed('w2', 2_000_000));
    expect((await listed('contracts')).map(({ award }) => award)).toEqual(['w1', 'w2']);
  });

  describe('that is changed later', () => {
    const change = 'BEDS-PCC24-0058';
    const varied = (pence: number, more: object = {}) =>
      like('AgreementVaried', {
        award: 'w1',
        decision: change,
        amount: outside(pence),
        agreedOn: '2027-02-03',
        ...more,
      });
    const changePublished = () => publication(['w1'], { decision: change });
    const small = async (options: ReadonlyArray<object> = []) => {
      await told(
        contract('w1', { extensionOptions: options }),
        publication(['w1']),
        signed('w1', 900_000, '2026-11-20'),
      );
    };

    test('and comes to a penny more than £10,000 is one of the larger from that day on, once that is public', async () => {
      await small();
      await told(varied(1_000_001));
      expect(await listed('smaller-contracts')).toMatchObject([{ amount: outside(900_000) }]);
      await told(changePublished());
      expect(await listed('smaller-contracts')).toEqual([]);
      expect(await listed('contracts')).toMatchObject([
        { award: 'w1', amount: outside(1_000_001), on: '2027-02-03', quarter: '2026-27-Q4' },
      ]);
    });

    test('and comes to exactly £10,000 stays a smaller one, of its day, at its new value', async () => {
      await small();
      await told(varied(1_000_000), changePublished());
      expect(await listed('contracts')).toEqual([]);
      expect(await listed('smaller-contracts')).toMatchObject([
        { amount: outside(1_000_000), on: '2026-11-20', quarter: '2026-27-Q3' },
      ]);
    });

    test('and comes to less stays one of the larger, whose copy was published', async () => {
      await told(contract('w1'), publication(['w1']), signed('w1', 2_000_000));
      await told(varied(400_000), changePublished());
      expect(await listed('contracts')).toMatchObject([{ amount: outside(400_000), on: '2026-11-20' }]);
    });

    test('by another decision than the one that is published is as it was', async () => {
      await small();
      await told(varied(1_000_001), publication(['w1'], { decision: 'BEDS-PCC24-0059' }));
      expect(await listed('smaller-contracts')).toMatchObject([{ amount: outside(900_000) }]);
    });

    test('in its terms alone is worth what it was', async () => {
      await small();
      const { amount: _amount, ...rest } = varied(1).data as Readonly<Record<string, unknown>>;
      await told({ ...varied(1), data: rest } as DomainEvent, changePublished());
      expect(await listed('smaller-contracts')).toMatchObject([{ amount: outside(900_000) }]);
    });

    test('by an option counts that option once: it was part of its value before', async () => {
      await small([
        { months: 12, upTo: outside(100_000) },
        { months: 6, upTo: outside(50_000) },
      ]);
      expect(await listed('contracts')).toMatchObject([{ amount: outside(1_050_000) }]);
      const extended = (option: number, pence: number) =>
        like('AgreementExtended', {
          award: 'w1',
          decision: change,
          option,
          amount: outside(pence),
          agreedOn: '2027-02-03',
        });
      await told(extended(0, 990_000), changePublished());
      expect(await listed('contracts')).toMatchObject([{ amount: outside(1_040_000) }]);
      await told(extended(1, 1_040_000), changePublished());
      expect(await listed('contracts')).toMatchObject([{ amount: outside(1_040_000) }]);
    });

    test('keeps what its own decision withheld', async () => {
      await told(
        contract('w1'),
        publication(['w1'], {
          withheld: [
            { item: 'provider', ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' },
          ],
        }),
        signed('w1', 900_000),
      );
      await told(varied(1_000_001), changePublished());
      expect(await listed('contracts')).toMatchObject([
        { recipient: 'Withheld', amount: outside(1_000_001) },
      ]);
    });

    test('is judged by the threshold of the day on which it was changed', async () => {
      await small();
      await world.tell({ stream: 'rulebook-BEDS', event: rules('2027-01-01', 50_000, 2_000_000) });
      await told(varied(2_000_000), changePublished());
      expect(await listed('smaller-contracts')).toMatchObject([{ amount: outside(2_000_000) }]);
      await told(varied(2_000_001), changePublished());
      expect(await listed('contracts')).toMatchObject([{ threshold: { pence: 2_000_000 } }]);
    });

    test('that was brought in from before is not listed: no decision here says what it comes to', async () => {
      await told(
        like('PriorAwardRecorded', { reference, award: 'w1', instrument: 'contract' }),
        signed('w1', 900_000),
        varied(1_000_001),
        changePublished(),
      );
      expect(await listed('contracts')).toEqual([]);
      expect(await listed('smaller-contracts')).toEqual([]);
    });
  });

  test('is no grant, and a grant no contract', async () => {
    await told(grant('w1'), publication(['w1']), signed('w1', 2_000_000));
    expect(await listed('contracts')).toEqual([]);
    expect(await listed('smaller-contracts')).toEqual([]);
  });
});

describe('an invitation to tender', () => {
  const lots = (...pence: ReadonlyArray<number>) =>
    pence.map((sum, index) => ({
      id: `lot-${index}`,
      title: `Lot ${index}`,
      envelope: outside(sum),
      maximumAward: outside(sum),
      maximumAwards: 1,
    }));

  test('for a contract of all its lots together above £10,000 is listed, and not of exactly that', async () => {
    const buying = like('InstrumentChosen', { instrument: 'contract' });
    await told(buying, like('SpecPublished', { lots: lots(500_000, 500_001) }));
    await world.tell(
      ...inStream(
        'commission-BEDS-2026-0008',
        buying,
        like('SpecPublished', { lots: lots(500_000, 500_000) }),
      ),
    );
    expect(await listed('invitations-to-tender')).toMatchObject([
      { commission: reference, amount: outside(1_000_001), document: { mediaType: 'application/pdf' } },
    ]);
  });

  test('is not what a grant is offered by', async () => {
    await told(like('InstrumentChosen', { instrument: 'grant' }), like('SpecPublished'));
    expect(await listed('invitations-to-tender')).toEqual([]);
  });
});

describe('a decision', () => {
  const taken = like('DecisionTaken', { decision, title: 'Awards', reasons: 'It ranked first.' });

  test('is listed from its publication in its own stream, with its reasons and where its record is', async () => {
    const own = `decision-${decision}`;
    await world.tell({ stream: own, event: taken });
    await told(publication([]));
    expect(await listed('decisions')).toEqual([]);
    await world.tell({
      stream: own,
      event: like('DecisionPublished', { decision, channel: 'website', reference: '/040', withheld: [] }),
    });
    expect(await listed('decisions')).toMatchObject([
      { decision, title: 'Awards', reasons: 'It ranked first.', publishedAt: 'website: /040' },
    ]);
  });
});

describe('minutes', () => {
  test('are listed with their meeting, what of it was about the decision, and where they are', async () => {
    await world.tell({ stream: `decision-${decision}`, event: like('MinutesPublished', { decision }) });
    expect(await listed('minutes')).toMatchObject([
      {
        decision,
        title: 'Commissioning board',
        purpose: 'Item 4: support for women exploited sexually',
        on: '2026-11-17',
        month: '2026-11',
        publishedAt: 'website: Board minutes, November 2026',
        document: { mediaType: 'application/pdf' },
        withheld: [{ item: 'address of the service' }],
      },
    ]);
  });
});

describe('a part that is withheld', () => {
  const withheld = (item: string) => [
    { item, ground: 'safety-of-a-person', inTheViewOf: 'chief-officer-of-police' },
  ];

  test.each([
    ['Recipient', { recipient: 'Withheld' }],
    ['provider', { recipient: 'Withheld' }],
    ['purpose', { purpose: null }],
    ['title', { title: 'Withheld' }],
    ['reasons', { reasons: null }],
  ])('%s is left out of every list, and named with its ground and in whose view', async (item, without) => {
    await told(
      contract('w1'),
      publication(['w1'], { withheld: withheld(item) }),
      signed('w1', 2_000_000),
      paid('w1', 'p1', 60_000),
    );
    for (const list of ['contracts', 'spending'] as const)
      expect(await listed(list)).toMatchObject([{ ...without, withheld: withheld(item) }]);
  });
});

describe('a list', () => {
  beforeEach(() =>
    told(
      grant('w1'),
      publication(['w1']),
      paid('w1', 'p1', 60_000, '2026-03-31'),
      paid('w1', 'p2', 60_000, '2026-04-01'),
      paid('w1', 'p3', 60_000, '2026-06-30'),
      paid('w1', 'p4', 60_000, '2027-01-01'),
    ),
  );
  const days = async (more: object) => (await listed('spending', more)).map(({ on }) => on);

  test('of a month or a quarter of the financial year has what belongs to it', async () => {
    expect(await days({ month: '2026-04' })).toEqual(['2026-04-01']);
    expect(await days({ quarter: '2025-26-Q4' })).toEqual(['2026-03-31']);
    expect(await days({ quarter: '2026-27-Q1' })).toEqual(['2026-06-30', '2026-04-01']);
    expect(await days({ quarter: '2026-27-Q4' })).toEqual(['2027-01-01']);
  });

  test('can be had as it was known at a moment', async () => {
    const at: Moment = { knownAt: momentOf('2026-11-23T12:00:03.500Z') };
    expect(await days({ at })).toEqual([]);
    expect(await days({})).toHaveLength(4);
  });
});
