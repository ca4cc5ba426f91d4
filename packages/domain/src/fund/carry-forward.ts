import { CalendarDate, DecisionRef, FundRef, LocalId, Pence, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../checks';
import type { Context } from '../context';
import { decisionStands, stillStands } from '../decision/still-stands';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { movement } from './action';
import { FunderLeave, FundingCarriedForward } from './events';
import { nextYearOf } from './fund-reference';
import { type FundState, movedUnder } from './state';
import { actsFor, movedUnderDecision, withinActs } from './under-decision';
import { onlyUnspent, trancheKnown, unspentOf } from './unspent';

const toTheNextYear = rule({
  id: 'fund.carried-to-next-year',
  sentence: 'Money is carried forward to the fund of the same stream in the next year, once that is opened.',
  strength: 'integrity',
  source: 'Financial regulations: carry-forward is by year, within its heading',
});

const CarryForward = struct(
  { carry: LocalId, tranche: LocalId, to: FundRef, amount: Pence, leave: FunderLeave, decision: DecisionRef },
  { spendBy: CalendarDate },
  'CarryForward',
);
type CarryForward = t.TypeOf<typeof CarryForward>;

const saidBefore = (fund: FundState, carry: LocalId): object | undefined => {
  const before = fund.carried.get(carry);
  if (before === undefined) return undefined;
  const { conditions: _conditions, theme: _theme, ...said } = before;
  return said;
};

const toNextYear = (fund: FundState, to: FundRef, context: Context): Check => {
  const next = fund.opened === undefined ? '' : nextYearOf(fund.opened.fund);
  const there = context.funds.get(to);
  const open = there?.opened !== undefined && there.closed === undefined;
  return check(to === next && open, toTheNextYear, { to, next, open }, '/to');
};

/** Lets unspent money of a tranche leave for the next year, with its conditions. The next year takes it in. */
export const carryForward = movement<CarryForward>({
  name: 'carry-forward',
  says: 'Carry money that was not spent to the next year, by the funder’s leave and a decision.',
  command: CarryForward,
  roles: ['finance', 'approver'],
  afterClosing: true,
  rules: [toTheNextYear, trancheKnown, onlyUnspent, movedUnderDecision, decisionStands, datesNotInTheFuture],
  needs: ({ decision, to }) => ({ decisions: [decision], funds: [to] }),
  entry: ({ carry }, fund) => ({ field: '/carry', before: saidBefore(fund, carry) }),
  decide: (command, context) => (fund) => {
    const { decision, to, leave } = command;
    const acts = actsFor(context, decision, fund, 'carry-forward').filter((act) => act.to === to);
    return pipe(
      allHold(
        stillStands(context, decision),
        toNextYear(fund, to, context),
        withinActs(acts, command, movedUnder(fund.carried.values(), decision)),
        notInTheFuture(context, leave.on, '/leave/on'),
      ),
      E.chain(() => unspentOf(fund, command)),
      E.map(({ made: { conditions, theme } }) => [
        FundingCarriedForward.make({ ...command, conditions, ...(theme === undefined ? {} : { theme }) }),
      ]),
    );
  },
});
