import { rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { FundState } from './state';

export const themeKnown = rule({
  id: 'fund.theme-known',
  sentence: 'A theme that money is given for is a theme of its fund.',
  strength: 'integrity',
  source: 'Financial regulations: money is spent within its heading',
});

/** A theme, where one is named, is one that the fund was opened with. */
export const themeOfFund = (fund: FundState, theme: string | undefined, field: string): Check => {
  const themes = fund.opened?.themes ?? [];
  return check(
    theme === undefined || themes.includes(theme),
    themeKnown,
    { theme: theme ?? null, themes },
    field,
  );
};
