import {
  aggregates,
  allActions,
  available,
  type Context,
  type FundEvent,
  type FundState,
} from '@commissioning/domain';
import {
  type Actor,
  type DomainEvent,
  faultFinder,
  fold,
  type Happened,
  type JsonObject,
  londonDateOf,
} from '@commissioning/kernel';
import { linesBehind } from '@commissioning/projecting';
import type { Moment, Stored } from '@commissioning/read-store';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';
import {
  bare,
  event,
  eventId,
  folded,
  inStream,
  like,
  momentOf,
  noon,
  numberBehind,
  opened,
  right,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  figureBehind,
  FundDocument,
  FunderReturnDocument,
  funds,
  fundsOf,
  LineDocument,
  linesBehindTotal,
  PriorFundingDocument,
  type ThemeSums,
  type FundTotal,
  totalsOfFunds,
} from '../src';

const fund = 'BEDS-community-safety-2026-27';
const stream = `fund-${fund}`;
const young = 'Youth offending services';
const courts = 'Family drug and alcohol court';

const opens = like('FundOpened', {
  fund,
  stream: 'community-safety',
  name: 'Community Safety Fund',
  funder: 'Police and Crime Commissioner',
  year: '2026-27',
  themes: [young, courts],
  costCode: 'B990',
});
const accepted = (tranche: string, amount: number, theme?: string) =>
  bare('FundingAccepted', theme === undefined ? ['theme'] : [], {
    tranche,
    amount,
    ...(theme === undefined ? {} : { theme }),
  });
const purpose = (more: object = {}) => ({ commission: 'BEDS-2026-0007', line: 'a1', ...more });
const reserved = (reservation: string, amount: number, more: object = {}) =>
  event('FundsReserved', { reservation, amount, for: purpose(more) });
const released = (reservation: string, amount: number) =>
  like('ReservationReleased', { release: `l-${reservation}-${amount}`, reservation, amount });
const committed = (commitment: string, reservation: string, amount: number) =>
  event('FundsCommitted', { commitment, reservation, amount, for: purpose({ award: 'w1' }) });
const reduced = (commitment: string, amount: number) =>
  like('CommitmentReduced', { reduction: `d-${amount}`, commitment, amount });
const paid = (payment: string, commitment: string, amount: number) =>
  like('FundsPaid', { payment, commitment, amount, paidOn: '2026-11-20' });

/** £1,000 accepted, £600 of it under a theme; £500 reserved, £300 of it committed, £100 of that paid. */
const story: ReadonlyArray<DomainEvent> = [
  opens,
  accepted('t1', 40_000),
  accepted('t2', 60_000, young),
  reserved('r1', 50_000, { theme: young }),
  committed('c1', 'r1', 30_000),
  paid('p1', 'c1', 10_000),
];

let world: World;
beforeEach(() => {
  world = worldOf(funds);
});

const theFund = async (at?: Moment): Promise<Stored> => {
  const found = (await world.documents('funds', 'funds', at)).get(fund);
  if (found === undefined) throw new Error('There is no such fund');
  return found;
};
const body = async (): Promise<FundDocument> => (await theFund()).body as unknown as FundDocument;
const line = async (id: string): Promise<LineDocument> => {
  const found = (await world.documents('funds', 'lines')).get(`${fund}/${id}`);
  if (found === undefined) throw new Error(`There is no line ${id}`);
  return found.body as unknown as LineDocument;
};

const codecs = {
  funds: FundDocument,
  lines: LineDocument,
  prior: PriorFundingDocument,
  'funder-returns': FunderReturnDocument,
};

const mustBeSound = (collection: string, document: JsonObject): void => {
  const codec = codecs[collection as keyof typeof codecs];
  expect(faultFinder(codec)(document)).toEqual([]);
};

afterEach(async () => {
  for (const collection of Object.keys(codecs))
    for (const document of (await world.documents('funds', collection)).values())
      mustBeSound(collection, document.body);
});

