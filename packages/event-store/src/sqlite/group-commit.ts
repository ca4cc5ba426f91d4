import type { Database } from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import type { Appender, EncodedAppend, Outcome } from './appender';
import { reasonOf, sqliteCode } from './sqlite-error';

interface Waiting {
  readonly append: EncodedAppend;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (bug: unknown) => void;
}

export interface GroupCommit {
  /** Settles once the append is on disk or refused; rejects on a bug of the caller. */
  readonly append: (append: EncodedAppend) => Promise<Outcome>;
  /** Settles once every append asked for so far has been answered. */
  readonly drained: () => Promise<void>;
}

/** Where the log ends, kept by whoever reads it. */
export interface LogEnd {
  readonly get: () => number;
  /** Called after each commit, before any append of it is answered. */
  readonly set: (sequence: number) => void;
}

/** Appends written in one transaction at the most; the rest of a longer queue lets others have their turn first. */
const groupSize = 512;

/** What the columns refuse is a bug of the caller: a hash that is none, something missing. */
const refusedByColumns = /^SQLITE_CONSTRAINT_(CHECK|DATATYPE|NOTNULL)$/;

/**
 * Writes appends in groups: all that wait when the event loop comes round share one transaction and so one sync of the
 * disk. A conflict is an answer within the group. An exception rolls the group back, and each of its appends is done
 * again by itself, so that what is wrong with one fails that one; a savepoint each would cost every append more.
 */
export const makeGroupCommit = (
  database: Database,
  engine: string,
  write: Appender,
  end: LogEnd,
): GroupCommit => {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const rollback = database.prepare('rollback');
  const queue: Array<Waiting> = [];
  let draining: Array<() => void> = [];

  const unavailable = (error: unknown): Outcome =>
    E.left({ _tag: 'StoreUnavailable', engine, operation: 'append', reason: reasonOf(error) });

  /** Writes and commits what was begun, or rolls it back and throws. */
  const writeAll = (group: ReadonlyArray<Waiting>): ReadonlyArray<Outcome> => {
    try {
      let last = end.get();
      const outcomes = group.map(({ append }) => {
        const decided = write(append, last);
        last = decided.last;
        return decided.outcome;
      });
      commit.run();
      end.set(last);
      return outcomes;
    } catch (error) {
      if (database.inTransaction) rollback.run();
      throw error;
    }
  };

  const writeAlone = (waiting: Waiting): void => {
    try {
      begin.run();
      writeAll([waiting]).forEach(waiting.answer);
    } catch (error) {
      const { stream, expected } = waiting.append;
      const code = sqliteCode(error);
      // The revision was free, so that it is the event's id that stands in the stream already.
      if (code === 'SQLITE_CONSTRAINT_UNIQUE')
        waiting.answer(E.left({ _tag: 'Conflict', stream, expected, actual: expected }));
      else if (code === undefined || refusedByColumns.test(code)) waiting.fail(error);
      else waiting.answer(unavailable(error));
    }
  };

  const writeGroup = (group: ReadonlyArray<Waiting>): void => {
    try {
      begin.run();
    } catch (error) {
      for (const { answer } of group) answer(unavailable(error));
      return;
    }
    let outcomes: ReadonlyArray<Outcome>;
    try {
      outcomes = writeAll(group);
    } catch {
      group.forEach(writeAlone);
      return;
    }
    for (const [index, outcome] of outcomes.entries()) group[index]?.answer(outcome);
  };

  const flush = (): void => {
    writeGroup(queue.splice(0, groupSize));
    if (queue.length > 0) {
      setImmediate(flush);
      return;
    }
    for (const done of draining) done();
    draining = [];
  };

  return {
    append: (append) =>
      new Promise((answer, fail) => {
        queue.push({ append, answer, fail });
        if (queue.length === 1) setImmediate(flush);
      }),
    drained: () =>
      queue.length === 0 ? Promise.resolve() : new Promise((resolve) => draining.push(resolve)),
  };
};
