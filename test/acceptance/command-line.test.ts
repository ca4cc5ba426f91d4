import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import type { CommandId, JsonObject } from '@commissioning/kernel';
import { localActor, type Office, openOffice } from '@services/office';
import type { Verified } from '@services/verify';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { plant } from '../../services/sweep/test/support/planting';
import { hold } from '../support/holding';
import { type RunningOffice, startOffice } from '../support/running-office';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'command-line-'));
const data = join(root, 'live');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const bin = join(__dirname, '..', '..', 'services', 'auditor', 'bin', 'commissioning.js');

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const environment = (more: Record<string, string>) => ({
  ...process.env,
  OFFICE_DATA: data,
  OFFICE_PORT: '0',
  LOG_LEVEL: 'silent',
  ...more,
});

/** One command of the command line, as a shell would run it. */
const said = (args: ReadonlyArray<string>, env: Record<string, string> = {}, input = ''): Promise<Said> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], { env: environment(env), cwd: root });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });

const json = async (...args: Parameters<typeof said>): Promise<{ code: number | null; answer: unknown }> => {
  const [words, ...rest] = args;
  const { code, out, err } = await said(['--json', ...words], ...rest);
  expect(err).toBe('');
  return { code, answer: JSON.parse(out) as unknown };
};

const fileOf = (name: string, content: unknown): string => {
  const path = join(root, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

/** Opens the folder, or another one, in this process for a moment. */
const within = async <A>(work: (office: Office) => Promise<A>, folder = data): Promise<A> => {
  const opened = await openOffice({
    config: { data: folder, demonstration: false, eventStore: { engine: 'sqlite' } },
  })();
  if (E.isLeft(opened)) throw new Error(opened.left);
  try {
    return await work(opened.right);
  } finally {
    await opened.right.close();
  }
};

const headOf = (): Promise<unknown> => within(({ events }) => events.head());

const adopt = (rules: { readonly version: number }): Promise<void> =>
  within(async ({ commands }) => {
    const commandId = `adopt-rules-${rules.version}` as CommandId;
    const adopting = {
      kind: 'rulebook',
      id: 'BEDS',
      action: 'adopt-rules',
      command: rules,
      commandId,
    } as const;
    const adopted = await commands.execute({ ...adopting, actor: localActor('administrator') })();
    expect(E.isRight(adopted)).toBe(true);
  });

/** A real office on the folder. */
const office = (): Promise<RunningOffice> => startOffice(root, { OFFICE_DATA: data, LOG_LEVEL: 'silent' });

const row = (id: string, more: object = {}) => ({
  kind: 'award',
  id,
  title: `Service ${id}`,
  provider: 'Azalea',
  amount: '3,000',
  years: '2024-25',
  decidedOn: '2024-05-01',
  decision: 'PCC/D/101',
  source: 'https://example.org/decisions',
  read: '2026-11-01',
  ...more,
});

const csv = (...rows: ReadonlyArray<Record<string, string>>): string => {
  const names = [...new Set(rows.flatMap((each) => Object.keys(each)))];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [
    names.join(','),
    ...rows.map((each) => names.map((name) => quoted(each[name] ?? '')).join(',')),
  ].join('\r\n');
};

describe('before there is anything', () => {
  it('help is help, and nonsense is asked wrongly', async () => {
    const [help, unknown, king, system] = await Promise.all([
      said(['--help']),
      said(['frobnicate']),
      said(['--as', 'king', 'show', 'BEDS-2026-0001']),
      said(['--as', 'system', 'show', 'BEDS-2026-0001']),
    ]);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('OFFICE_DATA names the data folder');
    expect(unknown).toMatchObject({
      code: 2,
      err: expect.stringContaining("unknown command 'frobnicate'") as string,
    });
    for (const each of [king, system])
      expect(each).toMatchObject({
        code: 2,
        err: expect.stringContaining('expected a role (public, provider') as string,
      });
  });

  it('what can be asked for is named, with what it needs and what may refuse it', async () => {
    const all = await said(['actions']);
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toMatch(/award-grant +commission +approver +Award a grant/);
    expect(all.out).not.toContain('reserve-funds');
    const one = await said(['actions', 'take-decision']);
    expect(one).toMatchObject({ code: 0, err: '' });
    expect(one.out).toMatch(/delegation +LocalId/);
    expect(one.out).toMatch(/or AuthorisedAct[^]*act +accept-funding/);
    expect(one.out).toContain('withheld.on-ground-of-order');
    const { answer } = await json(['actions', 'correct-entry']);
    expect(answer).toMatchObject([
      { of: 'provider' },
      { of: 'fund' },
      { of: 'decision' },
      { of: 'commission' },
    ]);
    for (const words of [['actions'], ['example']])
      expect(await said([...words, 'frobnicate'])).toMatchObject({
        code: 2,
        err: 'There is no command frobnicate. `commissioning actions` names them all.\n',
      });
    expect((await said(['example', 'correct-entry'])).err).toContain('say --kind, provider or fund or');
    expect(await said(['example', 'correct-entry', '--kind', 'fund'])).toMatchObject({ code: 0 });
  });

  it('there is no record, and looking for one makes none', async () => {
    mkdirSync(join(root, 'letters'));
    writeFileSync(join(root, 'letters', 'letter.txt'), 'Dear all');
    for (const folder of ['letters', 'nowhere']) {
      const where = { OFFICE_DATA: join(root, folder) };
      const [shown, looked] = await Promise.all([
        said(['show', 'BEDS-2026-0001'], where),
        said(['doctor'], where),
      ]);
      expect(shown.code).toBe(2);
      expect(shown.err).toBe(
        `There is no record in ${join(root, folder)}. OFFICE_DATA=${join(root, folder)} npm start begins one.\n`,
      );
      expect(looked.code).toBe(0);
      expect(looked.out).toContain(`· Record: none in ${join(root, folder)} yet`);
    }
    expect(readdirSync(join(root, 'letters'))).toEqual(['letter.txt']);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });

  it('a wrong setting is named, by every command and by the doctor', async () => {
    const env = { OFFICE_PORT: 'http' };
    const sentence = 'OFFICE_PORT is "http"; it must be a port from 0 to 65535.';
    expect(await said(['show', 'BEDS-2026-0001'], env)).toEqual({ code: 2, out: '', err: `${sentence}\n` });
    const looked = await said(['doctor'], env);
    expect(looked).toMatchObject({ code: 1, err: '' });
    expect(looked.out).toContain(`✗ Configuration: ${sentence}`);
  });
});

describe('on a folder that no office holds', () => {
  beforeAll(async () => {
    // The first start makes the folder; then it goes without a word, and its address stays behind.
    await (await office()).stop('SIGKILL');
  });

  it('nothing is brought in before there is a body, which an administrator establishes', async () => {
    const good = fileOf('first.json', [row('A-0')]);
    expect(await said(['import', good])).toEqual({
      code: 1,
      out: '',
      err: 'Establish the commissioning body and adopt its rules first. An administrator does so with establish-body and adopt-rules; `commissioning example` prints a file to begin with.\n',
    });
    const example = await said(['example', 'establish-body']);
    expect(example).toMatchObject({
      code: 0,
      err: 'From the demonstration: asked of BEDS as administrator.\n',
    });
    expect(JSON.parse(example.out)).toEqual(bedfordshireBody);
    const body = fileOf('body.json', example.out);
    const refused = await said(['do', 'establish-body', '--on', 'BEDS', '--file', body]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('you are signed in as commissioning-officer');
    expect(refused.err).toContain('--as approver');
    expect(
      await said(['--as', 'administrator:demo:anna', 'do', 'establish-body', '--on', 'BEDS', '--file', body]),
    ).toEqual({
      code: 0,
      out: 'Recorded in BEDS: BodyEstablished.\n',
      err: '',
    });
    const [first, ...later] = bedfordshireRules;
    expect(
      await said(
        ['--as', 'administrator', 'do', 'adopt-rules', '--on', 'BEDS', '--file', '-'],
        {},
        JSON.stringify(first),
      ),
    ).toMatchObject({ code: 0 });
    for (const rules of later) await adopt(rules);
  });

  it('a file with bad rows is refused whole: each with its line, its field and what is asked of it', async () => {
    const before = await headOf();
    const { provider: _provider, ...nobody } = row('A-2');
    const rows: ReadonlyArray<Record<string, string>> = [
      row('A-1'),
      nobody,
      row('A-3', { amount: '12,5' }),
      row('A-4', { decidedOn: '2031-05-01' }),
      row('A-5', { colour: 'blue' }),
      row('A-1', { title: 'Another' }),
      row('A-7', { kind: 'gift' }),
      row('A-8', { decidedOn: '1 May 2024', source: 'the archive', years: '2024' }),
      row('A-9', { read: '2031-01-01' }),
      row('A-10', { title: 'Two\nlines', starts: '2024-09-01', ends: '2024-08-01' }),
    ];
    const faults = [
      [2, 'provider', 'required: who was awarded the money'],
      [3, 'amount', 'a sum in pounds is written like 3000, 3,000 or 68551.32'],
      [4, 'decidedOn', 'its day is not in the future'],
      [5, 'colour', 'known columns are: kind, id, title'],
      [6, 'id', 'each row has an id of its own; line 1 has it too'],
      [7, 'kind', 'award or funding'],
      [8, 'decidedOn', 'a day is written like 2026-11-23'],
      [8, 'years', 'financial years are written like 2026-27'],
      [8, 'source', 'an http or https address'],
      [9, 'read', 'its day is not in the future'],
      [10, 'title', 'one line of text'],
    ] as const;
    const file = fileOf('bad.json', { about: 'bad rows', rows });
    const { code, answer } = await json(['import', file]);
    expect(code).toBe(1);
    const found = (answer as { faults: ReadonlyArray<{ line: number; field: string; rule: string }> }).faults;
    expect(found.map(({ line, field }) => [line, field])).toEqual(
      faults.map(([line, field]) => [line, field]),
    );
    found.forEach(({ rule }, index) => expect(rule).toContain(faults[index]?.[2]));

    const told = await said(['import', file]);
    expect(told).toMatchObject({ code: 1, out: '' });
    expect(told.err).toContain('line 3, amount: a sum in pounds is written like');
    expect(told.err).toContain('; found 12,5\n');
    expect(told.err).toContain('Nothing was brought in: 11 things are wrong in 10 rows.');
    expect(await headOf()).toEqual(before);
  });

  it('what is no portfolio, or not there, is asked wrongly', async () => {
    const [broken, missing] = await Promise.all([
      said(['import', fileOf('broken.json', '{')]),
      said(['import', 'nowhere.csv']),
    ]);
    expect(broken).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('broken.json cannot be brought in: it is not JSON') as string,
    });
    expect(missing).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^nowhere\.csv cannot be read: .*no such file/) as string,
    });
  });

  it('a good file is brought in once, JSON or CSV, awards and funding', async () => {
    const money = {
      kind: 'funding',
      id: 'F 1',
      title: 'Victims grant',
      funder: 'Ministry of Justice',
      fundingStream: 'MoJ victims',
      years: '2024-25',
      amount: '68551.32',
      source: 'https://example.org/funding',
      read: '2026-11-01',
    };
    const text = csv(row('C-1', { note: 'One,\n"two"' }), row('C-2', { amount: '' }), row('C-3'), money);
    const file = fileOf('good.csv', text);
    const first = await said(['import', file]);
    expect(first).toMatchObject({ code: 0, out: '4 rows recorded.\n' });
    const before = await headOf();
    expect(await said(['import', file])).toMatchObject({
      code: 0,
      out: '0 rows recorded, 4 had been before.\n',
    });
    expect(await headOf()).toEqual(before);
  });

  it('one command is done once under its id, and refused as the rules refuse', async () => {
    const need = {
      title: 'Somewhere to go',
      summary: 'Nothing is open after six.',
      objectives: ['prevention'],
      themes: [],
      areas: ['Luton'],
    };
    const file = fileOf('need.json', need);
    const begin = ['do', 'identify-need', '--file', file, '--id', 'begin-this-once'];
    const begun = await json(begin);
    expect(begun).toMatchObject({
      code: 0,
      answer: { reference: 'BEDS-2026-0001', events: [{ type: 'NeedIdentified' }] },
    });
    expect(await said(begin)).toMatchObject({
      code: 0,
      out: 'Recorded in BEDS-2026-0001: NeedIdentified.\n',
    });
    const other = [
      'do',
      'identify-need',
      '--file',
      fileOf('other.json', { ...need, title: 'Other' }),
      '--id',
      'begin-this-once',
    ];
    expect(await said(other)).toMatchObject({
      code: 1,
      err: 'This Idempotency-Key was used before for something else.\n',
    });

    const too = fileOf('too-much.json', { allocation: 'first', fund: 'BEDS-nothing-2026-27', amount: 1 });
    expect(await json(['do', 'allocate-funding', '--on', 'BEDS-2026-0001', '--file', too])).toMatchObject({
      code: 1,
      answer: {
        status: 409,
        rule: { id: 'funding.fund-open', strength: 'integrity' },
        field: '/fund',
        detail: expect.stringContaining('[funding.fund-open]') as string,
      },
    });

    const stale = [
      'do',
      'record-insight',
      '--on',
      'BEDS-2026-0001',
      '--file',
      fileOf('insight.json', { insight: 'a', text: 'b' }),
    ];
    expect(await said([...stale, '--revision', '7'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('It has changed since you looked.') as string,
    });
    expect(await said([...stale, '--revision', '0'])).toMatchObject({ code: 0 });
    expect(await said(stale)).toMatchObject({ code: 0, out: 'BEDS-2026-0001: nothing to do.\n' });
  });

  it('a command that is asked wrongly says how', async () => {
    const on = (reference: string, action = 'record-insight') => ['do', action, '--on', reference, '--file'];
    const empty = fileOf('empty.json', {});
    expect(await said([...on('BEDS-2026-0001'), fileOf('no.json', 'no')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no.json is not JSON') as string,
    });
    const reasons = [
      [on('BEDS-2026-0001'), '/insight: expected LocalId, found nothing'],
      [on('BEDS-2026-0001', 'make-coffee'), 'There is no action "make-coffee" here.'],
      [on('somewhere'), '"somewhere" is no reference of a commission, decision, fund, provider or body.'],
    ] as const;
    for (const [words, reason] of reasons) {
      const told = await said([...words, empty]);
      expect(told).toMatchObject({ code: 2, out: '' });
      expect(told.err).toContain(reason);
    }
  });

  it('a command says when it took effect, where that was earlier: a day, or a moment', async () => {
    const insight = (name: string) => fileOf(`${name}.json`, { insight: name, text: 'Fridays.' });
    const on = (file: string, ...more: ReadonlyArray<string>) =>
      said(['do', 'record-insight', '--on', 'BEDS-2026-0001', '--file', file, '--effective-at', ...more]);
    expect(await on(insight('by-day'), '2026-07-01')).toMatchObject({ code: 0 });
    expect(await on(insight('by-moment'), '2026-07-01T09:30:00+01:00')).toMatchObject({ code: 0 });
    const { answer } = await json(['history', 'BEDS-2026-0001']);
    const moments = (answer as unknown as ReadonlyArray<{ effectiveAt: string }>).map(
      ({ effectiveAt }) => effectiveAt,
    );
    expect(moments.slice(-2)).toEqual(['2026-06-30T23:00:00.000Z', '2026-07-01T08:30:00.000Z']);

    const misread = await on(insight('never'), 'yesterday—');
    expect(misread).toMatchObject({ code: 2, out: '' });
    expect(misread.err).toContain('--effective-at');
    expect(misread.err).toContain('Expected a day like 2026-11-23');
    const ahead = await on(insight('never'), '2999-01-01');
    expect(ahead).toMatchObject({ code: 2, out: '' });
    expect(ahead.err).toContain('/effectiveAt: expected a moment not after ');
  });

  it('a key to sealed bids is made once, in a file of its own, and handed in to an office that runs', async () => {
    const file = join(root, 'my.key');
    const made = await said(['opening-key', 'make', file]);
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^age1[a-z0-9]{58}\n$/)]);
    expect(made.err).toContain('Keep it to yourself');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^# public key: age1[a-z0-9]{58}\nAGE-SECRET-KEY-1[A-Z0-9]{58}\n$/);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(made.out + made.err).not.toContain('AGE-SECRET-KEY');
    expect(await said(['opening-key', 'make', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already; a key is never replaced') as string,
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    const handIn = (key: string) => said(['opening-key', 'hand-in', 'BEDS-2026-0001', '--key', key]);
    expect(await handIn(file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('No office is running') as string,
    });
    expect(await handIn(fileOf('no.key', 'nothing of the kind'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds no key of age') as string,
    });
  });

  it('a commission is shown as it stands and as it stood, with sums in pounds', async () => {
    const shown = await said(['show', 'BEDS-2024-0001']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/^BEDS-2024-0001 {2}Service C-1\n/);
    expect(shown.out).toContain('pence: £3,000\n');
    expect(shown.out).not.toContain('\u001b');
    const stood = await said(['show', 'BEDS-2024-0001', '--as-at', '2024-05-01']);
    expect(stood.out).toContain('As it stood at 2024-05-01T22:59:59.999Z\n');
    expect(await said(['show', 'BEDS-2024-0001', '--as-at', '2024-04-30'])).toMatchObject({
      code: 2,
      err: 'There was no BEDS-2024-0001 at that moment.\n',
    });
    const wrong = await said(['show', 'BEDS-2024-0001', '--as-at', 'yesterday']);
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining('as-at: expected a day like 2026-11-23') as string,
    });
    expect(await json(['show', 'BEDS-2024-0001'])).toMatchObject({
      code: 0,
      answer: { id: 'BEDS-2024-0001', origin: 'history' },
    });
  });

  it('its history says what happened, by whom and under which rules', async () => {
    const told = await said(['history', 'BEDS-2026-0001']);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toMatch(
      /0 +\d{4}-\d\d-\d\d \d\d:\d\d +NeedIdentified +local:commissioning-officer \(commissioning-officer\) +\d/,
    );
    expect(told.out).toContain('4 events. ');
    expect(told.out).not.toContain('\u001b');
    expect(await said(['history', 'BEDS-2026-9999'])).toMatchObject({
      code: 2,
      err: 'There is no BEDS-2026-9999 here.\n',
    });
  });

  it('read models are built anew, one or all', async () => {
    const all = await json(['replay']);
    const { items, eventsPerSecond } = all.answer as {
      items: ReadonlyArray<JsonObject>;
      eventsPerSecond: number;
    };
    expect(items.map(({ projection, parked }) => [projection, parked])).toEqual(
      expect.arrayContaining([
        ['public-register', 0],
        ['commission-file', 0],
      ]),
    );
    expect(eventsPerSecond).toBeGreaterThan(0);
    expect(await said(['replay', '--projection', 'nonsense'])).toMatchObject({
      code: 2,
      err: 'There is no read model nonsense.\n',
    });
  });

  it('red flags are questions: that there are none, or some, is no reason to say no', async () => {
    expect(await json(['red-flags'])).toEqual({ code: 0, answer: [] });
    const clear = await said(['red-flags', '--standing', 'all']);
    expect(clear).toMatchObject({ code: 0, err: '' });
    expect(clear.out).toContain('A flag is no finding');
    expect((await said(['red-flags', '--flag', 'R999'])).code).toBe(2);
    expect((await said(['--as', 'finance', 'red-flags'])).code).toBe(1);
  });

  it('all that was recorded is decided again, under the rules of its day and under others', async () => {
    const swept = await said(['sweep']);
    expect(swept).toMatchObject({ code: 0, err: '' });
    expect(swept.out).toContain('No breach was found.');
    const latest = bedfordshireRules.at(-1);
    const candidate = { ...latest, version: 6, name: 'A candidate' };
    expect(await json(['sweep', '--rules', fileOf('candidate.json', candidate)])).toMatchObject({
      code: 0,
      answer: { breaches: { count: 0 }, under: { rules: { version: 6 }, refused: { count: 0 } } },
    });
    const first = await said(['sweep', '--rules', '1']);
    expect(first.out).toContain('Under version 1, Bedfordshire, bands of 2023: ');
    for (const rules of ['99', fileOf('half.json', { bands: [] }), 'nowhere.json'])
      expect((await said(['sweep', '--rules', rules])).code).toBe(2);
    expect((await said(['--as', 'finance', 'sweep'])).code).toBe(1);
  });

  it('what was written to a log past the rules is named, and the answer is no', async () => {
    const copy = join(root, 'written-past-the-rules');
    cpSync(data, copy, { recursive: true });
    await within(async ({ events, keys }) => {
      const recordedAt = new Date().toISOString();
      const actor = localActor('finance');
      const insight = { insight: 'one', text: 'Nobody may say this in the name of finance.' };
      await plant({ events, keys }, 'commission-BEDS-2026-0001', 'InsightRecorded', insight, {
        actor,
        recordedAt,
      });
    }, copy);
    const swept = await said(['sweep'], { OFFICE_DATA: copy });
    expect(swept.code).toBe(1);
    expect(swept.out).toContain('1 act that the rules of their day do not bear out');
    expect(swept.out).toContain('record-insight, by local:finance (finance)');
  });

  it('the record is verified, its read models with it, and what was changed in it is named', async () => {
    const well = await said(['verify', '--read-models']);
    expect(well).toMatchObject({ code: 0, err: '' });
    expect(well.out).toContain('All is as it was recorded');
    const { answer } = await json(['verify']);
    expect(well.out).toContain(`Digest over all content hashes in order: ${(answer as Verified).digest}`);

    const copy = join(root, 'changed');
    cpSync(data, copy, { recursive: true });
    const change = (statement: string): void => {
      const log = new Database(join(copy, 'log', 'events.db'));
      log.exec(statement);
      log.close();
    };
    change('update event set content_hash = chain_hash where sequence = 3');
    const changed = await said(['verify'], { OFFICE_DATA: copy });
    expect(changed.code).toBe(1);
    expect(changed.out).toContain('1 thing not as recorded');
    expect(changed.err).toMatch(/revision \d+ of \S+ is not what was hashed when it was recorded/);
    change(`update event set data = '{"cut":' where sequence = 9`);
    const unreadable = await said(['verify'], { OFFICE_DATA: copy });
    expect(unreadable.code).toBe(1);
    expect(unreadable.err).toMatch(/the log cannot be read on .*: event 9 of the log is damaged: /);
    expect((await said(['--as', 'finance', 'verify'])).code).toBe(1);
  });

  it('the doctor looks at everything and finds it well', async () => {
    const looked = await said(['doctor']);
    expect(looked).toMatchObject({ code: 0, err: '' });
    for (const line of ['✓ Log: sqlite, up to ', '✓ Body: BEDS', '✓ Keys: '])
      expect(looked.out).toContain(line);
  });
});

