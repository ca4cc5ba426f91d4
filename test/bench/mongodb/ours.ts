import type { CollectionSpec } from '@commissioning/read-store';
import { openMongodbReadStore } from '@commissioning/read-store/mongodb';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Lane } from './lane';
import { writeBatch } from './work';

const answered = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

/** Our adapter. */
export const ourLane = (url: string, database: string, spec: CollectionSpec): Lane => {
  const opened = openMongodbReadStore({ url, database, writeBatch });
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  const store = opened.right;
  return {
    begin: (name) => answered(store.prepare([{ ...spec, name }])),
    write: (_, documents) => answered(store.write({ changes: documents })),
    page: async (collection, kind, limit) => {
      const where = [{ field: 'kind', is: kind }];
      const query = { where, sort: [{ field: 'name' }], limit };
      return (await answered(store.find(collection, query))).documents.length;
    },
    one: async (collection, id) => (await answered(store.get(collection, id))) !== undefined,
    close: store.close,
  };
};
