import { CalendarDate, Count, defineEvent, Line, LocalId } from '@commissioning/kernel';
import * as t from 'io-ts';

export const RetentionAdopted = defineEvent({
  type: 'RetentionAdopted',
  aggregate: 'rulebook',
  phase: 'rulebook',
  says: 'A retention schedule was adopted: for how long what names people is kept, from a day on.',
  data: t.type({
    schedule: LocalId,
    inForceFrom: CalendarDate,
    source: Line,
    /** Calendar months for which a contact of a provider is kept after the last agreement with it has ended. */
    contactMonths: Count,
  }),
});
