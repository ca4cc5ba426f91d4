import {
  atLeastOne,
  CalendarDate,
  correctable,
  defineEvent,
  DocumentRef,
  LocalId,
  official,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** With whom a draft is shared. */
const SharedWith = t.keyof({ market: null, partners: null, 'service-users': null }, 'SharedWith');

export const DraftSpecShared = defineEvent({
  type: 'DraftSpecShared',
  aggregate: 'commission',
  phase: 'plan',
  says: 'A draft of the specification was shared before its publication, and what was said of it was noted.',
  data: struct(
    {
      draft: LocalId,
      sharedWith: atLeastOne(SharedWith),
      /** Whether anybody could have it who wanted to. */
      openly: t.boolean,
      sharedOn: CalendarDate,
      /** The last day for saying something of it. */
      feedbackUntil: CalendarDate,
      feedback: correctable(official(Text)),
    },
    {
      /** What was done so that nobody bids better for having seen it. */
      evenly: official(Text),
      document: official(DocumentRef),
    },
  ),
});
