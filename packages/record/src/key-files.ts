import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

export const keyBytes = 32;

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

/** Makes a folder that its owner alone can read; one that is there keeps what it holds. */
export const privateFolder = (folder: string): void => {
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
export const create = (file: string, bytes: Uint8Array): void => {
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

export type Held = Uint8Array | 'destroyed' | undefined;

/** What a file holds: a key, the trace of one that was destroyed, or nothing because it is not there. */
export const heldIn = (file: string): Held => {
  const bytes = readIfThere(file);
  if (bytes === undefined) return undefined;
  if (bytes.length !== keyBytes) throw new Error(`${file} is not a key of ${keyBytes} bytes`);
  return destroyed.equals(bytes) ? 'destroyed' : bytes;
};

/** Destroys a key where it lies; one that was never there can then not be made any more. */
export const destroyIn = (file: string): void => {
  create(file, destroyed);
  writeThrough(file, 'r+', destroyed);
};

/** The file of a subject's key: named by the hash of the subject, so that any id makes a file name. */
export const fileOfSubject = (folder: string, subject: string): string =>
  path.join(subjectsIn(folder), `${createHash('sha256').update(subject).digest('hex')}.key`);

/** Where the keys of persons lie in a folder of keys. */
export const subjectsIn = (folder: string): string => path.join(folder, 'subjects');