describe('a fund', () => {
  test('says what it is from when it is opened, with nothing in it', async () => {
    await world.tell(...inStream(stream, opens));
    expect(await body()).toEqual({
      fund,
      stream: 'community-safety',
      corrections: [],
      name: 'Community Safety Fund',
      year: '2026-27',
      funder: 'Police and Crime Commissioner',
      costCode: 'B990',
      opened: true,
      budget: 0,
      reserved: 0,
      committed: 0,
      paid: 0,
      forward: 0,
      returned: 0,
      carried: 0,
      available: 0,
      overAllocation: null,
      closed: null,
      themes: [
        { theme: young, budget: 0, reserved: 0, committed: 0, paid: 0, forward: 0 },
        { theme: courts, budget: 0, reserved: 0, committed: 0, paid: 0, forward: 0 },
      ],
    });
  });

  test('has each pound in one place: reserved, then committed, then paid', async () => {
    await world.tell(...inStream(stream, ...story));
    expect(await body()).toMatchObject({
      budget: 100_000,
      reserved: 20_000,
      committed: 20_000,
      paid: 10_000,
      available: 50_000,
    });
  });

  test('gets back what is released and what a commitment is reduced by', async () => {
    await world.tell(...inStream(stream, ...story, released('r1', 5_000), reduced('c1', 7_000)));
    expect(await body()).toMatchObject({ reserved: 15_000, committed: 13_000, available: 62_000 });
  });

  test('sets aside again what an award that came to nothing had taken', async () => {
    const undone = like('CommitmentUndone', {
      undoing: 'u1',
      commitment: 'c1',
      reservation: 'r1',
      amount: 20_000,
    });
    await world.tell(...inStream(stream, ...story, undone));
    expect(await body()).toMatchObject({ reserved: 40_000, committed: 0, paid: 10_000, available: 50_000 });
    expect((await line('reservation/r1')).open).toBe(40_000);
    expect((await line('commitment/c1')).open).toBe(0);
    expect((await body()).themes[0]).toMatchObject({ reserved: 40_000, committed: 0, paid: 10_000 });
  });

  test('has less than nothing available where more is promised than was accepted', async () => {
    await world.tell(...inStream(stream, opens, accepted('t1', 10_000), reserved('r1', 15_000)));
    expect((await body()).available).toBe(-5_000);
  });

  test('has the same money by theme; a commitment and a payment are of the theme of what they were taken from', async () => {
    await world.tell(...inStream(stream, ...story, reserved('r2', 1_000)));
    expect((await body()).themes).toEqual([
      { theme: young, budget: 60_000, reserved: 20_000, committed: 20_000, paid: 10_000, forward: 0 },
      { theme: courts, budget: 0, reserved: 0, committed: 0, paid: 0, forward: 0 },
      { theme: '', budget: 40_000, reserved: 1_000, committed: 0, paid: 0, forward: 0 },
    ]);
  });
});

