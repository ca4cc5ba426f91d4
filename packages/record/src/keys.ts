import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { create, destroyIn, fileOfSubject, heldIn, keyBytes, privateFolder, subjectsIn } from './key-files';

/**
 * Keys, apart from the log: one that salts commitments, and one a person for what is personal. Destroying a person's
 * key leaves every hash as it was and the sealed values unreadable for good.
 */
export interface KeyStore {
  /** 32 bytes from which salts and request hashes are made. */
  readonly saltKey: Uint8Array;
  /** The key of a subject, undefined when there is none or it has been destroyed. */
  readonly keyOf: (subject: string) => Uint8Array | undefined;
  /** Whether the key of a subject was destroyed. One that is merely not here was lost, and that is no erasure. */
  readonly isDestroyed: (subject: string) => boolean;
  /** The key of a subject, made durable before it is returned; undefined when it has been destroyed. */
  readonly ensureKeyOf: (subject: string) => Uint8Array | undefined;
  /** Destroys the key of a subject, for good: a later `ensureKeyOf` gives none. */
  readonly destroyKeyOf: (subject: string) => void;
}

/** Keys held in memory, for tests and for commands that look and keep nothing. */
export const memoryKeys = (saltKey: Uint8Array = randomBytes(keyBytes)): KeyStore => {
  const keys = new Map<string, Uint8Array | undefined>();
  return {
    saltKey,
    keyOf: (subject) => keys.get(subject),
    isDestroyed: (subject) => keys.has(subject) && keys.get(subject) === undefined,
    ensureKeyOf: (subject) => {
      if (!keys.has(subject)) keys.set(subject, randomBytes(keyBytes));
      return keys.get(subject);
    },
    destroyKeyOf: (subject) => void keys.set(subject, undefined),
  };
};

/**
 * Keys as files of a folder that its owner alone can read. One process at a time makes and destroys keys there; each is
 * read when it is asked for, and never kept in memory, because another process may have destroyed it meanwhile.
 */
export const folderKeys = (folder: string): KeyStore => {
  privateFolder(folder);
  privateFolder(subjectsIn(folder));
  const saltFile = path.join(folder, 'salt.key');
  if (!fs.existsSync(saltFile)) create(saltFile, randomBytes(keyBytes));
  const saltKey = heldIn(saltFile);
  if (typeof saltKey !== 'object') throw new Error(`${saltFile} is no salt key`);

  const fileOf = (subject: string): string => fileOfSubject(folder, subject);
  const keyOf = (subject: string): Uint8Array | undefined => {
    const found = heldIn(fileOf(subject));
    return found === 'destroyed' ? undefined : found;
  };
  return {
    saltKey,
    keyOf,
    isDestroyed: (subject) => heldIn(fileOf(subject)) === 'destroyed',
    ensureKeyOf: (subject) => {
      const file = fileOf(subject);
      if (heldIn(file) === undefined) create(file, randomBytes(keyBytes));
      return keyOf(subject);
    },
    destroyKeyOf: (subject) => {
      if (heldIn(fileOf(subject)) !== 'destroyed') destroyIn(fileOf(subject));
    },
  };
};
