import type { ReadStore } from '@commissioning/read-store';
import { readStoreContract } from '@commissioning/read-store/contract';
import { type MongodbReadStoreOptions, openMongodbReadStore } from '@commissioning/read-store/mongodb';
import * as E from 'fp-ts/Either';
import {
  buildPatience,
  describeMongodb,
  type MongodbServer,
  mongodbServer,
  ownDatabase,
} from '../../../test/support/ferretdb';
import { givesTheAnswersOfMemory } from './same-answers';

describeMongodb('mongodb', () => {
  let server: MongodbServer;
  beforeAll(async () => {
    server = await mongodbServer();
  }, buildPatience);
  afterAll(() => server.stop());

  const open = async (options: Partial<MongodbReadStoreOptions>): Promise<ReadStore> => {
    const opened = openMongodbReadStore({ url: server.url, database: 'unnamed', leaseMs: 500, ...options });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    return opened.right;
  };

  const shared = ownDatabase();
  readStoreContract({
    name: 'mongodb',
    open: () => open({ database: shared }),
    reopen: () => open({ database: shared }),
  });

  it('gives the answers of the memory adapter for any documents, batches and queries', async () => {
    const store = await open({ database: ownDatabase() });
    await givesTheAnswersOfMemory(store, 40);
    await store.close();
  }, 300_000);
});
