import { Count, Line, LocalId, Role, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Regime } from '../shapes';

/**
 * What starts a duty: something that happened in a commission, or a day that it named and that has come; of what the body
 * owes for itself, the calendar. A financial year is `begun` on 1 April, and `ahead` from 1 January until then.
 */
export const DutyStart = t.keyof(
  {
    'award-made': null,
    'awarded-without-competition': null,
    'no-award-made': null,
    'specification-advertised': null,
    'agreement-signed': null,
    'agreement-year-begun': null,
    'agreement-year-ended': null,
    'agreement-ended': null,
    'performance-failed': null,
    'supplier-left-out': null,
    'exclusion-in-court': null,
    'subsidy-decided': null,
    'assistance-decided': null,
    'assistance-given': null,
    'invoice-received': null,
    'period-ended': null,
    'question-asked': null,
    'standstill-passed': null,
    'money-set-aside': null,
    'month-ended': null,
    'quarter-ended': null,
    'half-year-ended': null,
    'year-begun': null,
    'year-ahead': null,
  },
  'DutyStart',
);
export type DutyStart = t.TypeOf<typeof DutyStart>;

/** What meets a duty, done about the same thing. */
export const DutyAct = t.keyof(
  {
    'decision-published': null,
    'summaries-sent': null,
    'exclusion-notified': null,
    'exclusion-proceedings-notified': null,
    'subsidy-entered': null,
    'assistance-confirmed': null,
    'notice-published': null,
    'standstill-ended': null,
    'kpis-returned': null,
    'finances-returned': null,
    'invoice-settled': null,
    'question-answered': null,
    'performance-reviewed': null,
    'money-placed': null,
    'statement-published': null,
  },
  'DutyAct',
);
export type DutyAct = t.TypeOf<typeof DutyAct>;

/** `with` counts the first day as day one, as a statute's "beginning with" does; `after` begins with the next day. */
const Beginning = t.keyof({ with: null, after: null }, 'Beginning');

/**
 * How long there is. `months`: to the day before the same day so many months on. `month-end` and `quarter-end`: to the
 * end of the month or quarter and so many days after it. `stated-day`: the day that is named where the duty starts.
 */
export const DutyTime = t.union(
  [
    t.type({ count: t.literal('calendar-days'), days: Count, beginning: Beginning }),
    t.type({ count: t.literal('working-days'), days: Count, beginning: Beginning }),
    t.type({ count: t.literal('months'), months: Count }),
    t.type({ count: t.literal('month-end'), days: Count }),
    t.type({ count: t.literal('quarter-end'), days: Count }),
    t.type({ count: t.literal('stated-day') }),
  ],
  'DutyTime',
);
export type DutyTime = t.TypeOf<typeof DutyTime>;

/** A duty as the rules have it: whom it binds, what starts it, how long there is, what meets it, who owes it. */
export const DutyRule = struct(
  {
    id: LocalId,
    sentence: Text,
    source: Line,
    /** The regimes it binds under; empty for every one, and for what has none. */
    regimes: t.readonlyArray(Regime),
    startedBy: DutyStart,
    within: DutyTime,
    metBy: DutyAct,
    owedBy: Role,
  },
  {
    /** Which notice or statement meets it, where one does: `UK7`, `spending`. */
    notice: Line,
    /** The threshold from which on it binds. */
    fromValue: LocalId,
    /** Who is to act once it has been missed. */
    escalatesTo: Role,
  },
  'DutyRule',
);
export type DutyRule = t.TypeOf<typeof DutyRule>;
