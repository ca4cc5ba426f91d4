import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  copiesOf,
  copyKeys,
  destroyNoted,
  folderKeys,
  isReached,
  keyFaults,
  keyMarks,
  keysLeftIn,
  noteCopy,
  withCopies,
} from '@commissioning/record';
import * as E from 'fp-ts/Either';

let root: string;
const at = (name: string): string => path.join(root, name);
beforeEach(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), 'key-copies-'));
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const subjectFiles = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(path.join(at(folder), 'subjects')).map((name) => path.join(at(folder), 'subjects', name));

describe('a copy of keys', () => {
  test('opens what the keys open, and is brought up by copying again', () => {
    const keys = folderKeys(at('keys'));
    const anne = keys.ensureKeyOf('anne');
    expect(copyKeys(at('keys'), at('copy'), [])).toEqual(E.right({ persons: 1, destroyed: 0 }));
    const bill = keys.ensureKeyOf('bill');
    expect(copyKeys(at('keys'), at('copy'), [])).toEqual(E.right({ persons: 2, destroyed: 0 }));
    const copy = folderKeys(at('copy'));
    expect(copy.saltKey).toEqual(keys.saltKey);
    expect([copy.keyOf('anne'), copy.keyOf('bill')]).toEqual([anne, bill]);
  });

  test('has the keys that are named beside those of persons, and no others', () => {
    folderKeys(at('keys'));
    for (const name of ['documents', 'sign-in'])
      fs.writeFileSync(path.join(at('keys'), `${name}.key`), Buffer.alloc(32, 7));
    copyKeys(at('keys'), at('copy'), ['documents', 'none-such']);
    expect(fs.readdirSync(at('copy')).toSorted()).toEqual(['documents.key', 'salt.key', 'subjects']);
  });

  test('is for its owner alone', () => {
    folderKeys(at('keys')).ensureKeyOf('anne');
    copyKeys(at('keys'), at('copy'), []);
    const open = [at('copy'), path.join(at('copy'), 'salt.key'), ...subjectFiles('copy')].filter(
      (file) => (fs.statSync(file).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  test('learns what was destroyed; and what was destroyed in it never comes back', () => {
    const keys = folderKeys(at('keys'));
    for (const subject of ['anne', 'bill', 'carol']) keys.ensureKeyOf(subject);
    copyKeys(at('keys'), at('copy'), []);
    keys.destroyKeyOf('anne');
    folderKeys(at('copy')).destroyKeyOf('bill');
    expect(keysLeftIn(at('keys'), at('copy'))).toBe(1);
    expect(copyKeys(at('keys'), at('copy'), [])).toEqual(E.right({ persons: 1, destroyed: 2 }));
    expect(keysLeftIn(at('keys'), at('copy'))).toBe(0);
    const copy = folderKeys(at('copy'));
    expect(['anne', 'bill', 'carol'].map(copy.isDestroyed)).toEqual([true, true, false]);
    copyKeys(at('copy'), at('another'), []);
    expect(['anne', 'bill', 'carol'].map(folderKeys(at('another')).isDestroyed)).toEqual([true, true, false]);
  });

  test('is not made over the keys of another record, nor among other files', () => {
    folderKeys(at('keys'));
    folderKeys(at('other')).ensureKeyOf('anne');
    const before = fs.readdirSync(at('other'), { recursive: true });
    fs.mkdirSync(at('letters'));
    fs.writeFileSync(path.join(at('letters'), 'letter.txt'), 'Dear all');
    for (const folder of ['other', 'letters'])
      expect(copyKeys(at('keys'), at(folder), [])).toEqual(E.left({ _tag: 'OtherKeys', folder: at(folder) }));
    expect(fs.readdirSync(at('other'), { recursive: true })).toEqual(before);
    expect(fs.readdirSync(at('letters'))).toEqual(['letter.txt']);
  });

  test('is not made where it holds another key for the same person', () => {
    folderKeys(at('keys')).ensureKeyOf('anne');
    copyKeys(at('keys'), at('copy'), []);
    fs.writeFileSync(subjectFiles('copy')[0] as string, Buffer.alloc(32, 7));
    expect(copyKeys(at('keys'), at('copy'), [])).toEqual(E.left({ _tag: 'OtherKeys', folder: at('copy') }));
  });

  test('of nothing, or of a key that is damaged, is not made', () => {
    expect(copyKeys(at('none'), at('copy'), [])).toMatchObject({ left: { _tag: 'KeysUnusable' } });
    folderKeys(at('keys')).ensureKeyOf('anne');
    fs.truncateSync(subjectFiles('keys')[0] as string, 12);
    expect(copyKeys(at('keys'), at('copy'), [])).toMatchObject({ left: { _tag: 'KeysUnusable' } });
  });
});

describe('keys that were copied', () => {
  test('are destroyed in every copy that is known and can be reached', () => {
    const keys = withCopies(folderKeys(at('keys')), at('keys'));
    keys.ensureKeyOf('anne');
    for (const copy of ['one', 'two', 'away']) {
      noteCopy(at('keys'), at(copy));
      noteCopy(at('keys'), at(copy));
      copyKeys(at('keys'), at(copy), []);
    }
    expect(copiesOf(at('keys'))).toEqual([at('one'), at('two'), at('away')]);
    fs.renameSync(at('away'), at('elsewhere'));
    keys.destroyKeyOf('anne');
    expect([at('one'), at('two'), at('away')].map(isReached)).toEqual([true, true, false]);
    for (const folder of ['keys', 'one', 'two'])
      expect(folderKeys(at(folder)).isDestroyed('anne')).toBe(true);
    fs.renameSync(at('elsewhere'), at('away'));
    expect(keysLeftIn(at('keys'), at('away'))).toBe(1);
    keys.destroyKeyOf('anne');
    expect(keysLeftIn(at('keys'), at('away'))).toBe(0);
  });

  test('are destroyed although a copy cannot be written to, and that is seen', () => {
    const keys = withCopies(folderKeys(at('keys')), at('keys'));
    keys.ensureKeyOf('anne');
    noteCopy(at('keys'), at('copy'));
    copyKeys(at('keys'), at('copy'), []);
    // A folder where the key was: nothing can be written there.
    fs.renameSync(path.join(at('copy'), 'subjects'), at('put-away'));
    fs.writeFileSync(path.join(at('copy'), 'subjects'), '');
    keys.destroyKeyOf('anne');
    expect(keys.isDestroyed('anne')).toBe(true);
    fs.rmSync(path.join(at('copy'), 'subjects'));
    fs.renameSync(at('put-away'), path.join(at('copy'), 'subjects'));
    expect(keysLeftIn(at('keys'), at('copy'))).toBe(1);
  });
});

describe('keys that were noted', () => {
  test('are known again: what is missing or another is said, what was destroyed since is well', () => {
    const keys = folderKeys(at('keys'));
    for (const subject of ['anne', 'bill', 'carol', 'dora']) keys.ensureKeyOf(subject);
    keys.destroyKeyOf('dora');
    const noted = keyMarks(at('keys'), ['documents']);
    expect(noted).toHaveLength(5);
    expect(JSON.stringify(noted)).not.toContain(Buffer.from(keys.saltKey).toString('hex'));
    expect(keyFaults(at('keys'), noted)).toEqual([]);
    keys.destroyKeyOf('anne');
    expect(keyFaults(at('keys'), noted)).toEqual([]);
    const alive = subjectFiles('keys').filter(
      (file) => !fs.readFileSync(file, 'utf8').startsWith('destroyed'),
    );
    const [missing = '', changed = ''] = alive;
    fs.rmSync(missing);
    const bytes = fs.readFileSync(changed);
    bytes[5] = (bytes[5] as number) ^ 1;
    fs.writeFileSync(changed, bytes);
    expect(keyFaults(at('keys'), noted)).toEqual(
      expect.arrayContaining([
        { file: missing, fault: 'missing' },
        { file: changed, fault: 'changed' },
      ]),
    );
    fs.truncateSync(changed, 3);
    expect(keyFaults(at('keys'), noted)).toContainEqual({ file: changed, fault: 'changed' });
    expect(keyFaults(at('none'), noted)).toEqual([
      { file: path.join(at('none'), 'salt.key'), fault: 'missing' },
    ]);
    expect(() => keyMarks(at('none'), [])).toThrow('there is no salt.key');
  });

  test('as destroyed are destroyed where they were put back', () => {
    const keys = folderKeys(at('keys'));
    keys.ensureKeyOf('anne');
    copyKeys(at('keys'), at('older'), []);
    keys.destroyKeyOf('anne');
    destroyNoted(at('older'), keyMarks(at('keys'), []));
    expect(folderKeys(at('older')).isDestroyed('anne')).toBe(true);
  });
});
