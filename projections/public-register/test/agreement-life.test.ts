import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import { bare, inStream, like, type World, worldOf } from '../../../test/support/read-models';
import { EntryDocument, ofCommission, PaymentDocument, publicRegister, type StepDocument } from '../src';
import { HeldDocument } from '../src/held';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const [decision, later] = ['BEDS-PCC24-0040', 'BEDS-PCC24-0041'];
const thisYear = 'BEDS-moj-victims-2026-27';
const nextYear = 'BEDS-moj-victims-2027-28';
const outside = (pence: number) => ({ pence, vat: 'outside' });

const awarded = like('GrantAwarded', {
  award: 'w1',
  lot: 'whole',
  decision,
  recipient: { provider: 'BEDS-village-hall', name: 'Village Hall Trust' },
  amount: outside(4_000_000),
  years: [{ year: '2026-27', amount: 4_000_000 }],
  term: { starts: '2026-12-01', ends: '2027-11-30' },
  outcomes: ['Within four weeks.'],
  conditions: ['Open to every victim.'],
  paidFrom: [{ allocation: 'a1', fund: thisYear, amount: 4_000_000 }],
});
const published = like('DecisionPublished', { decision, awards: ['w1'], withheld: [] });
const publishedLater = (more: object = {}) =>
  like('DecisionPublished', { decision: later, awards: ['w1'], withheld: [], ...more });
const signed = like('AgreementSigned', {
  award: 'w1',
  signedOn: '2026-11-23',
  amount: outside(4_000_000),
  term: { starts: '2026-12-01', ends: '2027-11-30' },
});
const paid = (payment: string, pence: number) =>
  like('PaymentMade', { award: 'w1', payment, amount: outside(pence), paidOn: '2027-01-05' });
const recovered = (payment: string, recovery: string, pence: number) =>
  like('PaymentRecovered', {
    award: 'w1',
    payment,
    recovery,
    amount: outside(pence),
    recoveredOn: '2027-02-01',
  });
const varied = like('AgreementVaried', {
  award: 'w1',
  variation: 'v1',
  decision: later,
  agreedOn: '2027-01-20',
  amount: outside(5_000_000),
  years: [
    { year: '2026-27', amount: 2_000_000 },
    { year: '2027-28', amount: 3_000_000 },
  ],
  term: { starts: '2026-12-01', ends: '2027-12-31' },
  outcomes: ['Within three weeks.'],
  conditions: ['Open to every victim, reported or not.'],
  more: [{ allocation: 'a2', fund: nextYear, amount: 2_000_000 }],
  less: [{ allocation: 'a1', fund: thisYear, amount: 1_000_000 }],
});
const extended = bare('AgreementExtended', ['amount', 'years', 'more', 'option'], {
  award: 'w1',
  extension: 'x1',
  decision: later,
  agreedOn: '2027-01-21',
  ends: '2028-03-31',
});
const terminated = like('AgreementTerminated', {
  award: 'w1',
  amount: outside(1_500_000),
  lastDay: '2027-03-31',
});

let world: World;
beforeEach(async () => {
  world = worldOf(publicRegister);
  await world.tell(
    { stream: `fund-${thisYear}`, event: like('FundOpened', { fund: thisYear, name: 'Victims grant 2026' }) },
    { stream: `fund-${nextYear}`, event: like('FundOpened', { fund: nextYear, name: 'Victims grant 2027' }) },
  );
});
const told = (...events: ReadonlyArray<DomainEvent>) => world.tell(...inStream(stream, ...events));
const documents = (collection: string) => world.documents('public-register', collection);
const entry = async () =>
  (await documents('entries')).get(`${reference}/w1`)?.body as unknown as EntryDocument | undefined;
const story = async (): Promise<ReadonlyArray<string>> => {
  const steps = await world.find(
    'public-register',
    'steps',
    ofCommission(reference, [{ field: 'order' }], 100),
  );
  return steps.map(({ body }) => {
    const { on, what, detail } = body as unknown as StepDocument;
    return `${on} ${what}: ${detail ?? ''}`;
  });
};