describe('through an office that runs', () => {
  it('says and does the same; while it does not answer, nothing is done behind its back', async () => {
    const running = await office();
    try {
      const looked = await said(['doctor']);
      expect(looked.out).toContain(`✓ Office: running at ${running.url}`);
      expect(await said(['import', fileOf('through.json', [row('G-1'), row('G-2')])])).toMatchObject({
        code: 0,
        out: '2 rows recorded.\n',
      });
      expect((await said(['show', 'BEDS-2024-0001'])).out).toContain('Service C-1');

      hold(running.process);
      const held = await said(['show', 'BEDS-2024-0001']);
      expect(held).toMatchObject({ code: 2, out: '' });
      expect(held.err).toMatch(/held by another process/);
      running.process.kill('SIGCONT');
      expect(await said(['show', 'BEDS-2024-0001'])).toMatchObject({ code: 0 });
    } finally {
      running.process.kill('SIGCONT');
      await running.stop();
    }
    // It took its address back when it stopped.
    expect(existsSync(join(data, 'office.json'))).toBe(false);
    expect(await said(['show', 'BEDS-2024-0001'])).toMatchObject({ code: 0 });
  });

  it('is not fooled by another office where the one of this folder once was', async () => {
    const another = await office();
    try {
      const folder = join(root, 'elsewhere');
      mkdirSync(join(folder, 'keys'), { recursive: true });
      writeFileSync(join(folder, 'keys', 'sign-in.key'), Buffer.alloc(32, 7));
      writeFileSync(join(folder, 'office.json'), JSON.stringify({ url: another.url, pid: 1 }));
      const shown = await said(['show', 'BEDS-2024-0001'], { OFFICE_DATA: folder });
      expect(shown).toMatchObject({ code: 2, err: 'There is no BEDS-2024-0001 here.\n' });
    } finally {
      await another.stop();
    }
  });
});
