import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import { folderKeys, subjectIn } from '@commissioning/record';
import { foldersOf } from '@services/office';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
const data = at('live');
const bin = join(__dirname, '..', '..', 'services', 'auditor', 'bin', 'commissioning.js');

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const started = (args: ReadonlyArray<string>, env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, OFFICE_DATA: data, OFFICE_PORT: '0', LOG_LEVEL: 'silent', ...env },
    cwd: folder.path,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const ended = new Promise<Said>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  child.stdin.end();
  return { child, ended };
};

/** One command of the command line, as a shell would run it. */
const said = (args: ReadonlyArray<string>, env: Record<string, string> = {}): Promise<Said> =>
  started(args, env).ended;

const done = async (...of: Parameters<typeof said>): Promise<Said> => {
  const answer = await said(...of);
  expect(answer).toMatchObject({ code: 0, err: '' });
  return answer;
};

const fileOf = (name: string, content: unknown): string => {
  fs.writeFileSync(at(name), JSON.stringify(content));
  return at(name);
};

const provider = (id: string, name: string) => ({
  provider: id,
  name: `The club of ${id}`,
  sector: 'private',
  local: true,
  contact: { person: 'clerk', name, email: `${id.toLowerCase()}@example.org` },
});

const establish = async (office: RunningOffice): Promise<void> => {
  const { url } = office;
  await done([
    'do',
    'establish-body',
    '--on',
    'BEDS',
    '--as',
    'administrator',
    '--file',
    fileOf('body', bedfordshireBody),
  ]);
  for (const rules of bedfordshireRules)
    await done([
      'do',
      'adopt-rules',
      '--on',
      'BEDS',
      '--as',
      'administrator',
      '--file',
      fileOf('rules', rules),
    ]);
  await done([
    'do',
    'register-provider',
    '--on',
    'BEDS-azalea',
    '--file',
    fileOf('azalea', provider('BEDS-azalea', 'Anne Canary')),
  ]);
  await done([
    'do',
    'register-provider',
    '--on',
    'BEDS-birch',
    '--file',
    fileOf('birch', provider('BEDS-birch', 'Bill Wren')),
  ]);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
};

let office: RunningOffice;
const run = (of = data): Promise<RunningOffice> =>
  startOffice(folder.path, { OFFICE_DATA: of, LOG_LEVEL: 'silent' });

beforeAll(async () => {
  office = await run();
  await establish(office);
});
afterAll(async () => {
  await office.stop();
  folder.remove();
});

const restoring = (backup: string, to: string): ReadonlyArray<string> => [
  'restore',
  at(backup),
  '--keys',
  at('keys'),
  '--to',
  at(to),
];

const ticks = async (of: string): Promise<void> => {
  const { out } = await done(['doctor'], { OFFICE_DATA: at(of) });
  expect(out).not.toMatch(/✗|·/);
};

const readyAt = async (url: string): Promise<unknown> => {
  for (;;) {
    const response = await fetch(`${url}/health/ready`);
    if (response.ok) return response.json();
    await pause(100);
  }
};

