import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check } from '../../checks';
import { commissionAction } from '../action';
import { noDeclarations } from '../state';
import { InterestManaged } from './events';
import { unsettledAfter } from './interests';
import { inKnownLot, lotKnown } from './lots';

const interestDeclared = rule({
  id: 'interest.declared',
  sentence:
    'What is settled is an interest that the person declared and that waits, or a removal on one declared before.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.81-83',
});

const notByOneself = rule({
  id: 'interest.not-by-oneself',
  sentence: 'Nobody settles an interest of their own.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.82: the authority mitigates conflicts, not the person who has one',
});

const removalNamesLot = rule({
  id: 'interest.removal-names-lot',
  sentence: 'Who is removed from a lot is removed from one that is named; nothing else names a lot.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Settles what follows from a declared interest. A removal may also follow later; it is never taken back. */
export const manageInterest = commissionAction({
  name: 'manage-interest',
  says: 'Settle what follows from an interest that somebody declared.',
  command: InterestManaged.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [notByOneself, removalNamesLot, lotKnown, interestDeclared],
  decide: (command, context) => (commission) => {
    const { actor, handled, lot } = command;
    const { waiting, managed, removedFrom } = commission.declarations.get(actor) ?? noDeclarations;
    const settles = waiting.length > unsettledAfter(waiting, lot).length;
    const removes = handled !== 'no-conflict';
    const removed = removes && removedFrom.includes(lot ?? '*');
    if (!settles && (removed || alike(managed, command))) return E.right([]);
    const declared = waiting.length > 0 || managed !== undefined;
    const known: Check = lot === undefined ? E.right(undefined) : inKnownLot(commission, lot);
    return pipe(
      allHold(
        check(actor !== context.actor.id, notByOneself, { actor }, '/actor'),
        check((handled === 'removed-from-lot') === (lot !== undefined), removalNamesLot, { handled }, '/lot'),
        known,
        check(settles || (removes && declared), interestDeclared, { actor }, '/actor'),
      ),
      E.map(() => [InterestManaged.make(command)]),
    );
  },
});
