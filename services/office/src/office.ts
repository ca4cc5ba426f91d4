import { openFolderDocumentStore } from '@commissioning/document-store/folder';
import type { EventStore } from '@commissioning/event-store';
import type { AddressFailure } from '@commissioning/event-store/eventstoredb';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { type Actor, type BodyId, type Instant, instantOf } from '@commissioning/kernel';
import type { Projecting } from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { folderKeys, type KeyStore } from '@commissioning/record';
import { type Commands, commandsOf, type References, referencesOf } from '@services/commands';
import { projectorOf } from '@services/projector';
import {
  type DutyClock,
  type DutyClockPorts,
  dutyClockOf,
  type Watch,
  type WatchPorts,
  watchOf,
} from '@services/watch';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { uuidv7 } from 'uuidv7';
import { bodyIn } from './body';
import type { Config } from './config';
import { foldersOf, isDemonstration, hasKeys, namedKey, prepareFolder } from './folder';

/** The whole system on one data folder: opened, not yet serving. */
export interface Office {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  readonly references: References;
  readonly projecting: Projecting;
  readonly watch: Watch;
  readonly dutyClock: DutyClock;
  readonly now: () => Instant;
  /** Signs the tokens by which people are known here. */
  readonly signInKey: Uint8Array;
  readonly demonstration: boolean;
  /** The body whose rule book stands in the log; undefined while none does. */
  readonly body: () => Promise<BodyId | undefined>;
  readonly close: () => Promise<void>;
}

export interface OfficeOptions {
  readonly config: Pick<Config, 'data' | 'demonstration' | 'eventStore'>;
  /** The moment it is; the machine's clock when absent. */
  readonly now?: () => Instant;
  readonly report?: WatchPorts['report'];
  readonly reportDuties?: DutyClockPorts['report'];
}

/** The one who acts where nobody signed in: set-up and history brought in from the command line. */
export const localActor = (role: Actor['role']): Actor => ({ id: `local:${role}` as Actor['id'], role });

const openLog = async (
  config: OfficeOptions['config'],
  folder: string,
): Promise<E.Either<string, EventStore>> => {
  if (config.eventStore.engine === 'sqlite')
    return E.mapLeft(openFailureInWords)(await openSqliteEventStore(folder)());
  // Loaded where it is asked for: its client takes longer to load than all the rest of an office.
  const { addressFailureInWords, openEventStoreDb } = await import('@commissioning/event-store/eventstoredb');
  return E.mapLeft((failure: AddressFailure) => `EVENTSTOREDB_URL: ${addressFailureInWords(failure)}.`)(
    openEventStoreDb({ url: config.eventStore.url }),
  );
};

/** Whether something has been recorded, as far as the log can be asked now. */
const holdsEvents = async (events: EventStore): Promise<boolean> => {
  const head = await events.head();
  return E.isRight(head) && head.right !== undefined;
};

/** Opens an office on its data folder, or says in a sentence why not. Whatever was opened by then is closed again. */
export const openOffice =
  ({
    config,
    now = () => instantOf(Date.now()),
    report = () => undefined,
    reportDuties = () => undefined,
  }: OfficeOptions): TaskEither<string, Office> =>
  async () => {
    const ready = prepareFolder(config.data, config.demonstration);
    if (E.isLeft(ready)) return ready;
    const folders = foldersOf(config.data);
    const log = await openLog(config, folders.log);
    if (E.isLeft(log)) return log;
    const events = log.right;
    const opened: Array<{ readonly close: () => Promise<void> }> = [events];
    const closeAll = async (): Promise<void> => {
      for (const each of opened) await each.close();
    };
    try {
      if (!hasKeys(folders.keys) && (await holdsEvents(events)))
        throw new Error(
          `its log is there, but not the keys in ${folders.keys}: restore them from their backup`,
        );
      const keys = folderKeys(folders.keys);
      const held = await openFolderDocumentStore(folders.documents, namedKey(folders.keys, 'documents'))();
      if (E.isLeft(held)) throw new Error(held.left.reason);
      const documents = held.right;
      opened.push(documents);
      const models = await openSqliteReadStore(folders.readModels)();
      if (E.isLeft(models)) throw new Error(models.left.reason);
      const reads = models.right;
      opened.push(reads);
      const commands = commandsOf({ events, documents, keys, now, newId: uuidv7 });
      const projecting = projectorOf({ events, reads, keys, now });
      const close = async (): Promise<void> => {
        await projecting.stop();
        await closeAll();
      };
      return E.right({
        events,
        reads,
        keys,
        commands,
        references: referencesOf(events),
        projecting,
        watch: watchOf({ events, reads, keys, commands, report }),
        dutyClock: dutyClockOf({ events, reads, keys, commands, now, report: reportDuties }),
        now,
        signInKey: namedKey(folders.keys, 'sign-in'),
        demonstration: isDemonstration(config.data),
        body: bodyIn(events),
        close,
      });
    } catch (error) {
      await closeAll();
      return E.left(`The data folder ${config.data} cannot be used: ${(error as Error).message}`);
    }
  };
