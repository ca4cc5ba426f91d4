import type { DomainEvent, Happened } from '@commissioning/kernel';
import type { Telling } from '../support/read-models';

/** A log as it is told to read models. */
export const tellings = (log: ReadonlyArray<Happened>): ReadonlyArray<Telling> =>
  log.map((event, number) => ({
    stream: event.stream,
    event: { type: event.type, data: event.data } as DomainEvent,
    at: event.metadata.recordedAt,
    by: event.metadata.actor,
    number,
  }));
