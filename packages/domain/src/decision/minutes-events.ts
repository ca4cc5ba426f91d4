import {
  CalendarDate,
  DecisionRef,
  defineEvent,
  DocumentRef,
  Line,
  LocalId,
  struct,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Channel, Withheld } from '../shapes';

/** What is said of minutes; of which decision they are the stream says. */
export const minutes = {
  always: {
    minutes: LocalId,
    meeting: Line,
    heldOn: CalendarDate,
    /** Whether the public could attend: minutes are published either way. */
    inPublic: t.boolean,
    /** What of the meeting was about the decision: an item of its agenda, say. */
    matter: Line,
    channel: Channel,
    reference: Line,
    withheld: t.readonlyArray(Withheld),
  },
  sometimes: { document: DocumentRef },
};

/** Recorded in the stream of a decision that is public: the minutes are of a meeting at which its matter was discussed. */
export const MinutesPublished = defineEvent({
  type: 'MinutesPublished',
  aggregate: 'decision',
  phase: 'decision',
  says: 'The minutes of a meeting at which the matter of a decision was discussed were made public.',
  data: struct({ decision: DecisionRef, ...minutes.always }, minutes.sometimes),
});
