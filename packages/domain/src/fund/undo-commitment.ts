import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { check } from '../checks';
import { movement } from './action';
import { CommitmentUndone } from './events';
import { commitmentKnown, commitmentWith, withinCommitment } from './within-commitment';

const toItsReservation = rule({
  id: 'fund.undone-to-its-reservation',
  sentence: 'What was committed is set aside again under the reservation that it came from.',
  strength: 'integrity',
  source: 'Financial regulations: no virement without approval',
});

type UndoCommitment = t.TypeOf<typeof CommitmentUndone.codec>;

/**
 * Sets aside again what had been committed to an award that came to nothing. In one step: nobody else can reserve it in
 * between, and the commission can promise it to the next.
 */
export const undoCommitment = movement<UndoCommitment>({
  name: 'undo-commitment',
  says: 'Set aside again what was committed to an award that came to nothing.',
  command: CommitmentUndone.codec,
  roles: ['finance', 'system'],
  beforeOpening: 'where-promised',
  rules: [commitmentKnown, withinCommitment, toItsReservation],
  entry: ({ undoing }, fund) => ({ field: '/undoing', before: fund.undoings.get(undoing) }),
  decide: (command) => (fund) =>
    pipe(
      commitmentWith(fund, command),
      E.chain(({ made: { reservation } }) =>
        check(
          reservation === command.reservation,
          toItsReservation,
          { from: reservation, to: command.reservation },
          '/reservation',
        ),
      ),
      E.map(() => [CommitmentUndone.make(command)]),
    ),
});
