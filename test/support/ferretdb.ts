import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { connect, createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionTo } from '@commissioning/mongodb';
import * as E from 'fp-ts/Either';
import { goProgram } from './go-program';
import { hold } from './holding';

export { buildPatience } from './go-program';

const program = goProgram('ferretdb');

/** The address of a server to be tested instead of FerretDB; undefined where there is none. */
const realMongodb = process.env['MONGODB_URL'];

/** Why there can be no MongoDB here; undefined where there can. */
export const whyNoMongodb = (): string | undefined =>
  realMongodb !== undefined || program.canBeHad()
    ? undefined
    : 'MONGODB_URL names no server, and FerretDB cannot be built, for there is no Go here';

/** Past the console, whose words are not shown of a file that is skipped whole. */
const aloud = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Describes tests of MongoDB. Where they cannot be run they are skipped, aloud; on the machine that judges, they fail. */
export const describeMongodb = (name: string, tests: () => void): void => {
  const reason = whyNoMongodb();
  if (reason === undefined) {
    describe(name, tests);
    return;
  }
  if (process.env['CI'] === 'true') {
    it(name, () => {
      throw new Error(reason);
    });
    return;
  }
  aloud(`Skipped, for ${reason}: ${name}`);
  describe.skip(name, tests);
};

/** Describes tests that kill, restart or cut off their server. A real one is not ours to kill: they are skipped, aloud. */
export const describeFaultsOfMongodb = (name: string, tests: () => void): void => {
  if (realMongodb === undefined) {
    describeMongodb(name, tests);
    return;
  }
  aloud(`Skipped, for MONGODB_URL names a server, which is not to be killed: ${name}`);
  describe.skip(name, tests);
};

/** Describes tests of what a replica set alone can do: run where MONGODB_URL names one, else skipped, aloud. */
export const describeReplicaSet = (name: string, tests: () => void): void => {
  if (realMongodb !== undefined && /[?&]replicaSet=|^mongodb\+srv:/.test(realMongodb)) {
    describe(name, tests);
    return;
  }
  aloud(`Skipped, for MONGODB_URL names no replica set (replicaSet=…): ${name}`);
  describe.skip(name, tests);
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** A FerretDB of the test's own. */
export interface FerretDb {
  readonly url: string;
  readonly port: number;
  /** Kills it as a power failure would; its folder stays. */
  readonly kill: () => Promise<void>;
  /** Starts it again on its folder and its port. */
  readonly start: () => Promise<void>;
  /** Holds it up, and lets it go on. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Makes a FerretDB of a folder and a port of its own, started unless it is said otherwise. */
export const ferretDb = async ({ started = true } = {}): Promise<FerretDb> => {
  const file = await program.built();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferretdb-'));
  const port = await freePort();
  let running: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    running = spawn(file, ['-listen', `127.0.0.1:${port}`, '-data', folder], { stdio: 'ignore' });
    while (!(await answers(port))) {
      if (running.exitCode !== null) throw new Error(`FerretDB ended with ${running.exitCode}`);
      await sleep(20);
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };

  if (started) await start();
  return {
    url: `mongodb://127.0.0.1:${port}/`,
    port,
    kill: () => end('SIGKILL'),
    start,
    hold: () => hold(running),
    release: () => void running?.kill('SIGCONT'),
    stop: async () => {
      await end('SIGKILL');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};

const databases: Array<string> = [];

/** The name of a database that nobody else uses. */
export const ownDatabase = (): string => {
  const name = `commissioning_test_${randomUUID().slice(0, 8)}`;
  databases.push(name);
  return name;
};

/** Leaves nothing of the tests' own on a server that is shared. */
const dropOwn = async (url: string): Promise<void> => {
  for (const database of databases.splice(0)) {
    const connection = connectionTo({ url, database, deadlineMs: 10_000 });
    if (E.isLeft(connection)) throw new Error(connection.left.reason);
    await connection.right.reach();
    await connection.right.database.dropDatabase();
    await connection.right.close();
  }
};

/** A server to be tested: the one that MONGODB_URL names, or a FerretDB of the test's own. */
export interface MongodbServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export const mongodbServer = async (): Promise<MongodbServer> =>
  realMongodb === undefined ? ferretDb() : { url: realMongodb, stop: () => dropOwn(realMongodb) };
