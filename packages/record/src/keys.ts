import { createHash, randomBytes, randomUUID } from 'node:crypto';
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
  /** Whether the key of a subject was destroyed. One that is merely not here was lost, and that is no erasure. */
  readonly isDestroyed: (subject: string) => boolean;
  /** The key of a subject, made durable before it is returned; undefined when it has been destroyed. */
  readonly ensureKeyOf: (subject: string) => Uint8Array | undefined;
  /** Destroys the key of a subject, for good: a later `ensureKeyOf` gives none. */
  readonly destroyKeyOf: (subject: string) => void;
}

const keyBytes = 32;

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

const syncFolder = (folder: string): void => {
  // Windows cannot open a folder; it has names durable with the file.
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
};

const privateFolder = (folder: string): void => {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  syncFolder(path.dirname(folder));
};

const writeThrough = (file: string, flags: 'wx' | 'r+', bytes: Uint8Array): void => {
  const handle = fs.openSync(file, flags, 0o600);
  try {
    fs.writeSync(handle, bytes, 0, bytes.length, 0);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
};

/**
 * Makes a small file that after a crash is there whole or not at all. One that is there already stays as it is, also
 * when another process made it a moment ago: a key that has sealed something is never replaced.
 */
const create = (file: string, bytes: Uint8Array): void => {
  const temporary = `${file}.${randomUUID()}.new`;
  writeThrough(temporary, 'wx', bytes);
  try {
    fs.linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(temporary);
  }
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

/** Written over a destroyed key in one go and in its place, so that no crash leaves anything that looks like a key. */
const destroyed = Buffer.from('destroyed'.padEnd(keyBytes));

type Held = Uint8Array | 'destroyed' | undefined;

const heldIn = (file: string): Held => {
  const bytes = readIfThere(file);
  if (bytes === undefined) return undefined;
  if (bytes.length !== keyBytes) throw new Error(`${file} is not a key of ${keyBytes} bytes`);
  return destroyed.equals(bytes) ? 'destroyed' : bytes;
};

/**
 * Keys as files of a folder that its owner alone can read. A subject's file is named by the hash of the subject, so
 * that any id makes a file name. One process at a time keeps a folder.
 */
export const folderKeys = (folder: string): KeyStore => {
  const subjects = path.join(folder, 'subjects');
  privateFolder(folder);
  privateFolder(subjects);
  const saltFile = path.join(folder, 'salt.key');
  if (!fs.existsSync(saltFile)) create(saltFile, randomBytes(keyBytes));
  const saltKey = heldIn(saltFile);
  if (typeof saltKey !== 'object') throw new Error(`${saltFile} is no salt key`);

  const fileOf = (subject: string): string =>
    path.join(subjects, `${createHash('sha256').update(subject).digest('hex')}.key`);
  const known = new Map<string, Uint8Array>();
  const held = (subject: string): Held => {
    const found = known.get(subject) ?? heldIn(fileOf(subject));
    if (typeof found === 'object') known.set(subject, found);
    return found;
  };
  const keyOf = (subject: string): Uint8Array | undefined => {
    const found = held(subject);
    return found === 'destroyed' ? undefined : found;
  };
  return {
    saltKey,
    keyOf,
    isDestroyed: (subject) => held(subject) === 'destroyed',
    ensureKeyOf: (subject) => {
      if (held(subject) === undefined) create(fileOf(subject), randomBytes(keyBytes));
      return keyOf(subject);
    },
    destroyKeyOf: (subject) => {
      known.delete(subject);
      const file = fileOf(subject);
      create(file, destroyed);
      writeThrough(file, 'r+', destroyed);
    },
  };
};
