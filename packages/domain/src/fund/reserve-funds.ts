import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { movement } from './action';
import { FundsReserved } from './events';
import { available } from './state';
import { themeKnown, themeOfFund } from './themes';

const reservedWithinBudget = rule({
  id: 'fund.reserved-within-budget',
  sentence: 'No more is set aside than the budget has free.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: spending stays within resources',
});

type ReserveFunds = t.TypeOf<typeof FundsReserved.codec>;

/** Sets money aside for an allocation of a commission. */
export const reserveFunds = movement<ReserveFunds>({
  name: 'reserve-funds',
  says: 'Set money aside for a commission.',
  command: FundsReserved.codec,
  roles: ['finance', 'system'],
  rules: [reservedWithinBudget, themeKnown],
  entry: ({ reservation }, fund) => ({
    field: '/reservation',
    before: fund.reservations.get(reservation)?.made,
  }),
  decide: (command) => (fund) => {
    const free = available(fund);
    return pipe(
      allHold(
        themeOfFund(fund, command.for.theme, '/for/theme'),
        check(
          command.amount <= free,
          reservedWithinBudget,
          { amount: command.amount, available: free },
          '/amount',
        ),
      ),
      E.map(() => [FundsReserved.make(command)]),
    );
  },
});
