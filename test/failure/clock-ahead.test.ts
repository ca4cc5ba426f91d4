import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { foldersOf } from '@services/office';
import * as E from 'fp-ts/Either';
import {
  establish,
  evidence,
  fund,
  logOf,
  need,
  officer,
  publishRound,
  theme,
} from '../../services/commands/test/support/world';
import { openOn, temporaryFolder } from '../../services/office/test/support/office';
import { type Answer, reading, sending } from '../support/officers';
import { type RunningOffice, startOffice } from '../support/running-office';

jest.setTimeout(120_000);

const round = 'BEDS-2026-0001';
const other = 'BEDS-2026-0002';
const begin = '2026-09-01T09:00:00.000Z';
const nextDay = '2026-09-02T09:00:00.000Z';
/** After the deadline of the round, and longer than an office is closed. */
const autumn = '2026-11-20T09:00:00.000Z';

const folder = temporaryFolder();
const data = join(folder.path, 'live');
const clockFile = join(folder.path, 'clock');
const running: Array<RunningOffice> = [];
afterAll(async () => {
  for (const office of running) await office.stop('SIGKILL');
  folder.remove();
});

/** Sets the clock of the office, running or yet to be started. */
const setClock = (to: string): void => {
  const unfinished = `${clockFile}.new`;
  writeFileSync(unfinished, String(Date.parse(to) - Date.now()));
  renameSync(unfinished, clockFile);
};

const settings = {
  OFFICE_DATA: data,
  OFFICE_PORT: '0',
  LOG_LEVEL: 'silent',
  CLOCK_FILE: clockFile,
  NODE_OPTIONS: `--require=${require.resolve('../support/clock-of-a-file.js')}`,
};

const start = async (): Promise<RunningOffice> => {
  const office = await startOffice(folder.path, settings);
  running.push(office);
  return office;
};

interface Said {
  readonly code: number | null;
  readonly text: string;
}

const commandLine = join(__dirname, '..', '..', 'services', 'auditor', 'bin', 'commissioning.js');

/** The command line, on the same machine: its clock is the same. */
const said = (...words: ReadonlyArray<string>): Promise<Said> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [commandLine, ...words], { env: { ...process.env, ...settings } });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (text += part.toString()));
    child.once('close', (code) => resolve({ code, text }));
  });

const adds = (office: RunningOffice, id: string): Promise<Answer> =>
  sending(office, {
    path: `/v1/commissions/${other}/add-evidence`,
    command: evidence(id),
    key: `evidence-${id}`,
  });

/** What is in the log of an office that is stopped. */
const recorded = async (): Promise<ReadonlyArray<string>> => {
  const opened = await openSqliteEventStore(foldersOf(data).log)();
  if (E.isLeft(opened)) throw new Error('The log cannot be opened');
  const events = await logOf(opened.right);
  await opened.right.close();
  return events.map(({ type, metadata }) => `${metadata.recordedAt.slice(0, 10)} ${type}`);
};

const health = (office: RunningOffice): Promise<Answer> => reading(office, '/health/ready');

/** Long enough for everything that acts by itself to have acted. */
const aWhile = (): Promise<void> => delay(4_000);

let before: ReadonlyArray<string>;

beforeAll(async () => {
  const office = await openOn(data, { start: begin });
  await establish(office);
  await publishRound(office, round);
  await office.done(officer, 'commission', other, 'identify-need', need);
  await office.done(officer, 'commission', other, 'allocate-funding', {
    allocation: 'first',
    fund,
    amount: 1_000,
    theme,
  });
  await office.settle();
  await office.office.dutyClock.catchUp();
  await office.close();
  before = await recorded();
});

test('an office whose clock is decades ahead says so, and neither it nor anybody records anything', async () => {
  setClock('2062-09-02T09:00:00.000Z');
  const office = await start();
  for (const words of [
    'THE CLOCK HERE IS NOT BELIEVED',
    '2 September 2062, 10:00',
    '1 September 2026, 10:00',
  ])
    expect(office.printed()).toContain(words);
  expect(await health(office)).toMatchObject({ status: 503, body: { status: 'not ready', clock: 'ahead' } });
  expect(await adds(office, 'e0')).toMatchObject({
    status: 503,
    body: { type: '/problems/clock-doubted', known: begin },
  });
  const examined = await said('doctor');
  expect(examined.text).toMatch(/✗ Clock: .*2 September 2062[^]*1 September 2026[^]*confirm-clock/);
  const refused = await said('confirm-clock', '2026-09-02T10:00', '--reason', 'It is the second.');
  expect(refused.text).toContain('A clock is confirmed by what another one says');
  expect([examined.code, refused.code]).toEqual([1, 1]);
  // The round is open to the public by what is known, though the clock would have it closed for years.
  const open = await reading(office, '/v1/opportunities');
  expect(JSON.stringify(open.body)).toContain(round);
  await aWhile();
  await office.stop();

  // The same holds of the command line on a folder that no office holds.
  const onFolder = await said('doctor');
  expect(onFolder.text).toMatch(/✗ Clock: .*2 September 2062/);
  expect((await said('confirm-clock', '2026-09-02T10:00', '--reason', 'It is the second.')).code).toBe(1);
  expect(await recorded()).toEqual(before);
});

test('put right, an office goes on by itself; set ahead while it runs, it holds until it is confirmed', async () => {
  setClock('2062-09-02T09:00:00.000Z');
  const office = await start();
  expect((await adds(office, 'e1')).status).toBe(503);

  setClock(nextDay);
  while ((await health(office)).status !== 200) await delay(100);
  expect((await adds(office, 'e1')).status).toBe(201);

  setClock(autumn);
  while ((await health(office)).status !== 503) await delay(100);
  expect(await adds(office, 'e2')).toMatchObject({ status: 503, body: { type: '/problems/clock-doubted' } });
  await aWhile();
  expect((await reading(office, `/v1/commissions/${round}`, 'auditor')).status).toBe(503);

  const confirmed = await said(
    'confirm-clock',
    '2026-11-20T08:55',
    '--reason',
    'The machine had been paused.',
  );
  expect(confirmed.text).toContain('The clock is confirmed');
  expect(confirmed.code).toBe(0);
  expect((await health(office)).status).toBe(200);
  expect((await adds(office, 'e2')).status).toBe(201);
  await office.stop();

  // What was confirmed stays so for the next process, and what had waited is done.
  const next = await start();
  expect(next.printed()).not.toContain('NOT BELIEVED');
  const changed = async () => (await reading(next, `/v1/commissions/${round}`, 'auditor')).body['changedAt'];
  while (!String(await changed()).startsWith('2026-11-20')) await delay(200);
  await next.stop();

  const added = (await recorded()).slice(before.length);
  // Whatever acts by itself comes after the confirmation, and nothing between the two settings of the clock.
  const [first, confirmation] = [
    added.indexOf('2026-09-02 EvidenceAdded'),
    added.indexOf('2026-11-20 ClockConfirmed'),
  ];
  expect([first >= 0, confirmation > first]).toEqual([true, true]);
  expect(added.slice(0, confirmation).filter((line) => !line.startsWith('2026-09-02'))).toEqual([]);
  expect(added.indexOf('2026-11-20 BiddingClosed')).toBeGreaterThan(confirmation);
});
