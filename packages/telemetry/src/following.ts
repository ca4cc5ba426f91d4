import type { Attributes } from '@opentelemetry/api';
import type { RecordedEvent } from '@commissioning/record';
import { inSpanOf } from './tracing';

/** Events recorded longer ago than this, in milliseconds, are history: a rebuild is no part of the traces they began. */
const lately = 60_000;

/** A span of a recent event's way somewhere, below the request that led to it; nothing where it is of no trace. */
const followed = (
  now: () => number,
  { traceparent, at }: { readonly traceparent: string | undefined; readonly at: string },
  name: string,
  attributes: Attributes,
): (() => void) | undefined => {
  if (traceparent === undefined || now() - Date.parse(at) > lately) return undefined;
  const span = inSpanOf(traceparent, name, attributes);
  return () => span.end();
};

/**
 * Makes a span of each recent event's way into each read model: from when the projector was given it to when what came
 * of it was written. `now` is the moment it is, in milliseconds.
 */
export const watchingProjections =
  (now: () => number) =>
  (projection: string, { type, stream, metadata }: RecordedEvent): (() => void) | undefined =>
    followed(now, { traceparent: metadata.traceparent, at: metadata.recordedAt }, `project ${projection}`, {
      'commissioning.projection': projection,
      'commissioning.event': type,
      'commissioning.stream': stream,
    });

/** What of an event for others says to which trace it belongs: of a CloudEvent, its type, time and trace. */
interface Published {
  readonly type: string;
  readonly time: string;
  readonly traceparent?: string;
}

/** Makes a span of each recent event's way to the bus: from when it was taken from its feed to when the bus had it. */
export const watchingFeeds =
  (now: () => number) =>
  (feed: string, { type, time, traceparent }: Published): (() => void) | undefined =>
    followed(now, { traceparent, at: time }, `publish ${feed}`, {
      'commissioning.feed': feed,
      'commissioning.event': type,
    });
