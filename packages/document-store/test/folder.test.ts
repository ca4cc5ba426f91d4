import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { DocumentStore } from '@commissioning/document-store';
import { documentStoreContract } from '@commissioning/document-store/contract';
import { openFolderDocumentStore } from '@commissioning/document-store/folder';
import * as E from 'fp-ts/Either';
import { sealerWith } from '../src/sealing';

const root = fs.mkdtempSync(join(tmpdir(), 'document-store-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

const key = Uint8Array.from({ length: 32 }, (_, byte) => byte);
const letter = new TextEncoder().encode('Dear Azalea, the grant of £100,000 is awarded to you.');
const mediaType = 'text/plain';

const open = async (folder: string): Promise<DocumentStore> => {
  const opened = await openFolderDocumentStore(folder, key)();
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  return opened.right;
};

const filesIn = (folder: string): ReadonlyArray<string> =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const documentsIn = (folder: string): ReadonlyArray<string> =>
  filesIn(folder).filter((file) => /^[0-9a-f]{64}$/.test(basename(file)));

const onlyDocumentIn = (folder: string): string => {
  const [file, ...others] = documentsIn(folder);
  if (file === undefined || others.length > 0) throw new Error(`${folder} does not hold one document`);
  return file;
};

/** The bytes with one bit of one of them turned. */
const altered = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 0x80 : byte));

/** A store of its own folder that holds one letter. */
const withLetter = async (name: string) => {
  const folder = join(root, name);
  const store = await open(folder);
  const put = await store.put(letter, mediaType)();
  if (E.isLeft(put)) throw new Error(put.left.reason);
  return { folder, store, letterRef: put.right };
};

const shared = join(root, 'contract', 'documents');
documentStoreContract({
  name: 'folder',
  open: () => open(shared),
  reopen: () => open(shared),
  damage: async () => {
    for (const file of documentsIn(shared)) fs.writeFileSync(file, altered(fs.readFileSync(file), 29));
  },
});

describe('a folder of documents', () => {
  it('tells neither what a document says nor its hash, and only its owner can read it', async () => {
    const { folder, store, letterRef } = await withLetter('secret');
    const files = filesIn(folder);
    expect(documentsIn(folder)).toHaveLength(1);
    for (const file of files) {
      const everything = `${file} ${fs.readFileSync(file, 'latin1')} ${fs.readFileSync(file, 'hex')}`;
      expect(everything).not.toContain('Azalea');
      expect(everything).not.toContain(letterRef.sha256);
      expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    }
    for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) expect(fs.statSync(join(folder, entry.name)).mode & 0o777).toBe(0o700);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('names and encrypts the same document differently under every key, and differently each time', async () => {
    const { folder, store } = await withLetter('one-key');
    const first = fs.readFileSync(onlyDocumentIn(folder));
    await store.put(letter, mediaType)();
    expect(documentsIn(folder)).toHaveLength(1);
    expect(fs.readFileSync(onlyDocumentIn(folder)).equals(first)).toBe(false);
    const elsewhere = join(root, 'another-key');
    const opened = await openFolderDocumentStore(elsewhere, new Uint8Array(32))();
    if (E.isRight(opened)) await opened.right.put(letter, mediaType)();
    expect(documentsIn(elsewhere)).toHaveLength(1);
    expect(basename(onlyDocumentIn(elsewhere))).not.toBe(basename(onlyDocumentIn(folder)));
    await store.close();
  });

  it('does not open under a key that is not its own, as if all its documents had been removed', async () => {
    const { folder, store } = await withLetter('own-key');
    await store.close();
    expect(await openFolderDocumentStore(folder, new Uint8Array(32))()).toMatchObject({
      left: { _tag: 'DocumentStoreUnavailable', engine: 'folder', operation: 'open' },
    });
    await expect(openFolderDocumentStore(folder, new Uint8Array(16))()).rejects.toThrow('32 bytes');
  });

  it('says how a document is damaged: cut short, of another format, altered, or another one in its place', async () => {
    const { folder, store, letterRef } = await withLetter('damaged');
    const file = onlyDocumentIn(folder);
    const whole = fs.readFileSync(file);
    await store.put(new TextEncoder().encode('another'), mediaType)();
    const other = documentsIn(folder).find((each) => each !== file) ?? 'none';
    const reasonFor = async (damage: () => void) => {
      damage();
      const got = await store.get(letterRef)();
      return E.isLeft(got) && got.left._tag === 'DocumentDamaged' ? got.left.reason : got;
    };
    const written = (bytes: Uint8Array) => reasonFor(() => fs.writeFileSync(file, bytes));
    for (const length of [0, 1, 28]) expect(await written(whole.subarray(0, length))).toMatch('cut short');
    expect(await written(whole.subarray(0, -1))).toMatch('does not open');
    expect(await written(Buffer.concat([Buffer.of(9), whole.subarray(1)]))).toMatch('format 9');
    for (const at of [1, 13, 29, whole.length - 1])
      expect(await written(altered(whole, at))).toMatch('does not open');
    expect(await reasonFor(() => fs.copyFileSync(other, file))).toMatch('does not open');
    const forged = sealerWith(key).seal(letterRef.sha256, new TextEncoder().encode('forged with the key'));
    expect(await written(forged)).toMatch('hashes to something else');
    fs.writeFileSync(file, whole);
    expect(await store.get(letterRef)()).toMatchObject({ _tag: 'Right' });
    await store.close();
  });

  it('is not troubled by what was left half written, and takes it away when it is opened', async () => {
    const { folder, store, letterRef } = await withLetter('half-written');
    const left = join(folder, 'passing', 'left-behind');
    fs.writeFileSync(left, 'half a docu');
    expect(await store.get(letterRef)()).toMatchObject({ _tag: 'Right' });
    await store.close();
    const again = await open(folder);
    expect(filesIn(join(folder, 'passing'))).toEqual([]);
    expect(await again.get(letterRef)()).toMatchObject({ _tag: 'Right' });
    await again.close();
  });

  it('answers that it is unavailable when the file system refuses, and leaves nothing half written', async () => {
    const { folder, store, letterRef } = await withLetter('refused');
    const file = onlyDocumentIn(folder);
    fs.rmSync(file);
    fs.mkdirSync(file);
    fs.writeFileSync(join(file, 'in the way'), '');
    for (const [operation, asked] of [
      ['put', store.put(letter, mediaType)],
      ['get', store.get(letterRef)],
      ['remove', store.remove(letterRef)],
    ] as const)
      expect(await asked()).toMatchObject({
        left: { _tag: 'DocumentStoreUnavailable', engine: 'folder', operation },
      });
    expect(filesIn(join(folder, 'passing'))).toEqual([]);
    await store.close();
    const occupied = join(root, 'a-file');
    fs.writeFileSync(occupied, '');
    expect(await openFolderDocumentStore(occupied, key)()).toMatchObject({
      left: { _tag: 'DocumentStoreUnavailable', operation: 'open' },
    });
  });
});
