import { bodyOf, type FinancialYear, type FundRef } from '@commissioning/kernel';

/** The financial year that ends a fund's reference: `BEDS-moj-victims-2026-27` is of `2026-27`. */
export const yearOf = (fund: FundRef): string => fund.slice(-7);

/** The funding stream between the body and the year of a fund's reference. */
export const streamOf = (fund: FundRef): string => fund.slice(bodyOf(fund).length + 1, -8);

/** The fund of the same stream in the year after. */
export const nextYearOf = (fund: FundRef): string => {
  const from = Number(yearOf(fund).slice(0, 4)) + 1;
  const next = `${from}-${String((from + 1) % 100).padStart(2, '0')}` as FinancialYear;
  return `${bodyOf(fund)}-${streamOf(fund)}-${next}`;
};
