import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { EventStore } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { openSqliteEventStore } from '@commissioning/event-store/sqlite';
import type { ReadStore } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { openMongodbReadStore } from '@commissioning/read-store/mongodb';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { type MongodbServer, ownDatabase } from '../../../../test/support/ferretdb';
import * as E from 'fp-ts/Either';
import { right } from './world';

/** A log and a read store, as a process that runs a projector finds them. */
export interface Engines {
  readonly events: EventStore;
  readonly reads: ReadStore;
  /** Closes them and opens what they left behind, as the next process would. */
  readonly restarted: () => Promise<Engines>;
  readonly close: () => Promise<void>;
}

export const inMemory = async (): Promise<Engines> => {
  const engines: Engines = {
    events: openMemoryEventStore(),
    reads: openMemoryReadStore(),
    restarted: async () => engines,
    close: async () => undefined,
  };
  return engines;
};

const inFolder = async (
  folder: string,
  openReads: () => Promise<ReadStore> = () => right(openSqliteReadStore(folder)),
): Promise<Engines> => {
  const events = await right(openSqliteEventStore(folder));
  const reads = await openReads();
  const close = async (): Promise<void> => {
    await events.close();
    await reads.close();
  };
  return {
    events,
    reads,
    restarted: async () => {
      await close();
      return inFolder(folder, openReads);
    },
    close: async () => {
      await close();
      fs.rmSync(folder, { recursive: true });
    },
  };
};

const newFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'projecting-'));

export const onDisk = (): Promise<Engines> => inFolder(newFolder());

/** The log on disk, and read models on a server, in a database of their own. */
export const onMongodb = ({ url }: MongodbServer): Promise<Engines> => {
  const database = ownDatabase();
  return inFolder(newFolder(), async () => {
    const opened = openMongodbReadStore({ url, database });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    return opened.right;
  });
};
