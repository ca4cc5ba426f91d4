import type { Happened } from '@commissioning/kernel';
import { type Answered, answersTo } from '../src/fund-saga';

const reference = 'BEDS-2026-0007';
const fund = 'BEDS-moj-victims-2027-28';
const answering = (type: string, data: object) =>
  answersTo(reference, {
    type,
    data,
    metadata: { actor: { role: 'finance' } },
  } as unknown as Happened<Answered>);
const share = (allocation: string, amount: number) => ({ allocation, fund, amount });

const committing = (allocation: string, amount: number) => ({
  kind: 'fund',
  id: fund,
  action: 'commit-funds',
  command: {
    commitment: `beds-2026-0007--w1--${allocation}`,
    reservation: `beds-2026-0007--${allocation}`,
    amount,
    for: { commission: reference, line: allocation, award: 'w1' },
  },
});

const reducing = (allocation: string, amount: number, by: string, reason: string) => ({
  kind: 'fund',
  id: fund,
  action: 'reduce-commitment',
  command: {
    reduction: `beds-2026-0007--w1--${allocation}--${by}`,
    commitment: `beds-2026-0007--w1--${allocation}`,
    amount,
    reason,
  },
});

test('what an agreement is raised by is committed, and what it is lowered by is taken off its commitment', () => {
  const data = { award: 'w1', variation: 'v1', more: [share('a3', 200)], less: [share('a1', 50)] };
  expect(answering('AgreementVaried', data)).toEqual([
    committing('a3', 200),
    reducing('a1', 50, 'varied--v1', 'Less is owed: the agreement was varied'),
  ]);
});

test('a change that moves no money is answered by nothing', () => {
  expect(answering('AgreementVaried', { award: 'w1', variation: 'v1' })).toEqual([]);
  expect(answering('AgreementExtended', { award: 'w1', extension: 'x1' })).toEqual([]);
  expect(answering('AgreementTerminated', { award: 'w1' })).toEqual([]);
});

test('what an extension adds is committed in the year it is paid from', () => {
  expect(answering('AgreementExtended', { award: 'w1', extension: 'x1', more: [share('a4', 400)] })).toEqual([
    committing('a4', 400),
  ]);
});

test('what an agreement that was ended owes no longer is taken off each of its commitments', () => {
  const less = [share('a1', 405), share('a2', 45)];
  const reason = 'Less is owed: the agreement was ended';
  expect(answering('AgreementTerminated', { award: 'w1', less })).toEqual([
    reducing('a1', 405, 'ended', reason),
    reducing('a2', 45, 'ended', reason),
  ]);
});

test('what came back goes back to the fund that paid it, as part of the payment it had made', () => {
  const data = {
    award: 'w1',
    payment: 'p1',
    recovery: 'b1',
    recoveredOn: '2028-08-14',
    reason: 'Paid in advance for a post that was left empty.',
    from: [share('a1', 120)],
  };
  expect(answering('PaymentRecovered', data)).toEqual([
    {
      kind: 'fund',
      id: fund,
      action: 'return-payment',
      command: {
        return: 'beds-2026-0007--w1--b1--a1--back',
        payment: 'beds-2026-0007--w1--p1--a1',
        amount: 120,
        returnedOn: '2028-08-14',
        reason: 'Recovered by the commission',
      },
    },
  ]);
  const paid = answering('PaymentMade', { ...data, paidOn: '2027-07-14' });
  expect(paid[0]?.command).toMatchObject({ payment: 'beds-2026-0007--w1--p1--a1' });
});
