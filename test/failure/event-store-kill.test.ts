import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freshBody } from '@commissioning/event-store/contract';
import { openSqliteEventStore } from '@commissioning/event-store/sqlite';
import * as E from 'fp-ts/Either';
import { type Acknowledged, acknowledgedIn, faultsIn, logOf, writerScript } from './event-store-log';

/** Kills in all, and how many of them a folder suffers before the next folder's turn. */
const kills = Number(process.env['EVENT_STORE_KILLS'] ?? 200);
const killsAFolder = 10;
const lanes = 2;
const writers = 32;

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-kill-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

interface Writer {
  /** Settles once so many appends have been acknowledged. */
  readonly acknowledged: (count: number) => Promise<void>;
  /** Kills it; all that it had acknowledged. */
  readonly kill: () => Promise<ReadonlyArray<Acknowledged>>;
}

const startWriter = (folder: string, body: string): Writer => {
  const child = spawn(process.execPath, [writerScript(), folder, body, String(writers)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => void (printed += chunk.toString('latin1')));
  child.stderr.on('data', (chunk: Buffer) => void (complaint += chunk.toString()));
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_, signal) => resolve(signal));
  });
  return {
    acknowledged: async (count) => {
      while (acknowledgedIn(printed).length < count && child.exitCode === null)
        await Promise.race([once(child.stdout, 'data'), ended]);
    },
    kill: async () => {
      child.kill('SIGKILL');
      const signal = await ended;
      if (signal !== 'SIGKILL') throw new Error(`The writer ended by itself: ${complaint}`);
      return acknowledgedIn(printed);
    },
  };
};

/**
 * Runs the writer until a random moment, four times in five once it has acknowledged some, else while it starts; what it
 * had acknowledged. Counting and not waiting makes the load the same on a slow machine.
 */
const writeUntilKilled = async (folder: string, body: string): Promise<ReadonlyArray<Acknowledged>> => {
  const writer = startWriter(folder, body);
  if (randomInt(5) > 0) await writer.acknowledged(1 + randomInt(200));
  else await pause(randomInt(150));
  return writer.kill();
};

describe('the embedded event store, killed at any moment', () => {
  it('has every acknowledged event once, in unbroken chains, with no append written in part', async () => {
    const folders = Math.ceil(kills / killsAFolder);
    let [killed, acknowledgedInAll] = [0, 0];
    const lane = async (first: number): Promise<void> => {
      for (let number = first; number < folders; number += lanes) {
        const folder = path.join(root, String(number));
        const body = freshBody();
        const acknowledged: Array<Acknowledged> = [];
        const last = Math.min(kills, (number + 1) * killsAFolder);
        for (let kill = number * killsAFolder; kill < last; kill += 1) {
          acknowledged.push(...(await writeUntilKilled(folder, body)));
          expect(faultsIn(await logOf(folder), acknowledged)).toEqual([]);
          killed += 1;
        }
        acknowledgedInAll += acknowledged.length;
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)));
    expect(killed).toBe(kills);
    expect(acknowledgedInAll).toBeGreaterThan(kills * 10);
  }, 600_000);

  it('holds its folder against other processes while it lives, and no longer', async () => {
    const folder = path.join(root, 'held');
    const writer = startWriter(folder, freshBody());
    await writer.acknowledged(1);
    const failure = { _tag: 'FolderHeld', folder };
    expect(await openSqliteEventStore(folder)()).toEqual(E.left(failure));
    const acknowledged = await writer.kill();
    expect(faultsIn(await logOf(folder), acknowledged)).toEqual([]);
  }, 60_000);
});
