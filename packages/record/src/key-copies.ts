import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as E from 'fp-ts/Either';
import { hmac } from './canonical';
import { create, destroyIn, fileOfSubject, heldIn, privateFolder, subjectsIn } from './key-files';
import type { KeyStore } from './keys';

/** What came of copying keys: how many persons have one there, and how many had theirs destroyed. */
export interface CopiedKeys {
  readonly persons: number;
  readonly destroyed: number;
}

/** Why keys were not copied. */
export type KeyCopyFailure =
  /** What lies there are no keys, or those of another office. */
  | { readonly _tag: 'OtherKeys'; readonly folder: string }
  /** There are no keys to be copied, or one of them is damaged. */
  | { readonly _tag: 'KeysUnusable'; readonly reason: string };

const isEmpty = (folder: string): boolean => !fs.existsSync(folder) || fs.readdirSync(folder).length === 0;

const keyFilesIn = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.key')) : [];

const same = (one: unknown, other: unknown): boolean =>
  one instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(one, other) === 0;

/** Brings one person's key to the copy. What was destroyed on either side is destroyed there, and never comes back. */
const copyPerson = (from: string, to: string): 'key' | 'destroyed' | 'other' => {
  const [held, there] = [heldIn(from), heldIn(to)];
  if (held === 'destroyed') destroyIn(to);
  if (held === 'destroyed' || there === 'destroyed') return 'destroyed';
  if (there === undefined && held !== undefined) create(to, held);
  return there === undefined || same(held, there) ? 'key' : 'other';
};

const copyAll = (from: string, to: string, named: ReadonlyArray<string>): CopiedKeys | undefined => {
  privateFolder(to);
  privateFolder(subjectsIn(to));
  for (const name of named) {
    const [source, target] = [path.join(from, `${name}.key`), path.join(to, `${name}.key`)];
    const held = heldIn(source);
    if (!(held instanceof Uint8Array)) continue;
    create(target, held);
    if (!same(held, heldIn(target))) return undefined;
  }
  const counts = { key: 0, destroyed: 0, other: 0 };
  for (const name of keyFilesIn(subjectsIn(from)))
    counts[copyPerson(path.join(subjectsIn(from), name), path.join(subjectsIn(to), name))] += 1;
  return counts.other > 0 ? undefined : { persons: counts.key, destroyed: counts.destroyed };
};

/**
 * Copies the keys of one folder to another: the salt key, the other keys named, and those of persons. A copy that is there
 * is brought up: what it lacks is added, what was destroyed is destroyed in it too, and nothing that was destroyed in it
 * comes back. Stopped at any moment, it is done again.
 */
export const copyKeys = (
  from: string,
  to: string,
  named: ReadonlyArray<string>,
): E.Either<KeyCopyFailure, CopiedKeys> => {
  try {
    const salt = heldIn(path.join(from, 'salt.key'));
    if (!(salt instanceof Uint8Array))
      return E.left({ _tag: 'KeysUnusable', reason: `there is no salt.key in ${from}` });
    const other = !isEmpty(to) && !same(salt, heldIn(path.join(to, 'salt.key')));
    const copied = other ? undefined : copyAll(from, to, ['salt', ...named]);
    return copied === undefined ? E.left({ _tag: 'OtherKeys', folder: to }) : E.right(copied);
  } catch (error) {
    return E.left({ _tag: 'KeysUnusable', reason: (error as Error).message });
  }
};

const listIn = (folder: string): string => path.join(folder, 'copies.json');

/** The folders to which the keys of this one were copied, as far as it knows. */
export const copiesOf = (folder: string): ReadonlyArray<string> => {
  if (!fs.existsSync(listIn(folder))) return [];
  const listed = JSON.parse(fs.readFileSync(listIn(folder), 'utf8')) as unknown;
  return Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : [];
};

