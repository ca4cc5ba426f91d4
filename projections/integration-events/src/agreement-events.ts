import { Term } from '@commissioning/domain';
import { CalendarDate, CommissionRef, DecisionRef, LocalId, Money, orNull } from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

const under = { commission: CommissionRef, award: LocalId };

export const agreementSigned = integrationEvent(
  'agreement-signed',
  'Both sides signed the agreement for a public award.',
  t.type({ ...under, signedOn: CalendarDate, amount: Money, term: Term }, 'Signed'),
);

export const agreementChanged = integrationEvent(
  'agreement-changed',
  'The decision was published by which an agreement was varied or made to run longer; null is as it was.',
  t.type(
    {
      ...under,
      decision: DecisionRef,
      change: t.keyof({ varied: null, extended: null }),
      agreedOn: CalendarDate,
      amount: orNull(Money),
      starts: orNull(CalendarDate),
      ends: orNull(CalendarDate),
    },
    'Changed',
  ),
);

export const agreementEnded = integrationEvent(
  'agreement-ended',
  'An agreement was ended before its time; the amount is the whole sum as it is from then on.',
  t.type(
    {
      ...under,
      by: t.keyof({ body: null, provider: null, both: null }),
      lastDay: CalendarDate,
      amount: Money,
    },
    'Ended',
  ),
);

export const paymentMade = integrationEvent(
  'payment-made',
  'A payment was made under a public award.',
  t.type({ ...under, payment: LocalId, amount: Money, paidOn: CalendarDate }, 'Paid'),
);

export const paymentRecovered = integrationEvent(
  'payment-recovered',
  'All or part of a payment under a public award came back.',
  t.type(
    { ...under, payment: LocalId, recovery: LocalId, amount: Money, recoveredOn: CalendarDate },
    'Recovered',
  ),
);
