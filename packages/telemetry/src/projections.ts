import type { RecordedEvent } from '@commissioning/record';
import { inSpanOf } from './tracing';

/** Events recorded longer ago than this, in milliseconds, are history: a rebuild is no part of the traces they began. */
const lately = 60_000;

/**
 * Makes a span of each recent event's way into each read model: from when the projector was given it to when what came
 * of it was written. `now` is the moment it is, in milliseconds.
 */
export const watchingProjections =
  (now: () => number) =>
  (projection: string, { type, stream, metadata }: RecordedEvent): (() => void) | undefined => {
    const { traceparent, recordedAt } = metadata;
    if (traceparent === undefined || now() - Date.parse(recordedAt) > lately) return undefined;
    const span = inSpanOf(traceparent, `project ${projection}`, {
      'commissioning.projection': projection,
      'commissioning.event': type,
      'commissioning.stream': stream,
    });
    return () => span.end();
  };
