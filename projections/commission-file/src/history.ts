import { type CommissionEvent, eventDefinitions } from '@commissioning/domain';
import { effectiveAt, type Happened, parseStreamName } from '@commissioning/kernel';
import type { HistoryEntry } from './documents';

const definitions = new Map(eventDefinitions.map((definition) => [definition.type, definition]));

/** One event of a commission's stream as an entry of its history: read from the log itself, and kept nowhere else. */
export const historyOf = (event: Happened<CommissionEvent>): HistoryEntry => {
  const { metadata, type, revision, id } = event;
  const { recordedAt, actor, ruleBookVersion, context } = metadata;
  const definition = definitions.get(type);
  const { decision } = event.data as { readonly decision?: string };
  return {
    commission: (parseStreamName(event.stream)?.id ?? '') as HistoryEntry['commission'],
    order: revision,
    type,
    phase: definition?.phase ?? '',
    says: definition?.says ?? '',
    recordedAt,
    effectiveAt: effectiveAt(metadata),
    actor: actor.id,
    role: actor.role,
    onBehalfOf: actor.onBehalfOf ?? null,
    ruleBookVersion,
    decision: decision ?? null,
    context,
    event: id as HistoryEntry['event'],
  };
};
