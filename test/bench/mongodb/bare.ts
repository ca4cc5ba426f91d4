import type { Change, CollectionSpec } from '@commissioning/read-store';
import { MongoClient } from 'mongodb';
import type { Lane } from './lane';
import { addedAtOnce, writeBatch } from './work';

/** A document with the same content as ours: the body as text, and beside it what a list is asked for by and when it began. */
const recordOf = ({ id, versions: [version] }: Change) => {
  if (version === undefined || version.body === null) throw new Error(`${id} has no body`);
  const { body, lineage, since } = version;
  return {
    _id: id,
    kind: body['kind'] as string,
    name: body['name'] as string,
    ...since,
    body: JSON.stringify(body),
    lineage: JSON.stringify(lineage),
  };
};

type Kept = ReturnType<typeof recordOf>;

const decoded = ({ body }: Kept): unknown => JSON.parse(body);

/** The client alone, with the write concern and the indexes of ours. */
export const bareLane = async (url: string, database: string, { indexes }: CollectionSpec): Promise<Lane> => {
  const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true } });
  await client.connect();
  const on = (collection: string) => client.db(database).collection<Kept>(collection);
  return {
    begin: async (collection) => {
      await client.db(database).createCollection(collection);
      for (const fields of indexes)
        await on(collection).createIndex({
          ...Object.fromEntries(fields.map((field) => [field, 1])),
          _id: 1,
        });
    },
    write: async (collection, documents, which) => {
      const atOnce = which === 'new' ? addedAtOnce : writeBatch;
      for (let first = 0; first < documents.length; first += atOnce) {
        const records = documents.slice(first, first + atOnce).map(recordOf);
        if (which === 'new') await on(collection).insertMany(records, { ordered: false });
        else
          await on(collection).bulkWrite(
            records.map((record) => ({
              replaceOne: { filter: { _id: record._id }, replacement: record },
            })),
            { ordered: false },
          );
      }
    },
    page: async (collection, kind, limit) => {
      const found = await on(collection)
        .find({ kind }, { sort: { name: 1, _id: 1 }, limit, batchSize: limit })
        .toArray();
      return found.map(decoded).length;
    },
    one: async (collection, id) => {
      const found = await on(collection).findOne({ _id: id });
      return found !== null && decoded(found) !== undefined;
    },
    close: () => client.close(),
  };
};
