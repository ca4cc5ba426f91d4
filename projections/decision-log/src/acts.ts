import type { AuthorisedAct } from '@commissioning/domain';
import {
  assertNever,
  type CommissionRef,
  dayInWords,
  formatPence,
  type FundRef,
} from '@commissioning/kernel';

/** What a decision authorises, in one line a person can read; `provider` is how the provider is called there. */
export const inWords = (act: AuthorisedAct, provider: (reference: string) => string): string => {
  switch (act.act) {
    case 'award':
      return `Award up to ${formatPence(act.upTo.pence)} to ${provider(act.provider)} under ${act.commission}`;
    case 'no-award':
      return `Make no award under ${act.commission}`;
    case 'accept-funding':
      return `Accept ${formatPence(act.amount.pence)} into ${act.fund}`;
    case 'revise-budget':
      return `${act.change === 'raise' ? 'Raise' : 'Lower'} the budget of ${act.fund} by ${formatPence(act.amount.pence)}`;
    case 'over-allocate': {
      const share = act.percent === undefined ? '' : ` (${act.percent}% of the budget)`;
      return `Allocate up to ${formatPence(act.amount.pence)}${share} beyond ${act.fund} until ${dayInWords(act.until)}`;
    }
    case 'carry-forward':
      return `Carry ${formatPence(act.amount.pence)} forward from ${act.fund} to ${act.to}`;
    case 'reallocate':
      return `Reallocate ${formatPence(act.amount.pence)} of ${act.fund} from ${act.from} to ${act.to}`;
    case 'vary':
      return `Vary ${act.award} of ${act.commission} up to ${formatPence(act.upTo.pence)}`;
    case 'extend':
      return `Extend ${act.award} of ${act.commission}`;
    case 'halt':
      return `Halt ${act.commission}`;
    case 'cancel':
      return `Cancel ${act.commission}`;
    case 'exception':
      return `Set aside ${act.rule} for ${act.commission}`;
    default:
      return assertNever(act);
  }
};

/** The commissions and the funds that acts are about, each once. */
export const concernedBy = (
  acts: ReadonlyArray<AuthorisedAct>,
): { readonly commissions: ReadonlyArray<CommissionRef>; readonly funds: ReadonlyArray<FundRef> } => {
  const commissions = acts.flatMap((act) => {
    if ('commission' in act) return [act.commission];
    return act.act === 'reallocate' ? [act.from, act.to] : [];
  });
  const funds = acts.flatMap((act) => {
    if (!('fund' in act)) return [];
    return act.act === 'carry-forward' ? [act.fund, act.to] : [act.fund];
  });
  return { commissions: [...new Set(commissions)], funds: [...new Set(funds)] };
};
