import { atLeastOne, DecisionRef, LocalId, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import type { CommissionEvent } from '../events';
import { inTurn } from '../in-turn';
import { leftovers } from '../leftovers';
import { stands } from '../standing';
import type { CommissionState } from '../state';
import {
  approverApart,
  authorised,
  citedDecision,
  decidedApart,
  decisionAuthorises,
  citable,
} from './authority';
import { declinedEvent } from './decline-award';
import { CommissionCancelled } from './halt-events';
import { interestsSettled } from './interests';
import { inKnownLot, lotKnown } from './lots';
import { openLots } from './open-lots';
import { releaseOf } from './release';
import { noticed } from './termination-notice';

const somethingToCancel = rule({
  id: 'cancel.something-open',
  sentence: 'What is cancelled still goes ahead; what was signed is terminated, not cancelled.',
  strength: 'law',
  source: 'Procurement Act 2023 s.55: before a contract is entered into; s.78 and s.80 after it',
});

const CancelCommission = struct(
  { cancellation: LocalId, decision: DecisionRef, reason: Text },
  /** The lots that are cancelled; the commission where none is named. */
  { lots: atLeastOne(LocalId) },
  'CancelCommission',
);
type CancelCommission = t.TypeOf<typeof CancelCommission>;

const saidBefore = (commission: CommissionState, id: string): object | undefined => {
  const before = commission.cancellations.get(id);
  if (before === undefined) return undefined;
  const { cancellation, decision, reason, whole, lots } = before;
  return { cancellation, decision, reason, ...(whole ? {} : { lots }) };
};

const stillOpen = (commission: CommissionState, { lots = [] }: CancelCommission): Check => {
  const open = openLots(commission);
  const over = lots.filter((lot) => !open.includes(lot));
  return check(open.length > 0 && over.length === 0, somethingToCancel, { open, over }, '/lots');
};

/** Awards of the lots under which nothing was signed fall with them. */
const awardsFall = (
  commission: CommissionState,
  { reason }: CancelCommission,
  { today }: Context,
  lots: ReadonlyArray<string>,
): ReadonlyArray<CommissionEvent> =>
  [...commission.awards].flatMap(([id, award]) => {
    if (!lots.includes(award.lot) || !stands(award) || award.agreement !== undefined) return [];
    const said = { award: id as LocalId, cause: 'cancelled', reason, declinedOn: today } as const;
    return declinedEvent(award, said) ?? [];
  });

const onCancelling = { release: 'on-cancelling' as LocalId, reason: 'Not needed: cancelled.' };

/**
 * Cancels the commission, or some of its lots, under a decision: every open lot ends, awards that nobody signed fall, and
 * where nothing is left open, what is promised to nobody goes back to its funds. Agreements that were signed stay.
 */
export const cancelCommission = commissionAction({
  name: 'cancel-commission',
  says: 'Cancel the commission, or some of its lots, under a decision.',
  command: CancelCommission,
  roles: ['approver'],
  rules: [
    entrySaidOnce,
    lotKnown,
    somethingToCancel,
    ...citable,
    decisionAuthorises,
    approverApart,
    interestsSettled,
  ],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide: (command, context) => (commission) => {
    const { cancellation, decision, reason } = command;
    return saidOnce(saidBefore(commission, cancellation), command, '/cancellation', () =>
      pipe(
        allHold(
          ...(command.lots ?? []).map((lot, index) => inKnownLot(commission, lot, `/lots/${index}`)),
          stillOpen(commission, command),
        ),
        E.chain(() => citedDecision(context, decision)),
        E.chainFirst((taken) =>
          allHold(
            check(
              authorised(taken, commission, 'cancel').length > 0,
              decisionAuthorises,
              { decision, act: 'cancel' },
              '/decision',
            ),
            decidedApart(commission, taken, context),
          ),
        ),
        E.chain(() => {
          const lots = command.lots ?? (openLots(commission) as ReadonlyArray<LocalId>);
          const noticeDue = noticed(commission, lots);
          const whole = command.lots === undefined;
          return inTurn(
            () => () =>
              E.right([
                CommissionCancelled.make({ cancellation, decision, reason, whole, lots, noticeDue }),
                ...awardsFall(commission, command, context, lots),
              ]),
            () => (after) =>
              E.right(whole || openLots(after).length === 0 ? leftovers(after, onCancelling) : []),
            () => () => E.right(releaseOf(context, decision, [])),
          )(context)(commission);
        }),
      ),
    );
  },
});
