import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import { isDuplicate } from '@commissioning/mongodb';
import { type Put, putAgain } from './puts';
import { Refusal } from './refusal';
import { collectionOn, type Server } from './server';

/**
 * Batches where there are no transactions. A batch is written down whole under the next number, then carried out, then
 * marked as done. A number is given once, so that of two writers one alone goes on; what was written down is carried
 * out by whoever writes next, if its writer could not; and who reads sees by it whether a batch was under way.
 */
const journal = 'journal';
const partsName = 'journal_parts';
export const journalCollections: ReadonlyArray<string> = [journal, partsName];

interface Entry {
  readonly _id: string;
  readonly writer: string;
  readonly done: boolean;
  /** Whether there may be a batch after this one: said before it is written down, and never unsaid. */
  readonly followed: boolean;
  /** The collections on the server that the batch changes. */
  readonly collections: ReadonlyArray<string>;
  /** As JSON text, deflated: a server need not look into what it only keeps, and has less to keep. Null once it is done. */
  readonly puts: Uint8Array | null;
  /** Where the rest of a batch lies that is too large for one record. */
  readonly parts: ReadonlyArray<string>;
}

interface StoredPut {
  readonly collection: string;
  readonly expected: number | null;
  readonly record: Put['record'];
}

interface Part {
  readonly _id: string;
  readonly puts: Uint8Array;
}

/** What readers and writers see of the journal's end. */
interface Seen {
  /** The last batch up to which all are done. */
  readonly done: number;
  /** The one that is written down and not done. */
  readonly pending: { readonly number: number; readonly writer: string } | undefined;
  /** What batches after the one looked from change; undefined when that is not known any more. */
  readonly later: ReadonlyArray<Pick<Entry, 'collections'> & { readonly number: number }> | undefined;
}

/** Entries that are kept after they are done, at the least: a writer that was held up must not find its number free. */
const kept = 64;

/** One record of a server takes 16 MiB; text may take three bytes a character. */
const charactersAtOnce = 4_000_000;

const idOf = (number: number): string => String(number).padStart(12, '0');

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** Puts as text, in as many pieces as records are needed. */
const textsOf = (puts: ReadonlyArray<Put>): ReadonlyArray<string> => {
  const all: Array<Array<string>> = [];
  let room = 0;
  for (const { collection, expected = null, record } of puts) {
    const stored: StoredPut = { collection, expected, record };
    const text = JSON.stringify(stored);
    const last = all.at(-1);
    if (last === undefined || room < text.length) {
      all.push([text]);
      room = charactersAtOnce - text.length;
    } else {
      last.push(text);
      room -= text.length;
    }
  }
  return all.map((texts) => `[${texts.join(',')}]`);
};

const putOf = ({ collection, expected, record }: StoredPut): Put => ({
  collection,
  expected: expected ?? undefined,
  record,
});

const inParts = (puts: ReadonlyArray<Put>): Promise<ReadonlyArray<Uint8Array>> =>
  Promise.all(textsOf(puts).map((text) => deflated(text, { level: constants.Z_BEST_SPEED })));

const putsIn = async (part: Uint8Array): Promise<ReadonlyArray<Put>> =>
  (JSON.parse((await inflated(part)).toString()) as ReadonlyArray<StoredPut>).map(putOf);

/** Has the driver give back bytes as they are. */
const asBytes = { promoteBuffers: true } as const;

/** A batch that was written down. */
interface Written {
  readonly number: number;
  readonly puts: ReadonlyArray<Put>;
  readonly parts: ReadonlyArray<string>;
}

export interface Journal {
  /** How things stand, and what was begun after the batch of a number. */
  readonly look: (since: number) => Promise<Seen>;
  /** Whether the batch of a number is done, and surely none after it was written down. */
  readonly isLast: (number: number) => Promise<boolean>;
  /** Writes a batch down under a number; undefined when the number is taken. */
  readonly begin: (number: number, puts: ReadonlyArray<Put>) => Promise<Written | undefined>;
  /** The highest number given out. */
  readonly newest: () => Promise<number>;
  /** Takes back what was written down and not begun to be carried out. */
  readonly withdraw: (batch: Written) => Promise<void>;
  /** Carries out a batch that was written down, and marks it as done. */
  readonly carryOut: (batch: Written) => Promise<void>;
  /** Carries out the batch of a number, whoever wrote it down. */
  readonly finish: (number: number) => Promise<void>;
  /** Removes parts of batches that were never written down whole. To be done while nobody writes. */
  readonly tidy: () => Promise<void>;
  /** Waits until no batch of anybody else is under way; refuses when that takes too long. The last one that is done. */
  readonly othersQuiet: () => Promise<number>;
}

