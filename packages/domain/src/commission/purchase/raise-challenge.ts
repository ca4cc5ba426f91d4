import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from '../review/agreements';
import { isPublicContract } from '../public-contract';
import type { CommissionState } from '../state';
import { ChallengeRaised } from './challenge-events';
import { ofSupplier } from './exclusion-events';
import { inKnownLot, lotKnown } from './lots';

const suspendsByTheAct = rule({
  id: 'challenge.suspends-by-the-act',
  sentence:
    'Proceedings about a public contract that the body hears of during its standstill suspend signature of themselves, and nothing else does.',
  strength: 'law',
  source: 'Procurement Act 2023 s.101(1)',
});

const suspensionExplained = rule({
  id: 'challenge.suspension-explained',
  sentence: 'Where signing waits without the Act saying so of itself, it is said why.',
  strength: 'integrity',
  source:
    'Procurement Act 2023 s.12(3): the body acts with integrity; an order of the court names its ground',
});

const aboutAnExclusion = rule({
  id: 'challenge.about-an-exclusion',
  sentence:
    'A challenge to an exclusion names a bid that was left out because its supplier is excluded or excludable.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.59(4)',
});

type Raise = t.TypeOf<typeof ChallengeRaised.codec>;

/** The lot a challenge is about; undefined where it is about all of them. */
const lotOf = ({ awards }: CommissionState, { lot, award }: Raise): string | undefined =>
  award === undefined ? lot : awards.get(award)?.lot;

/** A standstill ran, the day of the notice and the last day counted, when the challenge was received. */
const duringStandstill = (commission: CommissionState, command: Raise): boolean => {
  const lot = lotOf(commission, command);
  return [...commission.evaluations].some(([id, { standstill }]) => {
    const { noticePublishedOn: first, lastDay } = standstill ?? {};
    const ran = first !== undefined && lastDay !== undefined;
    return (
      ran && (lot === undefined || lot === id) && first <= command.receivedOn && command.receivedOn <= lastDay
    );
  });
};

const publicContract = (commission: CommissionState): boolean =>
  commission.instrument?.instrument === 'contract' && isPublicContract(commission);

const suspensionHolds = (commission: CommissionState, command: Raise): Check => {
  const { means, receivedOn, suspends, because } = command;
  const automatic =
    means === 'court-proceedings' && publicContract(commission) && duringStandstill(commission, command);
  const regime = commission.route?.regime ?? null;
  return allHold(
    check(
      automatic === (suspends === 'automatic'),
      suspendsByTheAct,
      { means, receivedOn, regime, automatic },
      '/suspends',
    ),
    check(suspends !== 'stated' || because !== undefined, suspensionExplained, {}, '/because'),
  );
};

const ofAnExclusion = ({ bids }: CommissionState, { exclusionOf: bid }: Raise): Check => {
  if (bid === undefined) return E.right(undefined);
  const exclusions = bids.get(bid)?.exclusions ?? [];
  const ofIt = exclusions.some(({ allowedAs }) => ofSupplier(allowedAs));
  return check(ofIt, aboutAnExclusion, { bid }, '/exclusionOf');
};

const aboutSomething = (commission: CommissionState, command: Raise): Check => {
  const { lot, award } = command;
  return allHold(
    award === undefined ? E.right(undefined) : knownAward(commission, award),
    lot === undefined ? E.right(undefined) : inKnownLot(commission, lot),
    ofAnExclusion(commission, command),
  );
};

/** Notes a challenge: by whom, against what, when it was received, and whether signing waits for it. */
export const raiseChallenge = commissionAction({
  name: 'raise-challenge',
  says: 'Note a challenge to how a lot or an award was dealt with, and whether signing waits for it.',
  command: ChallengeRaised.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    entrySaidOnce,
    awardKnown,
    lotKnown,
    aboutAnExclusion,
    datesNotInTheFuture,
    suspendsByTheAct,
    suspensionExplained,
  ],
  decide: (command, context) => (commission) =>
    saidOnce(commission.challenges.get(command.challenge)?.raised, command, '/challenge', () =>
      pipe(
        allHold(
          aboutSomething(commission, command),
          notInTheFuture(context, command.receivedOn, '/receivedOn'),
          suspensionHolds(commission, command),
        ),
        E.map(() => [ChallengeRaised.make(command)]),
      ),
    ),
});
