import {
  CalendarDate,
  Count,
  defineEvent,
  DocumentRef,
  Line,
  LocalId,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Channel } from '../shapes';

/**
 * What a payments compliance notice says, in hundredths: of a day, or of a percentage point. The three shares are of what
 * was paid; `notInTime` of what was due and not paid in time.
 */
export const PaymentsCompliance = t.type(
  {
    meanDays: Count,
    within30: Count,
    within60: Count,
    over60: Count,
    notInTime: Count,
    /** The finance director by whom it was approved, as the notice names them. */
    approvedBy: Line,
  },
  'PaymentsCompliance',
);
export type PaymentsCompliance = t.TypeOf<typeof PaymentsCompliance>;

export const StatementPublished = defineEvent({
  type: 'StatementPublished',
  aggregate: 'rulebook',
  phase: 'rulebook',
  says: 'The body published what it owes for a period, whatever it commissioned: a notice, a list or a statement.',
  data: struct(
    {
      statement: LocalId,
      /** Which, as a duty of the rule book names it: `UK17`. */
      kind: Line,
      /** The last day of the period that it is of. */
      until: CalendarDate,
      channel: Channel,
      reference: Line,
      publishedOn: CalendarDate,
      /** Whether it says that there was nothing to publish. */
      nothing: t.boolean,
    },
    { payments: PaymentsCompliance, note: Text, document: DocumentRef },
  ),
});
