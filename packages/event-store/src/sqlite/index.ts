import { makeBell } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { EventStore } from '../port';
import { mustBeAppendable } from '../local/appendable';
import { positionsOf } from '../local/positions';
import { closedFailure, follow, lastEvent, type LocalLog, readAll, readStream } from '../local/reading';
import { encodeEvent, makeAppender } from './appender';
import { type HeldFolder, holdFolder } from './folder-lock';
import { makeGroupCommit } from './group-commit';
import { type LogFile, openLogFile } from './log-file';
import type { OpenFailure } from './opening-failure';
import { makeReader } from './reader';

export { copySqliteLog } from './copying';
export { type OpenFailure, openFailureInWords } from './opening-failure';

const engine = 'sqlite';

const storeOn = (held: HeldFolder, file: LogFile): EventStore => {
  const { database } = file;
  const positions = positionsOf(file.logId);
  const bell = makeBell();
  let last = file.last;
  let closing: Promise<void> | undefined;

  const commits = makeGroupCommit(database, engine, makeAppender(database, positions), {
    get: () => last,
    set: (sequence) => {
      if (sequence === last) return;
      last = sequence;
      bell.ring();
    },
  });
  const log: LocalLog = {
    engine,
    positions,
    bell,
    closed: () => closing !== undefined,
    last: () => last,
    ...makeReader(database, engine, positions),
  };
  const close = async (): Promise<void> => {
    bell.ring();
    await commits.drained();
    try {
      database.close();
    } finally {
      held.release();
    }
  };

  return {
    engine,
    append: (stream, expected, events) => async () => {
      if (closing !== undefined) return E.left(closedFailure(engine, 'append'));
      mustBeAppendable(stream, events);
      return commits.append({ stream, expected, events: events.map(encodeEvent) });
    },
    readStream: (stream, range) => readStream(log, stream, range),
    readAll: (range) => readAll(log, range),
    follow: (options) => follow(log, options),
    head: async () =>
      closing === undefined
        ? E.right(last === 0 ? undefined : positions.of(last))
        : E.left(closedFailure(engine, 'head')),
    last: lastEvent(log),
    close: () => (closing ??= close()),
  };
};

/**
 * Opens the log in a data folder (`events.db`), making both where they are missing, and holds the folder for this
 * process until the store is closed or the process ends, however it ends. An append is answered once it has been synced
 * to disk; appends that wait together share one sync.
 */
export const openSqliteEventStore =
  (folder: string): TaskEither<OpenFailure, EventStore> =>
  async () =>
    pipe(
      holdFolder(folder),
      E.chain((held) =>
        pipe(
          openLogFile(folder),
          E.mapLeft((failure) => {
            held.release();
            return failure;
          }),
          E.map((file) => storeOn(held, file)),
        ),
      ),
    );
