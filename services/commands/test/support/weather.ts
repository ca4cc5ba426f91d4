import type { AppendFailure, EventStore } from '@commissioning/event-store';
import * as E from 'fp-ts/Either';

/** What happens to one append: it goes through, it is lost on the way, or only its answer is. */
export type Fate = 'through' | 'lost' | 'answer lost';

const unavailable: AppendFailure = {
  _tag: 'StoreUnavailable',
  engine: 'memory',
  operation: 'append',
  reason: 'the test pulled the plug',
};

/** A log whose appends meet the fates given, in turn; after the last of them all goes through. */
export const under = (events: EventStore, fates: ReadonlyArray<Fate>): EventStore => {
  const left = [...fates];
  return {
    ...events,
    append: (stream, expected, added) => async () => {
      const fate = left.shift() ?? 'through';
      if (fate === 'lost') return E.left(unavailable);
      const outcome = await events.append(stream, expected, added)();
      return fate === 'answer lost' ? E.left(unavailable) : outcome;
    },
  };
};

/** A log before each append of which something happens, so many times. */
export const beforeAppends = (
  events: EventStore,
  times: number,
  happens: () => Promise<unknown>,
): EventStore => {
  let left = times;
  return {
    ...events,
    append: (stream, expected, added) => async () => {
      if (left > 0) {
        left -= 1;
        await happens();
      }
      return events.append(stream, expected, added)();
    },
  };
};
