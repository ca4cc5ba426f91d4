import { Channel, PaymentsCompliance } from '@commissioning/domain';
import { BodyId, CalendarDate, Line, LocalId, orNull, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

export const statementPublished = integrationEvent(
  'statement-published',
  'A notice, list or statement of the body itself was published for a period; payments are the figures of a payments compliance notice.',
  t.type(
    {
      body: BodyId,
      statement: LocalId,
      kind: Line,
      until: CalendarDate,
      channel: Channel,
      reference: Line,
      publishedOn: CalendarDate,
      nothing: t.boolean,
      payments: orNull(PaymentsCompliance),
      note: orNull(Text),
    },
    'PublishedStatement',
  ),
);
