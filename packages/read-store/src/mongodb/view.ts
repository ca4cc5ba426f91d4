import type { Put } from './puts';
import type { Kept } from './records';
import { recordsOf, type Server, type Session } from './server';
import { stateCollection } from './state';
import { catalogueCollection } from './tables';

/** Reads records for a batch, as they are when it is written. */
export interface View {
  readonly records: <R extends Kept>(collection: string, ids: ReadonlyArray<string>) => Promise<Found<R>>;
  /** The same of which nothing is asked but how they are numbered, and whether they are live. */
  readonly numbers: (collection: string, ids: ReadonlyArray<string>) => Promise<Found<Kept>>;
}

type Found<R> = ReadonlyMap<string, R>;

/** Records as this process has last written them. */
export interface Remembered {
  /** When the batch was begun by which they are known; undefined where nothing is. */
  readonly since: () => number | undefined;
  /** The number of that batch. */
  readonly batch: () => number | undefined;
  readonly note: (batch: number, since: number, puts: ReadonlyArray<Put>) => void;
  readonly forget: () => void;
  readonly view: (server: Server, session: Session) => View;
}

/** Of these whole records are remembered: there are few of them, and they are small. Of others what was asked for once. */
const wholly: ReadonlySet<string> = new Set([stateCollection, catalogueCollection]);

const numbersIn = ({ _id, serial, batch, live }: Kept): Kept => ({ _id, serial, batch, live });

/**
 * One projector alone writes, so what it has written itself it need not read. That another has written after all is
 * found out when a batch is: it does not get the number it asks for, or what it replaces is not as remembered. Then
 * everything is to be forgotten.
 */
export const rememberedRecords = (most = 100_000): Remembered => {
  const collections = new Map<string, Map<string, Kept>>();
  let held = 0;
  let last: { readonly batch: number; readonly since: number } | undefined;

  const forget = (): void => {
    collections.clear();
    held = 0;
    last = undefined;
  };

  const knownOf = (collection: string): Map<string, Kept> => {
    const known = collections.get(collection) ?? new Map<string, Kept>();
    collections.set(collection, known);
    return known;
  };

  const noteOne = ({ collection, record }: Put): void => {
    const known = wholly.has(collection) ? knownOf(collection) : collections.get(collection);
    if (known === undefined) return;
    held -= known.size;
    known.set(record._id, wholly.has(collection) ? record : numbersIn(record));
    held += known.size;
  };

  /** What is remembered, and the rest from the server. */
  const completed = async <R extends Kept>(
    collection: string,
    ids: ReadonlyArray<string>,
    ask: (ids: ReadonlyArray<string>) => Promise<Found<R>>,
  ): Promise<Found<R>> => {
    const known = knownOf(collection);
    const found = new Map<string, R>();
    const unknown: Array<string> = [];
    for (const id of ids) {
      const record = known.get(id);
      if (record === undefined) unknown.push(id);
      else found.set(id, record as R);
    }
    if (unknown.length > 0) for (const [id, record] of await ask(unknown)) found.set(id, record);
    return found;
  };

  return {
    since: () => last?.since,
    batch: () => last?.batch,
    note: (batch, since, puts) => {
      if (held > most) forget();
      last = { batch, since };
      for (const put of puts) noteOne(put);
    },
    forget,
    view: (server, session) => ({
      records: async <R extends Kept>(collection: string, ids: ReadonlyArray<string>) => {
        const ask = (some: ReadonlyArray<string>): Promise<Found<R>> =>
          recordsOf<R>(server, session, collection, some);
        return wholly.has(collection) ? completed(collection, ids, ask) : ask(ids);
      },
      numbers: (collection, ids) =>
        completed(collection, ids, (some) =>
          recordsOf(server, session, collection, some, { serial: 1, live: 1 }),
        ),
    }),
  };
};
