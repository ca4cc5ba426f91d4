import { defineEvent, FinancialYear, FundRef, LocalId, official, Pence } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Purpose } from './purpose';

export const FundsReservedForward = defineEvent({
  type: 'FundsReservedForward',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money of a year not opened yet was set aside for a commission, subject to the budget of that year.',
  data: t.type({
    fund: FundRef,
    stream: LocalId,
    year: FinancialYear,
    reservation: LocalId,
    amount: official(Pence),
    for: Purpose,
  }),
});

export const ForwardCovered = defineEvent({
  type: 'ForwardCovered',
  aggregate: 'fund',
  phase: 'fund',
  says: 'The budget came to cover money that had been promised before its year was opened.',
  data: t.type({
    kind: t.keyof({ reservation: null, commitment: null }),
    /** Of a commitment it may be named for the award. */
    line: official(LocalId),
    amount: official(Pence),
  }),
});

export const forwardEvents = [FundsReservedForward, ForwardCovered] as const;
