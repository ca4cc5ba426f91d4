import { rule } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { totalOf } from '../../totals';
import { commissionAction } from '../action';
import type { Agreement } from './agreements';
import { FinancialReturned } from './events';
import { decideReturn, returnRules } from './returns';

const linesOnce = rule({
  id: 'return.each-line-once',
  sentence: 'Each line of a financial return has an id of its own.',
  strength: 'integrity',
  source: 'Design of the record',
});

const underspendWithinBudget = rule({
  id: 'return.underspend-within-budget',
  sentence: 'What is expected to be left of a line is no more than its budget less what was spent.',
  strength: 'integrity',
  source: 'Arithmetic',
});

const spentWithinAgreement = rule({
  id: 'return.spent-within-agreement',
  sentence: 'What a provider reports as spent of an award, in all periods together, is no more than its sum.',
  strength: 'integrity',
  source: 'GovS 015, grants: eligible expenditure and reconciliation',
});

/** The rules that the lines of a financial return hold. */
export const lineRules = [linesOnce, underspendWithinBudget, spentWithinAgreement] as const;

/** The lines of a return hold in themselves, and with those of the other periods stay within the agreement. */
export const linesHold = (
  { award, amount }: Agreement,
  { period: of, lines }: Pick<t.TypeOf<typeof FinancialReturned.codec>, 'period' | 'lines'>,
  field = '/lines',
): Check => {
  const ids = lines.map(({ id }) => id);
  const over = lines.filter(
    ({ budget, actual, forecastUnderspend: left }) => left > Math.max(0, budget - actual),
  );
  const before = [...award.returns]
    .filter(([period]) => period !== of)
    .flatMap(([, { financial }]) => financial.content?.lines ?? []);
  const spent = totalOf([...before, ...lines].map(({ actual }) => actual));
  const facts = { spent, agreed: amount?.pence ?? null };
  return allHold(
    check(new Set(ids).size === ids.length, linesOnce, { lines: ids }, field),
    check(over.length === 0, underspendWithinBudget, { lines: over.map(({ id }) => id) }, field),
    check(amount === undefined || spent <= amount.pence, spentWithinAgreement, facts, field),
  );
};

/** Takes a provider’s finances for a period. */
export const returnFinances = commissionAction({
  name: 'return-finances',
  says: 'Return the finances for a period, certified by the provider.',
  command: FinancialReturned.codec,
  roles: ['provider', 'commissioning-officer'],
  rules: [...returnRules, ...lineRules],
  decide: (command, context) =>
    decideReturn(
      {
        kind: 'financial',
        command,
        make: FinancialReturned.make,
        holds: (agreement) => linesHold(agreement, command),
      },
      context,
    ),
});
