import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import type { OpenFailure } from './opening-failure';
import { reasonOf, sqliteCode } from './sqlite-error';

/** A data folder that this process holds. */
export interface HeldFolder {
  readonly release: () => void;
}

/**
 * Takes a data folder for this process, making it where it is missing. The lock is SQLite's own on an empty database
 * beside the log: the kernel drops it when the process dies, however it dies, so that it is never left behind. Nobody
 * may open and close that file in this process meanwhile: POSIX would drop the lock.
 */
export const holdFolder = (folder: string): E.Either<OpenFailure, HeldFolder> => {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const lock = new Database(path.join(folder, 'folder.lock'), { timeout: 0 });
    try {
      lock.exec('begin exclusive');
    } catch (error) {
      lock.close();
      throw error;
    }
    return E.right({ release: () => void lock.close() });
  } catch (error) {
    return E.left(
      sqliteCode(error) === 'SQLITE_BUSY'
        ? { _tag: 'FolderHeld', folder }
        : { _tag: 'FolderUnusable', folder, reason: reasonOf(error) },
    );
  }
};