describe('a year that is promised from before it is opened', () => {
  const promised = event('FundsReservedForward', {
    fund,
    stream: 'community-safety',
    year: '2026-27',
    reservation: 'r1',
    amount: 50_000,
    for: purpose({ theme: young }),
  });
  const covered = (kind: string, of: string, amount: number) =>
    event('ForwardCovered', { kind, line: of, amount });

  test('sets aside again, forward as it was, what an award that came to nothing had taken', async () => {
    const undone = like('CommitmentUndone', {
      undoing: 'u1',
      commitment: 'c1',
      reservation: 'r1',
      amount: 30_000,
    });
    await world.tell(...inStream(stream, promised, committed('c1', 'r1', 30_000), undone));
    expect(await body()).toMatchObject({ forward: 50_000, reserved: 0, committed: 0 });
    expect(await line('reservation/r1')).toMatchObject({ open: 0, forward: 50_000 });
    expect(await line('commitment/c1')).toMatchObject({ open: 0, forward: 0 });
  });

  test('is there with what is forward, and no more is known of it than its stream and year', async () => {
    await world.tell(...inStream(stream, promised, committed('c1', 'r1', 30_000)));
    expect(await body()).toMatchObject({
      stream: 'community-safety',
      year: '2026-27',
      name: null,
      funder: null,
      opened: false,
      forward: 50_000,
      reserved: 0,
      committed: 0,
      available: -50_000,
      themes: [{ theme: young, forward: 50_000 }],
    });
    expect(await line('reservation/r1')).toMatchObject({ amount: 50_000, open: 0, forward: 20_000 });
    expect(await line('commitment/c1')).toMatchObject({ amount: 30_000, open: 0, forward: 30_000 });
  });

  test('keeps its promises when it is opened, and has them covered as its budget comes', async () => {
    await world.tell(
      ...inStream(
        stream,
        promised,
        committed('c1', 'r1', 30_000),
        opens,
        accepted('t1', 35_000, young),
        covered('commitment', 'c1', 30_000),
        covered('reservation', 'r1', 5_000),
      ),
    );
    expect(await body()).toMatchObject({
      name: 'Community Safety Fund',
      opened: true,
      budget: 35_000,
      committed: 30_000,
      reserved: 5_000,
      forward: 15_000,
      available: -15_000,
      themes: [
        { theme: young, budget: 35_000, committed: 30_000, reserved: 5_000, forward: 15_000 },
        { theme: courts },
      ],
    });
    expect(await line('reservation/r1')).toMatchObject({ open: 5_000, forward: 15_000 });
    await mustAddUp();
  });

  test('gives up what no budget covers first', async () => {
    await world.tell(
      ...inStream(
        stream,
        promised,
        opens,
        accepted('t1', 20_000, young),
        covered('reservation', 'r1', 20_000),
        released('r1', 35_000),
      ),
    );
    expect(await body()).toMatchObject({ reserved: 15_000, forward: 0, available: 5_000 });
    await mustAddUp();
  });
});

describe('a budget', () => {
  test('is its tranches and its revisions, by theme', async () => {
    const revised = (change: string, amount: number) =>
      event('BudgetRevised', {
        revision: `v-${change}`,
        change,
        amount,
        decision: 'BEDS-PCC24-0140',
        reason: 'The settlement.',
        theme: young,
      });
    await world.tell(
      ...inStream(stream, opens, accepted('t1', 40_000), revised('raise', 5_000), revised('lower', 12_000)),
    );
    expect(await body()).toMatchObject({
      budget: 33_000,
      themes: [{ theme: young, budget: -7_000 }, {}, {}],
    });
    expect(await line('revision/v-lower')).toMatchObject({ amount: 12_000, open: -12_000, theme: young });
    await mustAddUp();
  });

  test('loses what went back to the funder and what was carried forward, each with where it came from', async () => {
    const back = like('FundingReturned', { return: 'y1', tranche: 't1', amount: 3_000 });
    const carried = bare('FundingCarriedForward', ['theme'], { carry: 'k1', tranche: 't1', amount: 7_000 });
    await world.tell(...inStream(stream, opens, accepted('t1', 40_000), back, carried));
    expect(await body()).toMatchObject({
      budget: 30_000,
      returned: 3_000,
      carried: 7_000,
      available: 30_000,
    });
    expect(await line('tranche/t1')).toMatchObject({ amount: 40_000, open: 30_000 });
    expect(await line('returned/y1')).toMatchObject({ amount: 3_000, from: 't1' });
    expect(await line('carried/k1')).toMatchObject({ from: 't1', otherYear: 'BEDS-moj-victims-2027-28' });
    await mustAddUp();
  });

  test('has what was brought forward as a tranche that says from which year', async () => {
    const brought = bare('FundingBroughtForward', ['theme'], { tranche: 'carried', amount: 7_000 });
    await world.tell(...inStream(stream, opens, brought));
    expect(await body()).toMatchObject({ budget: 7_000 });
    expect(await line('tranche/carried')).toMatchObject({ otherYear: 'BEDS-moj-victims-2026-27' });
    await mustAddUp();
  });

  test('gets back what was recovered of a payment', async () => {
    const recovered = like('PaymentReturned', { return: 'x1', payment: 'p1', amount: 4_000 });
    await world.tell(...inStream(stream, ...story, recovered));
    expect(await body()).toMatchObject({ paid: 6_000, available: 54_000 });
    expect(await line('payment/p1')).toMatchObject({ amount: 10_000, open: 6_000 });
    await mustAddUp();
  });
});

