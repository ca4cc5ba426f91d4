import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import { digestOf } from '@commissioning/event-store/migration';
import { foldersOf } from '@services/office';
import { verifyRoute, type Verified } from '@services/verify';
import Database from 'better-sqlite3';
import fastify from 'fastify';
import {
  administrator,
  bidder,
  establish,
  handedIn,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice } from './support/office';

jest.setTimeout(60_000);

const commission = 'BEDS-2026-0001';
const stream = `commission-${commission}`;
const root = fs.mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** A record with sealed bids and somebody erased in it, once for all. */
const original = join(root, 'original');
beforeAll(async () => {
  const opened = await openOn(original);
  await establish(opened);
  for (const [provider, name] of [
    ['azalea', 'Anne Canary'],
    ['beech', 'Ben Linnet'],
  ])
    await opened.done(officer, 'provider', `BEDS-${provider}`, 'register-provider', {
      name: 'A provider',
      sector: 'private',
      local: true,
      contact: { person: 'clerk', name, email: 'clerk@example.org' },
    });
  await opened.done(administrator, 'provider', 'BEDS-beech', 'erase-person', {
    person: 'clerk',
    ground: 'no-longer-needed',
  });
  await opened.office.erasures.catchUp();
  await publishRound(opened, commission);
  for (const bid of ['bid-1', 'bid-2'])
    await opened.done(bidder, 'commission', commission, 'receive-bid', handedIn(bid, `BEDS-${bid}`, 5_000));
  await opened.settle();
  await opened.close();
});

let copies = 0;
/** Another folder with the same in it, to which something was done while no office held it. */
const tampered = (change: (folder: string) => void): string => {
  copies += 1;
  const folder = join(root, `copy-${copies}`);
  fs.cpSync(original, folder, { recursive: true });
  change(folder);
  return folder;
};

const inDatabase = (file: string, ...statements: ReadonlyArray<string>): void => {
  const database = new Database(file);
  for (const statement of statements)
    if (database.prepare(statement).run().changes === 0)
      throw new Error(`Nothing was changed by ${statement}`);
  database.close();
};

const inLog = (folder: string, ...statements: ReadonlyArray<string>): void =>
  inDatabase(join(foldersOf(folder).log, 'events.db'), ...statements);

const verified = async (
  folder: string,
  payload: unknown = {},
  look: (opened: OpenedOffice) => Promise<void> = async () => undefined,
) => {
  const opened = await openOn(folder, { start: '2026-10-19T09:00:00.000Z' });
  try {
    await look(opened);
    const answer = await asking(opened)('POST', '/v1/verify', { as: 'auditor', payload });
    return { ...answer, body: answer.body as unknown as Verified };
  } finally {
    await opened.close();
  }
};

it('a record that nobody touched is as it was recorded, and its read models are what it makes', async () => {
  const { status, body } = await verified(
    tampered(() => undefined),
    { readModels: true },
    async (opened) => opened.settle(),
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ findings: [], subjects: 2, erased: 1, readModels: { unsettled: 0 } });
  expect(body.readModels?.documents).toBeGreaterThan(10);
});

it('says the digest of the log, and leaves nothing behind', async () => {
  let digest = '';
  const folder = tampered(() => undefined);
  const { body } = await verified(folder, { readModels: true }, async ({ office }) => {
    digest = await digestOf(office.events);
  });
  expect(body.digest).toBe(digest);
  expect(body.events).toBeGreaterThan(10);
  expect(fs.existsSync(foldersOf(folder).scratch)).toBe(false);
});

it('what a verification that was killed left behind is gone with the next start', async () => {
  const folder = tampered((made) =>
    fs.mkdirSync(join(foldersOf(made).scratch, 'read.db'), { recursive: true }),
  );
  const opened = await openOn(folder);
  expect(fs.existsSync(foldersOf(folder).scratch)).toBe(false);
  await opened.close();
});

