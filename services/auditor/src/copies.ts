import { instantOf } from '@commissioning/kernel';
import {
  backUp,
  type BackedUp,
  type BackupProgress,
  type Config,
  configFrom,
  copyFailureInWords,
  restore,
  type Restored,
} from '@services/office';
import * as E from 'fp-ts/Either';
import { green, yellow } from './colours';
import { type ExitCode, wrong } from './commands';
import { complain, counted, say, sayJson } from './printing';
import { counting } from './progress';

export interface BackupOptions {
  readonly keys: string;
}

export interface RestoreOptions extends BackupOptions {
  readonly to: string;
  readonly erasedBy?: string;
}

/** What a server holds is backed up by the server's own means: which, and in which order, and what of it is left here. */
const byItsOwnMeans = ({ eventStore, documentStore }: Config): string | undefined => {
  const log = eventStore.engine === 'eventstoredb' ? 'the log with the backup of EventStoreDB' : undefined;
  const documents =
    documentStore.engine === 'gridfs' ? 'the documents with mongodump or a snapshot of MongoDB' : undefined;
  if (log === undefined && documents === undefined) return undefined;
  const order = [
    log ?? 'the log: stop the office and copy its folder log',
    documents ?? 'the folder documents',
    'the folder keys, to a place of its own',
  ];
  return `This command copies a log and documents that lie in the data folder; here they do not. Back up, in this order: first ${order.join('; then ')}. An event is written after its keys and its document, so that what is copied after the log has all of them.`;
};

/** Where a program would look: what was done, what that means, what comes next. */
const sayBackedUp = (to: string, keys: string, made: BackedUp): void => {
  say(
    green(
      `Backed up: ${counted(made.events, 'event')}, ${counted(made.documents, 'document')} to ${to}; ${counted(made.keysCopied, 'key')} to ${keys}.`,
    ),
  );
  say(`The copy was read through: every hash holds, everything opens. Digest of the log: ${made.digest}`);
  say(
    `Keep ${keys} apart from ${to}: together they open everything. Use it for every backup of this record.`,
  );
  say(`Try it now and then: commissioning restore ${to} --keys ${keys} --to FOLDER`);
};

const doing: Readonly<Record<BackupProgress['step'], string>> = {
  copying: 'files of documents copied',
  reading: 'events read through',
  hashing: 'files hashed',
};

/** Copies the record of the data folder, its keys apart. */
export const backUpRecord = async (
  environment: NodeJS.ProcessEnv,
  to: string,
  { keys }: BackupOptions,
  json: boolean,
): Promise<ExitCode> => {
  const config = configFrom(environment);
  if (E.isLeft(config)) return wrong(config.left);
  const elsewhere = byItsOwnMeans(config.right);
  if (elsewhere !== undefined) return wrong(elsewhere);
  const progress = counting();
  const made = await backUp({
    data: config.right.data,
    to,
    keys,
    now: () => instantOf(Date.now()),
    onProgress: ({ step, done }) => progress.show(done, doing[step]),
  })();
  progress.end();
  if (E.isLeft(made)) {
    if (json) sayJson(made.left);
    else complain(copyFailureInWords(made.left));
    return 1;
  }
  if (json) sayJson({ to, keys, ...made.right });
  else sayBackedUp(to, keys, made.right);
  return 0;
};

const sayRestored = (to: string, made: Restored): void => {
  const last = made.lastRecordedAt === null ? '' : `, the last of ${made.lastRecordedAt}`;
  say(
    green(
      `Restored to ${to}: ${counted(made.events, 'event')}${last}, ${counted(made.documents, 'document')}.`,
    ),
  );
  say(
    `It is the record as of ${made.madeAt}; what was recorded after that is not in it. Everything was checked.`,
  );
  if (made.erasedAgain.length > 0) {
    say(yellow(`Erased again, because their keys had come back: ${made.erasedAgain.join(', ')}.`));
  }
  if (made.erasedSince.length > 0) {
    say(yellow(`Erased after this backup was made, and unreadable in it: ${made.erasedSince.join(', ')}.`));
    say('Its log does not say so yet. Record each again with commissioning erase.');
  }
  say(
    `Start it: OFFICE_DATA=${to} npm start. Read models are built by themselves. Sign-in links are new ones.`,
  );
};

/** Makes a data folder of a backup. */
export const restoreRecord = async (
  backup: string,
  { keys, to, erasedBy }: RestoreOptions,
  json: boolean,
): Promise<ExitCode> => {
  const later = erasedBy === undefined ? {} : { later: erasedBy };
  const made = await restore({ backup, keys, to, ...later })();
  if (E.isLeft(made)) {
    if (json) sayJson(made.left);
    else complain(copyFailureInWords(made.left));
    return 1;
  }
  if (json) sayJson({ to, ...made.right });
  else sayRestored(to, made.right);
  return 0;
};