test('a fund says what may be allocated beyond its budget, what its funder was told, and that its year was closed', async () => {
  await world.tell(
    ...inStream(
      stream,
      opens,
      like('OverAllocationApproved', { amount: 5_000, percent: 10, until: '2027-03-31' }),
      like('FunderReturnSent', { return: 'mid-year' }),
      like('FundClosed', { left: 12, explanation: 'Interest.' }),
    ),
  );
  expect(await body()).toMatchObject({
    overAllocation: { amount: 5_000, percent: 10, until: '2027-03-31' },
    closed: { left: 12, explanation: 'Interest.' },
  });
  const { reported, document } = like('FunderReturnSent').data as Record<string, object>;
  const told = await world.documents('funds', 'funder-returns');
  expect(told.get(`${fund}/mid-year`)?.body).toMatchObject({ ...reported, document });
});

describe('a line of a fund', () => {
  test('says of a tranche by which decision, on which conditions, to be spent by when', async () => {
    await world.tell(...inStream(stream, opens, accepted('t1', 40_000)));
    const { conditions, decision, spendBy } = like('FundingAccepted').data as Record<string, unknown>;
    expect(await line('tranche/t1')).toMatchObject({
      amount: 40_000,
      open: 40_000,
      conditions,
      decision,
      spendBy,
    });
  });

  test('keeps what it was made for, and says what of it is still open', async () => {
    await world.tell(...inStream(stream, ...story));
    expect(await line('reservation/r1')).toMatchObject({ amount: 50_000, open: 20_000 });
    expect(await line('commitment/c1')).toMatchObject({ amount: 30_000, open: 20_000 });
  });

  test('of a payment says whose it is, from which commitment, on which day it was paid', async () => {
    await world.tell(...inStream(stream, ...story));
    expect(await line('commitment/c1')).toMatchObject({ from: 'r1', theme: young, award: 'w1' });
    expect(await line('payment/p1')).toMatchObject({
      from: 'c1',
      theme: young,
      commission: 'BEDS-2026-0007',
      allocation: 'a1',
      award: 'w1',
      on: '2026-11-20',
    });
  });
});

test('funding from before the record is noted as its source has it, and is never a budget', async () => {
  await world.tell(
    ...inStream(stream, opens),
    ...inStream('fund-BEDS-moj-victims-2022-23', like('PriorFundingRecorded')),
    ...inStream(
      'fund-BEDS-moj-victims-2022-23',
      bare('PriorFundingRecorded', ['amount', 'decidedOn'], { id: 'rc-010' }),
    ),
  );
  const prior = await world.documents('funds', 'prior');
  expect(prior.get('BEDS-moj-victims-2022-23/rc-009')?.body['amount']).toBe(6_855_132);
  expect(prior.get('BEDS-moj-victims-2022-23/rc-010')?.body).toMatchObject({ amount: null, decidedOn: null });
  expect((await world.documents('funds', 'funds')).size).toBe(1);
});

