import type { Actor } from '@commissioning/kernel';
import type { CommissionEvent } from '../../src/commission/events';
import { FundingAllocated } from '../../src/commission/plan/events';
import { AgreementSigned, ContractAwarded, GrantAwarded } from '../../src/commission/purchase/events';
import { PaymentApproved, PaymentMade } from '../../src/commission/review/events';
import { DecisionPublished } from '../../src/decision/events';
import type { DecisionState } from '../../src/decision/state';
import {
  authorDeclared,
  contextAt,
  contractChosen,
  fundReference,
  grantChosen,
  need,
  reference,
  routed,
  village,
} from './commission';
import { made } from './made';
import { approver, contextOf } from './specification';

export const outside = (pence: number) => ({ pence, vat: 'outside' });
export const including = (pence: number) => ({ pence, vat: 'including' });
const awardDecision = 'BEDS-PCC24-0040';
export const changeDecision = 'BEDS-PCC24-0041';
export const nextYear = 'BEDS-community-safety-2027-28';

const setAside = (allocation: string, amount: number, fund = fundReference) =>
  made(FundingAllocated, { allocation, fund, amount });

export const share = (allocation: string, amount: number, fund = fundReference) => ({
  allocation,
  fund,
  amount,
});

const terms = {
  award: 'w1',
  lot: 'whole',
  decision: awardDecision,
  recipient: { provider: village, name: 'Village Hall Trust' },
  years: [{ year: '2026-27', amount: 8_000_000 }],
  term: { starts: '2026-12-01', ends: '2027-11-30' },
  extensionOptions: [],
  title: 'Treatment',
  purpose: 'Treatment within four weeks.',
  outcomes: ['Sooner.'],
  conditions: [],
  legalPower: 'crime-and-disorder-reduction-grant',
  statutoryReasons: { crimeAndDisorderReduction: 'Less of it.' },
  paidFrom: [share('a1', 7_500_000), share('a2', 500_000)],
};

const madePublic = made(DecisionPublished, {
  decision: awardDecision,
  channel: 'website',
  reference: 'https://example.org/40',
  withheld: [],
  awards: ['w1'],
});

const signing = (amount: object) =>
  made(AgreementSigned, {
    award: 'w1',
    signedOn: '2026-11-23',
    amount,
    term: { starts: '2026-12-01', ends: '2027-11-30' },
  });

/** Money of this year and the next: what a grant draws on, and £20,000 and £40,000 beside that. */
const money = [
  setAside('a1', 7_500_000),
  setAside('a2', 1_000_000),
  setAside('a3', 2_000_000),
  setAside('a4', 4_000_000, nextYear),
];

/** A direct grant of £80,000 for a year from December 2026, signed; options are part of what was awarded. */
export const signedGrant = (extensionOptions: ReadonlyArray<object> = []): ReadonlyArray<CommissionEvent> => [
  need,
  ...money,
  grantChosen,
  routed('direct-grant', 8_000_000),
  authorDeclared,
  made(GrantAwarded, { ...terms, amount: outside(8_000_000), extensionOptions }),
  madePublic,
  signing(outside(8_000_000)),
];

/** A contract of so many pence, VAT in it, by this route under this regime, signed; all of it from one allocation. */
export const signedContract = (
  profile: string,
  pence: number,
  regime: string,
): ReadonlyArray<CommissionEvent> => [
  need,
  ...money,
  contractChosen,
  routed(profile, pence, { regime, vat: 'including' }),
  authorDeclared,
  made(ContractAwarded, {
    ...terms,
    amount: including(pence),
    years: [{ year: '2026-27', amount: pence }],
    paidFrom: [share('a1', pence)],
    legalPower: 'general-power',
    statutoryReasons: { valueForMoney: 'The lowest of three.' },
  }),
  madePublic,
  signing(including(pence)),
];

/** A payment of so many pence, approved and made from the first allocation. */
export const paid = (payment: string, pence: number): ReadonlyArray<CommissionEvent> => [
  made(PaymentApproved, { award: 'w1', payment, amount: outside(pence), for: 'In advance' }),
  made(PaymentMade, {
    award: 'w1',
    payment,
    amount: outside(pence),
    paidOn: '2027-02-01',
    from: [share('a1', pence)],
  }),
];

/** An act that a decision authorises, of this commission and its one award. */
export const act = (name: 'vary' | 'extend', more: object = {}) => ({
  act: name,
  commission: reference,
  award: 'w1',
  ...more,
});

/** March 2027, a decision having been taken that authorises these acts; published where that is said. */
export const decided = (
  acts: ReadonlyArray<object>,
  given: {
    readonly now?: string;
    readonly by?: string;
    readonly published?: boolean;
    readonly actor?: Actor;
  } = {},
) => {
  const { now = '2027-03-01T09:00:00.000Z', by = approver.id, published = false, actor } = given;
  const taken = { decision: changeDecision, by, authorises: acts };
  const publication = {
    decision: changeDecision,
    channel: 'website',
    reference: 'https://example.org/41',
    withheld: [],
  };
  const state = { taken, published: published ? publication : undefined } as unknown as DecisionState;
  return contextOf({
    ...contextAt(now),
    ...(actor && { actor }),
    decisions: new Map([[changeDecision, state]]),
  });
};
