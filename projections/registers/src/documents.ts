import { Interests, Withheld } from '@commissioning/domain';
import {
  ActorId,
  CalendarDate,
  CommissionRef,
  EventId,
  Instant,
  LocalId,
  orNull,
  Role,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** The registers that are kept of how commissioning was done. */
export const registerNames = [
  'exceptions',
  'direct-awards',
  'interests',
  'withholdings',
  'corrections',
  'refusals',
  'access',
  'erasures',
  'clock',
] as const;
export type RegisterName = (typeof registerNames)[number];

const inRegister = <Name extends RegisterName, P extends t.Props>(name: Name, props: P) =>
  t.type({
    register: t.literal(name),
    /** The commission it is about; null of what is about none. */
    commission: orNull(CommissionRef),
    /** The day it took effect, and the moment it was recorded. */
    on: CalendarDate,
    recordedAt: Instant,
    by: ActorId,
    role: Role,
    /** The event that says so; of interests the last one. */
    event: EventId,
    ...props,
  });

/** A rule of policy that was set aside: on which ground, by whom, under which decision. */
export const ExceptionEntry = inRegister('exceptions', {
  rule: t.string,
  ground: t.string,
  authorisedBy: ActorId,
  decision: t.string,
});

/** An award without competition that was allowed: on which ground of the rule book, and what shows it. */
export const DirectAwardEntry = inRegister('direct-awards', { ground: t.string, evidence: t.string });

/** What one person declared in a commission, and how it was settled. Null before anything was declared at a stage. */
export const InterestsEntry = inRegister('interests', {
  person: ActorId,
  general: orNull(Interests),
  bidders: orNull(Interests),
  settled: t.readonlyArray(
    t.type({ handled: t.string, reason: t.string, lot: orNull(LocalId), on: CalendarDate, by: ActorId }),
  ),
});

/** A part that was not published with a decision, or was withheld later: on which ground, and in whose view. */
export const WithholdingEntry = inRegister('withholdings', {
  /** The decision it was withheld of; null where it was withheld later. */
  decision: orNull(t.string),
  ...Withheld.props,
  /** Of what was withheld later: the award, null where it is of the commission itself. */
  award: orNull(LocalId),
  /** The day on which the view was formed, where it was said, and the last day for which it is withheld, if one is set. */
  formedOn: orNull(CalendarDate),
  until: orNull(CalendarDate),
});

/** A slip that was put right in an entry of a commission, a decision, a fund or a provider: what stood where, and what does. */
export const CorrectionEntry = inRegister('corrections', {
  /** The stream of the entry, the event that recorded it and its type. */
  stream: t.string,
  entry: EventId,
  of: t.string,
  fields: t.readonlyArray(t.type({ field: t.string, from: t.string, to: t.string })),
  reason: t.string,
});

/** Somebody who was shown something sensitive, `by` being them: of which commission or register, and which kinds of parts. */
export const AccessEntry = inRegister('access', {
  what: t.string,
  of: t.string,
  kinds: t.readonlyArray(t.string),
});

/** Somebody who was erased from the record of a provider; or that record being held, and the hold lifted. */
export const ErasureEntry = inRegister('erasures', {
  what: t.keyof({ erased: null, held: null, lifted: null }),
  provider: t.string,
  /** Of an erasure: whom, by the provider's own id, on which ground, when they asked, where that is filed. */
  person: orNull(LocalId),
  ground: orNull(t.string),
  requestedOn: orNull(CalendarDate),
  file: orNull(LocalId),
  /** Of a hold: which, and why it was placed or lifted. */
  hold: orNull(LocalId),
  reason: orNull(t.string),
});

/** The clock of the record as somebody confirmed it, `recordedAt` being what it said: by which other one, and why it was asked. */
export const ClockEntry = inRegister('clock', { read: Instant, reason: t.string });

/** A command that a rule said no to. */
export const RefusalEntry = inRegister('refusals', {
  action: t.string,
  /** The stream it was for. */
  stream: t.string,
  rule: t.string,
  strength: t.string,
  field: orNull(t.string),
  /** What the rule found, as JSON. */
  facts: t.string,
  /** Whether it tells that somebody competes, or means to: to be shown to nobody before the bids are opened. */
  competing: t.boolean,
});

export const EntryDocument = t.union(
  [
    ExceptionEntry,
    DirectAwardEntry,
    InterestsEntry,
    WithholdingEntry,
    CorrectionEntry,
    RefusalEntry,
    AccessEntry,
    ErasureEntry,
    ClockEntry,
  ],
  'EntryDocument',
);
export type EntryDocument = t.TypeOf<typeof EntryDocument>;

/** A commission whose bids have been opened, or whose quotes have been ranked. */
export const OpeningDocument = t.type({ commission: CommissionRef, openedAt: Instant }, 'OpeningDocument');
export type OpeningDocument = t.TypeOf<typeof OpeningDocument>;

export const registersCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'entries',
    fields: ['register', 'commission', 'recordedAt', 'rule', 'by'],
    indexes: [
      ['register', 'recordedAt'],
      ['register', 'commission', 'recordedAt'],
    ],
    temporal: true,
  },
  { name: 'openings', fields: [], indexes: [], temporal: false },
];