describe('the lineage of a fund', () => {
  test('names the event behind each figure, and behind what it was opened with', async () => {
    await world.tell(...inStream(stream, ...story));
    const found = await theFund();
    expect(numberBehind(found, '/name')).toBe(0);
    expect(numberBehind(found, '/budget')).toBe(2);
    expect(numberBehind(found, '/reserved')).toBe(4);
    expect(numberBehind(found, '/paid')).toBe(5);
  });

  test('of a total is its lines, each with the event that made it what it counts for now', async () => {
    await world.tell(...inStream(stream, ...story, reserved('r2', 100)));
    const serving = await right(world.projecting.serving('funds'));
    const found = await theFund();
    const behind = async (pointer: string) => {
      const total = funds.totals?.find((each) => each.pointer === pointer);
      if (total === undefined) throw new Error(`${pointer} is no total`);
      const { lines } = await right(linesBehind(world.reads, serving, total, found, { limit: 10 }));
      return lines.map(({ id, eventId: by }) => [id.slice(fund.length + 1), by]);
    };
    expect(await behind('/budget')).toEqual([
      ['tranche/t1', eventId(1)],
      ['tranche/t2', eventId(2)],
    ]);
    expect(await behind('/reserved')).toEqual([
      ['reservation/r1', eventId(4)],
      ['reservation/r2', eventId(6)],
    ]);
    expect(await behind('/paid')).toEqual([['payment/p1', eventId(5)]]);
  });
});

describe('funds are listed', () => {
  beforeEach(() =>
    world.tell(
      ...['2025-26', '2026-27'].flatMap((year) =>
        ['community-safety', 'moj-victims'].flatMap((name) =>
          inStream(
            `fund-BEDS-${name}-${year}`,
            like('FundOpened', { fund: `BEDS-${name}-${year}`, stream: name, year }),
          ),
        ),
      ),
    ),
  );

  test('by year, the newest first, then by stream; page by page', async () => {
    const listed = await world.find('funds', 'funds', fundsOf(undefined, 1));
    expect(listed.map(({ id }) => id)).toEqual([
      'BEDS-community-safety-2026-27',
      'BEDS-moj-victims-2026-27',
      'BEDS-community-safety-2025-26',
      'BEDS-moj-victims-2025-26',
    ]);
  });

  test('of one year', async () => {
    const listed = await world.find('funds', 'funds', fundsOf('2025-26', 10));
    expect(listed.map(({ id }) => id)).toEqual(['BEDS-community-safety-2025-26', 'BEDS-moj-victims-2025-26']);
  });
});

/** What the lines say that each total of the fund should be, of one theme where it is given. */
const sumsOfLines = async (at: Moment | undefined, theme?: string): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const total of totalsOfFunds) {
    const found = await world.find('funds', 'lines', {
      where: linesBehindTotal(fund, total, theme),
      limit: 1_000,
      ...(at === undefined ? {} : { at }),
    });
    sums[total] = found.reduce((sum, { body: line }) => sum + Number(line[figureBehind(total)]), 0);
  }
  return sums;
};

const mustAddUp = async (at?: Moment): Promise<void> => {
  const document = (await theFund(at)).body as unknown as FundDocument;
  const sums = await sumsOfLines(at);
  expect(document).toMatchObject(sums);
  const { budget = 0, reserved: held = 0, committed: owed = 0, paid: spent = 0, forward = 0 } = sums;
  expect(document.available).toBe(budget - held - owed - spent - forward);
  for (const { theme, ...ofTheme } of document.themes)
    expect(await sumsOfLines(at, theme)).toMatchObject(ofTheme);
};

test('a fund as it was known at any moment adds up to its lines as they were known then', async () => {
  const days = ['2026-04-01', '2026-04-02', '2026-05-01', '2026-06-01', '2026-07-01', '2026-08-01'];
  await world.tell(...story.map((each, index) => ({ stream, event: each, at: noon(days[index] ?? '') })));
  for (const day of days) await mustAddUp({ knownAt: momentOf(noon(day)) });
  expect((await theFund({ asAt: momentOf(noon('2026-06-15')) })).body).toMatchObject({
    reserved: 50_000,
    committed: 0,
    paid: 0,
  });
});

