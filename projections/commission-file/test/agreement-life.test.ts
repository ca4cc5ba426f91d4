import type { DomainEvent } from '@commissioning/kernel';
import { bare, fixtureOf, inStream, like, type World, worldOf } from '../../../test/support/read-models';
import { commissionFile } from '../src';

const reference = 'BEDS-2026-0007';
const outside = (pence: number) => ({ pence, vat: 'outside' });

let world: World;
beforeEach(async () => {
  world = worldOf(commissionFile);
  await told(
    like('NeedIdentified', { reference }),
    like('GrantAwarded', { award: 'w1' }),
    like('AgreementSigned', {
      award: 'w1',
      amount: outside(4_000_000),
      term: { starts: '2027-04-01', ends: '2029-03-31' },
    }),
  );
});

const told = (...events: ReadonlyArray<DomainEvent>) =>
  world.tell(...inStream(`commission-${reference}`, ...events));
const part = async (id: string) =>
  (await world.documents('commission-file', 'parts')).get(`${reference}/${id}`)?.body;

test('an agreement stands in the file as it was varied, extended and ended; each change beside it', async () => {
  await told(bare('AgreementVaried', ['term'], { award: 'w1', variation: 'v1', amount: outside(5_000_000) }));
  expect(await part('agreement/w1')).toMatchObject({
    amount: outside(5_000_000),
    term: { starts: '2027-04-01', ends: '2029-03-31' },
  });
  expect(await part('variation/w1/v1')).toMatchObject({
    of: 'w1',
    reason: fixtureOf('AgreementVaried')['reason'],
    more: fixtureOf('AgreementVaried')['more'],
  });
  await told(bare('AgreementExtended', ['amount'], { award: 'w1', extension: 'x1', ends: '2029-09-30' }));
  expect(await part('agreement/w1')).toMatchObject({
    amount: outside(5_000_000),
    term: { starts: '2027-04-01', ends: '2029-09-30' },
  });
  expect(await part('extension/w1/x1')).toMatchObject({ of: 'w1', ends: '2029-09-30' });
  await told(like('AgreementTerminated', { award: 'w1', amount: outside(2_000_000), lastDay: '2028-06-30' }));
  expect(await part('agreement/w1')).toMatchObject({
    amount: outside(2_000_000),
    term: { starts: '2027-04-01', ends: '2028-06-30' },
  });
  expect(await part('termination/w1')).toMatchObject({ by: 'both', ground: 'agreed' });
  // £2,000 were taken off by the variation and £17,000 by the end of it.
  expect(await part('allocation/victims-2026')).toMatchObject({ owedNoLonger: 1_900_000 });
});

test('a breach stands in the file with what it came to', async () => {
  const { award: _award, breach: _breach, ...said } = fixtureOf('BreachResolved');
  await told(like('BreachResolved', { award: 'w1', breach: 'b1' }));
  expect(await part('breach/w1/b1')).toMatchObject({ of: 'w1', ...said });
});

test('an invoice says whether it is disputed, and what of it is to be paid', async () => {
  const invoice = { award: 'w1', invoice: 'i1' };
  await told(
    like('InvoiceReceived', { ...invoice, amount: outside(500_000) }),
    like('InvoiceDisputed', invoice),
  );
  expect(await part('invoice/w1/i1')).toMatchObject({ disputed: true });
  expect(await part('dispute/w1/i1')).toMatchObject({ standing: 'open', by: 'officer-1' });
  await told(like('InvoiceDisputeSettled', { ...invoice, payable: outside(375_000) }));
  expect(await part('invoice/w1/i1')).toMatchObject({ disputed: false, payable: outside(375_000) });
  expect(await part('dispute/w1/i1')).toMatchObject({
    standing: 'settled',
    reason: fixtureOf('InvoiceDisputed')['reason'],
  });
});

test('what came back is summed for its payment and its award', async () => {
  const back = (recovery: string, pence: number) =>
    like('PaymentRecovered', { award: 'w1', payment: 'p1', recovery, amount: outside(pence) });
  await told(
    like('PaymentApproved', { award: 'w1', payment: 'p1', amount: outside(900_000) }),
    like('PaymentMade', { award: 'w1', payment: 'p1', amount: outside(900_000) }),
    back('b1', 100_000),
    back('b2', 50_000),
  );
  expect(await part('payment/w1/p1')).toMatchObject({ standing: 'made', recovered: 150_000 });
  expect(await part('award/w1')).toMatchObject({ paid: 900_000, recovered: 150_000 });
  expect(await part('recovery/w1/b2')).toMatchObject({ payment: 'p1', amount: outside(50_000) });
});

test('a return stands in the file as corrected; the correction beside it says why', async () => {
  const of = { award: 'w1', period: 'q1' };
  await told(
    like('KPIReturned', of),
    like('ReturnAccepted', { ...of, kind: 'kpi' }),
    like('FinancialReturned', of),
    bare('ReturnCorrected', ['finances', 'corrects'], { ...of, correction: 'c1' }),
  );
  const measures = fixtureOf('ReturnCorrected')['measures'] as object;
  expect(await part('return/w1/q1')).toMatchObject({
    kpi: { ...measures, standing: 'returned', corrected: 'c1' },
    financial: { standing: 'returned', lines: fixtureOf('FinancialReturned')['lines'] },
  });
  expect(await part('correction/w1/c1')).toMatchObject({
    of: 'w1',
    period: 'q1',
    returnKind: 'kpi',
    reason: fixtureOf('ReturnCorrected')['reason'],
  });
});

test('what was said of a service, and what is to improve, have parts of their own', async () => {
  await told(
    like('FeedbackRecorded', { feedback: 'f1', award: 'w1' }),
    bare('FeedbackRecorded', ['award'], { feedback: 'f2' }),
    like('ImprovementAgreed', { award: 'w1', improvement: 'i1' }),
  );
  expect(await part('heard/f1')).toMatchObject({ of: 'w1', from: 'service-users' });
  expect(await part('heard/f2')).toMatchObject({ of: null });
  expect(await part('improvement/w1/i1')).toMatchObject({ of: 'w1', review: 'q2' });
});