describe('names what is not as it was recorded', () => {
  const findingsOf = async (change: (folder: string) => void, payload?: unknown) =>
    (await verified(tampered(change), payload)).body.findings;
  const event = (revision: number): string =>
    `revision = ${revision} and stream = (select id from stream where name = '${stream}')`;

  it('another word in an event', async () => {
    expect(
      await findingsOf((folder) =>
        inLog(folder, `update event set data = replace(data, 'a', 'o') where ${event(0)}`),
      ),
    ).toEqual([`revision 0 of ${stream} is not what was hashed when it was recorded`]);
  });

  it('an event that cannot be read, and says from where on nothing was looked at', async () => {
    const findings = await findingsOf((folder) =>
      inLog(folder, `update event set data = '{"cut":' where ${event(2)}`),
    );
    expect(findings).toEqual([
      expect.stringMatching(/^the log cannot be read on .*: event \d+ of the log is damaged: /) as string,
    ]);
  });

  it('another moment in its metadata', async () => {
    expect(
      await findingsOf((folder) =>
        inLog(folder, `update event set metadata = replace(metadata, '2026-', '2025-') where ${event(1)}`),
      ),
    ).toEqual([`revision 1 of ${stream} is not what was hashed when it was recorded`]);
  });

  it('an event that was taken out', async () => {
    expect(await findingsOf((folder) => inLog(folder, `delete from event where ${event(1)}`))).toEqual([
      `revision 1 of ${stream} is missing`,
    ]);
  });

  it('an event hashed anew by whoever changed it, at the one that follows', async () => {
    const forged = (folder: string): void =>
      inLog(folder, `update event set chain_hash = content_hash where ${event(1)}`);
    expect(await findingsOf(forged)).toEqual([
      `revision 1 of ${stream} does not follow in its chain from the event before it`,
      `revision 2 of ${stream} does not follow in its chain from the event before it`,
    ]);
  });

  it('a value beside the event that is not what was committed to', async () => {
    const findings = await findingsOf((folder) =>
      inLog(
        folder,
        `update event set private = replace(private, '"salt":"', '"salt":"AAAA') where private like '%"salt":"%'
          and sequence = (select max(sequence) from event where private like '%"salt":"%')`,
      ),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(/^revision \d+ of \S+: .*commit/);
  });

  it('a sealed bid that is gone, and one that was changed', async () => {
    const findings = await findingsOf((folder) => {
      const files = fs
        .readdirSync(foldersOf(folder).documents, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
        .map(({ parentPath, name }) => join(parentPath, name));
      const [first, second] = files as [string, string];
      expect(files).toHaveLength(2);
      fs.rmSync(first);
      fs.chmodSync(second, 0o600);
      fs.appendFileSync(second, 'x');
    });
    expect(findings.map((each) => each.replace(/.*: its document [0-9a-f]{64} /, '')).toSorted()).toEqual([
      expect.stringMatching(/^is damaged: /) as string,
      'is missing',
    ]);
  });

  it('a document of a read model, and says how to have it as it should be', async () => {
    const wrong = (folder: string): void =>
      inDatabase(
        join(foldersOf(folder).readModels, 'read.db'),
        `update "${bodiesIn(folder)}" set body = replace(body, '"name":"A provider"', '"name":"Another"')
          where body like '%"name":"A provider"%'`,
      );
    expect(await findingsOf(wrong)).toEqual([]);
    const findings = await findingsOf(wrong, { readModels: true });
    expect(findings).toContain(
      'read model provider-record: providers BEDS-azalea is not what the log makes of it; commissioning replay makes it anew',
    );
  });

  /** The table in which the bodies of the provider record lie. */
  const bodiesIn = (folder: string): string => {
    const database = new Database(join(foldersOf(folder).readModels, 'read.db'), { readonly: true });
    try {
      const tables = database
        .prepare<[], string>("select name from sqlite_schema where type = 'table' and sql like '%body%'")
        .pluck()
        .all();
      const found = tables.find((table) => {
        const text = `select count(*) from "${table}" where body like '%"name":"A provider"%'`;
        return Number(database.prepare(text).pluck().get()) > 0;
      });
      if (found === undefined) throw new Error('No table holds a provider');
      return found;
    } finally {
      database.close();
    }
  };
});

describe('who may ask, and how', () => {
  let opened: OpenedOffice;
  let ask: ReturnType<typeof asking>;
  beforeAll(async () => {
    opened = await openOn(tampered(() => undefined));
    ask = asking(opened);
  });
  afterAll(() => opened.close());

  it.each([
    [undefined, 401],
    ['commissioning-officer', 403],
    ['administrator', 403],
    ['provider', 403],
  ] as const)('only an auditor: %s %i', async (as, status) => {
    const given = as === undefined ? {} : { as };
    expect((await ask('POST', '/v1/verify', { ...given, payload: {} })).status).toBe(status);
  });

  it.each([{ readModels: 'yes' }, ['readModels']])('not understood: %j', async (payload) => {
    expect(await ask('POST', '/v1/verify', { as: 'auditor', payload })).toMatchObject({ status: 400 });
  });

  it('one at a time', async () => {
    const both = await Promise.all(
      [1, 2].map(() => ask('POST', '/v1/verify', { as: 'auditor', payload: { readModels: true } })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it.each([true, false])(
    'says when an engine is away, and finds nothing then (read models: %s)',
    async (readModels) => {
      const documents = openMemoryDocumentStore();
      await documents.close();
      const app = fastify();
      verifyRoute(app, {
        ...opened.office,
        documents,
        identify: () => ({ id: 'a', role: 'auditor' }) as never,
      });
      const answer = await app.inject({ method: 'POST', url: '/v1/verify', payload: { readModels } });
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({
        title: expect.stringContaining('nothing was verified') as string,
      });
      await app.close();
    },
  );
});
