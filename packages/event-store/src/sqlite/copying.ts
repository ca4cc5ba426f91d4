import * as path from 'node:path';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { OpenFailure } from './opening-failure';
import { reasonOf } from './sqlite-error';

/** All that is left of a log, in one step. */
const everything = 0x7f_ff_ff_ff;

/**
 * Copies the log of a data folder to a file that does not exist yet, as it stands at one moment. An office may hold the
 * folder and go on writing: it is copied in one step, under one read transaction, which holds nobody up and which a write
 * cannot make begin anew. What the copy holds is whole events, acknowledged or about to be.
 */
export const copySqliteLog =
  (folder: string, to: string): TaskEither<OpenFailure, void> =>
  async () => {
    let source: Database.Database | undefined;
    try {
      source = new Database(path.join(folder, 'events.db'), { readonly: true, fileMustExist: true });
      await source.backup(to, { progress: () => everything });
      return E.right(undefined);
    } catch (error) {
      return E.left({ _tag: 'FolderUnusable', folder, reason: reasonOf(error) });
    } finally {
      source?.close();
    }
  };
