import { Instant, Line } from '@commissioning/kernel';
import * as t from 'io-ts';

/** The media type of a CloudEvent in structured mode, all of it in one JSON object. */
export const cloudEventType = 'application/cloudevents+json';

/**
 * A CloudEvent 1.0.2 as both feeds give it out. `source` and `id` together are never given to two events; `causationid`
 * is the event of the record by which a public one became so.
 */
export const CloudEvent = t.intersection(
  [
    t.type({
      specversion: t.literal('1.0'),
      id: t.string,
      source: t.string,
      type: t.string,
      subject: Line,
      time: Instant,
      datacontenttype: t.literal('application/json'),
      dataschema: t.string,
      data: t.UnknownRecord,
    }),
    t.partial({ traceparent: Line, causationid: t.string }),
  ],
  'CloudEvent',
);
export type CloudEvent = t.TypeOf<typeof CloudEvent>;

/** The feeds: what everybody may know, and what happened as it was recorded. */
export const feedNames = ['public', 'internal'] as const;
export type FeedName = (typeof feedNames)[number];

/**
 * Where events come from, by body. It says nothing of where the system is reached, which may change while what it told
 * stays what it told.
 */
export const sourceOf = (feed: FeedName, body: string): string => `/commissioning/${body}/${feed}`;

/** The path of the schema of an event's data; what is told under it never changes its meaning. */
export const schemaPath = (name: string): string => `/schemas/events/${name}`;
