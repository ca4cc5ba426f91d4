import { randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/Either';

/** Where the parts of an office's data lie. Keys stand apart from what they open, so that they are backed up apart. */
export interface Folders {
  readonly log: string;
  readonly readModels: string;
  readonly documents: string;
  readonly keys: string;
  /** What is made for a while and thrown away. */
  readonly scratch: string;
}

/** The parts of a data folder. */
export const foldersOf = (data: string): Folders => ({
  log: join(data, 'log'),
  readModels: join(data, 'read-models'),
  documents: join(data, 'documents'),
  keys: join(data, 'keys'),
  scratch: join(data, 'scratch'),
});

const marker = 'DEMONSTRATION';

const isEmpty = (data: string): boolean => !fs.existsSync(data) || fs.readdirSync(data).length === 0;

/** Whether a folder holds the demonstration. It says so itself, for good: no setting turns it into a live one. */
export const isDemonstration = (data: string): boolean => fs.existsSync(join(data, marker));

/** Marks a folder as holding the demonstration. */
export const markDemonstration = (data: string): void =>
  fs.writeFileSync(
    join(data, marker),
    'Invented examples beside real history. Not the record of any decision.\n',
  );

/**
 * Makes the folder ready. A folder is marked as a demonstration when it is new and the demonstration was asked for; a
 * folder that holds anything else is never marked, and so can never hold one.
 */
export const prepareFolder = (data: string, demonstrationAsked: boolean): E.Either<string, void> => {
  try {
    if (demonstrationAsked && !isDemonstration(data) && !isEmpty(data))
      return E.left(
        `${data} holds something that is no demonstration. Name the folder with OFFICE_DATA to open it.`,
      );
    fs.mkdirSync(data, { recursive: true, mode: 0o700 });
    if (demonstrationAsked && !isDemonstration(data)) markDemonstration(data);
    return E.right(undefined);
  } catch (error) {
    return E.left(`The data folder ${data} cannot be used: ${(error as Error).message}`);
  }
};

const keyBytes = 32;

/** Makes a key that after a crash is there whole or not at all. */
const makeKey = (file: string): void => {
  const unfinished = `${file}.${randomUUID()}.new`;
  fs.writeFileSync(unfinished, randomBytes(keyBytes), { mode: 0o600, flag: 'wx', flush: true });
  fs.renameSync(unfinished, file);
};

/** Whether an office has kept keys here. New ones beside an old log would open nothing of it, and salt it anew. */
export const hasKeys = (keys: string): boolean => fs.existsSync(join(keys, 'salt.key'));

/** A key of 32 bytes in the key folder, made at first use. Only its owner can read it. */
export const namedKey = (keys: string, name: string): Uint8Array => {
  fs.mkdirSync(keys, { recursive: true, mode: 0o700 });
  const file = join(keys, `${name}.key`);
  if (!fs.existsSync(file)) makeKey(file);
  const key = fs.readFileSync(file);
  if (key.length !== keyBytes) throw new Error(`${file} is not a key of ${keyBytes} bytes`);
  return key;
};

const addressFile = (data: string): string => join(data, 'office.json');

/** Says in the folder where the office that holds it can be reached. */
export const announce = (data: string, url: string): void =>
  fs.writeFileSync(addressFile(data), `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });

/** Takes that back. */
export const withdraw = (data: string): void => fs.rmSync(addressFile(data), { force: true });

/** Where an office that holds this folder said it can be reached; it may have gone without a word. */
export const announced = (data: string): string | undefined => {
  try {
    const { url } = JSON.parse(fs.readFileSync(addressFile(data), 'utf8')) as { readonly url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
};
