import { CorrectedField, Withheld } from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  Count,
  DecisionRef,
  DocumentRef,
  EventId,
  FundRef,
  LocalId,
  orNull,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** A decision as the public may read it. What was withheld is named with its ground. */
export const DecisionDocument = t.type(
  {
    /** `BEDS-PFCC24-0012`, or the number its source gives a decision taken before this record began. */
    decision: t.string,
    title: t.string,
    decidedOn: orNull(CalendarDate),
    /** In which capacity it was taken, and under which delegation of the rule book. */
    capacity: orNull(t.string),
    delegation: orNull(t.string),
    background: orNull(t.string),
    reasons: orNull(t.string),
    /** What it authorises, each in one line. */
    authorises: t.readonlyArray(t.string),
    /** The commissions and funds it concerns. */
    commissions: t.readonlyArray(CommissionRef),
    funds: t.readonlyArray(FundRef),
    /** Kinds of advice taken; the advice itself is not public. */
    advice: t.readonlyArray(t.string),
    interestsDeclared: orNull(Count),
    withheld: t.readonlyArray(Withheld),
    publishedOn: orNull(CalendarDate),
    publishedAt: orNull(t.string),
    origin: t.keyof({ here: null, before: null }),
    /** Where a decision taken before this record began was read. */
    sources: t.readonlyArray(t.string),
    /** What was brought in of a decision taken before this record began, each by its event. */
    broughtIn: t.readonlyArray(t.type({ event: EventId, title: t.string, act: t.string })),
    /** Minutes that were published of meetings at which its matter was discussed. */
    minutes: t.readonlyArray(
      t.type({
        minutes: LocalId,
        meeting: t.string,
        heldOn: CalendarDate,
        inPublic: t.boolean,
        matter: t.string,
        publishedAt: t.string,
        document: orNull(DocumentRef),
        withheld: t.readonlyArray(Withheld),
      }),
    ),
    /** The later decision that took its place, where one did, why and when; and those whose place it took. */
    superseded: orNull(t.type({ by: DecisionRef, reason: t.string, on: CalendarDate })),
    supersedes: t.readonlyArray(DecisionRef),
    /** What was put right in it since it was taken. */
    corrections: t.readonlyArray(CorrectedField),
    /** The event by which it was taken, or the first by which it was brought in. */
    takenEvent: EventId,
  },
  'DecisionDocument',
);
export type DecisionDocument = t.TypeOf<typeof DecisionDocument>;

/** A decision as it will be public, and what it authorises without naming any provider. */
export const HeldDecision = t.type(
  { decision: DecisionDocument, unnamed: t.readonlyArray(t.string) },
  'HeldDecision',
);
export type HeldDecision = t.TypeOf<typeof HeldDecision>;

/** The collections of the log. What is `pending` is not public, and no public route may reach it. */
export const decisionCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  {
    name: 'decisions',
    fields: ['decidedOn', 'origin', 'decision'],
    indexes: [['decidedOn', 'decision'], ['decision']],
    temporal: true,
  },
];
