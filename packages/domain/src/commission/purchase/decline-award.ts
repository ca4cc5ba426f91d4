import { CalendarDate, LocalId, official, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from '../review/agreements';
import type { Award, CommissionState } from '../state';
import { isAbout } from './challenges';
import { AwardDeclined, type DeclineCause } from './reserve-events';

const beforeSignature = rule({
  id: 'decline.before-signature',
  sentence:
    'An award made here is declined or lapses before its agreement is signed; an agreement is terminated.',
  strength: 'integrity',
  source: 'What was signed binds both sides; Procurement Act 2023 s.78 and s.80: termination',
});

const afterAward = rule({
  id: 'decline.after-award',
  sentence: 'An award is declined or lapses on the day of the award or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

const lapsedOnGround = rule({
  id: 'decline.on-its-ground',
  sentence:
    'An award that its provider does not decline lapses on what due diligence found, on a condition that it states, or on a challenge that set it aside.',
  strength: 'law',
  source:
    'Police Reform and Social Responsibility Act 2011 s.18: what was decided stands until its own conditions end it; Procurement Act 2023 s.103',
});

/** Why an award comes to nothing by itself; one that falls with a lot that is cancelled is told by that. */
const OwnCause = t.keyof(
  { declined: null, 'diligence-failed': null, 'conditions-unmet': null, 'set-aside': null },
  'OwnCause',
);

const DeclineAward = struct(
  { award: LocalId, cause: OwnCause, reason: official(Text), declinedOn: CalendarDate },
  { challenge: LocalId },
  'DeclineAward',
);
type DeclineAward = t.TypeOf<typeof DeclineAward>;

const setAsideBy = (commission: CommissionState, award: Award, command: DeclineAward): boolean => {
  const challenge = commission.challenges.get(command.challenge ?? '');
  return (
    challenge?.resolved?.remedy === 'award-set-aside' &&
    isAbout(commission, challenge, award.lot, command.award)
  );
};

const onItsGround = (commission: CommissionState, award: Award, command: DeclineAward): Check => {
  const holds = (): boolean => {
    switch (command.cause) {
      case 'declined':
        return true;
      case 'diligence-failed':
        return commission.diligence.get(award.provider ?? '')?.outcome === 'unsatisfactory';
      case 'conditions-unmet':
        return (award.terms?.conditions.length ?? 0) > 0;
      case 'set-aside':
        return setAsideBy(commission, award, command);
    }
  };
  return check(holds(), lapsedOnGround, { award: command.award, cause: command.cause }, '/cause');
};

/** What says that an award came to nothing, with what it would have been paid from; nothing of an award brought in. */
export const declinedEvent = (
  award: Award,
  said: Omit<DeclineAward, 'cause'> & { readonly cause: t.TypeOf<typeof DeclineCause> },
): ReturnType<typeof AwardDeclined.make> | undefined => {
  const { terms } = award;
  return terms && AwardDeclined.make({ ...said, lot: terms.lot, givenBack: terms.paidFrom });
};

const saidBefore = ({ declined }: Award): object | undefined => {
  if (declined === undefined) return undefined;
  const { lot: _lot, givenBack: _givenBack, ...said } = declined;
  return said;
};

/**
 * Notes that an award came to nothing before anything was signed. What it would have been paid from is the commission's
 * again, and its funds follow; a reserve may be called, or the lot ended without an award.
 */
export const declineAward = commissionAction({
  name: 'decline-award',
  says: 'Note that an award was declined by its provider, or lapsed, before its agreement was signed.',
  command: DeclineAward,
  roles: ['commissioning-officer'],
  rules: [awardKnown, entrySaidOnce, beforeSignature, afterAward, datesNotInTheFuture, lapsedOnGround],
  decide: (command, context) => (commission) =>
    pipe(
      knownAward(commission, command.award),
      E.chain((award) =>
        saidOnce(saidBefore(award), command, '/award', () => {
          const { awardedOn, agreement } = award;
          const { declinedOn } = command;
          const happened = agreement === undefined ? declinedEvent(award, command) : undefined;
          return pipe(
            allHold(
              present(happened, beforeSignature, { award: command.award }, '/award'),
              notInTheFuture(context, declinedOn, '/declinedOn'),
              check(
                awardedOn === undefined || declinedOn >= awardedOn,
                afterAward,
                { awardedOn: awardedOn ?? null, declinedOn },
                '/declinedOn',
              ),
              onItsGround(commission, award, command),
            ),
            E.map(() => (happened === undefined ? [] : [happened])),
          );
        }),
      ),
    ),
});
