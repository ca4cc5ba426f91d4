import { Count, Line, LocalId, official, Pence, sensitive, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Figure } from '../../shapes';

/**
 * What was found for one measure in a period. No value says that it was not measured, which is not zero. `outOf` says
 * how many a percentage or an average was taken over: without it figures of two periods cannot be put together, and
 * nobody can tell whether so few are behind one that it names them.
 */
export const KpiValue = struct(
  { kpi: LocalId },
  { value: official(Figure), outOf: official(Count), comment: sensitive(Text) },
  'KpiValue',
);
export type KpiValue = t.TypeOf<typeof KpiValue>;

/**
 * A line of a financial return: of the period, what was planned, what was spent and what is expected to be left, in
 * pence on the VAT basis of the agreement.
 */
export const FinancialLine = t.type(
  { id: LocalId, heading: Line, budget: Pence, actual: Pence, forecastUnderspend: Pence },
  'FinancialLine',
);
export type FinancialLine = t.TypeOf<typeof FinancialLine>;

/** Which of the two returns of a period. */
export const ReturnKind = t.keyof({ kpi: null, financial: null }, 'ReturnKind');
