import { type CalendarDate, type Pence, remaining } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check } from '../checks';
import { decisionStands, stillStands } from '../decision/still-stands';
import { movement } from './action';
import { BudgetRevised } from './events';
import { holdsPromises, limitOf, promisedWithinLimit } from './limits';
import { type FundState, movedUnder } from './state';
import { themeKnown, themeOfFund } from './themes';
import { actsFor, movedUnderDecision, withinActs } from './under-decision';

type ReviseBudget = t.TypeOf<typeof BudgetRevised.codec>;

/** What is left of the budget holds what was promised from it; a raise holds it anyhow. */
const stillHolds = (fund: FundState, { change, amount }: ReviseBudget, today: CalendarDate): Check => {
  if (change === 'raise') return E.right(undefined);
  const lowered: Pence = remaining(fund.budget, amount);
  // A fall below nothing holds nothing.
  const limit = amount > fund.budget ? (-1 as Pence) : limitOf(fund, lowered, today);
  return holdsPromises(fund, limit, lowered, '/amount');
};

/** Raises or lowers the budget of a year, never below what was promised from it. */
export const reviseBudget = movement<ReviseBudget>({
  name: 'revise-budget',
  says: 'Raise or lower the budget of a year, under a decision.',
  command: BudgetRevised.codec,
  roles: ['finance', 'approver'],
  rules: [movedUnderDecision, decisionStands, promisedWithinLimit, themeKnown],
  needs: ({ decision }) => ({ decisions: [decision] }),
  entry: ({ revision }, fund) => ({ field: '/revision', before: fund.revisions.get(revision) }),
  decide: (command, context) => (fund) => {
    const { change, decision } = command;
    const same = (each: { readonly change: string }): boolean => each.change === change;
    const acts = actsFor(context, decision, fund, 'revise-budget').filter(same);
    const before = movedUnder([...fund.revisions.values()].filter(same), decision);
    return pipe(
      allHold(
        stillStands(context, decision),
        withinActs(acts, command, before),
        themeOfFund(fund, command.theme, '/theme'),
        stillHolds(fund, command, context.today),
      ),
      E.map(() => [BudgetRevised.make(command)]),
    );
  },
});
