import {
  CalendarDate,
  Count,
  DecisionRef,
  defineEvent,
  DocumentRef,
  LocalId,
  Money,
  official,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { PaidFrom, Term, YearProfile } from '../../shapes';
import { releasedWithDecision } from '../purchase/events';

/** A ground of the rule book on which more is agreed without competing for it, and what shows it. */
const OnGround = t.type({ ground: LocalId, evidence: Text }, 'OnGround');
export type OnGround = t.TypeOf<typeof OnGround>;

/**
 * As what the Procurement Act allows a public contract to be changed (s.74), and the change notice that was published
 * first or the reason why the Act asks for none (s.75).
 */
const Modification = struct(
  { allowedAs: t.keyof({ permitted: null, 'not-substantial': null, 'below-threshold': null }) },
  { notice: LocalId, noNotice: Text },
  'Modification',
);
export type Modification = t.TypeOf<typeof Modification>;

/** What a change of the sum says: the whole sum as it is from then on, and all its years. */
const newSum = { amount: releasedWithDecision(Money), years: releasedWithDecision(YearProfile) };

const changed = {
  award: LocalId,
  decision: DecisionRef,
  agreedOn: CalendarDate,
  reason: releasedWithDecision(Text),
};

export const variation = {
  always: { ...changed, variation: LocalId },
  sometimes: {
    ...newSum,
    term: releasedWithDecision(Term),
    outcomes: releasedWithDecision(t.readonlyArray(Text)),
    conditions: releasedWithDecision(t.readonlyArray(Text)),
    directAward: releasedWithDecision(OnGround),
    modification: releasedWithDecision(Modification),
    document: DocumentRef,
  },
};

/** What is not named stays as it was. `more` is what was added from which allocation, `less` what was taken off. */
export const AgreementVaried = defineEvent({
  type: 'AgreementVaried',
  aggregate: 'commission',
  phase: 'review',
  says: 'Both sides agreed to change an agreement, under a decision; what is not named stays as it was.',
  data: struct(variation.always, {
    ...variation.sometimes,
    more: releasedWithDecision(PaidFrom),
    less: releasedWithDecision(PaidFrom),
  }),
});

export const extension = {
  always: { ...changed, extension: LocalId, ends: releasedWithDecision(CalendarDate) },
  sometimes: {
    ...newSum,
    /** The option of the award that is taken up, by its place among them, the first being 0. */
    option: releasedWithDecision(Count),
    /** Why the service goes on until the next competition has ended, where no option is taken up. */
    pendingRetender: releasedWithDecision(OnGround),
    modification: releasedWithDecision(Modification),
    document: DocumentRef,
  },
};

export const AgreementExtended = defineEvent({
  type: 'AgreementExtended',
  aggregate: 'commission',
  phase: 'review',
  says: 'An agreement was made to run longer, by an option of its award or until the next competition has ended.',
  data: struct(extension.always, { ...extension.sometimes, more: releasedWithDecision(PaidFrom) }),
});

export const termination = {
  always: {
    award: LocalId,
    by: t.keyof({ body: null, provider: null, both: null }),
    ground: t.keyof({
      breach: null,
      'provider-excluded': null,
      'provider-insolvent': null,
      'provider-withdrew': null,
      'need-ended': null,
      'funding-ended': null,
      agreed: null,
    }),
    reason: official(Text),
    /** The last day on which it binds. */
    lastDay: CalendarDate,
    /** What is yet to be paid, and what was paid and is to come back. */
    stillOwed: releasedWithDecision(Money),
    comesBack: releasedWithDecision(Money),
  },
  /** A decision is cited where the body ends it, alone or with the provider. */
  sometimes: { decision: DecisionRef, document: DocumentRef },
};

/** `amount` is the sum as it is from then on: what was paid and what is still owed. */
export const AgreementTerminated = defineEvent({
  type: 'AgreementTerminated',
  aggregate: 'commission',
  phase: 'review',
  says: 'An agreement was ended before its time, with what is still owed under it and what comes back.',
  data: struct(
    { ...termination.always, amount: releasedWithDecision(Money) },
    { ...termination.sometimes, less: releasedWithDecision(PaidFrom) },
  ),
});

export const lifeEvents = [AgreementVaried, AgreementExtended, AgreementTerminated] as const;
