import { type CalendarDate, type Money, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { present } from '../../checks';
import type { Award, CommissionState } from '../state';

export const awardKnown = rule({
  id: 'award.known',
  sentence: 'An award is one that this commission made or brought in.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const agreementLive = rule({
  id: 'agreement.live',
  sentence:
    'Measures, returns and payments are under an agreement that was signed, or that was live when brought in.',
  strength: 'integrity',
  source: 'GovS 015, grants: a robust agreement; Design of the record',
});

/** What binds both sides under an award: sum and term as signed; of an award brought in, what its source says. */
export interface Agreement {
  readonly award: Award;
  readonly amount: Money | undefined;
  readonly starts: CalendarDate | undefined;
  readonly ends: CalendarDate | undefined;
}

/** An award of this commission, or the refusal that there is none of this id. */
export const knownAward = (commission: CommissionState, award: string): E.Either<Refusal, Award> =>
  present(commission.awards.get(award), awardKnown, { award }, '/award');

const agreementOf = (award: Award): Agreement | undefined => {
  const { agreement, prior } = award;
  if (agreement !== undefined) return { award, amount: agreement.amount, ...agreement.term };
  if (prior?.agreement !== 'live') return undefined;
  return { award, amount: undefined, starts: prior.starts, ends: prior.ends };
};

/** The agreement under an award: signed here, or live when the award was brought in. */
export const underAgreement = (commission: CommissionState, award: string): E.Either<Refusal, Agreement> =>
  pipe(
    knownAward(commission, award),
    E.chain((known) => present(agreementOf(known), agreementLive, { award }, '/award')),
  );
