import { FundRef, LocalId, official, Pence, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { type Context, type Decision, rulesAdopted } from '../context';
import { fundOpened, movement } from './action';
import { type FundEvent, FundsReserved, FundsReservedForward } from './events';
import { laterYear, laterYearPromised } from './later-year';
import { freeIn } from './limits';
import { Purpose } from './purpose';
import type { FundState } from './state';
import { themeKnown, themeOfFund } from './themes';

const reservedWithinBudget = rule({
  id: 'fund.reserved-within-budget',
  sentence: 'No more is set aside than the budget, with what may be allocated beyond it, has free.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: spending stays within resources',
});

/** The fund is named where its year may not be opened yet: then it is known by nothing else. */
const ReserveFunds = struct(
  { reservation: LocalId, amount: official(Pence), for: Purpose },
  { fund: FundRef },
  'ReserveFunds',
);
type ReserveFunds = t.TypeOf<typeof ReserveFunds>;

const ordinary = (
  fund: FundState,
  { reservation, amount, for: purpose }: ReserveFunds,
  { today }: Context,
): Decision<FundEvent> => {
  const free = freeIn(fund, today);
  return pipe(
    allHold(
      themeOfFund(fund, purpose.theme, '/for/theme'),
      check(amount <= free, reservedWithinBudget, { amount, available: free }, '/amount'),
    ),
    E.map(() => [FundsReserved.make({ reservation, amount, for: purpose })]),
  );
};

const forward = (
  { fund, reservation, amount, for: purpose }: ReserveFunds,
  context: Context,
): Decision<FundEvent> =>
  fund === undefined
    ? (check(false, fundOpened) as Decision<FundEvent>)
    : pipe(
        laterYear(fund, purpose.theme, context),
        E.map(({ stream, year }) => [
          FundsReservedForward.make({ fund, stream, year, reservation, amount, for: purpose }),
        ]),
      );

/**
 * Sets money aside for an allocation of a commission; of a later year not opened yet, subject to its budget. The saga alone
 * does: a commission knows of nothing that was set aside behind its back. Finance sets aside with `allocate-funding`.
 */
export const reserveFunds = movement<ReserveFunds>({
  name: 'reserve-funds',
  says: 'Set money aside for a commission; of a later year, subject to its budget.',
  command: ReserveFunds,
  opens: true,
  beforeOpening: 'anywhere',
  roles: ['system'],
  rules: [reservedWithinBudget, themeKnown, rulesAdopted, ...laterYearPromised],
  entry: ({ reservation, amount, for: purpose }, fund) => ({
    field: '/reservation',
    before: fund.reservations.get(reservation)?.made,
    said: { reservation, amount, for: purpose },
  }),
  decide: (command, context) => (fund) =>
    fund.opened === undefined ? forward(command, context) : ordinary(fund, command, context),
});
