import type { DocumentStore } from '@commissioning/document-store';
import { documentStoreContract } from '@commissioning/document-store/contract';
import { type GridFsOptions, openGridFsDocumentStore } from '@commissioning/document-store/gridfs';
import { type Connection, connectionTo } from '@commissioning/mongodb';
import * as E from 'fp-ts/Either';
import {
  buildPatience,
  describeFaultsOfMongodb,
  describeMongodb,
  ferretDb,
  type MongodbServer,
  mongodbServer,
  ownDatabase,
} from '../../../test/support/ferretdb';

const key = Uint8Array.from({ length: 32 }, (_, byte) => byte);
const letter = new TextEncoder().encode('Dear Azalea, the grant of £100,000 is awarded to you.');
const mediaType = 'text/plain';

describeMongodb('documents in GridFS', () => {
  let server: MongodbServer;
  beforeAll(async () => {
    server = await mongodbServer();
  }, buildPatience);

  const connections: Array<Connection> = [];
  afterAll(async () => {
    for (const { close } of connections) await close();
    await server.stop();
  });

  const open = async (options: Partial<GridFsOptions> = {}): Promise<DocumentStore> => {
    const opened = openGridFsDocumentStore({ url: server.url, database: 'none', key, ...options });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    return opened.right;
  };

  /** What lies in a database, seen past the store. */
  const within = (database: string): Connection => {
    const made = connectionTo({ url: server.url, database, deadlineMs: 5_000 });
    if (E.isLeft(made)) throw new Error(made.left.reason);
    connections.push(made.right);
    return made.right;
  };
  const everything = async (database: string): Promise<string> => {
    const { database: found } = within(database);
    const all: Array<unknown> = [];
    for (const { name } of await found.listCollections().toArray())
      for (const each of await found.collection(name).find().toArray())
        all.push(
          each,
          Buffer.from((each['data'] as { buffer?: Uint8Array })?.buffer ?? []).toString('latin1'),
        );
    return JSON.stringify(all);
  };
  const counts = async (database: string): Promise<ReadonlyArray<number>> => {
    const { database: found } = within(database);
    const names = ['files', 'chunks', 'held', 'uploads'];
    return Promise.all(names.map((name) => found.collection(`sealed.${name}`).countDocuments({})));
  };

  const shared = ownDatabase();
  documentStoreContract({
    name: 'gridfs',
    open: () => open({ database: shared }),
    reopen: () => open({ database: shared }),
    damage: async () => {
      const chunks = within(shared).database.collection<{ data: { buffer: Uint8Array } }>('sealed.chunks');
      for (const chunk of await chunks.find().toArray()) {
        const data = Buffer.from(chunk.data.buffer);
        data[29] = (data[29] ?? 0) ^ 0x80;
        await chunks.updateOne({ _id: chunk._id }, { $set: { data: data as never } });
      }
    },
  });

  it('tell neither what they say nor their hashes', async () => {
    const database = ownDatabase();
    const store = await open({ database });
    const put = await store.put(letter, mediaType)();
    const sha256 = E.isRight(put) ? put.right.sha256 : 'none';
    const kept = await everything(database);
    expect(kept).not.toContain('Azalea');
    expect(kept).not.toContain(sha256);
    await store.close();
  });

  it('are held once, however many put the same at one time, and nothing of the others is left', async () => {
    const database = ownDatabase();
    const stores = await Promise.all([open({ database }), open({ database }), open({ database })]);
    const large = new Uint8Array(600_000).fill(7);
    const puts = await Promise.all([...stores, ...stores].map((store) => store.put(large, mediaType)()));
    expect(puts.every(E.isRight)).toBe(true);
    expect(await counts(database)).toEqual([1, 3, 1, 0]);
    for (const store of stores) {
      const put = puts[0];
      const got = put !== undefined && E.isRight(put) ? await store.get(put.right)() : undefined;
      expect(got !== undefined && E.isRight(got) && Buffer.from(got.right).equals(large)).toBe(true);
      await store.close();
    }
  });

  it('do not open under a key that is not their own, as if all had been removed', async () => {
    const database = ownDatabase();
    const store = await open({ database });
    await store.put(letter, mediaType)();
    await store.close();
    const other = await open({ database, key: new Uint8Array(32) });
    expect(await other.has({ sha256: '0'.repeat(64) })()).toMatchObject({
      left: { _tag: 'DocumentStoreUnavailable', engine: 'gridfs', operation: 'has' },
    });
    await other.close();
    await expect(open({ database, key: new Uint8Array(16) })).rejects.toThrow('32 bytes');
  });

  it('that were half uploaded are not there, and are taken away once they are old', async () => {
    const database = ownDatabase();
    const store = await open({ database });
    const { database: found } = within(database);
    const half = async (file: string, begun: Date) => {
      await found
        .collection<{ _id: string }>('sealed.uploads')
        .insertOne({ _id: file, name: 'half', begun } as never);
      await found.collection('sealed.chunks').insertOne({ files_id: file, n: 0, data: 'half a docu' });
    };
    await store.put(letter, mediaType)();
    await half('old', new Date(Date.now() - 7_200_000));
    await half('young', new Date());
    await store.close();
    const again = await open({ database });
    expect(await again.has({ sha256: 'half' })()).toEqual(E.right(false));
    expect(await counts(database)).toEqual([1, 2, 1, 1]);
    await again.close();
  });

  it('that were being removed when the process died are removed by the next one', async () => {
    const database = ownDatabase();
    const store = await open({ database });
    const put = await store.put(letter, mediaType)();
    const { database: found } = within(database);
    const [held] = await found.collection('sealed.held').find().toArray();
    const going = { _id: held?.['file'] as unknown, name: String(held?._id), begun: new Date(0) };
    await found.collection('sealed.uploads').insertOne(going as never);
    await found.collection('sealed.held').deleteMany({});
    await store.close();
    const again = await open({ database });
    expect(E.isRight(put) && (await again.has(put.right)())).toEqual(E.right(false));
    expect(await counts(database)).toEqual([0, 0, 0, 0]);
    await again.close();
  });
});

describeFaultsOfMongodb('documents in GridFS of a server', () => {
  it('that is down, is killed and comes back are unavailable meanwhile, and there afterwards', async () => {
    const server = await ferretDb({ started: false });
    const opened = openGridFsDocumentStore({
      url: server.url,
      database: ownDatabase(),
      key,
      deadlineMs: 2_000,
    });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    const store = opened.right;
    const refused = { left: { _tag: 'DocumentStoreUnavailable', engine: 'gridfs', operation: 'put' } };
    expect(await store.put(letter, mediaType)()).toMatchObject(refused);
    await server.start();
    let put = await store.put(letter, mediaType)();
    while (E.isLeft(put)) put = await store.put(letter, mediaType)();
    await server.kill();
    expect(await store.put(letter, mediaType)()).toMatchObject(refused);
    await server.start();
    let got = await store.get(put.right)();
    while (E.isLeft(got)) got = await store.get(put.right)();
    expect(Buffer.from(got.right).equals(letter)).toBe(true);
    await store.close();
    await server.stop();
  }, 60_000);
});
