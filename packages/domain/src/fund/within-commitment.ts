import { type LocalId, type Pence, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check, present } from '../checks';
import { type Commitment, type FundState, leftOfCommitment } from './state';

export const commitmentKnown = rule({
  id: 'fund.commitment-known',
  sentence: 'Money is paid on, or taken off, a commitment of this fund.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const withinCommitment = rule({
  id: 'fund.within-commitment',
  sentence: 'No more is paid on a commitment, or taken off it, than is left of it.',
  strength: 'integrity',
  source: 'Financial regulations: commitment accounting',
});

/** The commitment, when there is one of that name with that much left. */
export const commitmentWith = (
  fund: FundState,
  { commitment, amount }: { readonly commitment: LocalId; readonly amount: Pence },
): E.Either<Refusal, Commitment> =>
  pipe(
    present(fund.commitments.get(commitment), commitmentKnown, { commitment }, '/commitment'),
    E.chainFirst((made) => {
      const left = leftOfCommitment(made);
      return check(amount <= left, withinCommitment, { commitment, amount, left }, '/amount');
    }),
  );
