import { type LocalId, type Pence, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../checks';
import { unusedOf } from './delivered-in-time';
import { available, type FundState, leftOfTranche, type Tranche } from './state';

export const trancheKnown = rule({
  id: 'fund.tranche-known',
  sentence: 'Money goes back to a funder, or on to the next year, from a tranche of this fund.',
  strength: 'integrity',
  source: 'Design of the record: conditions travel with the money of a tranche',
});

export const onlyUnspent = rule({
  id: 'fund.only-unspent',
  sentence:
    'Only money that is not spent, owed or set aside leaves a fund, and no more of a tranche than is left of it and than no payment has used that it alone can cover.',
  strength: 'integrity',
  source: 'Financial regulations: each pound is in one place at a time',
});

/** The tranche, when there is one of that name and that much of it, and of the budget, is unspent and not promised. */
export const unspentOf = (
  fund: FundState,
  { tranche, amount }: { readonly tranche: LocalId; readonly amount: Pence },
): E.Either<Refusal, Tranche> =>
  pipe(
    present(fund.tranches.get(tranche), trancheKnown, { tranche }, '/tranche'),
    E.chainFirst((made) => {
      const [left, unpromised] = [leftOfTranche(made), available(fund)];
      const unused = Math.min(left, unusedOf(fund, made));
      return allHold(
        check(amount <= left, onlyUnspent, { tranche, amount, left }, '/amount'),
        check(amount <= unused, onlyUnspent, { tranche, amount, unused }, '/amount'),
        check(amount <= unpromised, onlyUnspent, { amount, available: unpromised }, '/amount'),
      );
    }),
  );