export const journalOn = (server: Server, writer: string): Journal => {
  const entries = () => collectionOn(server, journal);
  const { deadlineMs } = server.connection;

  const look: Journal['look'] = async (since) => {
    const found = (await entries()
      .find({ _id: { $gte: idOf(since) } }, { projection: { puts: 0, parts: 0 }, sort: { _id: 1 } })
      .toArray()) as unknown as ReadonlyArray<Entry>;
    const later = found.filter(({ _id }) => Number(_id) > since);
    const last = found.at(-1);
    // A number is given out once the one before it is done.
    const pending = last?.done === false ? { number: Number(last._id), writer: last.writer } : undefined;
    const isWhole = since === 0 ? Number(later[0]?._id ?? 1) === 1 : later.length < found.length;
    return {
      done: pending === undefined ? Number(last?._id ?? since) : pending.number - 1,
      pending,
      later: isWhole
        ? later.map(({ _id, collections }) => ({ number: Number(_id), collections }))
        : undefined,
    };
  };

  const isLast: Journal['isLast'] = async (number) => {
    const entry = (await entries().findOne(
      { _id: idOf(number) },
      { projection: { puts: 0 } },
    )) as Entry | null;
    return entry?.done === true && !entry.followed;
  };

  /** Need not outlast a crash of the server that what is written after it does not outlast either. */
  const sayFollowed = async (number: number): Promise<void> => {
    await entries().updateOne(
      { _id: idOf(number) },
      { $set: { followed: true } },
      { writeConcern: { w: 1 } },
    );
  };

  const removeParts = async (ids: ReadonlyArray<string>): Promise<void> => {
    for (const _id of ids) await collectionOn(server, partsName).deleteOne({ _id });
  };

  const begin: Journal['begin'] = async (number, puts) => {
    const [first = null, ...others] = await inParts(puts);
    const token = randomUUID();
    const rest = others.map((some, index) => ({ _id: `${token}/${index}`, puts: some }));
    for (const part of rest) await collectionOn(server, partsName).insertOne(part);
    const entry: Entry = {
      _id: idOf(number),
      writer,
      done: false,
      followed: false,
      collections: [...new Set(puts.map(({ collection }) => collection))],
      puts: first,
      parts: rest.map(({ _id }) => _id),
    };
    await sayFollowed(number - 1);
    try {
      await entries().insertOne(entry);
      return { number, puts, parts: entry.parts };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await removeParts(entry.parts);
      return undefined;
    }
  };

  const newest: Journal['newest'] = async () => {
    const [last] = await entries()
      .find({}, { projection: { _id: 1 }, sort: { _id: -1 }, limit: 1 })
      .toArray();
    return Number(last?._id ?? 0);
  };

  const withdraw: Journal['withdraw'] = async ({ number, parts }) => {
    await entries().deleteOne({ _id: idOf(number) });
    await removeParts(parts);
  };

  const carryOut: Journal['carryOut'] = async ({ number, puts, parts }) => {
    await putAgain(server, puts, await server.connection.ability());
    // Nothing else of it is touched: that it is followed may have been said.
    await entries().updateOne({ _id: idOf(number) }, { $set: { done: true, puts: null, parts: [] } });
    await removeParts(parts);
    if (number % kept === 0) await entries().deleteMany({ _id: { $lt: idOf(number - kept) } });
  };

  const finish: Journal['finish'] = async (number) => {
    const entry = (await entries().findOne({ _id: idOf(number) }, asBytes)) as Entry | null;
    if (entry === null || entry.done) return;
    const puts = entry.puts === null ? [] : [...(await putsIn(entry.puts))];
    for (const id of entry.parts) {
      const part = (await collectionOn(server, partsName).findOne({ _id: id }, asBytes)) as Part | null;
      if (part === null) throw new Error(`Batch ${number} is without its part ${id}`);
      puts.push(...(await putsIn(part.puts)));
    }
    await carryOut({ number, puts, parts: entry.parts });
  };

  const tidy: Journal['tidy'] = async () => {
    await collectionOn(server, partsName).deleteMany({});
  };

  const othersQuiet: Journal['othersQuiet'] = async () => {
    const end = performance.now() + deadlineMs;
    for (;;) {
      const { pending, done } = await look(0);
      if (pending === undefined || pending.writer === writer) return done;
      if (performance.now() > end)
        throw new Refusal(`batch ${pending.number} is half written, and its projector does not go on`);
      await sleep(20);
    }
  };

  return { look, isLast, begin, newest, withdraw, carryOut, finish, tidy, othersQuiet };
};
