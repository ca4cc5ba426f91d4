import { registry } from '@commissioning/domain';
import { subjectOf } from '@commissioning/event-bus';
import {
  Actor,
  BodyId,
  CommandId,
  Count,
  Instant,
  Line,
  parseStreamName,
  struct,
} from '@commissioning/kernel';
import type { RecordedEvent } from '@commissioning/record';
import { typePrefix } from '@projections/integration-events';
import * as t from 'io-ts';
import { schemaPath, sourceOf } from './cloud-event';
import type { FeedItem } from './feed';

/**
 * An event as it was recorded. In place of every value that is not public stands its commitment. Revisions and hashes
 * are left out: from their gaps could be counted what the feed keeps back.
 */
export const RecordedData = t.type(
  {
    stream: Line,
    /** The stored type, its version included. */
    type: Line,
    data: t.UnknownRecord,
    metadata: struct(
      {
        body: BodyId,
        actor: Actor,
        recordedAt: Instant,
        commandId: CommandId,
        correlationId: Line,
        ruleBookVersion: Count,
      },
      { effectiveAt: Instant, causationId: Line, traceparent: Line },
    ),
  },
  'RecordedData',
);

/** Under which name the schema of recorded events is served. */
export const recordedSchema = 'recorded-event';

/**
 * That a bid or quote came is nobody's to know before the opening, and this feed only goes forward: it never tells. The
 * opening tells of all bids at once.
 */
const keptBack: ReadonlySet<string> = new Set([
  'BidReceived',
  'BidWithdrawn',
  'LateBidRefused',
  'QuoteReceived',
  'QuoteDeclined',
]);

const nameOf = (storedType: string): string => storedType.replace(/\.v\d+$/, '');

/** Whether the internal feed tells an event. What was refused did not happen; a bid may have been what was refused. */
export const isTold = ({ type, stream }: Pick<RecordedEvent, 'type' | 'stream'>): boolean =>
  !keptBack.has(registry.nameOf(type) ?? nameOf(type)) && parseStreamName(stream)?.kind !== 'refusals';

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** An event of the record as the internal feed tells it. */
export const recordedItem = (event: RecordedEvent, address: string): FeedItem => {
  const { context: _context, requestHash: _requestHash, ...metadata } = event.metadata;
  const { kind, id } = parseStreamName(event.stream) ?? { kind: 'other', id: event.stream };
  const name = kebab(nameOf(event.type));
  return {
    event: {
      specversion: '1.0',
      id: event.id,
      source: sourceOf('internal', metadata.body),
      type: `${typePrefix}.recorded.${name}`,
      subject: id as FeedItem['event']['subject'],
      time: metadata.recordedAt,
      datacontenttype: 'application/json',
      dataschema: `${address}${schemaPath(recordedSchema)}`,
      ...(metadata.traceparent === undefined ? {} : { traceparent: metadata.traceparent }),
      data: { stream: event.stream, type: event.type, data: event.data, metadata },
    },
    subject: subjectOf('commissioning', 'internal', metadata.body, kind, id, name),
    place: event.position,
  };
};
