import * as fs from 'node:fs';
import { tokenFor } from '@commissioning/http';
import { momentInWords } from '@commissioning/kernel';
import {
  announced,
  behindInWords,
  busTrouble,
  clockDoubted,
  type ClockStanding,
  type Config,
  configFrom,
  doubtInWords,
  foldersOf,
  isDemonstration,
  localActor,
  namedKey,
  openOffice,
  whatToDo,
} from '@services/office';
import * as E from 'fp-ts/Either';
import { green, red, yellow } from './colours';
import { howToBegin } from './client';
import type { ExitCode } from './commands';
import { copiesLeft } from './erase';
import { say, sayJson } from './printing';

/** One thing that was looked at: how it is, and where it is not well, what to do. */
interface Finding {
  readonly what: string;
  readonly state: 'well' | 'note' | 'bad';
  readonly found: string;
  readonly remedy?: string;
}

const well = (what: string, found: string): Finding => ({ what, state: 'well', found });
const bad = (what: string, found: string, remedy: string): Finding => ({ what, state: 'bad', found, remedy });

const nodeFinding = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? well('Node.js', process.version)
    : bad('Node.js', process.version, 'Install Node.js 20.19 or later.');
};

/** Below this much free space, in bytes, an operator should be told: 1 GiB. */
const little = 1_073_741_824;

const diskFinding = (data: string): Finding => {
  const { bavail, bsize } = fs.statfsSync(fs.existsSync(data) ? data : '.');
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  return free > little
    ? well('Disk', found)
    : bad('Disk', found, 'Make room: an append that finds none is refused.');
};

const keysFinding = (data: string): Finding => {
  const { keys } = foldersOf(data);
  if (!fs.existsSync(keys))
    return { what: 'Keys', state: 'note', found: 'none yet; they are made at the first start' };
  const open = (fs.statSync(keys).mode & 0o077) !== 0;
  return open
    ? bad('Keys', `${keys} can be read by others`, `chmod -R go= ${keys}`)
    : well('Keys', `${keys}, for their owner alone; back them up apart from the log`);
};

/** Whether the copies of the keys have forgotten whom the office has. */
const keyCopiesFindings = (data: string): ReadonlyArray<Finding> =>
  copiesLeft(foldersOf(data).keys).map(({ folder, state }) =>
    state === 'left'
      ? bad(
          'Copy of the keys',
          `${folder} still has keys of somebody who was erased`,
          'Make it writable, and run commissioning backup to it.',
        )
      : state === 'away'
        ? { what: 'Copy of the keys', state: 'note', found: `${folder} is not there at the moment` }
        : well('Copy of the keys', folder),
  );

/** What is published to others, where that was chosen. */
const busFindings = async (config: Config): Promise<ReadonlyArray<Finding>> => {
  if (config.eventBus.engine === 'in-process') return [];
  const trouble = await busTrouble(config);
  const { engine } = config.eventBus;
  return [
    trouble === undefined
      ? well('Event bus', `${engine}, answers`)
      : bad('Event bus', trouble, 'See "NATS" in the guide for operators; the office goes on meanwhile.'),
  ];
};

/** What an office says of the publishing of a feed. */
interface Publishing {
  readonly feed: string;
  readonly state: string;
  readonly fault: string | null;
}

const publishingFinding = ({ feed, state, fault }: Publishing): Finding =>
  state === 'waiting'
    ? bad(`Feed ${feed}`, `not published: ${fault ?? 'no reason'}`, 'Look at the event bus.')
    : well(`Feed ${feed}`, state);

const portNames: Readonly<Record<string, string>> = {
  'event-store': 'Log',
  'read-store': 'Read models',
  'document-store': 'Documents',
};

/** What an office says of one of its engines. */
interface EngineSaid {
  readonly port: string;
  readonly engine: string;
  readonly reachable: boolean;
}

const remedyFor = (engine: string): string => `See that ${engine} is running and can be reached.`;

const engineFinding = ({ port, engine, reachable }: EngineSaid): Finding => {
  const what = portNames[port] ?? port;
  return reachable
    ? well(what, `${engine}, answers`)
    : bad(what, `${engine} does not answer`, remedyFor(engine));
};

const clockFinding = (looked: Pick<ClockStanding, 'standing' | 'says' | 'known'>): Finding => {
  switch (looked.standing) {
    case 'right':
      return well('Clock', momentInWords(looked.says));
    case 'behind':
      return {
        what: 'Clock',
        state: 'note',
        found: behindInWords(looked),
        remedy: 'Put it right, if it is the clock that is wrong.',
      };
    case 'ahead':
      return bad('Clock', `${clockDoubted} ${doubtInWords(looked)}`, whatToDo);
  }
};

