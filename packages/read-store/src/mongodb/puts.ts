import type { Ability, Document } from '@commissioning/mongodb';
import { isDuplicate } from '@commissioning/mongodb';
import type { Kept } from './records';
import { Refusal } from './refusal';
import { collectionOn, inSession, portions, type Server, type Session } from './server';

/** A record to be written: a new one, or in the place of the one that has the expected serial. */
export interface Put {
  readonly collection: string;
  readonly expected: number | undefined;
  readonly record: Kept;
}

/** A record was not, or no longer, as a transaction had read it: the whole of it is to be tried again. */
export class Overtaken extends Refusal {
  constructor() {
    super('others go on writing the same');
  }
}

const byCollection = (puts: ReadonlyArray<Put>): ReadonlyMap<string, ReadonlyArray<Put>> => {
  const sorted = new Map<string, Array<Put>>();
  for (const put of puts) {
    const some = sorted.get(put.collection);
    if (some === undefined) sorted.set(put.collection, [put]);
    else some.push(put);
  }
  return sorted;
};

/** Documents that one command adds. What is added, unlike what is replaced, is no burden to any server. */
const addedAtOnce = 500;
/** A replacement holds one of FerretDB's hundred connections until its command ends: out of them, it hangs for good. */
const replacedAtOnce = { transactions: 500, documents: 500, lookup: 16 };

type WhenThere = 'is overtaken' | 'was done before';

const insert = async (
  server: Server,
  session: Session,
  collection: string,
  puts: ReadonlyArray<Put>,
  whenThere: WhenThere,
): Promise<void> => {
  try {
    await collectionOn(server, collection).insertMany(
      puts.map(({ record }) => record as Kept & Document),
      { ...inSession(session), ordered: whenThere === 'is overtaken' },
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    if (whenThere === 'is overtaken') throw new Overtaken();
  }
};

const replace = async (
  server: Server,
  session: Session,
  collection: string,
  puts: ReadonlyArray<Put>,
  ability: Ability,
): Promise<number> => {
  const { matchedCount } = await collectionOn(server, collection).bulkWrite(
    puts.map(({ expected, record }) => ({
      replaceOne: {
        filter: { _id: record._id, ...(ability !== 'lookup' && { serial: expected }) },
        replacement: record as Kept & Document,
      },
    })),
    { ...inSession(session), ordered: false },
  );
  return matchedCount;
};

const split = (
  puts: ReadonlyArray<Put>,
): readonly [added: ReadonlyArray<Put>, replaced: ReadonlyArray<Put>] => [
  puts.filter(({ expected }) => expected === undefined),
  puts.filter(({ expected }) => expected !== undefined),
];

/** Writes within a transaction: every record as it was read, or `Overtaken`. */
export const putInTransaction = async (
  server: Server,
  session: Session,
  puts: ReadonlyArray<Put>,
): Promise<void> => {
  for (const [collection, all] of byCollection(puts)) {
    const [added, replaced] = split(all);
    for (const some of portions(added, addedAtOnce))
      await insert(server, session, collection, some, 'is overtaken');
    for (const some of portions(replaced, server.writeBatch ?? replacedAtOnce.transactions)) {
      const matched = await replace(server, session, collection, some, 'transactions');
      if (matched !== some.length) throw new Overtaken();
    }
  }
};

/**
 * Writes one record after the other. May be done again after it was interrupted anywhere: what was written before is
 * there already, and is not as it was expected to be.
 */
export const putAgain = async (server: Server, puts: ReadonlyArray<Put>, ability: Ability): Promise<void> => {
  for (const [collection, all] of byCollection(puts)) {
    const [added, replaced] = split(all);
    for (const some of portions(added, addedAtOnce))
      await insert(server, undefined, collection, some, 'was done before');
    for (const some of portions(replaced, server.writeBatch ?? replacedAtOnce[ability]))
      await replace(server, undefined, collection, some, ability);
  }
};
