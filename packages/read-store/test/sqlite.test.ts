import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf, type JsonObject } from '@commissioning/kernel';
import type { Change, ReadStore } from '@commissioning/read-store';
import { readStoreContract } from '@commissioning/read-store/contract';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { givesTheAnswersOfMemory } from './same-answers';

const root = fs.mkdtempSync(join(tmpdir(), 'read-store-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

const open = async (folder: string): Promise<ReadStore> => {
  const opened = await openSqliteReadStore(folder)();
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  return opened.right;
};

const shared = join(root, 'contract');
readStoreContract({ name: 'sqlite', open: () => open(shared), reopen: () => open(shared) });

describe('sqlite', () => {
  const numbered = { name: 'numbered', fields: ['n'], indexes: [['n']], temporal: false };
  const since = { position: 'log:1', recordedAt: instantOf(0), effectiveAt: instantOf(0) };
  const change = (id: string, body: JsonObject | null): Change => ({
    collection: numbered.name,
    id,
    versions: [{ body, lineage: {}, since }],
  });
  const ids = async (store: ReadStore, n: number): Promise<ReadonlyArray<string>> => {
    const page = await store.find(numbered.name, { where: [{ field: 'n', is: n }], limit: 1000 })();
    return E.isRight(page) ? page.right.documents.map(({ id }) => id) : [page.left._tag];
  };
  const whyNot = async (folder: string): Promise<string> => {
    const opened = await openSqliteReadStore(folder)();
    return E.isLeft(opened) ? opened.left.reason : 'it opened';
  };

  it('gives the answers of the memory adapter for any documents, batches and queries', async () => {
    const store = await open(join(root, 'same'));
    await givesTheAnswersOfMemory(store, 300);
    await store.close();
  }, 60_000);

  it('has every batch that was written, whole, when its process ended without closing it', async () => {
    const [folder, left] = [join(root, 'running'), join(root, 'left-behind')];
    const store = await open(folder);
    await store.prepare([numbered])();
    const next = { position: 'log:1', recordedAt: instantOf(0), events: 1 };
    await store.write({
      changes: [change('one', { n: 1 }), change('two', { n: 1 })],
      progress: { projection: 'p', expected: undefined, next },
    })();
    fs.cpSync(folder, left, { recursive: true });
    const again = await open(left);
    expect(await ids(again, 1)).toEqual(['one', 'two']);
    expect(await again.progress('p')()).toEqual(E.right(next));
    await again.close();
    await store.close();
  });

  it('keeps nothing of what a deleted or replaced document held', async () => {
    const folder = join(root, 'deleted');
    const store = await open(folder);
    await store.prepare([numbered])();
    const secret = { n: 1, name: 'Azalea', address: 'Rosewood Lane '.repeat(1_000) };
    await store.write({ changes: [change('one', secret), change('two', secret)] })();
    await store.write({ changes: [change('one', { n: 2 }), change('two', null)] })();
    await store.close();
    const file = fs.readFileSync(join(folder, 'read.db'), 'latin1');
    expect(file).toContain('{"n":2}');
    expect(file).not.toMatch(/Azalea|Rosewood/);
  });

  it('lets only its owner read its files', async () => {
    const folder = join(root, 'private');
    const store = await open(folder);
    await store.prepare([numbered])();
    for (const file of fs.readdirSync(folder))
      expect(fs.statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(folder)).toContain('read.db-wal');
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('takes notice of what another connection prepares and drops', async () => {
    const folder = join(root, 'two-connections');
    const [one, other] = [await open(folder), await open(folder)];
    await one.prepare([{ ...numbered, fields: [], indexes: [] }])();
    await other.write({ changes: [change('before', { n: 7 })] })();
    await one.prepare([numbered])();
    await other.write({ changes: [change('after', { n: 7 })] })();
    expect(await ids(other, 7)).toEqual(['after', 'before']);
    await one.drop([numbered.name], [])();
    await expect(ids(other, 7)).rejects.toThrow('not been prepared');
    await one.prepare([numbered])();
    expect(await ids(other, 7)).toEqual([]);
    await one.close();
    await other.close();
  });

  it('leaves everything as it was when a field to be added holds what no field may hold', async () => {
    const store = await open(join(root, 'unfillable'));
    await store.prepare([numbered])();
    await store.write({ changes: [change('one', { n: 1, rate: 0.5 })] })();
    const grown = { ...numbered, fields: ['n', 'rate'] };
    await expect(store.prepare([{ ...numbered, name: 'other' }, grown])()).rejects.toThrow('numbered/one');
    expect(await ids(store, 1)).toEqual(['one']);
    await expect(store.get('other', 'one')()).rejects.toThrow('not been prepared');
    await store.close();
  });

  it('says why it does not open', async () => {
    const file = join(root, 'a-file');
    fs.writeFileSync(file, '');
    expect(await whyNot(file)).toMatch('EEXIST');
    const noDatabase = join(root, 'no-database');
    fs.mkdirSync(noDatabase);
    fs.writeFileSync(join(noDatabase, 'read.db'), 'This is a text.'.repeat(1_000));
    expect(await whyNot(noDatabase)).toMatch('file is not a database');
    const newer = join(root, 'newer');
    await (await open(newer)).close();
    const database = new Database(join(newer, 'read.db'));
    database.pragma('user_version = 3');
    database.close();
    expect(await whyNot(newer)).toMatch('layout 3');
  });

  it('answers that it is unavailable when its file is damaged, and does not make things up', async () => {
    const folder = join(root, 'damaged');
    const store = await open(folder);
    await store.prepare([numbered])();
    await store.write({
      changes: Array.from({ length: 500 }, (_, n) => change(`id-${n}`, { n: 1, filler: 'x'.repeat(500) })),
    })();
    await store.close();
    const file = fs.openSync(join(folder, 'read.db'), 'r+');
    for (let page = 5; page < 40; page += 1)
      fs.writeSync(file, Buffer.alloc(8192, 0xff), 0, 8192, page * 8192);
    fs.closeSync(file);
    const damaged = await open(folder);
    const found = await damaged.find(numbered.name, { limit: 1000 })();
    expect(E.isLeft(found) && found.left).toMatchObject({ _tag: 'ReadStoreUnavailable', operation: 'find' });
    expect(JSON.stringify(found)).toMatch('SQLITE_CORRUPT');
    await damaged.close();
  });
});
