import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { freshBody } from '@commissioning/event-store/contract';
import { acknowledgedIn, faultsIn, logOf, writerScript } from './event-store-log';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-fsync-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** Of the Debian package of that name; no dependency of ours. */
const tracer = 'strace';

const strace = (...args: ReadonlyArray<string>) =>
  spawnSync(tracer, args, { encoding: 'latin1', maxBuffer: 64_000_000 });

/** Why system calls cannot be watched on this machine; undefined when they can. */
const cannotTrace = (): string | undefined => {
  const tried = strace('-f', '-o', '/dev/null', 'true');
  if (tried.error !== undefined) return `${tracer} is not installed (${tried.error.message})`;
  return tried.status === 0 ? undefined : `ptrace is not permitted (${tried.stderr.trim()})`;
};

/** What the writer did to the write-ahead log and to standard output, in order. */
type Deed =
  | { readonly _tag: 'Framed'; readonly bytes: string }
  | { readonly _tag: 'Synced' }
  | { readonly _tag: 'Acknowledged'; readonly ids: ReadonlyArray<string> };

const eventId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A call that another thread's interrupted is told in two lines, and counts where it returned. */
const deedsIn = (trace: string): ReadonlyArray<Deed> => {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line): ReadonlyArray<Deed> => {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      begun.set(thread, rest);
      return [];
    }
    const call = rest.startsWith('<...') ? `${begun.get(thread) ?? ''}${rest}` : rest;
    if (/^pwrite64\(\d+<[^>]*events\.db-wal>/.test(call)) return [{ _tag: 'Framed', bytes: call }];
    if (/^f(data)?sync\(\d+<[^>]*events\.db-wal>\).*= 0$/.test(call)) return [{ _tag: 'Synced' }];
    if (/^writev?\(1</.test(call)) return [{ _tag: 'Acknowledged', ids: call.match(eventId) ?? [] }];
    return [];
  });
};

interface Told {
  /** Ids acknowledged although no sync had followed the write of their frames. */
  readonly early: ReadonlyArray<string>;
  readonly acknowledged: number;
  readonly syncs: number;
}

const judge = (deeds: ReadonlyArray<Deed>): Told => {
  const early: Array<string> = [];
  const safe = new Set<string>();
  let unsynced: Array<string> = [];
  let [acknowledged, syncs] = [0, 0];
  for (const deed of deeds)
    switch (deed._tag) {
      case 'Framed':
        unsynced.push(...(deed.bytes.match(eventId) ?? []));
        break;
      case 'Synced':
        for (const id of unsynced) safe.add(id);
        unsynced = [];
        syncs += 1;
        break;
      case 'Acknowledged':
        early.push(...deed.ids.filter((id) => !safe.has(id)));
        acknowledged += deed.ids.length;
        break;
    }
  return { early, acknowledged, syncs };
};

const traceWriter = async (writers: number, appendsEach: number): Promise<Told> => {
  const body = freshBody();
  const [folder, trace] = [path.join(root, body), path.join(root, `${body}.trace`)];
  const calls = 'trace=fsync,fdatasync,write,writev,pwrite64';
  const run = [process.execPath, writerScript(), folder, body, String(writers), String(appendsEach)];
  // Strings are shown at the length of a page, so that each event's id is seen going into the file.
  const traced = strace('-f', '-y', '-s', '8192', '-e', calls, '-o', trace, ...run);
  expect({ status: traced.status, complaint: traced.stderr }).toEqual({ status: 0, complaint: '' });
  const acknowledged = acknowledgedIn(traced.stdout);
  expect(acknowledged).toHaveLength(writers * appendsEach);
  expect(faultsIn(await logOf(folder), acknowledged)).toEqual([]);
  const told = judge(deedsIn(fs.readFileSync(trace, 'latin1')));
  expect(told.acknowledged).toBe(acknowledged.flatMap(({ ids }) => ids).length);
  return told;
};

/** Runs a test where calls can be watched; elsewhere says aloud that it did not, and in continuous integration fails. */
const watched = (test: () => Promise<void>) => async (): Promise<void> => {
  const reason = cannotTrace();
  if (reason === undefined) return test();
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.warn(`${expect.getState().currentTestName}: not shown on this machine: ${reason}`);
};

describe('the embedded event store, its system calls watched', () => {
  it(
    'syncs the write-ahead log before each acknowledgement to a lone writer',
    watched(async () => {
      const told = await traceWriter(1, 40);
      expect(told.early).toEqual([]);
      expect(told.syncs).toBeGreaterThanOrEqual(40);
    }),
    120_000,
  );

  it(
    'syncs it once for many writers, and before the first of them is answered',
    watched(async () => {
      const told = await traceWriter(32, 5);
      expect(told.early).toEqual([]);
      expect(told.syncs).toBeLessThan((32 * 5) / 2);
    }),
    120_000,
  );
});
