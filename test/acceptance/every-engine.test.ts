import { tokenFor } from '@commissioning/http';
import type { Instant, Role } from '@commissioning/kernel';
import { localActor, type Office, type OfficeOptions, openOffice, serverOf } from '@services/office';
import * as E from 'fp-ts/Either';
import { pino } from 'pino';
import { foundation } from '../../services/office/src/demonstration/foundation';
import { round } from '../../services/office/src/demonstration/round';
import { smallGrant } from '../../services/office/src/demonstration/small-grant';
import { startDouble } from '../doubles/eventstoredb/double';
import {
  buildPatience,
  describeMongodb,
  mongodbServer,
  type MongodbServer,
  ownDatabase,
} from '../support/ferretdb';
import { describeNats, someNats } from '../support/nats';
import { startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(buildPatience);

type Engines = Omit<OfficeOptions['config'], 'data' | 'demonstration'>;

/** A direct grant and a round with sealed bids, from the need to the close. */
const acts = [...foundation, ...smallGrant, ...round].toSorted((one, other) =>
  one.at < other.at ? -1 : one.at > other.at ? 1 : 0,
);

/** What the office's history held before. */
const rows = [1, 2, 3].map((line) => ({
  line,
  fields: {
    kind: 'award',
    id: `row-${line}`,
    title: `Service ${line}`,
    provider: `Provider ${line}`,
    amount: String(1_000 * line),
    years: '2022-23',
    decidedOn: `2022-05-0${line}`,
    decision: `PCC/D/${100 + line}`,
    source: 'https://example.org/decisions',
    read: '2026-08-01',
  },
}));

const questions: ReadonlyArray<readonly [Role, string]> = [
  ['auditor', '/v1/register?limit=100&order=title'],
  ['auditor', '/v1/register?limit=100&order=title&as-at=2025-09-01'],
  ['auditor', '/v1/decisions?limit=100'],
  ['auditor', '/v1/opportunities?standing=all'],
  ['auditor', '/v1/performance?limit=100'],
  ['auditor', '/v1/registers/interests?limit=100'],
  ['auditor', '/v1/specified-information/crime-and-disorder-grants?limit=100'],
  ['auditor', '/v1/commissions?limit=100'],
  ['auditor', '/v1/commissions/BEDS-2025-0001'],
  ['auditor', '/v1/commissions/BEDS-2025-0001/evaluation'],
  ['finance', '/v1/funds?limit=100'],
];

/** An office on these engines, on a clock set by hand. */
const opened = async (data: string, engines: Engines) => {
  let now = acts[0]?.at as Instant;
  const office = await openOffice({
    config: { data, demonstration: false, ...engines },
    now: () => now,
  })();
  if (E.isLeft(office)) throw new Error(office.left);
  const server = serverOf(office.right, pino({ level: 'silent' }));
  const asked = async (role: Role, method: 'GET' | 'POST', url: string, payload?: object) => {
    const authorization = `Bearer ${tokenFor(office.right.signInKey, localActor(role))}`;
    const answer = await server.inject({
      method,
      url,
      headers: { authorization },
      ...(payload && { payload }),
    });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${answer.payload}`);
    return answer.payload;
  };
  return {
    office: office.right,
    asked,
    setClock: (at: Instant) => {
      now = at;
    },
    close: async () => {
      await server.close();
      await office.right.close();
    },
  };
};
type Opened = Awaited<ReturnType<typeof opened>>;

const settled = async ({ watch, dutyClock, projecting }: Office): Promise<void> => {
  await watch.catchUp();
  await dutyClock.catchUp();
  await projecting.catchUp();
};

/**
 * Everything that can be asked, and whole: positions, ids and seals included. But for how far a list is true: that somebody
 * looks at what is sensitive is noted, and so it grows by being asked for.
 */
const answersOf = async ({ asked }: Opened): Promise<Record<string, string>> => {
  const answers: Record<string, string> = {};
  for (const [role, url] of questions)
    answers[url] = (await asked(role, 'GET', url)).replace(/,"position":"[^"]*"\}$/, '}');
  return answers;
};

/** The same without what is another with every record: ids of events, hashes, positions. */
const told = (answers: Record<string, string>): unknown =>
  Object.fromEntries(
    Object.entries(answers).map(([url, text]) => [
      url,
      JSON.parse(
        text
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'an id')
          .replaceAll(/\b[0-9a-f]{64}\b/g, 'a hash')
          .replaceAll(/"(position|next|salt)":"[^"]*"/g, '"$1":"any"'),
      ) as unknown,
    ]),
  );

/** Lives through everything on these engines, and answers in the end; a rebuild and another start change nothing of it. */
const lived = async (data: string, engines: Engines): Promise<unknown> => {
  const first = await opened(data, engines);
  for (const { at, commandId, ...act } of acts) {
    first.setClock(at);
    const done = await first.office.commands.execute({ ...act, commandId })();
    if (E.isLeft(done)) throw new Error(`${act.action} at ${at}: ${JSON.stringify(done.left)}`);
    await first.office.watch.catchUp();
  }
  first.setClock('2026-11-23T09:00:00.000Z' as Instant);
  await first.asked('commissioning-officer', 'POST', '/v1/portfolio', { rows });
  await settled(first.office);
  const before = await answersOf(first);
  await first.asked('auditor', 'POST', '/v1/read-models/all/rebuild');
  expect(await answersOf(first)).toEqual(before);
  await first.close();

  const again = await opened(data, engines);
  again.setClock('2026-11-23T10:00:00.000Z' as Instant);
  await settled(again.office);
  expect(await answersOf(again)).toEqual(before);
  await again.close();
  return told(before);
};

describe('from the need to the close, with history brought in, a rebuild and another start', () => {
  const folders: Array<ReturnType<typeof temporaryFolder>> = [];
  const folder = (): string => {
    const made = temporaryFolder();
    folders.push(made);
    return made.path;
  };
  let double: Awaited<ReturnType<typeof startDouble>>;
  let embedded: unknown;

  beforeAll(async () => {
    double = await startDouble({ folder: folder() });
    embedded = await lived(folder(), {});
  });
  afterAll(async () => {
    await double.stop();
    for (const { remove } of folders) remove();
  });

  test('an office on its folder has something to tell', () => {
    const { length } = JSON.stringify(embedded);
    expect(length).toBeGreaterThan(50_000);
  });

  test('an office on EventStoreDB tells the same', async () => {
    const fresh = await startDouble({ folder: folder() });
    try {
      expect(await lived(folder(), { eventStore: { engine: 'eventstoredb', url: fresh.url } })).toEqual(
        embedded,
      );
    } finally {
      await fresh.stop();
    }
  });

  describeMongodb('on a server of MongoDB’s protocol', () => {
    let server: MongodbServer;
    beforeAll(async () => {
      server = await mongodbServer();
    }, buildPatience);
    afterAll(() => server.stop());

    const place = () => ({ url: server.url, database: ownDatabase() });

    test('read models alone tell the same', async () => {
      expect(await lived(folder(), { readStore: { engine: 'mongodb', ...place() } })).toEqual(embedded);
    });

    test('documents alone tell the same', async () => {
      expect(await lived(folder(), { documentStore: { engine: 'gridfs', ...place() } })).toEqual(embedded);
    });

    describeNats('with EventStoreDB and NATS beside it', () => {
      test('an office on all of them tells the same, and publishes it', async () => {
        const [data, at, bus] = [folder(), place(), await someNats()];
        try {
          const engines: Engines = {
            eventStore: { engine: 'eventstoredb', url: double.url },
            readStore: { engine: 'mongodb', ...at },
            documentStore: { engine: 'gridfs', ...at },
          };
          expect(await lived(data, engines)).toEqual(embedded);
          // The same as a process of its own, on the environment that names the engines.
          const running = await startOffice(data, {
            OFFICE_DATA: data,
            EVENT_STORE: 'eventstoredb',
            EVENTSTOREDB_URL: double.url,
            READ_STORE: 'mongodb',
            DOCUMENT_STORE: 'gridfs',
            MONGODB_URL: server.url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?/, `$1/${at.database}`),
            EVENT_BUS: 'nats',
            NATS_URL: bus.url,
          });
          try {
            interface Ready {
              readonly status: string;
              readonly engines: ReadonlyArray<{ readonly engine: string; readonly reachable: boolean }>;
              readonly publishing: ReadonlyArray<{ readonly state: string }>;
            }
            let ready: Ready;
            do {
              ready = (await (await fetch(`${running.url}/health/ready`)).json()) as Ready;
            } while (ready.status !== 'ready' || ready.publishing.some(({ state }) => state !== 'live'));
            expect(ready.engines.map(({ engine, reachable }) => [engine, reachable])).toEqual([
              ['eventstoredb', true],
              ['mongodb', true],
              ['gridfs', true],
            ]);
            const listed = (await (await fetch(`${running.url}/v1/register?limit=100`)).json()) as {
              readonly items: ReadonlyArray<unknown>;
            };
            expect(listed.items.length).toBeGreaterThan(8);
          } finally {
            await running.stop();
          }
        } finally {
          await bus.remove();
        }
      });
    });
  });
});
