import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folderKeys, type KeyStore, memoryKeys } from '@commissioning/record';

let folder: string;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(tmpdir(), 'keys-')), 'keys');
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

const modeOf = (file: string): string => (fs.statSync(file).mode & 0o777).toString(8);
const filesIn = (at: string): ReadonlyArray<string> =>
  fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : []));
const subjectFiles = (): ReadonlyArray<string> => filesIn(path.join(folder, 'subjects'));
const [saltFile, subjectFile] = [() => path.join(folder, 'salt.key'), () => subjectFiles()[0] ?? ''];

describe.each<[string, () => KeyStore]>([
  ['in memory', () => memoryKeys()],
  ['in a folder', () => folderKeys(folder)],
])('keys %s', (_, open) => {
  test('are 32 bytes each, another for each subject, and the same again', () => {
    const keys = open();
    const key = keys.ensureKeyOf('person-1');
    expect(keys.saltKey).toHaveLength(32);
    expect(key).toHaveLength(32);
    expect(keys.ensureKeyOf('person-1')).toEqual(key);
    expect(keys.keyOf('person-1')).toEqual(key);
    expect(keys.ensureKeyOf('person-2')).not.toEqual(key);
    expect(key).not.toEqual(keys.saltKey);
  });

  test('are not made by asking', () => {
    const keys = open();
    expect(keys.keyOf('person-1')).toBeUndefined();
    expect(keys.keyOf('person-1')).toBeUndefined();
    expect(keys.isDestroyed('person-1')).toBe(false);
  });

  test('once destroyed are gone, and not made anew', () => {
    const keys = open();
    keys.ensureKeyOf('person-1');
    const other = keys.ensureKeyOf('person-2');
    keys.destroyKeyOf('person-1');
    expect(keys.keyOf('person-1')).toBeUndefined();
    expect(keys.isDestroyed('person-1')).toBe(true);
    expect(keys.ensureKeyOf('person-1')).toBeUndefined();
    expect(keys.keyOf('person-1')).toBeUndefined();
    keys.destroyKeyOf('person-1');
    expect(keys.isDestroyed('person-1')).toBe(true);
    expect(keys.keyOf('person-2')).toEqual(other);
    expect(keys.isDestroyed('person-2')).toBe(false);
  });

  test('can be destroyed before they were made', () => {
    const keys = open();
    keys.destroyKeyOf('person-1');
    expect(keys.isDestroyed('person-1')).toBe(true);
    expect(keys.ensureKeyOf('person-1')).toBeUndefined();
  });

  test('stand under any subject', () => {
    const keys = open();
    for (const subject of ['', '../../salt', '__proto__', 'a/b\0c', 'x'.repeat(5000)])
      expect(keys.keyOf(subject) ?? keys.ensureKeyOf(subject)).toHaveLength(32);
  });
});

