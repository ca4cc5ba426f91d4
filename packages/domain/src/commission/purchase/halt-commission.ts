import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { authorised, citedDecision, decisionAuthorises, citable } from './authority';
import { CommissionHalted } from './halt-events';
import { inKnownLot, lotKnown } from './lots';
import { openLots } from './open-lots';
import { releaseOf } from './release';

const somethingToHalt = rule({
  id: 'halt.something-open',
  sentence: 'What is halted still goes ahead: a lot that ended or was signed for is not halted.',
  strength: 'integrity',
  source: 'Design of the record',
});

const stillOpen = (commission: CommissionState, lots: ReadonlyArray<string> | undefined): Check => {
  const open = openLots(commission);
  const over = (lots ?? []).filter((lot) => !open.includes(lot));
  return check(open.length > 0 && over.length === 0, somethingToHalt, { open, over }, '/lots');
};

/** Halts a commission, or some of its lots, under a decision. Whoever takes part in it may enter what was decided. */
export const haltCommission = commissionAction({
  name: 'halt-commission',
  says: 'Halt the commission, or some of its lots, under a decision.',
  command: CommissionHalted.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [entrySaidOnce, lotKnown, somethingToHalt, ...citable, decisionAuthorises],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide: (command, context) => (commission) => {
    const { halt, decision, lots } = command;
    return saidOnce(commission.halts.get(halt)?.halted, command, '/halt', () =>
      pipe(
        allHold(
          ...(lots ?? []).map((lot, index) => inKnownLot(commission, lot, `/lots/${index}`)),
          stillOpen(commission, lots),
        ),
        E.chain(() => citedDecision(context, decision)),
        E.chainFirst((taken) =>
          check(
            authorised(taken, commission, 'halt').length > 0,
            decisionAuthorises,
            { decision, act: 'halt' },
            '/decision',
          ),
        ),
        E.map(() => [CommissionHalted.make(command), ...releaseOf(context, decision, [])]),
      ),
    );
  },
});
