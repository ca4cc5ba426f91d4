import { openEventStoreDb } from '@commissioning/event-store/eventstoredb';
import * as E from 'fp-ts/Either';
import type { Lane } from './lane';

const countOf = async (pages: AsyncIterable<ReadonlyArray<unknown>>): Promise<number> => {
  let count = 0;
  for await (const page of pages) count += page.length;
  return count;
};

/** Our adapter. */
export const ourLane = (url: string): Lane => {
  const opened = openEventStoreDb({ url });
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left));
  const store = opened.right;
  return {
    append: async (stream, revision, event) => {
      const appended = await store.append(stream, revision - 1, [event])();
      if (E.isLeft(appended)) throw new Error(JSON.stringify(appended.left));
    },
    readAll: () => countOf(store.readAll()),
    readStream: (stream) => countOf(store.readStream(stream)),
    follow: async (wanted) => {
      const abort = new AbortController();
      let count = 0;
      for await (const { events } of store.follow({ signal: abort.signal })) {
        count += events.length;
        if (count >= wanted) abort.abort();
      }
    },
    close: store.close,
  };
};