const action = (name: string) => {
  const found = allActions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no action ${name}`);
  return found;
};

const now = '2026-11-23T12:00:00.000Z' as Context['now'];
const decision = 'BEDS-PCC24-0140';
const plenty = { pence: 100_000_000, vat: 'outside' };
const nextYear = 'BEDS-community-safety-2027-28';
const acts = [
  { act: 'revise-budget', fund, change: 'raise', amount: plenty },
  { act: 'revise-budget', fund, change: 'lower', amount: plenty },
  { act: 'over-allocate', fund, amount: plenty, until: '2027-03-31' },
  { act: 'carry-forward', fund, to: nextYear, amount: plenty },
  { act: 'accept-funding', fund, amount: plenty },
];

const metadata = { actor: { id: 'finance-1', role: 'finance' } };
const after = (state: FundState, events: ReadonlyArray<DomainEvent>): FundState =>
  fold(
    aggregates.fund,
    state,
    events.map((each) => ({ ...each, id: '', metadata }) as unknown as Happened<FundEvent>),
  );

/** A day on which everything is decided and the next year is open. */
const surroundings = {
  now,
  today: londonDateOf(now),
  actor: { id: 'finance-1', role: 'finance' } as Actor,
  rules: undefined,
  decisions: new Map([[decision, { taken: { decision, authorises: acts }, published: undefined }]]),
  providers: new Map(),
  funds: new Map([[nextYear, after(aggregates.fund.initial, [opens])]]),
} as unknown as Context;

/** Something that might be asked of a fund; `of` is which of the lines there are it is asked of. */
const asked = fc.record({
  verb: fc.constantFrom(
    'reserve',
    'commit',
    'commit',
    'pay',
    'pay',
    'release',
    'reduce',
    'accept',
    'raise',
    'lower',
    'over-allocate',
    'recover',
    'give-back',
    'carry',
  ),
  of: fc.nat(2),
  amount: fc.integer({ min: 1, max: 20_000 }),
  theme: fc.constantFrom(undefined, young, courts),
});
type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;

const commandOf = (
  { verb, of, amount, theme }: Asked,
  number: number,
  state: FundState,
): readonly [name: string, command: object] => {
  const among = (lines: ReadonlyMap<string, unknown>): string => [...lines.keys()].at(-1 - of) ?? 'none';
  const [reservation, commitment] = [among(state.reservations), among(state.commitments)];
  const [payment, tranche] = [among(state.payments), among(state.tranches)];
  const sameTheme = state.reservations.get(reservation)?.made.for ?? purpose();
  const themed = theme === undefined ? {} : { theme };
  switch (verb) {
    case 'reserve':
      return ['reserve-funds', { reservation: `r${number}`, amount, for: purpose(themed) }];
    case 'release':
      return ['release-reservation', { release: `l${number}`, reservation, amount, reason: 'Less.' }];
    case 'commit':
      return ['commit-funds', { commitment: `c${number}`, reservation, amount, for: sameTheme }];
    case 'reduce':
      return ['reduce-commitment', { reduction: `d${number}`, commitment, amount, reason: 'Less.' }];
    case 'pay':
      return ['pay-funds', { payment: `p${number}`, commitment, amount, paidOn: '2026-11-23' }];
    case 'accept':
      return ['accept-funding', { tranche: `u${number}`, amount, conditions: [], decision, ...themed }];
    case 'raise':
    case 'lower':
      return [
        'revise-budget',
        { revision: `v${number}`, change: verb, amount, decision, reason: 'So.', ...themed },
      ];
    case 'over-allocate':
      return ['approve-over-allocation', { approval: `o${number}`, amount, decision, until: '2027-03-31' }];
    case 'recover':
      return [
        'return-payment',
        { return: `x${number}`, payment, amount, returnedOn: '2026-11-23', reason: 'Less.' },
      ];
    case 'give-back':
      return [
        'return-funding',
        { return: `y${number}`, tranche, amount, returnedOn: '2026-11-23', reason: 'Less.' },
      ];
    case 'carry':
      return [
        'carry-forward',
        {
          carry: `k${number}`,
          tranche,
          to: nextYear,
          amount,
          leave: { by: 'The funder', reference: 'L1', on: '2026-11-20' },
          decision,
        },
      ];
  }
};

/** £400 promised before the year was opened, £200 of it owed, and opened; then what makes it £1,500. */
const begun: ReadonlyArray<DomainEvent> = [
  event('FundsReservedForward', {
    fund,
    stream: 'community-safety',
    year: '2026-27',
    reservation: 'r0',
    amount: 40_000,
    for: purpose({ theme: young }),
  }),
  committed('c0', 'r0', 20_000),
  opens,
];
const funding: ReadonlyArray<DomainEvent> = [
  accepted('t1', 50_000),
  event('ForwardCovered', { kind: 'commitment', line: 'c0', amount: 20_000 }),
  event('ForwardCovered', { kind: 'reservation', line: 'r0', amount: 20_000 }),
  accepted('t2', 70_000, young),
  accepted('t3', 30_000, courts),
  reserved('r1', 40_000, { theme: young }),
  reserved('r2', 20_000),
];

/** What happens to a fund that is asked all of this: whatever is refused does not happen. */
const historyOf = (asking: ReadonlyArray<Asked>, funded: boolean) => {
  let events = funded ? [...begun, ...funding] : begun;
  let state = after(aggregates.fund.initial, events);
  for (const [index, each] of asking.entries()) {
    const [name, command] = commandOf(each, index, state);
    const decided = action(name).decide(command as never, surroundings)(state as never);
    const happens = E.isRight(decided) ? decided.right : [];
    events = [...events, ...happens];
    state = after(state, happens);
  }
  return { tellings: inStream(stream, ...events), state };
};

test('whatever is asked of a fund, its totals are the sums of its lines and those of its state', () => {
  fc.assert(
    fc.property(
      fc.array(asked, { minLength: 5, maxLength: 30, size: 'max' }),
      fc.boolean(),
      (asking, funded) => {
        const { tellings, state } = historyOf(asking, funded);
        const { take, documents } = folded(funds);
        for (const happening of opened(tellings, funds.sees)) take(happening);
        const document = documents.get(`funds:${fund}`) as unknown as FundDocument;
        expect(document).toMatchObject({
          budget: state.budget,
          reserved: state.reserved,
          committed: state.committed,
          paid: state.paid,
          forward: state.forward,
        });
        if (document.available > 0) expect(document.available).toBe(available(state) - state.forward);
        const lines = [...documents]
          .filter(([name]) => name.startsWith('lines:'))
          .map(([, each]) => each as unknown as LineDocument);
        const sumOf = (total: FundTotal, theme?: string): number => {
          const conditions = linesBehindTotal(fund, total, theme);
          const behind = lines.filter((each) =>
            conditions.every((condition) => {
              const value = each[condition.field as keyof LineDocument] as string;
              return 'in' in condition
                ? condition.in.includes(value)
                : 'is' in condition && condition.is === value;
            }),
          );
          return behind.reduce((sum, each) => sum + each[figureBehind(total)], 0);
        };
        for (const total of totalsOfFunds) expect([total, document[total]]).toEqual([total, sumOf(total)]);
        for (const { theme, ...ofTheme } of document.themes as ReadonlyArray<ThemeSums>)
          for (const total of ['budget', 'reserved', 'committed', 'paid', 'forward'] as const)
            expect([theme, total, ofTheme[total]]).toEqual([theme, total, sumOf(total, theme)]);
        for (const [name, each] of documents) mustBeSound(name.split(':')[0] ?? '', each);
      },
    ),
    { numRuns: 150 },
  );
});
