import { type DoubleProcess, startDoubleProcess } from './double-process';
import { ferretDb } from './ferretdb';
import { startNats } from './nats';
import { temporaryFolder } from './running-office';

/** A server in a process and on a disk of its own. */
export interface Server {
  readonly url: string;
  /** Ends the process at once, as the loss of its machine would; its disk stays. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and disk. */
  readonly start: () => Promise<void>;
  /** Stops it where it stands, connections and all, and lets it go on. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Ends it and removes its disk. */
  readonly remove: () => Promise<void>;
}

/** A log that can be told what to do wrong. */
interface LogServer extends Server {
  readonly order: DoubleProcess['order'];
}

/** The engines of an office. */
export interface Engines {
  readonly log: LogServer;
  readonly models: Server;
  readonly bus: Server;
}

const logServer = async (): Promise<LogServer> => {
  const folder = temporaryFolder();
  let double = await startDoubleProcess(folder.path);
  let isRunning = true;
  const { url, port } = double;
  const kill = async (): Promise<void> => {
    if (!isRunning) return;
    isRunning = false;
    await double.kill();
  };
  return {
    url,
    kill,
    start: async () => {
      double = await startDoubleProcess(folder.path, port);
      isRunning = true;
    },
    hold: () => double.pause(),
    release: () => double.resume(),
    order: (order) => double.order(order),
    remove: async () => {
      await kill();
      folder.remove();
    },
  };
};

const modelServer = async (): Promise<Server> => {
  const { stop, ...server } = await ferretDb();
  return { ...server, remove: stop };
};

const busServer = async (): Promise<Server> => {
  const { freeze, thaw, ...server } = await startNats();
  return { ...server, hold: freeze, release: thaw };
};

/** Starts an engine for each port: a log, a server of MongoDB's protocol for read models and documents, and a bus. */
export const startEngines = async (): Promise<Engines> => {
  const [log, models, bus] = await Promise.all([logServer(), modelServer(), busServer()]);
  return { log, models, bus };
};

/** The environment that makes an office use them. */
export const settingsOf = ({ log, models, bus }: Engines): Record<string, string> => ({
  EVENT_STORE: 'eventstoredb',
  EVENTSTOREDB_URL: log.url,
  READ_STORE: 'mongodb',
  DOCUMENT_STORE: 'gridfs',
  MONGODB_URL: models.url,
  EVENT_BUS: 'nats',
  NATS_URL: bus.url,
});
