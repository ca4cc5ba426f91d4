import {
  atLeastOne,
  defineEvent,
  EventId,
  type EventOf,
  Line,
  LocalId,
  official,
  released,
  sensitive,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** What stood in a field, as corrected last before, and what stands there from now on. */
const FromTo = t.type({ from: Text, to: Text }, 'FromTo');

/**
 * One field put right, named by its JSON pointer in the entry. Both values stand under the class that the field has in the
 * entry itself, so that nobody reads of a correction what they may not read of the entry.
 */
const FieldCorrected = struct(
  { field: Line },
  {
    public: FromTo,
    /** Public once what releases the field has been recorded. */
    released: released(FromTo, 'SpecPublished', 'DecisionPublished', 'PriorAwardRecorded'),
    official: official(FromTo),
    sensitive: sensitive(FromTo),
  },
  'FieldCorrected',
);
export type FieldCorrected = t.TypeOf<typeof FieldCorrected>;

/** An id that the entry gives something, by the field it stands in. */
const Name = t.type({ field: Line, id: Line }, 'Name');

/** Stands in the stream of the entry that it corrects: a commission's, a decision's, a fund's or a provider's. */
export const EntryCorrected = defineEvent({
  type: 'EntryCorrected',
  aggregate: 'commission',
  phase: 'anywhere',
  says: 'A slip in an entry was put right, for a stated reason; the entry stays as it was recorded first.',
  data: t.type({
    correction: LocalId,
    /** The event that recorded the entry, and its type. */
    entry: EventId,
    of: Line,
    changes: atLeastOne(FieldCorrected),
    /** What the entry is about, by the ids in it; those that are not public apart. */
    names: t.readonlyArray(Name),
    otherNames: official(t.readonlyArray(Name)),
    reason: official(Text),
  }),
});
export type CorrectionEvent = EventOf<typeof EntryCorrected>;

export const correctionEvents = [EntryCorrected] as const;
