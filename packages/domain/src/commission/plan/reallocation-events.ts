import {
  CommissionRef,
  DecisionRef,
  defineEvent,
  FundRef,
  Line,
  LocalId,
  official,
  Pence,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Where money that is reallocated goes: an allocation that another commission then has. */
export const ReallocatedTo = t.type({ commission: CommissionRef, allocation: LocalId }, 'ReallocatedTo');

export const FundingReallocated = defineEvent({
  type: 'FundingReallocated',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Money set aside here and not needed was given up for another commission, under a decision.',
  data: struct(
    {
      release: LocalId,
      allocation: LocalId,
      fund: FundRef,
      amount: official(Pence),
      to: ReallocatedTo,
      decision: DecisionRef,
      reason: official(Text),
    },
    { theme: Line },
  ),
});
