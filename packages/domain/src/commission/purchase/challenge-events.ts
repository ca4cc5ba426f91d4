import {
  CalendarDate,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  official,
  released,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * In what role somebody challenges. A provider, whether it has bid or not: to say more would count bids before they are
 * opened.
 */
const Challenger = t.keyof({ provider: null, 'person-affected': null, 'public-body': null }, 'Challenger');

/** How somebody challenges: with a complaint to the body, or with proceedings in court. */
const ChallengeMeans = t.keyof({ complaint: null, 'court-proceedings': null }, 'ChallengeMeans');

/**
 * Whether signing waits for the outcome: `automatic` where the Procurement Act says so of itself; `stated` where a court
 * ordered it or the body chose to; `none`.
 */
const Suspension = t.keyof({ automatic: null, stated: null, none: null }, 'Suspension');

/** An id may be named for whoever challenges, who is nobody's business but the matter's. */
const ChallengeId = official(LocalId);

const raised = {
  challenge: ChallengeId,
  by: Challenger,
  means: ChallengeMeans,
  receivedOn: CalendarDate,
  suspends: Suspension,
  about: correctable(official(Text)),
};
const against = {
  challenger: correctable(official(Line)),
  /** What it is against; all of the commission where neither is named. */
  lot: LocalId,
  award: released(LocalId, 'DecisionPublished'),
  /** Why signing waits, where the Act does not say so of itself. */
  because: official(Text),
};

export const ChallengeRaised = defineEvent({
  type: 'ChallengeRaised',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Somebody challenged how a lot or an award was dealt with; it is said whether signing waits.',
  data: struct(raised, {
    ...against,
    /** The bid that was left out because its supplier is excluded or excludable, where that is challenged. */
    exclusionOf: official(LocalId),
  }),
  earlier: [{ codec: struct(raised, against), upcast: (data) => data }],
});

export const SuspensionLifted = defineEvent({
  type: 'SuspensionLifted',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Signing waits no longer for a challenge that goes on.',
  data: t.type({
    challenge: ChallengeId,
    by: t.keyof({ court: null, body: null }, 'LiftedBy'),
    liftedOn: CalendarDate,
    reason: official(Text),
  }),
});

const ChallengeOutcome = t.keyof(
  { dismissed: null, withdrawn: null, settled: null, upheld: null },
  'ChallengeOutcome',
);

/** What follows from a challenge that was upheld or settled. */
const Remedy = t.keyof(
  { 'award-stands': null, 'award-set-aside': null, damages: null, other: null },
  'Remedy',
);

export const ChallengeResolved = defineEvent({
  type: 'ChallengeResolved',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A challenge came to its end, with what follows from it.',
  data: struct(
    {
      challenge: ChallengeId,
      outcome: ChallengeOutcome,
      resolvedOn: CalendarDate,
      finding: official(Text),
    },
    { remedy: Remedy },
  ),
});

export const challengeEvents = [ChallengeRaised, SuspensionLifted, ChallengeResolved] as const;
export type ChallengeEvent = EventOf<(typeof challengeEvents)[number]>;