describe('a running office', () => {
  it('is backed up, restored, found well by the doctor, and started: its read models build themselves', async () => {
    const made = await done(['backup', at('first'), '--keys', at('keys')]);
    expect(made.out).toMatch(/^Backed up: \d+ events, 0 documents to .*first; 2 keys to .*keys\./m);
    expect(made.out).toContain('every hash holds, everything opens');
    expect(made.out).toContain(`commissioning restore ${at('first')} --keys ${at('keys')} --to FOLDER`);
    const back = await done(restoring('first', 'back'));
    expect(back.out).toMatch(/^Restored to .*back: \d+ events, the last of 20/m);
    expect(back.out).toContain(`OFFICE_DATA=${at('back')} npm start`);
    await ticks('back');
    expect(fs.readdirSync(at('back')).toSorted()).toContain('read-models');

    const another = await run(at('back'));
    try {
      expect(await readyAt(another.url)).toMatchObject({ status: 'ready' });
      const bodies = async ({ url }: RunningOffice) =>
        ((await (await fetch(`${url}/v1/bodies`)).json()) as { items: unknown }).items;
      expect(await bodies(another)).toEqual(await bodies(office));
    } finally {
      await another.stop();
    }
  });

  it('is asked rightly, or told how', async () => {
    const [noKeys, inside, over, none, nowhere] = await Promise.all([
      said(['backup', at('second')]),
      said(['backup', at('second'), '--keys', join(at('second'), 'keys')]),
      said(['backup', at('live'), '--keys', at('keys')]),
      said(['backup', at('second'), '--keys', at('keys')], { OFFICE_DATA: at('nothing') }),
      said(restoring('nothing', 'elsewhere')),
    ]);
    expect(noKeys).toMatchObject({ code: 2, err: expect.stringContaining('--keys <folder>') as string });
    expect(inside).toMatchObject({ code: 1, err: expect.stringContaining('kept apart') as string });
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining('kept apart') as string });
    expect(none).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no record to back up') as string,
    });
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('is no whole backup') as string });
    for (const name of ['second', 'nothing', 'elsewhere']) expect(fs.existsSync(at(name))).toBe(false);
  });

  it('on servers is backed up by their own means: it says by which, and in which order', async () => {
    const servers = {
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: 'esdb://127.0.0.1:2113?tls=false',
      DOCUMENT_STORE: 'gridfs',
      MONGODB_URL: 'mongodb://127.0.0.1:27017',
    };
    const { code, err } = await said(['backup', at('servers'), '--keys', at('keys')], servers);
    expect(code).toBe(2);
    expect(err).toMatch(
      /first the log with the backup of EventStoreDB; then the documents with mongodump.*; then the folder keys/,
    );
    expect(fs.existsSync(at('servers'))).toBe(false);
  });
});

