import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { movement } from './action';
import { CommitmentReduced } from './events';
import { commitmentKnown, commitmentWith, withinCommitment } from './within-commitment';

type ReduceCommitment = t.TypeOf<typeof CommitmentReduced.codec>;

/** Takes off a commitment what will not be owed; it is free again in the budget of the year. */
export const reduceCommitment = movement<ReduceCommitment>({
  name: 'reduce-commitment',
  says: 'Take off a commitment what will not be owed.',
  command: CommitmentReduced.codec,
  roles: ['finance', 'system'],
  beforeOpening: 'where-promised',
  rules: [commitmentKnown, withinCommitment],
  entry: ({ reduction }, fund) => ({ field: '/reduction', before: fund.reductions.get(reduction) }),
  decide: (command) => (fund) =>
    pipe(
      commitmentWith(fund, command),
      E.map(() => [CommitmentReduced.make(command)]),
    ),
});
