import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:net';
import { connect as natsConnection } from 'nats';
import { hold } from './holding';

/** The address of a server to be tested on; undefined where the tests start one. */
const givenServer = process.env['NATS_URL'];

const found = (): string | undefined => {
  for (const path of ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'])
    if (existsSync(path)) return path;
  try {
    return execFileSync('which', ['nats-server'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

const program = found();

/** Whether a server can be started here. */
export const natsIsThere = program !== undefined;

const describeWhere = (there: boolean, why: string, name: string, tests: () => void): void => {
  if (there) {
    describe(name, tests);
    return;
  }
  // Where everything is installed that tests need, what is skipped there is a failure.
  if (process.env['CI'] === 'true') {
    describe(name, () => test('needs a nats-server', () => Promise.reject(new Error(why))));
    return;
  }
  // Past the console, whose words are not shown of a file that is skipped whole.
  process.stderr.write(`Skipped, for ${why}: ${name}\n`);
  describe.skip(name, tests);
};

/** Describes tests that need a NATS server: the one NATS_URL names, else one that they start. Else they are skipped, aloud. */
export const describeNats = (name: string, tests: () => void): void =>
  describeWhere(
    givenServer !== undefined || natsIsThere,
    'neither NATS_URL names a server nor is nats-server installed',
    name,
    tests,
  );

/** Describes tests that start, kill and configure servers of their own, whether or not NATS_URL names one. */
export const describeOwnNats = (name: string, tests: () => void): void =>
  describeWhere(natsIsThere, 'nats-server is not installed', name, tests);

/** A port that nobody listens at. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** A NATS server with JetStream in a process and a folder of its own. */
export interface NatsServer {
  readonly url: string;
  readonly folder: string;
  /** Ends the process at once, as the loss of its machine would. */
  readonly kill: () => Promise<void>;
  /** Stops it where it is, and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Starts it again on the same port and disk. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its folder. */
  readonly remove: () => Promise<void>;
}

/** Starts a server; `configuration` is added to its file, `folder` may hold what that names. */
export const startNats = async (
  configuration: (folder: string) => string = () => '',
): Promise<NatsServer> => {
  if (program === undefined) throw new Error('nats-server is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'commissioning-nats-'));
  const port = await freePort();
  const file = join(folder, 'server.conf');
  writeFileSync(
    file,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${join(folder, 'data')}" }\n${configuration(folder)}\n`,
  );
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const mine = spawn(program, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    child = mine;
    let complaint = '';
    mine.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    while (!(await answers(port))) {
      if (mine.exitCode !== null) throw new Error(`nats-server ended: ${complaint}`);
      await delay(20);
    }
  };
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    folder,
    kill,
    freeze: () => hold(child),
    thaw: () => void child?.kill('SIGCONT'),
    start,
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The server that NATS_URL names, or one that is started for the purpose. */
export const someNats = async (): Promise<Pick<NatsServer, 'url' | 'remove'>> =>
  givenServer === undefined ? startNats() : { url: givenServer, remove: async () => undefined };

/** Starts servers that are one cluster; it takes them a few seconds to agree on who leads. */
export const startNatsCluster = async (size: number): Promise<ReadonlyArray<NatsServer>> => {
  const ports: Array<number> = [];
  while (ports.length < size) ports.push(await freePort());
  const routes = ports.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  const servers: Array<NatsServer> = [];
  for (const port of ports)
    servers.push(
      await startNats(
        () =>
          `server_name: n${port}\ncluster { name: tests, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      ),
    );
  return servers;
};

/** Whether every server of a cluster holds all of a stream, as far as one of them knows. */
export const inStep = async ({ url }: NatsServer, stream: string): Promise<boolean> => {
  const connection = await natsConnection({ servers: url, reconnect: false, timeout: 1_000 }).catch(
    () => undefined,
  );
  if (connection === undefined) return false;
  try {
    const { cluster } = await (await connection.jetstreamManager({ timeout: 1_000 })).streams.info(stream);
    return cluster?.leader !== undefined && (cluster.replicas ?? []).every(({ current }) => current);
  } catch {
    return false;
  } finally {
    await connection.close();
  }
};
