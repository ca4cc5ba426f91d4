import { LocalId, Pence, rule, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { unpromised } from '../allocations';
import { someMoney } from './allocate-funding';
import { FundingReleased } from './events';

export const allocationKnown = rule({
  id: 'funding.allocation-known',
  sentence: 'Money is given back from an allocation of this commission.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const promisedStays = rule({
  id: 'funding.promised-stays',
  sentence: 'Money promised to an award is not given back to the fund.',
  strength: 'integrity',
  source: 'What is owed under an agreement stays covered',
});

const ReleaseFunding = t.type(
  { release: LocalId, allocation: LocalId, amount: Pence, reason: Text },
  'ReleaseFunding',
);
type ReleaseFunding = t.TypeOf<typeof ReleaseFunding>;

/**
 * What goes back. What a fund refused to set aside goes back whole; where officers gave some of it up before the answer came,
 * what is left of it does.
 */
const givenBack = (
  { amount }: ReleaseFunding,
  left: Pence,
  before: Pence | undefined,
  { actor }: Context,
): Pence => (actor.role === 'system' ? (before ?? (Math.min(amount, left) as Pence)) : amount);

/** Gives back what was set aside and is promised to no award; also how a reservation the fund refused is undone. */
export const releaseFunding = commissionAction({
  name: 'release-funding',
  says: 'Give money that was set aside back to its fund.',
  command: ReleaseFunding,
  roles: ['commissioning-officer', 'finance', 'system'],
  rules: [allocationKnown, entrySaidOnce, someMoney, promisedStays],
  decide: (command, context) => (commission) => {
    const { release, allocation, reason } = command;
    return pipe(
      present(commission.allocations.get(allocation), allocationKnown, { allocation }, '/allocation'),
      E.chain((from) => {
        const left = unpromised(commission, allocation);
        const before = from.releases.get(release);
        const amount = givenBack(command, left, before?.amount, context);
        return saidOnce(before, { amount, reason }, '/release', () => {
          if (amount === 0 && command.amount > 0) return E.right([]);
          return pipe(
            allHold(
              check(amount > 0, someMoney, { amount }, '/amount'),
              check(amount <= left, promisedStays, { asked: amount, notPromised: left }, '/amount'),
            ),
            E.map(() => [FundingReleased.make({ ...command, amount, fund: from.fund })]),
          );
        });
      }),
    );
  },
});
