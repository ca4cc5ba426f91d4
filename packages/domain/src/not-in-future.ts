import { type CalendarDate, rule } from '@commissioning/kernel';
import { type Check, check } from './checks';
import type { Context } from './context';

export const datesNotInTheFuture = rule({
  id: 'dates.not-in-the-future',
  sentence: 'What is recorded as having happened has happened: its day is not in the future.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** A day on which something is said to have happened is not after today in London; no day says nothing. */
export const notInTheFuture = (context: Context, day: CalendarDate | undefined, field: string): Check =>
  check(
    day === undefined || day <= context.today,
    datesNotInTheFuture,
    { day: day ?? null, today: context.today },
    field,
  );
