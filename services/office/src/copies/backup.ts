import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copySqliteLog, openFailureInWords } from '@commissioning/event-store/sqlite';
import type { Instant } from '@commissioning/kernel';
import { copyKeys, folderKeys, keyMarks, noteCopy } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { foldersOf, isDemonstration, markDemonstration } from '../folder';
import { answering } from './answering';
import { type CopyFailure, CopyStopped } from './failure';
import { copyFiles, digestOfFile, filesIn } from './files';
import { lookThroughFolder } from './look-through';
import { type Contents, notInIt, writeManifest } from './manifest';
import { filled, mustBeApart, unfinished } from './staging';

/** Keys that belong to a record beside its salt key. That by which people sign in opens nothing of it, and stays. */
export const namedKeys = ['documents'] as const;

export interface BackupAsked {
  /** The data folder, which an office may hold meanwhile. */
  readonly data: string;
  /** Where the backup goes: a folder that is empty or not there. */
  readonly to: string;
  /** Where its keys go: a folder of their own, the same for every backup of this record. */
  readonly keys: string;
  readonly now: () => Instant;
  /** Told how far each step has come. */
  readonly onProgress?: (progress: BackupProgress) => void;
}

/** How far a step of a backup has come: files of documents copied, events read through, files of the copy hashed. */
export interface BackupProgress {
  readonly step: 'copying' | 'reading' | 'hashing';
  readonly done: number;
}

/** What was backed up. */
export interface BackedUp extends Pick<Contents['log'], 'events' | 'digest'> {
  readonly documents: number;
  readonly keysCopied: number;
  /** Those that are destroyed, and stay so. */
  readonly keysDestroyed: number;
}

/** What `passing` holds is being written, and named by nothing in the log. */
const isKept = (path: string): boolean => !path.startsWith('passing/');

/** A document, and not what says under which key they are. */
const isDocument = (path: string): boolean => path.includes('/');

/** What opening the copy left there, and is none of it. */
const tidied = (folder: string): void => {
  for (const left of ['log/folder.lock', 'log/events.db-wal', 'log/events.db-shm', 'documents/passing'])
    rmSync(join(folder, left), { recursive: true, force: true });
};

const unwatched = (): void => undefined;

const copied = async ({ data, to, keys, now, onProgress = unwatched }: BackupAsked): Promise<BackedUp> => {
  const come = (step: BackupProgress['step']) => (done: number) => onProgress({ step, done });
  const folders = foldersOf(data);
  if (!existsSync(join(folders.log, 'events.db')))
    throw new CopyStopped({ _tag: 'NoRecord', folder: data, reason: 'there is no log in it' });
  mustBeApart(keys, to);
  for (const folder of [to, keys]) mustBeApart(folder, data);
  return filled(to, async (folder) => {
    mkdirSync(join(folder, 'log'), { mode: 0o700 });
    // The log first: an event is written after its keys and its document, so that what is copied later has those of all
    // that was copied before. The other way round an event could be copied whose key was made a moment after.
    const log = await copySqliteLog(folders.log, join(folder, 'log', 'events.db'))();
    if (E.isLeft(log)) throw new CopyStopped({ _tag: 'DiskFailed', reason: openFailureInWords(log.left) });
    const documents = filesIn(folders.documents).filter(isKept);
    await copyFiles(folders.documents, join(folder, 'documents'), documents, come('copying'));
    // Noted before they lie there: from now on what the office destroys it destroys there too.
    noteCopy(folders.keys, resolve(keys));
    const copiedKeys = copyKeys(folders.keys, keys, namedKeys);
    if (E.isLeft(copiedKeys)) throw new CopyStopped(copiedKeys.left);
    if (isDemonstration(data)) markDemonstration(folder);

    // What is checked is what was written, and not what it was written from.
    const store = folderKeys(keys);
    const documentsKey = readFileSync(join(keys, 'documents.key'));
    const found = await lookThroughFolder(folder, store, documentsKey, come('reading'));
    if (E.isLeft(found)) throw new CopyStopped({ _tag: 'RecordDamaged', findings: [found.left] });
    const { findings, events, streams, head, lastRecordedAt, digest } = found.right;
    if (findings.length > 0) throw new CopyStopped({ _tag: 'RecordDamaged', findings });
    tidied(folder);
    const files = [];
    for (const path of filesIn(folder).filter((each) => each !== unfinished)) {
      files.push(await digestOfFile(folder, path));
      come('hashing')(files.length);
    }
    const contents: Contents = {
      format: 'commissioning-backup',
      version: 1,
      madeAt: now(),
      notInIt,
      log: { engine: 'sqlite', events, streams, head, lastRecordedAt, digest },
      documents: documents.filter(isDocument).length,
      files,
      keys: keyMarks(keys, namedKeys),
    };
    writeManifest(folder, contents, store.saltKey);
    const { persons, destroyed } = copiedKeys.right;
    return {
      events,
      digest,
      documents: contents.documents,
      keysCopied: persons,
      keysDestroyed: destroyed,
    };
  });
};

/**
 * Copies a record of the embedded engines, as it stands at one moment, while an office holds it or not: the log, the
 * documents, and apart from them the keys. The copy is read through before it is called one, and is there whole or not at
 * all. Read models are not copied: they are computed from the log.
 */
export const backUp = (asked: BackupAsked): TaskEither<CopyFailure, BackedUp> =>
  answering(() => copied(asked));