/** Notes that the keys of a folder are to be found in another one too, before they are: what is destroyed is destroyed in both. */
export const noteCopy = (folder: string, copy: string): void => {
  const known = copiesOf(folder);
  if (known.includes(copy)) return;
  const unfinished = `${listIn(folder)}.${randomUUID()}.new`;
  fs.writeFileSync(unfinished, `${JSON.stringify([...known, copy], null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  fs.renameSync(unfinished, listIn(folder));
};

/** Whether the copy of the keys can be reached at the moment. */
export const isReached = (copy: string): boolean => fs.existsSync(path.join(copy, 'salt.key'));

/** How many keys that are destroyed in a folder still lie in a copy of it; the copy must be reached. */
export const keysLeftIn = (folder: string, copy: string): number =>
  keyFilesIn(subjectsIn(folder)).filter(
    (name) =>
      heldIn(path.join(subjectsIn(folder), name)) === 'destroyed' &&
      heldIn(path.join(subjectsIn(copy), name)) instanceof Uint8Array,
  ).length;

/**
 * Keys whose destruction reaches their copies too. A copy that is away, or cannot be written to, holds nothing up: the
 * same is asked again at the next start.
 */
export const withCopies = (keys: KeyStore, folder: string): KeyStore => ({
  ...keys,
  destroyKeyOf: (subject) => {
    keys.destroyKeyOf(subject);
    for (const copy of copiesOf(folder).filter(isReached))
      try {
        const file = fileOfSubject(copy, subject);
        if (heldIn(file) !== 'destroyed') destroyIn(file);
      } catch {
        // `keysLeftIn` says so whenever it is asked.
      }
  },
});

/** A key by its name in a folder, and what it is known again by without being said: a hash under the salt key. */
export interface KeyMark {
  readonly name: string;
  readonly mark: string;
}

const destroyedMark = 'destroyed';

const markOf = (salt: Uint8Array, file: string, name: string): string | undefined => {
  const held = heldIn(file);
  if (held === 'destroyed') return destroyedMark;
  return held && hmac(salt, 'key', name, Buffer.from(held).toString('hex')).toString('hex');
};

const fileNamed = (folder: string, name: string): string => path.join(folder, ...`${name}.key`.split('/'));

/** The keys of a folder by their marks: those named, and those of persons. Throws where one is damaged. */
export const keyMarks = (folder: string, named: ReadonlyArray<string>): ReadonlyArray<KeyMark> => {
  const salt = heldIn(fileNamed(folder, 'salt'));
  if (!(salt instanceof Uint8Array)) throw new Error(`there is no salt.key in ${folder}`);
  const persons = keyFilesIn(subjectsIn(folder)).map((file) => `subjects/${path.basename(file, '.key')}`);
  return ['salt', ...named, ...persons.toSorted()].flatMap((name) => {
    const mark = markOf(salt, fileNamed(folder, name), name);
    return mark === undefined ? [] : [{ name, mark }];
  });
};

/** What is wrong with a key that was noted. */
export interface KeyFault {
  readonly file: string;
  readonly fault: 'missing' | 'changed';
}

/** Which of the keys that were noted are not there, or are others. One that was destroyed since is as it should be. */
export const keyFaults = (folder: string, noted: ReadonlyArray<KeyMark>): ReadonlyArray<KeyFault> => {
  const salt = heldIn(fileNamed(folder, 'salt'));
  if (!(salt instanceof Uint8Array)) return [{ file: fileNamed(folder, 'salt'), fault: 'missing' }];
  return noted.flatMap(({ name, mark }): ReadonlyArray<KeyFault> => {
    const file = fileNamed(folder, name);
    const found = markOfIntact(salt, file, name);
    if (mark === destroyedMark || found === mark || found === destroyedMark) return [];
    return [{ file, fault: found === undefined ? 'missing' : 'changed' }];
  });
};

const markOfIntact = (salt: Uint8Array, file: string, name: string): string | undefined => {
  try {
    return markOf(salt, file, name);
  } catch {
    return 'damaged';
  }
};

/** Destroys in a folder what was noted as destroyed: a key that somebody put back goes again. */
export const destroyNoted = (folder: string, noted: ReadonlyArray<KeyMark>): void => {
  for (const { name, mark } of noted) {
    const file = fileNamed(folder, name);
    if (mark === destroyedMark && heldIn(file) !== 'destroyed') destroyIn(file);
  }
};
