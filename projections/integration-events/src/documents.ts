import { Withheld } from '@commissioning/domain';
import {
  BodyId,
  CalendarDate,
  CommissionRef,
  EventId,
  Instant,
  Line,
  LocalId,
  orNull,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** A public event as it waits to be fetched and published; its document's id is its own. */
export const ReleasedEvent = t.type(
  {
    /** Of the public types; its name is what stands before the version. */
    type: t.string,
    /** Where it stands among all of them: the position of the event that released it, and its place among those. Not public. */
    place: t.string,
    body: BodyId,
    aggregate: t.keyof({ commission: null, decision: null, rulebook: null }),
    /** The commission's or the decision's reference, or the body where it tells of that itself. */
    subject: Line,
    /** When the event that released it was recorded. */
    time: Instant,
    /** That event. */
    cause: EventId,
    traceparent: orNull(Line),
    data: t.UnknownRecord,
  },
  'ReleasedEvent',
);
export type ReleasedEvent = t.TypeOf<typeof ReleasedEvent>;

/** What has been withheld of a commission and its awards, with the last day of each; null is for good. */
export const WithheldParts = t.type(
  {
    commission: CommissionRef,
    parts: t.readonlyArray(
      t.intersection([Withheld, t.type({ award: orNull(LocalId), until: orNull(CalendarDate) })]),
    ),
  },
  'WithheldParts',
);
export type WithheldParts = t.TypeOf<typeof WithheldParts>;

/** What is `pending` is not public, and no public route may reach it. */
export const integrationCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  { name: 'withheld', fields: [], indexes: [], temporal: false },
  { name: 'outbox', fields: ['place'], indexes: [['place']], temporal: false },
];