describe('a folder of keys', () => {
  test('forgets a key that another process destroyed, though it was read here before', () => {
    const [here, elsewhere] = [folderKeys(folder), folderKeys(folder)];
    here.ensureKeyOf('person-1');
    elsewhere.destroyKeyOf('person-1');
    expect(here.keyOf('person-1')).toBeUndefined();
    expect(here.isDestroyed('person-1')).toBe(true);
  });

  test('keeps them: the same after it was closed and opened again', () => {
    const before = folderKeys(folder);
    const key = before.ensureKeyOf('person-1');
    const after = folderKeys(folder);
    expect(after.saltKey).toEqual(before.saltKey);
    expect(after.keyOf('person-1')).toEqual(key);
    expect(after.ensureKeyOf('person-1')).toEqual(key);
  });

  test('keeps them destroyed', () => {
    const before = folderKeys(folder);
    const key = Buffer.from(before.ensureKeyOf('person-1') ?? '');
    before.destroyKeyOf('person-1');
    const after = folderKeys(folder);
    expect(after.isDestroyed('person-1')).toBe(true);
    expect(after.ensureKeyOf('person-1')).toBeUndefined();
    for (const file of filesIn(folder)) expect(fs.readFileSync(file).includes(key)).toBe(false);
  });

  test('is for its owner alone', () => {
    folderKeys(folder).ensureKeyOf('person-1');
    expect([modeOf(folder), modeOf(path.join(folder, 'subjects'))]).toEqual(['700', '700']);
    expect([modeOf(saltFile()), modeOf(subjectFile())]).toEqual(['600', '600']);
  });

  test('is made so when it was not', () => {
    fs.mkdirSync(path.join(folder, 'subjects'), { recursive: true, mode: 0o755 });
    folderKeys(folder);
    expect([modeOf(folder), modeOf(path.join(folder, 'subjects'))]).toEqual(['700', '700']);
  });

  test('names nobody, and holds nothing beside the keys', () => {
    const keys = folderKeys(folder);
    keys.ensureKeyOf('person-1');
    keys.ensureKeyOf('person-2');
    keys.destroyKeyOf('person-2');
    const names = filesIn(folder).map((file) => path.relative(folder, file));
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^(salt|subjects\/[0-9a-f]{64})\.key$/);
  });

  test('never takes for a key what a crash left half written', () => {
    folderKeys(folder).ensureKeyOf('person-1');
    const whole = fs.readFileSync(subjectFile());
    const file = subjectFile();
    fs.rmSync(file);
    fs.rmSync(saltFile());
    fs.writeFileSync(`${file}.left.new`, whole.subarray(0, 7));
    fs.writeFileSync(`${saltFile()}.left.new`, whole.subarray(0, 7));
    const keys = folderKeys(folder);
    expect(keys.saltKey).toHaveLength(32);
    expect(keys.keyOf('person-1')).toBeUndefined();
    expect(keys.ensureKeyOf('person-1')).toHaveLength(32);
    expect(folderKeys(folder).keyOf('person-1')).toEqual(keys.keyOf('person-1'));
  });

  test('never replaces a key that another process made in the meantime', () => {
    const [one, other] = [folderKeys(folder), folderKeys(folder)];
    expect(one.keyOf('person-1')).toBeUndefined();
    const key = other.ensureKeyOf('person-1');
    expect(one.ensureKeyOf('person-1')).toEqual(key);
    expect(one.saltKey).toEqual(other.saltKey);
  });

  test.each([0, 5, 31, 33])('fails clearly on a salt key of %d bytes', (length) => {
    folderKeys(folder);
    fs.writeFileSync(saltFile(), Buffer.alloc(length, 1));
    expect(() => folderKeys(folder)).toThrow(`${saltFile()} is not a key of 32 bytes`);
  });

  test.each([0, 5, 33])(
    'fails clearly on a subject’s key of %d bytes, and takes it for neither lost nor destroyed',
    (length) => {
      folderKeys(folder).ensureKeyOf('person-1');
      fs.writeFileSync(subjectFile(), Buffer.alloc(length, 1));
      const keys = folderKeys(folder);
      expect(() => keys.keyOf('person-1')).toThrow('is not a key of 32 bytes');
      expect(() => keys.isDestroyed('person-1')).toThrow('is not a key of 32 bytes');
      expect(() => keys.ensureKeyOf('person-1')).toThrow('is not a key of 32 bytes');
      expect(fs.readFileSync(subjectFile())).toHaveLength(length);
    },
  );

  test('fails clearly when its salt key was destroyed like a subject’s', () => {
    const keys = folderKeys(folder);
    keys.destroyKeyOf('person-1');
    fs.copyFileSync(subjectFile(), saltFile());
    expect(() => folderKeys(folder)).toThrow(`${saltFile()} is no salt key`);
  });

  test('fails when it cannot be one', () => {
    fs.writeFileSync(folder, 'a file');
    expect(() => folderKeys(folder)).toThrow(/EEXIST|ENOTDIR/);
  });
});