/** What is public and what waits is of its shape, and what was paid is the sum of its lines. */
afterEach(async () => {
  for (const [collection, codec] of [
    ['pending', HeldDocument],
    ['entries', EntryDocument],
    ['payments', PaymentDocument],
  ] as const)
    for (const { body } of (await documents(collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
  const lines = [...(await documents('payments')).values()].map(({ body }) => Number(body['pence']));
  const known = await entry();
  if (known !== undefined) expect(known.paid).toBe(lines.reduce((sum, each) => sum + each, 0));
});

describe('a change of an agreement', () => {
  test('is public from the publication of its own decision, not before', async () => {
    await told(awarded, published, signed);
    const before = await entry();
    await told(varied);
    expect(await entry()).toEqual(before);
    expect(await story()).not.toContainEqual(expect.stringContaining('varied'));
    await told(publishedLater());
    expect(await entry()).toMatchObject({
      amount: { pence: 5_000_000, basis: 'outside' },
      years: [
        { year: '2026-27', pence: 2_000_000 },
        { year: '2027-28', pence: 3_000_000 },
      ],
      lastYear: '2027-28',
      ends: '2027-12-31',
      outcomes: ['Within three weeks.'],
      conditions: ['Open to every victim, reported or not.'],
      paidFrom: [
        { fund: thisYear, name: 'Victims grant 2026', pence: 3_000_000 },
        { fund: nextYear, name: 'Victims grant 2027', pence: 2_000_000 },
      ],
      fundingStream: 'Victims grant 2026, Victims grant 2027',
    });
    expect(await story()).toContain('2027-01-20 Agreement varied: Village Hall Trust: To £50,000');
    expect([...(await documents('pending')).keys()]).not.toContain(`changes/${reference}/w1`);
  });

  test('names money of a year that is not opened yet as its stream was named last', async () => {
    const unopened = worldOf(publicRegister);
    await unopened.tell(
      { stream: `fund-${thisYear}`, event: like('FundOpened', { fund: thisYear, name: 'Victims grant' }) },
      ...inStream(stream, awarded, published, signed, varied, publishedLater()),
    );
    const { body } = (await unopened.documents('public-register', 'entries')).get(`${reference}/w1`) ?? {};
    expect(body).toMatchObject({
      paidFrom: [
        { fund: thisYear, name: 'Victims grant' },
        { fund: nextYear, name: 'Victims grant' },
      ],
      fundingStream: 'Victims grant',
    });
  });

  test('is not made public by a decision that is about something else', async () => {
    await told(awarded, published, signed, varied);
    await told(publishedLater({ decision: 'BEDS-PCC24-0099' }));
    expect(await entry()).toMatchObject({ amount: { pence: 4_000_000 }, ends: '2027-11-30' });
    await told(publishedLater());
    expect(await entry()).toMatchObject({ amount: { pence: 5_000_000 } });
  });

  test('leaves as it was what it does not name, and follows changes before it', async () => {
    await told(awarded, published, signed, varied, extended, publishedLater());
    expect(await entry()).toMatchObject({
      amount: { pence: 5_000_000 },
      starts: '2026-12-01',
      ends: '2028-03-31',
      outcomes: ['Within three weeks.'],
    });
    expect(await story()).toContain('2027-01-21 Agreement extended: Village Hall Trust: Until 31 March 2028');
  });

  test('keeps out what its decision withholds, and what was withheld before', async () => {
    const withheld = (item: string) => ({
      item,
      ground: 'safety-of-a-person',
      inTheViewOf: 'chief-officer-of-police',
    });
    await told(
      awarded,
      like('DecisionPublished', { decision, awards: ['w1'], withheld: [withheld('conditions')] }),
      signed,
      varied,
      publishedLater({ withheld: [withheld('outcomes')] }),
    );
    expect(await entry()).toMatchObject({
      outcomes: [],
      conditions: [],
      withheld: [withheld('conditions'), withheld('outcomes')],
    });
  });

  test('does not take back how an agreement ended, where it is published after that', async () => {
    await told(awarded, published, signed, varied, terminated, publishedLater());
    expect(await entry()).toMatchObject({
      agreement: 'ended',
      amount: { pence: 1_500_000 },
      ends: '2027-03-31',
    });
  });
});

test('an agreement that was ended says when, and what it came to', async () => {
  await told(awarded, published, signed, terminated);
  expect(await entry()).toMatchObject({
    agreement: 'ended',
    amount: { pence: 1_500_000 },
    ends: '2027-03-31',
  });
  expect(await story()).toContainEqual(
    expect.stringContaining('Agreement ended early: Village Hall Trust: Last day 31 March 2027'),
  );
});

describe('a payment that came back', () => {
  test('is taken off the line of its payment and off what was paid', async () => {
    await told(awarded, published, signed, paid('p1', 900_000), paid('p2', 100_000));
    await told(recovered('p1', 'b1', 300_000), recovered('p1', 'b2', 600_000));
    expect((await entry())?.paid).toBe(100_000);
    const line = (await documents('payments')).get(`${reference}/w1/payment/p1`)?.body;
    expect(line).toMatchObject({ pence: 0, payments: [{ payment: 'p1', pence: 0 }] });
    expect(await story()).toContain('2027-02-01 Payment recovered: Village Hall Trust: £3,000');
  });

  test('waits with its award, and with the payments made before that was public', async () => {
    await told(awarded, signed, paid('p1', 900_000), recovered('p1', 'b1', 300_000), terminated);
    expect((await documents('payments')).size).toBe(0);
    await told(published);
    expect(await entry()).toMatchObject({ paid: 600_000, agreement: 'ended' });
    await told(recovered('p1', 'b2', 600_000));
    expect((await entry())?.paid).toBe(0);
    expect(await story()).toContain('2027-02-01 Payment recovered: Village Hall Trust: £3,000');
  });
});
