import { rmSync } from 'node:fs';
import type { DocumentStore } from '@commissioning/document-store';
import type { EventStore } from '@commissioning/event-store';
import { type Actor, type BodyId, epochMilliseconds, type Instant } from '@commissioning/kernel';
import type { Projecting } from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import { folderKeys, type KeyStore, withCopies } from '@commissioning/record';
import {
  type Metrics,
  observedEventStore,
  observedReadStore,
  watchingProjections,
} from '@commissioning/telemetry';
import {
  type Clock,
  type ClockStanding,
  type Commands,
  commandsOf,
  observedCommands,
  type References,
  referencesOf,
} from '@services/commands';
import { projectorOf, readModelsOf } from '@services/projector';
import {
  type ClosingClock,
  type ClosingClockPorts,
  closingClockOf,
  type DutyClock,
  type DutyClockPorts,
  dutyClockOf,
  type Erasures,
  type ErasuresPorts,
  erasuresOf,
  type Watch,
  type WatchPorts,
  watchOf,
} from '@services/watch';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { uuidv7 } from 'uuidv7';
import { bodyIn } from './body';
import type { Config } from './config';
import { clockFor, usualSilence } from './clock';
import { type Engines, openDocuments, openLog, openReads } from './engines';
import { foldersOf, isDemonstration, hasKeys, namedKey, prepareFolder } from './folder';

/** The whole system on one data folder: opened, not yet serving. */
export interface Office {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly documents: DocumentStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  readonly references: References;
  readonly projecting: Projecting;
  readonly watch: Watch;
  readonly dutyClock: DutyClock;
  readonly closingClock: ClosingClock;
  readonly erasures: Erasures;
  /** What everything is recorded by. */
  readonly clock: Clock;
  /** What everything is shown by. */
  readonly now: () => Instant;
  /** Signs the tokens by which people are known here. */
  readonly signInKey: Uint8Array;
  readonly demonstration: boolean;
  /** A folder for what is made for a while and thrown away. */
  readonly scratch: string;
  /** The body whose rule book stands in the log; undefined while none does. */
  readonly body: () => Promise<BodyId | undefined>;
  readonly close: () => Promise<void>;
}

export interface OfficeOptions {
  /** Engines that are not named are the embedded ones. */
  readonly config: Pick<Config, 'data' | 'demonstration'> &
    Partial<Engines & Pick<Config, 'services' | 'clockSilentDays'>>;
  /** What a clock says that is driven by whoever opens the office; absent, the machine's is gone by, and guarded. */
  readonly now?: () => Instant;
  /** Told how the clock stands, first and whenever that becomes another. */
  readonly reportClock?: (standing: ClockStanding) => void;
  readonly report?: WatchPorts['report'];
  readonly reportDuties?: DutyClockPorts['report'];
  readonly reportClosing?: ClosingClockPorts['report'];
  readonly reportErasures?: ErasuresPorts['report'];
  /** Told, a sentence at a time, why a connection or subscription had to be made anew. */
  readonly reportReconnect?: (sentence: string) => void;
  /** Where what happens is counted and timed; nowhere when absent. */
  readonly metrics?: Metrics;
}

/** The one who acts where nobody signed in: set-up and history brought in from the command line. */
export const localActor = (role: Actor['role']): Actor => ({ id: `local:${role}` as Actor['id'], role });

const embedded: Engines = {
  eventStore: { engine: 'sqlite' },
  readStore: { engine: 'sqlite' },
  documentStore: { engine: 'folder' },
};

/** New keys are made beside a log that is known to be empty, and nowhere else: they would open nothing of another. */
const mustBeEmpty = async (events: EventStore, keys: string): Promise<void> => {
  const head = await events.head();
  if (E.isLeft(head))
    throw new Error(
      `there are no keys in ${keys}, and the log cannot be asked whether it needs any: start again when it answers`,
    );
  if (head.right !== undefined)
    throw new Error(`its log is there, but not the keys in ${keys}: restore them from their backup`);
};

/** Opens an office on its data folder, or says in a sentence why not. Whatever was opened by then is closed again. */
export const openOffice =
  ({
    config,
    now: driven,
    reportClock = () => undefined,
    report = () => undefined,
    reportDuties = () => undefined,
    reportClosing = () => undefined,
    reportErasures = () => undefined,
    reportReconnect = () => undefined,
    metrics,
  }: OfficeOptions): TaskEither<string, Office> =>
  async () => {
    const ready = prepareFolder(config.data, config.demonstration);
    if (E.isLeft(ready)) return ready;
    const folders = foldersOf(config.data);
    // What a process that was killed left there may be personal; the part that carries out commands alone uses it.
    if (config.services?.has('commands') ?? true) rmSync(folders.scratch, { recursive: true, force: true });
    const engines: Engines = { ...embedded, ...config };
    const log = await openLog(engines, folders.log, (sentence) => {
      metrics?.reconnected(engines.eventStore.engine);
      reportReconnect(sentence);
    });
    if (E.isLeft(log)) return log;
    const events = metrics === undefined ? log.right : observedEventStore(log.right, metrics);
    const opened: Array<{ readonly close: () => Promise<void> }> = [events];
    const closeAll = async (): Promise<void> => {
      for (const each of opened) await each.close();
    };
    try {
      if (!hasKeys(folders.keys)) await mustBeEmpty(events, folders.keys);
      const keys = withCopies(folderKeys(folders.keys), folders.keys);
      const held = await openDocuments(engines, folders.documents, namedKey(folders.keys, 'documents'));
      if (E.isLeft(held)) throw new Error(held.left);
      const documents = held.right;
      opened.push(documents);
      const models = await openReads(engines, folders.readModels);
      if (E.isLeft(models)) throw new Error(models.left);
      const reads = metrics === undefined ? models.right : observedReadStore(models.right, metrics);
      opened.push(reads);
      const clock = clockFor({
        events,
        driven,
        simulated: isDemonstration(config.data),
        silentDays: config.clockSilentDays ?? usualSilence,
        report: reportClock,
      });
      const now = clock.shown;
      const carriedOut = commandsOf({ events, documents, keys, clock, newId: uuidv7 });
      const commands = metrics === undefined ? carriedOut : observedCommands(carriedOut, metrics);
      const watch = watchingProjections(() => epochMilliseconds(now()));
      const projects = config.services?.has('projector') ?? true;
      const projecting = projects
        ? projectorOf({ events, reads, keys, now, watch })
        : readModelsOf({ events, reads, now });
      metrics?.projections(projecting.health);
      const close = async (): Promise<void> => {
        await projecting.stop();
        await closeAll();
      };
      return E.right({
        events,
        reads,
        documents,
        keys,
        commands,
        references: referencesOf(events),
        projecting,
        watch: watchOf({ events, reads, keys, commands, report }),
        dutyClock: dutyClockOf({ events, reads, keys, commands, clock, report: reportDuties }),
        closingClock: closingClockOf({ events, keys, commands, clock, report: reportClosing }),
        erasures: erasuresOf({ events, keys, report: reportErasures }),
        clock,
        now,
        signInKey: namedKey(folders.keys, 'sign-in'),
        demonstration: isDemonstration(config.data),
        scratch: folders.scratch,
        body: bodyIn(events),
        close,
      });
    } catch (error) {
      await closeAll();
      return E.left(`The data folder ${config.data} cannot be used: ${(error as Error).message}`);
    }
  };
