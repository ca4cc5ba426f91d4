import { existsSync } from 'node:fs';
import type { EventStore } from '@commissioning/event-store';
import {
  migrate,
  type MigrationProgress,
  migrationFailureInWords,
} from '@commissioning/event-store/migration';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { configFrom, foldersOf } from '@services/office';
import * as E from 'fp-ts/Either';
import { green } from './colours';
import type { ExitCode } from './commands';
import { complain, counted, say, sayJson } from './printing';
import { counting } from './progress';

export interface MigrateOptions {
  readonly to?: string;
  readonly from?: string;
}

/** Opens the log of a folder that has one; whoever only copies makes nothing. */
const openSource = async (data: string): Promise<E.Either<string, EventStore>> => {
  const { log } = foldersOf(data);
  if (!existsSync(log)) return E.left(`There is no log in ${data}.`);
  return E.mapLeft(openFailureInWords)(await openSqliteEventStore(log)());
};

const doing: Readonly<Record<MigrationProgress['step'], string>> = {
  comparing: 'compared with what is there',
  copying: 'copied',
  verifying: 'read back and compared',
};

/** Copies the log of a folder to an EventStoreDB. Run again it goes on where it stopped. */
export const migrateLog = async (
  environment: NodeJS.ProcessEnv,
  { to = environment['EVENTSTOREDB_URL'], from }: MigrateOptions,
  json: boolean,
): Promise<ExitCode> => {
  const wrong = (sentence: string): ExitCode => {
    complain(sentence);
    return 2;
  };
  const config = configFrom(environment);
  if (E.isLeft(config)) return wrong(config.left);
  if (to === undefined) return wrong('Where to? Name an EventStoreDB with --to or EVENTSTOREDB_URL.');
  // Loaded where it is asked for: its client takes longer to load than all the rest of the command line.
  const { addressFailureInWords, openEventStoreDb } = await import('@commissioning/event-store/eventstoredb');
  const target = openEventStoreDb({ url: to });
  if (E.isLeft(target)) return wrong(addressFailureInWords(target.left));
  const source = await openSource(from ?? config.right.data);
  try {
    if (E.isLeft(source)) return wrong(source.left);
    const progress = counting();
    const done = await migrate({
      from: source.right,
      to: target.right,
      onProgress: ({ step, events }) => progress.show(events, `events ${doing[step]}`),
    })();
    progress.end();
    if (E.isLeft(done)) {
      if (json) sayJson(done.left);
      else complain(migrationFailureInWords(done.left));
      return 1;
    }
    const { events, copied, digest } = done.right;
    if (json) sayJson(done.right);
    else {
      say(
        green(
          `${counted(events, 'event')} in both logs, ${copied} of them copied now; every hash was checked.`,
        ),
      );
      say(`Digest over all content hashes in order, in both: ${digest}`);
    }
    return 0;
  } finally {
    if (E.isRight(source)) await source.right.close();
    await target.right.close();
  }
};
