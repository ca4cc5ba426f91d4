import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { peer, peerIsThere } from '../peer';
import { inDigits, inWords, mark, type Section } from '../report';
import type { Sizes } from '../sizes';
import { inTurns, ratioOf, type Spread, spreadOf } from '../statistics';
import { bareSqlite, type Lane, ours, rawWrites, sealing } from './lanes';
import { sample, sizeInWords } from './sample';

const writers = 64;

/** A folder of its own for each run of a lane. */
const inFreshFolder = (place: string, seconds: number, lane: Lane) => async (): Promise<number> => {
  const folder = mkdtempSync(join(place, 'append-'));
  try {
    return await lane(folder, seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const nothing: Lane = async () => Number.NaN;

const greatestEach = (some: ReadonlyArray<number>, others: ReadonlyArray<number>): ReadonlyArray<number> =>
  some.map((value, round) => Math.max(value, others[round] ?? 0));

/** Durable appends: one alone and 64 at once, against the disk, bare SQLite and a peer. */
export const appending = async (place: string, sizes: Sizes): Promise<Section> => {
  const { appendSeconds, appendRounds } = sizes;
  const isThere = peerIsThere(sizes.peer);
  const fresh = (lane: Lane) => inFreshFolder(place, appendSeconds, lane);
  const compared = (...which: Parameters<typeof peer>) => fresh(isThere ? peer(...which) : nothing);
  const found = await inTurns(appendRounds, {
    raw: fresh(rawWrites),
    one: fresh(ours(1)),
    bare: fresh(bareSqlite(1)),
    many: fresh(ours(writers)),
    bareMany: fresh(bareSqlite(writers)),
    sealing: fresh(sealing),
    pooled: compared('pooled', 1, sample),
    pooledMany: compared('pooled', writers, sample),
    singleton: compared('singleton', 1, sample),
    singletonMany: compared('singleton', writers, sample),
  });
  const bestMany = greatestEach(found.pooledMany, found.singletonMany);
  const row = (what: string, rates: ReadonlyArray<number>): ReadonlyArray<string> => [
    what,
    inWords(spreadOf(rates)),
    inDigits(ratioOf(rates, found.raw).median),
    inDigits(ratioOf(rates, found.one).median),
  ];
  const overRaw: Spread = ratioOf(found.one, found.raw);
  return {
    title: 'Appending',
    says:
      `Events a second that are durable: synced before they are answered. Each event has ${sizeInWords}; ours are ` +
      'sealed on the way (split, committed to, hashed, chained). Emmett is `@event-driven-io/emmett-sqlite` 0.42.4, ' +
      'which seals nothing; by default it opens a connection for every call, and then appends at once fail as ' +
      '`SQLITE_BUSY`; with one connection for all, appends at once share a transaction, and a promise may be kept ' +
      'before it is committed. Its best mode is what ours is held against. Ratios are medians of ratios within a round.',
    head: ['What', 'Events a second', '÷ raw', '÷ ours, one'],
    rows: [
      row('Raw: write the bytes, fdatasync', found.raw),
      row('Ours, one writer', found.one),
      row(`Ours, ${writers} writers at once`, found.many),
      row('Bare SQLite, one insert a transaction', found.bare),
      row(`Bare SQLite, ${writers} inserts a transaction`, found.bareMany),
      row('Emmett, default, one writer', found.pooled),
      row(`Emmett, default, ${writers} writers`, found.pooledMany),
      row('Emmett, one connection, one writer', found.singleton),
      row(`Emmett, one connection, ${writers} writers`, found.singletonMany),
      row('Ours, sealing alone, nothing stored', found.sealing),
    ],
    marks: [
      mark('One durable append: at least 0.6 of raw write and fdatasync', { atLeast: 0.6 })(overRaw),
      mark(`${writers} writers: at least 5 times one`, { atLeast: 5 })(ratioOf(found.many, found.one)),
      mark(`${writers} writers: at least 3 times Emmett’s best mode`, { atLeast: 3 })(
        isThere ? ratioOf(found.many, bestMany) : undefined,
      ),
    ],
  };
};
