import { type Json, type Rule, rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { CommissionState } from '../state';
import { halted, notHalted } from './halts';

const cancelled = rule({
  id: 'cancel.nothing-follows',
  sentence:
    'After a commission or a lot is cancelled nothing more is put out, taken in or awarded; agreements that were signed go on to their end.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.55: a procurement that was ended has ended',
});

/** What moves a commission forward, and so waits while it is halted. */
const movingForward: ReadonlySet<string> = new Set([
  'choose-instrument',
  'choose-route',
  'authorise-direct-award',
  'set-opening-keys',
  'publish-spec',
  'invite-quote',
  'open-bids',
  'notify-low-bid',
  'exclude-bid',
  'score-bid',
  'lock-scores',
  'open-moderation',
  'moderate-score',
  'complete-evaluation',
  'recommend-award',
  'award-grant',
  'award-contract',
  'make-no-award',
  'call-reserve',
  'start-standstill',
  'sign-agreement',
  'close-commission',
  'close-with-end-report',
]);

/** What goes on under agreements and to end things well: it waits for a halt, and goes on after a cancellation. */
const afterCancellation: ReadonlySet<string> = new Set([
  'sign-agreement',
  'close-commission',
  'close-with-end-report',
]);

/** What else would take in or put out something new. */
const takingIn: ReadonlySet<string> = new Set([
  'assess-need',
  'open-consultation',
  'extend-consultation',
  'hold-consultation',
  'engage-market',
  'share-draft-spec',
  'join-co-commissioner',
  'agree-contribution',
  'amend-spec',
  'ask-clarification',
  'appoint-panel',
  'replace-panel-member',
  'receive-quote',
  'receive-bid',
]);

/** Every action that a halt or a cancellation can stop. */
export const interruptedActions: ReadonlyArray<string> = [...movingForward, ...takingIn];

const waits = (action: string): boolean => movingForward.has(action);

const isOver = (action: string): boolean =>
  (movingForward.has(action) && !afterCancellation.has(action)) || takingIn.has(action);

/** The rules of interruption that an action can be refused under. */
export const interruptionRules = (action: string): ReadonlyArray<Rule> => [
  ...(waits(action) ? [halted] : []),
  ...(isOver(action) ? [cancelled] : []),
];

/** Which lots a command is about: its own, that of its award; all of them where it names neither. */
const lotsOf = (commission: CommissionState, command: unknown): ReadonlyArray<string> | undefined => {
  const { lot, award, inPlaceOf } = command as { readonly [field: string]: Json | undefined };
  if (typeof lot === 'string') return [lot];
  const made = [award, inPlaceOf].flatMap((id) =>
    typeof id === 'string' ? (commission.awards.get(id)?.lot ?? []) : [],
  );
  return made.length === 0 ? undefined : made;
};

const notCancelled = (commission: CommissionState, lots: ReadonlyArray<string> | undefined): Check => {
  const over = [...commission.cancellations].filter(
    ([, { whole, lots: ended }]) => whole || lots?.some((lot) => ended.some((each) => each === lot)),
  );
  return check(over.length === 0, cancelled, { cancellations: over.map(([id]) => id) });
};

/** Neither a halt nor a cancellation stands in the way of an action on a commission. */
export const uninterrupted = (commission: CommissionState, action: string, command: unknown): Check => {
  const lots = lotsOf(commission, command);
  return allHold(
    ...(isOver(action) ? [notCancelled(commission, lots)] : []),
    ...(waits(action) ? [notHalted(commission, lots)] : []),
  );
};