/** How the clock of a running office is: when something was recorded last it tells those alone who work there. */
const clockOfRunning = async ({ data }: Config, url: string): Promise<ReadonlyArray<Finding>> => {
  const token = tokenFor(namedKey(foldersOf(data).keys, 'sign-in'), localActor('administrator'));
  const response = await fetch(`${url}/v1/clock`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(3_000),
  });
  return response.ok ? [clockFinding((await response.json()) as ClockStanding)] : [];
};

/** How an engine answers a question that changes nothing. */
const askedFinding = (
  port: string,
  answered: E.Either<{ readonly engine: string; readonly reason: string }, unknown>,
  engine: string,
): Finding =>
  E.isLeft(answered)
    ? bad(portNames[port] ?? port, answered.left.reason, remedyFor(engine))
    : well(portNames[port] ?? port, `${engine}, answers`);

/** A hash that no document has: whether it is there can be asked of any store. */
const noDocument = { sha256: '0'.repeat(64) as never };

const enginesFindings = async (config: Config): Promise<ReadonlyArray<Finding>> => {
  const url = announced(config.data);
  if (url !== undefined) {
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
      const health = (await response.json()) as {
        engines?: ReadonlyArray<EngineSaid>;
        projections?: ReadonlyArray<{ projection: string; state: string; parked: number }>;
        publishing?: ReadonlyArray<Publishing>;
      };
      const models = (health.projections ?? []).map(({ projection, state, parked }) =>
        parked > 0
          ? bad(
              `Read model ${projection}`,
              `${state}, ${parked} events set aside`,
              'Look at why they failed, then run commissioning replay.',
            )
          : well(`Read model ${projection}`, state),
      );
      return [
        well('Office', `running at ${url}`),
        ...(await clockOfRunning(config, url)),
        ...(health.engines ?? []).map(engineFinding),
        ...models,
        ...(health.publishing ?? []).map(publishingFinding),
      ];
    } catch {
      // It went away without a word: the folder is looked at instead.
    }
  }
  // Whoever only looks makes nothing: a folder that holds no record stays as it is.
  if (!fs.existsSync(foldersOf(config.data).keys))
    return [
      { what: 'Record', state: 'note', found: `none in ${config.data} yet`, remedy: howToBegin(config) },
    ];
  const opened = await openOffice({ config: { ...config, demonstration: false } })();
  if (E.isLeft(opened)) return [bad('Data folder', opened.left, 'See the sentence before.')];
  const office = opened.right;
  try {
    const head = await office.events.head();
    const log = E.isLeft(head)
      ? bad('Log', head.left.reason, remedyFor(head.left.engine))
      : well(
          'Log',
          head.right === undefined
            ? `${office.events.engine}, empty`
            : `${office.events.engine}, up to ${head.right}`,
        );
    const { reads, documents } = office;
    const answering = [
      askedFinding('read-store', await reads.settings(), reads.engine),
      askedFinding('document-store', await documents.has(noDocument)(), documents.engine),
    ];
    // Without the log nobody knows of which body it is.
    if (E.isLeft(head)) return [log, ...answering];
    const body = await office.body();
    const looked = await office.clock.look();
    return [
      log,
      ...(E.isLeft(looked) ? [] : [clockFinding(looked.right)]),
      ...answering,
      body === undefined
        ? {
            what: 'Body',
            state: 'note',
            found: 'none yet',
            remedy: 'commissioning do establish-body --on BODY --file F, then adopt-rules',
          }
        : well('Body', body),
    ];
  } finally {
    await office.close();
  }
};

/** Looks at configuration and engines, says how each is and what to do about what is not well. */
export const doctor = async (environment: NodeJS.ProcessEnv, json: boolean): Promise<ExitCode> => {
  const config = configFrom(environment);
  const findings = E.isLeft(config)
    ? [nodeFinding(), bad('Configuration', config.left, 'Correct the setting that is named.')]
    : [
        nodeFinding(),
        well(
          'Configuration',
          `data in ${config.right.data}${isDemonstration(config.right.data) ? ' (demonstration)' : ''}`,
        ),
        diskFinding(config.right.data),
        keysFinding(config.right.data),
        ...keyCopiesFindings(config.right.data),
        ...(await enginesFindings(config.right)),
        ...(await busFindings(config.right)),
      ];
  if (json) sayJson(findings);
  else
    for (const { what, state, found, remedy } of findings) {
      const sign = { well: green('✓'), note: yellow('·'), bad: red('✗') }[state];
      say(`${sign} ${what}: ${found}${remedy === undefined ? '' : `\n    ${remedy}`}`);
    }
  return findings.some(({ state }) => state === 'bad') ? 1 : 0;
};
