import { bodyOf, parseStreamName } from '@commissioning/kernel';
import type { Effect } from '@commissioning/projecting';
import { tells, telling } from './release';
import type { Told } from './source';
import { statementPublished } from './statement-events';

/** What the body published for itself is public by that. */
export const isStated = (event: Told<'StatementPublished'>): Effect => {
  const { statement, kind, until, channel, reference, publishedOn, nothing } = event.data;
  const { payments = null, note = null } = event.data;
  const body = bodyOf(parseStreamName(event.stream)?.id ?? '');
  const said = { statement, kind, until, channel, reference, publishedOn, nothing, payments, note };
  return tells(event, telling(statementPublished, { body, ...said }));
};
