import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Keys, apart from the log: one that salts commitments, and one a person for what is personal. Destroying a person's
 * key leaves every hash as it was and the sealed values unreadable for good.
 */
export interface KeyStore {
  /** 32 bytes from which salts and request hashes are made. */
  readonly saltKey: Uint8Array;
  /** The key of a subject, undefined when there is none or it has been destroyed. */
  readonly keyOf: (subject: string) => Uint8Array | undefined;
  /** The key of a subject, made durable before it is returned; undefined when it has been destroyed. */
  readonly ensureKeyOf: (subject: string) => Uint8Array | undefined;
  /** Destroys the key of a subject, for good: a later `ensureKeyOf` gives none. */
  readonly destroyKeyOf: (subject: string) => void;
}

/** Keys held in memory, for tests and for commands that look and keep nothing. */
export const memoryKeys = (saltKey: Uint8Array = randomBytes(32)): KeyStore => {
  const keys = new Map<string, Uint8Array | undefined>();
  return {
    saltKey,
    keyOf: (subject) => keys.get(subject),
    ensureKeyOf: (subject) => {
      if (!keys.has(subject)) keys.set(subject, randomBytes(32));
      return keys.get(subject);
    },
    destroyKeyOf: (subject) => void keys.set(subject, undefined),
  };
};

const syncFolder = (folder: string): void => {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
};

/** Writes a small file so that after a crash it is there whole or not at all. */
const writeDurably = (file: string, bytes: Uint8Array): void => {
  const temporary = `${file}.${process.pid}.new`;
  const handle = fs.openSync(temporary, 'w', 0o600);
  try {
    fs.writeSync(handle, bytes);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, file);
  syncFolder(path.dirname(file));
};

const readIfThere = (file: string): Uint8Array | undefined => {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** A destroyed key leaves an empty file behind, so that it is not made anew. */
const fromFile = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
  bytes === undefined || bytes.length === 0 ? undefined : bytes;

/**
 * Keys as files of a folder readable by its owner alone. A subject's file is named by the hash of the subject, so that
 * a listing tells nobody who is known here.
 */
export const folderKeys = (folder: string): KeyStore => {
  const subjects = path.join(folder, 'subjects');
  fs.mkdirSync(subjects, { recursive: true, mode: 0o700 });
  const saltFile = path.join(folder, 'salt.key');
  if (!fs.existsSync(saltFile)) writeDurably(saltFile, randomBytes(32));
  const saltKey = fs.readFileSync(saltFile);
  if (saltKey.length !== 32) throw new Error(`${saltFile} is not a key of 32 bytes`);
  const fileOf = (subject: string): string =>
    path.join(subjects, `${createHash('sha256').update(subject).digest('hex')}.key`);
  const known = new Map<string, Uint8Array | undefined>();

  const keyOf = (subject: string): Uint8Array | undefined => {
    const held = known.get(subject);
    if (held !== undefined) return held;
    const read = fromFile(readIfThere(fileOf(subject)));
    if (read !== undefined) known.set(subject, read);
    return read;
  };
  return {
    saltKey,
    keyOf,
    ensureKeyOf: (subject) => {
      const file = fileOf(subject);
      if (known.get(subject) === undefined && !fs.existsSync(file)) writeDurably(file, randomBytes(32));
      return keyOf(subject);
    },
    destroyKeyOf: (subject) => {
      known.delete(subject);
      const file = fileOf(subject);
      if (fs.existsSync(file)) fs.writeFileSync(file, randomBytes(32), { flush: true });
      writeDurably(file, new Uint8Array());
    },
  };
};
