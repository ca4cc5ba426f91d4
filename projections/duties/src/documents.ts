import { BodyId, CalendarDate, CommissionRef, Count, LocalId, orNull, Role } from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** How a duty stands. `overdue`: it was missed and is still owed. `met-late`: it was missed, and done since. */
export const DutyStanding = t.keyof(
  { due: null, overdue: null, met: null, 'met-late': null, lapsed: null },
  'DutyStanding',
);
export type DutyStanding = t.TypeOf<typeof DutyStanding>;

/** One duty for one commission, or of a body for itself. */
export const DutyDocument = t.type(
  {
    /** For what it is owed: a commission; or the body itself, and then for no commission. */
    owedFor: t.union([CommissionRef, BodyId]),
    commission: orNull(CommissionRef),
    duty: t.string,
    rule: LocalId,
    /** The rule in words, and where it comes from, as the version of the rules has it that governs. */
    sentence: t.string,
    source: t.string,
    subject: t.string,
    from: CalendarDate,
    /** The last day on which it is met in time. */
    due: CalendarDate,
    owedBy: Role,
    /** Who is to act now: who owes it, and once it was missed whoever it went to. */
    liesWith: Role,
    standing: DutyStanding,
    /** The day on which it was met; null while it is not. */
    metOn: orNull(CalendarDate),
    ruleBookVersion: Count,
  },
  'DutyDocument',
);
export type DutyDocument = t.TypeOf<typeof DutyDocument>;

/** A duty as a version of the rules has it, by which duties are put in words. */
export const DutyRuleDocument = t.type({ sentence: t.string, source: t.string }, 'DutyRuleDocument');
export type DutyRuleDocument = t.TypeOf<typeof DutyRuleDocument>;

export const dutyCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'duties',
    fields: ['owedFor', 'liesWith', 'standing', 'due', 'duty'],
    indexes: [
      ['due', 'duty'],
      ['standing', 'due', 'duty'],
      ['owedFor', 'due', 'duty'],
      ['liesWith', 'standing', 'due', 'duty'],
    ],
    temporal: true,
  },
  { name: 'rules', fields: [], indexes: [], temporal: false },
];
