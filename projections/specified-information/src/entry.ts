import { unnamed, withholds, type Withheld } from '@commissioning/domain';
import { type CalendarDate, financialYearOf } from '@commissioning/kernel';
import type { EntryDocument, HeldAward } from './documents';

/** The month a day belongs to, `2026-11`. */
const monthOf = (day: CalendarDate): string => day.slice(0, 7);

/** The quarter of the financial year a day belongs to: April to June 2026 is `2026-27-Q1`. */
const quarterOf = (day: CalendarDate): string => {
  const monthsSinceApril = (Number(day.slice(5, 7)) + 8) % 12;
  return `${financialYearOf(day)}-Q${Math.floor(monthsSinceApril / 3) + 1}`;
};

type Given = Pick<EntryDocument, 'list' | 'title' | 'on'> & Partial<EntryDocument>;

/** An entry of a list: what is not given of it is null or empty. */
export const entry = (given: Given): EntryDocument => ({
  commission: null,
  award: null,
  decision: null,
  recipient: null,
  purpose: null,
  conditions: [],
  reasons: null,
  legalPower: null,
  amount: null,
  items: [],
  document: null,
  capacity: null,
  publishedAt: null,
  threshold: null,
  withheld: [],
  month: monthOf(given.on),
  quarter: quarterOf(given.on),
  ...given,
});

/** What every entry under an award says of that. */
export const under = ({ commission, award, decision, title, recipient, purpose, legalPower }: HeldAward) => ({
  commission,
  award,
  decision,
  title,
  recipient,
  purpose,
  legalPower,
});

/**
 * An entry without what the publication of its decision withholds; that something is withheld, on which ground and in
 * whose view, is part of the entry.
 */
export const withholding = (made: EntryDocument, withheld: ReadonlyArray<Withheld>): EntryDocument => ({
  ...made,
  title: withholds(withheld, 'title') ? unnamed : made.title,
  recipient:
    withholds(withheld, 'provider', 'recipient') && made.recipient !== null ? unnamed : made.recipient,
  purpose: withholds(withheld, 'purpose') ? null : made.purpose,
  conditions: withholds(withheld, 'conditions') ? [] : made.conditions,
  reasons: withholds(withheld, 'reasons') ? null : made.reasons,
  withheld,
});
