import { type EventStore, EventStoreError } from '@commissioning/event-store';
import * as E from 'fp-ts/Either';
import type { Metrics } from './metrics';
import { secondsSince, timerOf } from './timed';
import { inSpan } from './tracing';

/** Pages as they come, and how long each was waited for. The time a reader takes between two of them is not counted. */
async function* timedPages<Page>(
  pages: AsyncIterable<Page>,
  note: (outcome: string, seconds: number) => void,
): AsyncGenerator<Page, void> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const start = performance.now();
      let next: IteratorResult<Page, unknown>;
      try {
        next = await iterator.next();
      } catch (error) {
        note(error instanceof EventStoreError ? error.failure._tag : 'rejected', secondsSince(start));
        throw error;
      }
      if (next.done === true) return;
      note('done', secondsSince(start));
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** The log, with each append a span and the time of every call noted. What a follower waits for is no call's time. */
export const observedEventStore = (events: EventStore, metrics: Metrics): EventStore => {
  const { engine } = events;
  const timed = timerOf(metrics, 'event-store', engine);
  const note = (operation: string) => (outcome: string, seconds: number) =>
    metrics.called('event-store', engine, operation, outcome, seconds);
  return {
    ...events,
    append: (stream, expected, toAppend) => () =>
      inSpan('append', { 'commissioning.stream': stream, 'db.system': engine }, async () => {
        const answer = await timed('append', events.append(stream, expected, toAppend))();
        if (E.isRight(answer)) metrics.appended(engine, toAppend.length);
        return answer;
      }),
    readStream: (stream, range) => timedPages(events.readStream(stream, range), note('readStream')),
    readAll: (range) => timedPages(events.readAll(range), note('readAll')),
    head: timed('head', events.head),
    last: timed('last', events.last),
  };
};
