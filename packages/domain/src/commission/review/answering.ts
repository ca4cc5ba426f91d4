import { type LocalId, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { present } from '../../checks';
import type { Award, CommissionState, ReturnStanding } from '../state';
import { knownAward } from './agreements';

export const returnMade = rule({
  id: 'return.made',
  sentence: 'What is accepted or queried is a return that was made.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** An award and how one of its returns stands that an answer is given to. */
interface Answered {
  readonly award: Award;
  readonly standing: ReturnStanding<unknown>;
}

/** The return that is answered, or the refusal that none was made for the period. */
export const returnAnswered = (
  commission: CommissionState,
  answer: { readonly award: LocalId; readonly period: LocalId; readonly kind: 'kpi' | 'financial' },
): E.Either<Refusal, Answered> =>
  pipe(
    knownAward(commission, answer.award),
    E.chain((award) => {
      const made = award.returns.get(answer.period)?.[answer.kind];
      const answered = made === undefined || made.standing === 'none' ? undefined : { award, standing: made };
      return present(answered, returnMade, { period: answer.period, kind: answer.kind }, '/period');
    }),
  );
