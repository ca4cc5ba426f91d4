import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { check } from '../checks';
import { movement } from './action';
import { FundsCommitted } from './events';
import { reservationKnown, reservationWith, withinReservation } from './within-reservation';

const samePurpose = rule({
  id: 'fund.same-purpose',
  sentence: 'Money set aside for one commission is not committed to another.',
  strength: 'integrity',
  source: 'Financial regulations: no virement without approval',
});

type CommitFunds = t.TypeOf<typeof FundsCommitted.codec>;

/** Turns money set aside into money owed under an award. */
export const commitFunds = movement<CommitFunds>({
  name: 'commit-funds',
  says: 'Commit money set aside to an award.',
  command: FundsCommitted.codec,
  roles: ['finance', 'system'],
  beforeOpening: 'where-promised',
  rules: [reservationKnown, withinReservation, samePurpose],
  entry: ({ commitment }, fund) => ({ field: '/commitment', before: fund.commitments.get(commitment)?.made }),
  decide: (command) => (fund) =>
    pipe(
      reservationWith(fund, command),
      E.chain(({ made }) => {
        const [of, to] = [made.for, command.for];
        const facts = {
          setAsideFor: `${of.commission} ${of.line}`,
          committedTo: `${to.commission} ${to.line}`,
        };
        return check(facts.setAsideFor === facts.committedTo, samePurpose, facts, '/for');
      }),
      E.map(() => [FundsCommitted.make(command)]),
    ),
});
