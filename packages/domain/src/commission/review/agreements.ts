import { type CalendarDate, type Money, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check, present } from '../../checks';
import { type Bond, inForce } from '../agreement-life';
import type { Award, CommissionState } from '../state';

export const awardKnown = rule({
  id: 'award.known',
  sentence: 'An award is one that this commission made or brought in.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const agreementSigned = rule({
  id: 'agreement.signed',
  sentence: 'What is varied, extended or ended is an agreement that was signed here.',
  strength: 'integrity',
  source: 'GovS 015, grants: a robust agreement; Design of the record',
});

export const agreementRunning = rule({
  id: 'agreement.running',
  sentence: 'An agreement is varied, extended or ended while it runs: not after its last day.',
  strength: 'integrity',
  source: 'What has ended is not changed; it is agreed anew',
});

export const agreementLive = rule({
  id: 'agreement.live',
  sentence:
    'Measures, returns and payments are under an agreement that was signed, or that was live when brought in.',
  strength: 'integrity',
  source: 'GovS 015, grants: a robust agreement; Design of the record',
});

/** What binds both sides under an award: sum and term as they stand; of an award brought in, what its source says. */
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
  const bond = inForce(award);
  if (bond !== undefined) return { award, amount: bond.amount, ...bond.term };
  const { prior } = award;
  if (prior?.agreement !== 'live') return undefined;
  return { award, amount: undefined, starts: prior.starts, ends: prior.ends };
};

/** The agreement under an award: signed here, or live when the award was brought in. */
export const underAgreement = (commission: CommissionState, award: string): E.Either<Refusal, Agreement> =>
  pipe(
    knownAward(commission, award),
    E.chain((known) => present(agreementOf(known), agreementLive, { award }, '/award')),
  );

/** An agreement that can still be changed: the award, and what both sides are bound to. */
export interface Changeable {
  readonly award: Award;
  readonly bond: Bond;
}

/** A signed agreement that runs on this day. One that was ended early is not changed again, whatever its last day. */
export const changeableAgreement = (
  commission: CommissionState,
  id: string,
  today: CalendarDate,
): E.Either<Refusal, Changeable> =>
  pipe(
    E.Do,
    E.bind('award', () => knownAward(commission, id)),
    E.bind('bond', ({ award }) => present(inForce(award), agreementSigned, { award: id }, '/award')),
    E.chainFirst(({ award, bond }) =>
      check(
        bond.term.ends >= today && award.life.terminated === undefined,
        agreementRunning,
        { ends: bond.term.ends, today, ended: award.life.terminated !== undefined },
        '/award',
      ),
    ),
  );
