import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventsOf, startDigest } from '@commissioning/event-store/migration';
import { copySqliteLog, openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import {
  copyKeys,
  destroyNoted,
  folderKeys,
  keyFaults,
  type KeyStore,
  noteCopy,
  withCopies,
} from '@commissioning/record';
import { erasedBy } from '@services/watch';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { foldersOf } from '../folder';
import { answering } from './answering';
import { namedKeys } from './backup';
import { type CopyFailure, CopyStopped } from './failure';
import { copyFiles, digestOfFile, filesIn } from './files';
import type { Found } from '@services/verify';
import { lookThroughFolder } from './look-through';
import { type Contents, manifestFile, readManifest } from './manifest';
import { filled, mustBeApart } from './staging';

export interface RestoreAsked {
  readonly backup: string;
  /** Where the keys of this record were backed up to. */
  readonly keys: string;
  /** The data folder to be: empty or not there. */
  readonly to: string;
  /** A later log of the same record, by its data folder or backup: whom it says to be erased is erased here too. */
  readonly later?: string;
}

/** What was restored. */
export interface Restored extends Pick<Contents['log'], 'events' | 'digest' | 'lastRecordedAt'> {
  readonly madeAt: Contents['madeAt'];
  readonly documents: number;
  /** Whose keys were there and were destroyed again, because they had been erased. */
  readonly erasedAgain: ReadonlyArray<string>;
  /** Who was erased after the backup was made: their keys are gone, and this log does not say so yet. */
  readonly erasedSince: ReadonlyArray<string>;
}

const changed = (folder: string, findings: ReadonlyArray<string>): CopyStopped =>
  new CopyStopped({ _tag: 'BackupChanged', folder, findings });

/** How the files of a backup differ from what it says of itself. */
const fileFindings = async (backup: string, { files }: Contents): Promise<ReadonlyArray<string>> => {
  const noted = new Map(files.map((file) => [file.path, file]));
  const there = new Set(filesIn(backup).filter((path) => path !== manifestFile));
  const findings = [...there].filter((path) => !noted.has(path)).map((path) => `${path} was not backed up`);
  for (const { path, bytes, sha256 } of files) {
    if (!there.has(path)) {
      findings.push(`${path} is missing`);
      continue;
    }
    const found = await digestOfFile(backup, path);
    if (found.bytes !== bytes) findings.push(`${path} has ${found.bytes} bytes, and had ${bytes}`);
    else if (found.sha256 !== sha256) findings.push(`${path} was changed`);
  }
  return findings;
};

const keyFindings = (keys: string, contents: Contents): ReadonlyArray<string> =>
  keyFaults(keys, contents.keys).map(({ file, fault }) =>
    fault === 'missing' ? `${file} is missing` : `${file} is not the key that was backed up`,
  );

/** The salt key of a folder of keys; whoever only looks makes none. */
const saltIn = (keys: string): Uint8Array => {
  const file = join(keys, 'salt.key');
  if (existsSync(file)) return readFileSync(file);
  throw new CopyStopped({ _tag: 'KeysUnusable', reason: `there is no salt.key in ${keys}` });
};

const logFile = 'log/events.db';

const logFindings = ({ log }: Contents, found: Found): ReadonlyArray<string> =>
  (['events', 'streams', 'head', 'lastRecordedAt', 'digest'] as const)
    .filter((each) => log[each] !== found[each])
    .map((each) => `log: ${each} is ${found[each]}, and was ${log[each]}`);

/** Whom a later log of the same record says to be erased. Throws where it is no later log of the same. */
const erasedLater = async (
  later: string,
  { log: { events, digest } }: Contents,
  keys: KeyStore,
  scratch: string,
): Promise<ReadonlyArray<string>> => {
  const refused = (reason: string): CopyStopped =>
    new CopyStopped({ _tag: 'NotABackup', folder: later, reason });
  mkdirSync(scratch);
  const copy = await copySqliteLog(foldersOf(later).log, join(scratch, 'events.db'))();
  if (E.isLeft(copy)) throw refused(openFailureInWords(copy.left));
  const opened = await openSqliteEventStore(scratch)();
  if (E.isLeft(opened)) throw refused(openFailureInWords(opened.left));
  const [begun, erased] = [startDigest(), new Set<string>()];
  let seen = 0;
  try {
    for await (const event of eventsOf(opened.right)) {
      if (seen < events) begun.add(event.contentHash);
      seen += 1;
      const subject = erasedBy(keys, event);
      if (subject !== undefined) erased.add(subject);
    }
  } finally {
    await opened.right.close();
  }
  if (begun.value() !== digest) throw refused('its log does not go on from the one of the backup');
  return [...erased];
};

/** Which events of a log that was changed are not what was hashed, or do not open any more. */
const whereInLog = async (
  backup: string,
  keys: string,
  findings: ReadonlyArray<string>,
  scratch: string,
): Promise<ReadonlyArray<string>> => {
  if (!findings.includes(`${logFile} was changed`) || !existsSync(join(keys, 'documents.key'))) return [];
  await copyFiles(
    backup,
    scratch,
    filesIn(backup).filter((path) => path === logFile || path.startsWith('documents/')),
  );
  const documentsKey = readFileSync(join(keys, 'documents.key'));
  const found = await lookThroughFolder(scratch, folderKeys(keys), documentsKey);
  return E.isLeft(found) ? [`${logFile}: ${found.left}`] : found.right.findings;
};

/** Brings files and keys of a backup to where they will be; the store of keys there. */
const broughtTo = async (
  folder: string,
  { backup, keys }: RestoreAsked,
  contents: Contents,
): Promise<KeyStore> => {
  const paths = contents.files.map(({ path }) => path);
  await copyFiles(backup, folder, paths);
  const mine = foldersOf(folder).keys;
  destroyNoted(keys, contents.keys);
  const copied = copyKeys(keys, mine, namedKeys);
  if (E.isLeft(copied)) throw new CopyStopped(copied.left);
  noteCopy(mine, resolve(keys));
  return withCopies(folderKeys(mine), mine);
};

/** Reads what was brought through to its end. Throws where it is not what the backup says. */
const readThrough = async (
  folder: string,
  { backup }: RestoreAsked,
  contents: Contents,
  keys: KeyStore,
): Promise<Found> => {
  const documentsKey = readFileSync(join(foldersOf(folder).keys, 'documents.key'));
  const found = await lookThroughFolder(folder, keys, documentsKey);
  if (E.isLeft(found)) throw changed(backup, [found.left]);
  const { findings } = found.right;
  const differing = findings.length > 0 ? findings : logFindings(contents, found.right);
  if (differing.length > 0) throw changed(backup, differing);
  rmSync(join(foldersOf(folder).log, 'folder.lock'), { force: true });
  return found.right;
};

/** Destroys the keys of everybody who was erased, by this log or a later one. */
const erasedAgainIn = async (
  folder: string,
  { later }: RestoreAsked,
  contents: Contents,
  keys: KeyStore,
  { subjects, erased }: Found,
): Promise<Pick<Restored, 'erasedAgain' | 'erasedSince'>> => {
  const scratch = join(folder, 'later');
  const since = later === undefined ? [] : await erasedLater(later, contents, keys, scratch);
  rmSync(scratch, { recursive: true, force: true });
  const all = [...new Set([...erased, ...since])];
  const erasedAgain = all.filter((subject) => !keys.isDestroyed(subject));
  for (const subject of all) keys.destroyKeyOf(subject);
  const erasedSince = [...subjects].filter((each) => keys.isDestroyed(each) && !erased.has(each));
  return { erasedAgain, erasedSince };
};

const restored = async (asked: RestoreAsked): Promise<Restored> => {
  const { backup, keys, to } = asked;
  for (const folder of [backup, keys]) mustBeApart(to, folder);
  const contents = readManifest(backup, saltIn(keys), keys);
  const differing = [...(await fileFindings(backup, contents)), ...keyFindings(keys, contents)];
  return filled(to, async (folder) => {
    if (differing.length > 0)
      throw changed(backup, [...differing, ...(await whereInLog(backup, keys, differing, folder))]);
    const store = await broughtTo(folder, asked, contents);
    const found = await readThrough(folder, asked, contents, store);
    const { events, digest, lastRecordedAt } = contents.log;
    const { madeAt, documents } = contents;
    const again = await erasedAgainIn(folder, asked, contents, store, found);
    return { events, digest, lastRecordedAt, madeAt, documents, ...again };
  });
};

/**
 * Makes a data folder of a backup and its keys. Manifest, files, keys, chains, openings and digest are checked before
 * anything is called restored, and it is there whole or not at all. Whoever was erased stays erased: whom the log says to be,
 * whose key is destroyed in the copy of the keys, and whom a later log says to be.
 */
export const restore = (asked: RestoreAsked): TaskEither<CopyFailure, Restored> =>
  answering(() => restored(asked));