describe('a backup that is killed', () => {
  it('leaves nothing that looks whole, and the next one is not in its way', async () => {
    for (const after of [200, 500, 700, 800, 850, 900, 950, 1_000, 1_100, 1_300]) {
      const { child, ended } = started(['backup', at('killed'), '--keys', at('keys')]);
      await pause(after);
      child.kill('SIGKILL');
      await ended;
      if (!fs.existsSync(at('killed'))) continue;
      await done(restoring('killed', 'from-killed'));
      fs.rmSync(at('killed'), { recursive: true });
      fs.rmSync(at('from-killed'), { recursive: true });
    }
    await done(['backup', at('killed'), '--keys', at('keys')]);
    await done(restoring('killed', 'from-killed'));
    expect(fs.readdirSync(folder.path).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });
});

describe('somebody who asks what is held of them', () => {
  const asking = ['subject-access', 'BEDS-azalea/clerk'];

  it('is told all of it, by an administrator, for people and for programs', async () => {
    const { out } = await done(asking);
    expect(out).toContain('BEDS-azalea/clerk: 1 time named');
    expect(out).toMatch(/ProviderRegistered +commissioning-officer +Anne Canary +beds-azalea@example\.org/);
    expect(out).not.toContain('Bill Wren');
    const told = await done(['--json', ...asking]);
    expect(JSON.parse(told.out)).toMatchObject({
      person: 'clerk',
      entries: [{ name: 'Anne Canary', email: 'beds-azalea@example.org' }],
      erasure: null,
    });
  });

  it('is asked for rightly, and by whoever may', async () => {
    const [slip, nobody, barred] = await Promise.all([
      said(['subject-access', 'Anne Canary']),
      said(['subject-access', 'BEDS-azalea/treasurer']),
      said(['--as', 'auditor', ...asking]),
    ]);
    expect(slip).toMatchObject({ code: 2, out: '', err: expect.stringContaining('names nobody') as string });
    expect(nobody).toMatchObject({ code: 2, out: '' });
    expect(barred).toMatchObject({ code: 1, out: '' });
  });
});

describe('somebody who asks to be forgotten', () => {
  const clerk = subjectIn('provider-BEDS-azalea', 'clerk');
  const erasing = [
    'erase',
    'BEDS-azalea/clerk',
    '--reason',
    'objection',
    '--asked-on',
    '2026-01-05',
    '--file',
    'dsr-4',
  ];

  it('is not erased by a slip, nor by whoever may not, nor in words', async () => {
    const unconfirmed = await said(erasing);
    expect(unconfirmed).toMatchObject({ code: 2, out: '' });
    expect(unconfirmed.err).toContain('Nothing was erased. It cannot be undone: say --yes');
    const others = await Promise.all([
      said(['--as', 'commissioning-officer', ...erasing, '--yes']),
      said(['erase', 'BEDS-azalea/clerk', '--reason', 'Anne asked us to', '--yes']),
      said(['erase', 'Anne Canary', '--reason', 'objection', '--yes']),
      said(['erase', 'BEDS-azalea/treasurer', '--reason', 'objection', '--yes']),
    ]);
    expect(others.map(({ code }) => code)).toEqual([1, 2, 2, 1]);
    expect(others[0]?.err).toContain('"erase-person" is for: administrator');
    expect(others[1]?.err).toContain('no-longer-needed');
    expect(others[2]?.err).toContain('names nobody');
    expect(others[3]?.err).toContain('[erasure.person-is-named]');
    expect(folderKeys(foldersOf(data).keys).isDestroyed(clerk)).toBe(false);
  });

  it('is not erased while the records are held', async () => {
    const hold = { hold: 'claim', reason: 'A claim for an unpaid invoice.' };
    const on = ['--on', 'BEDS-azalea', '--as', 'auditor', '--file'];
    await done(['do', 'hold-records', ...on, fileOf('hold', hold)]);
    const refused = await said([...erasing, '--yes']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('claim');
    await done(['do', 'lift-hold', ...on, fileOf('lift', { ...hold, reason: 'It was settled.' })]);
  });

  it('is erased in the office and in the copy of its keys, once; restored from before, they are still', async () => {
    await done(['backup', at('before'), '--keys', at('keys')]);
    fs.cpSync(at('keys'), at('keys-aside'), { recursive: true });
    const first = await done([...erasing, '--yes']);
    expect(first.out).toContain(`The key is destroyed in the office, and in ${at('keys')}.`);
    const again = await done(['--json', ...erasing, '--yes']);
    expect(JSON.parse(again.out)).toMatchObject({
      events: [],
      copies: [{ folder: at('keys'), state: 'destroyed' }],
    });
    for (const keys of [foldersOf(data).keys, at('keys')]) {
      expect(folderKeys(keys).isDestroyed(clerk)).toBe(true);
      expect(folderKeys(keys).isDestroyed(subjectIn('provider-BEDS-birch', 'clerk'))).toBe(false);
    }
    const back = await done(restoring('before', 'back-before'));
    expect(back.out).toContain(
      'Erased after this backup was made, and unreadable in it: provider-BEDS-azalea/clerk.',
    );
    expect(back.out).toContain('Record each again with commissioning erase');
    await ticks('back-before');

    // Keys put aside by hand are found out with a later record.
    const aside = ['restore', at('before'), '--keys', at('keys-aside'), '--to', at('back-aside')];
    const recalled = await done([...aside, '--erased-by', data]);
    expect(recalled.out).toContain(
      'Erased again, because their keys had come back: provider-BEDS-azalea/clerk.',
    );
    expect(folderKeys(at('keys-aside')).isDestroyed(clerk)).toBe(true);
  });

  it('stays to be forgotten in a copy that is away, and that is said until it is done', async () => {
    fs.renameSync(at('keys'), at('keys-away'));
    const erase = ['erase', 'BEDS-birch/clerk', '--reason', 'no-longer-needed', '--yes'];
    const first = await said(erase);
    expect(first.code).toBe(1);
    expect(first.out).toContain(`${at('keys')} was not reached`);
    fs.renameSync(at('keys-away'), at('keys'));
    const doctor = await said(['doctor']);
    expect(doctor).toMatchObject({ code: 1 });
    expect(doctor.out).toContain('still has keys of somebody who was erased');
    const again = await done(erase);
    expect(again.out).toContain(`and in ${at('keys')}`);
    expect((await said(['doctor'])).code).toBe(0);
  });

  it('is forgotten at the next start, or the next command, where the office was killed before the key was gone', async () => {
    await office.stop('SIGKILL');
    // As they would lie there, had nobody come to destroy them.
    const persons = join(data, 'keys', 'subjects');
    const files = fs.readdirSync(persons).map((name) => join(persons, name));
    expect(files).toHaveLength(2);
    const putBack = (): void => {
      for (const file of files) fs.writeFileSync(file, Buffer.alloc(32, 9));
    };
    const areForgotten = (): void => {
      const keys = folderKeys(foldersOf(data).keys);
      for (const club of ['provider-BEDS-azalea', 'provider-BEDS-birch'])
        expect(keys.isDestroyed(subjectIn(club, 'clerk'))).toBe(true);
    };
    putBack();
    await done(['red-flags']);
    areForgotten();
    putBack();
    office = await run();
    areForgotten();
  });
});
