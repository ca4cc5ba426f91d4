import type { CalendarDate, Instant } from '@commissioning/kernel';
import { londonDateOf } from '@commissioning/kernel';
import type { DutyRule } from '../rulebook/duty-rules';
import type { RuleBookData } from '../rulebook/events';
import type { Act, Start } from './bearing';
import { dueDayOf } from './due-day';

/** A version of the rules, and when it was adopted. */
export interface AdoptedRules {
  readonly adoptedAt: Instant;
  readonly rules: RuleBookData;
}

/** A duty that follows from what happened, whether or not its first day has come. */
export interface Candidate {
  readonly id: string;
  readonly rule: DutyRule;
  readonly start: Start;
  readonly due: CalendarDate;
  readonly ruleBookVersion: number;
}

/**
 * The rules in force at a moment as they were adopted by then: what is adopted later, even to hold from an earlier day,
 * changes nothing that has begun.
 */
const governing = (books: ReadonlyArray<AdoptedRules>, at: Instant): RuleBookData | undefined =>
  books.findLast(({ adoptedAt, rules }) => adoptedAt <= at && rules.inForceFrom <= londonDateOf(at))?.rules;

const binds = (rule: DutyRule, start: Start, { thresholds }: RuleBookData): boolean => {
  const { regimes, fromValue } = rule;
  const inRegime = regimes.length === 0 || regimes.some((regime) => regime === start.regime);
  const from = thresholds.find(({ id }) => id === fromValue)?.amount.pence;
  // A value that nobody stated counts as one above every threshold (Procurement Act 2023 Schedule 3 para 5).
  const highEnough = from === undefined || start.value === undefined || start.value >= from;
  return rule.startedBy === start.by && inRegime && highEnough;
};

/** The duties that follow from one start under the rules that govern it. */
export const candidatesFrom = (
  start: Start,
  books: ReadonlyArray<AdoptedRules>,
): ReadonlyArray<Candidate> => {
  const book = governing(books, start.governedAt);
  if (book === undefined) return [];
  return book.duties
    .filter((rule) => binds(rule, start, book))
    .flatMap((rule) => {
      const due = dueDayOf(rule.within, start.from, start.stated, book.workingDays);
      if (due === undefined) return [];
      const id = `${rule.id}/${start.subject}/${due}`;
      return [{ id, rule, start, due, ruleBookVersion: book.version }];
    });
};

/**
 * The act that meets a duty, the first of them; undefined while there is none.
 */
export const meeting = (
  { rule, start }: Candidate,
  acts: ReadonlyMap<string, ReadonlyArray<Act>>,
): Act | undefined =>
  start.about
    .flatMap((about) => acts.get(about) ?? [])
    .find(
      ({ act, notice, on }) =>
        act === rule.metBy &&
        notice === rule.notice &&
        (start.countsFrom === undefined || on >= start.countsFrom),
    );
