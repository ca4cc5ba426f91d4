import { addDays, type CalendarDate, type Role } from '@commissioning/kernel';
import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { SubjectKind } from './documents';
import { thresholds } from './thresholds';

/** Who reads red flags: those who look into how it was done, and those who can answer what a flag asks. */
export const readsRedFlags = (role: Role): boolean => role === 'auditor' || role === 'commissioning-officer';

const all = (where: ReadonlyArray<Condition>, limit: number, at: Moment | undefined): Query => ({
  where,
  limit,
  ...(at === undefined ? {} : { at }),
});

/** A page of what flags can be asked of, of some kinds or one alone. */
export const subjectsPage = (asked: {
  readonly kinds: ReadonlyArray<SubjectKind>;
  readonly reference?: string;
  readonly limit: number;
  readonly cursor?: string;
}): Query => {
  const { kinds, reference, limit, cursor } = asked;
  return {
    where: [
      { field: 'subject', in: kinds },
      ...(reference === undefined ? [] : [{ field: 'reference', is: reference }]),
    ],
    sort: [{ field: 'subject' }, { field: 'reference' }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  };
};

/** Every fact about one commission. */
export const factsOfCommission = (commission: string, limit: number, at?: Moment): Query =>
  all([{ field: 'commission', is: commission }], limit, at);

/** Every fact about one provider. */
export const factsOfProvider = (provider: string, limit: number, at?: Moment): Query =>
  all([{ field: 'provider', is: provider }], limit, at);

/** What several commissions of a body are looked at together by: its awards of so many years, until a day. */
export const awardsOfBody = (body: string, today: CalendarDate, limit: number, at?: Moment): Query =>
  all(
    [
      { field: 'body', is: body },
      { field: 'kind', is: 'award' },
      { field: 'on', from: addDays(today, -thresholds.concentration.days), to: today },
    ],
    limit,
    at,
  );

/** The bids and quotes of a body of so many years, until a day, by which its competitions are looked at together. */
export const bidsOfBody = (body: string, today: CalendarDate, limit: number, at?: Moment): Query =>
  all(
    [
      { field: 'body', is: body },
      { field: 'kind', is: 'bid' },
      { field: 'on', from: addDays(today, -thresholds.concentration.days), to: today },
    ],
    limit,
    at,
  );

/** The versions of a body’s rules, what it owed for itself and missed, or what took effect at another moment than it was recorded. */
export const ofBody = (
  body: string,
  kind: 'book' | 'entry' | 'body-duty',
  limit: number,
  at?: Moment,
): Query =>
  all(
    [
      { field: 'body', is: body },
      { field: 'kind', is: kind },
    ],
    limit,
    at,
  );
