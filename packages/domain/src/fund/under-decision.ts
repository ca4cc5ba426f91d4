import { type DecisionRef, type Pence, rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { Context } from '../context';
import type { AuthorisedAct } from '../decision/events';
import type { FundState } from './state';
import { tally } from '../totals';

export const movedUnderDecision = rule({
  id: 'fund.moved-under-decision',
  sentence:
    'A budget is revised, over-allocated or carried forward under a decision that says so for this fund, and by no more than the decision says.',
  strength: 'integrity',
  source:
    'Financial regulations: virement and over-allocation are approved; decisions MOPAC PCD 1767 and Warwickshire WPCC3-0089',
});

/** The acts of one kind that a decision authorises for this fund. */
export const actsFor = <Act extends 'revise-budget' | 'over-allocate' | 'carry-forward'>(
  context: Context,
  decision: DecisionRef,
  fund: FundState,
  kind: Act,
): ReadonlyArray<Extract<AuthorisedAct, { readonly act: Act }>> =>
  (context.decisions.get(decision)?.taken?.authorises ?? []).filter(
    (each): each is Extract<AuthorisedAct, { readonly act: Act }> =>
      each.act === kind && 'fund' in each && each.fund === fund.opened?.fund,
  );

/** A sum, with what was moved under the same decision before, is no more than the acts of the decision come to. */
export const withinActs = (
  acts: ReadonlyArray<{ readonly amount: { readonly pence: Pence } }>,
  { decision, amount }: { readonly decision: DecisionRef; readonly amount: Pence },
  before: Pence,
): Check => {
  const authorised = acts.length === 0 ? null : tally(acts.map((act) => act.amount.pence));
  return check(
    authorised !== null && before + amount <= authorised,
    movedUnderDecision,
    { decision, authorised, before, amount },
    authorised === null ? '/decision' : '/amount',
  );
};
