import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoredEvent } from '@commissioning/record';
import type { Lane } from '../append/lanes';
import type { Sizes } from '../sizes';

const script = require.resolve('./emmett.js');

const isInstalled = (): boolean => {
  try {
    require.resolve('@event-driven-io/emmett-sqlite');
    return true;
  } catch {
    return false;
  }
};

/**
 * Whether the peer can be compared with. It is no part of the workspace, whose installation it would make a minute
 * longer: where it is asked for it is installed beside this file, from its own lock file.
 */
export const peerIsThere = (wanted: Sizes['peer']): boolean => {
  if (wanted === 'not') return false;
  if (isInstalled() || wanted === 'where it is installed') return isInstalled();
  const prefix = dirname(dirname(process.execPath));
  const env = { ...process.env };
  // What compiles needs Node's headers; most installations carry them beside the binary.
  if (existsSync(join(prefix, 'include', 'node', 'node.h'))) env['npm_config_nodedir'] ??= prefix;
  process.stderr.write('Installing the peer that is compared with (the first time, a minute or two) …\n');
  const args = ['--yes', 'pnpm@10.34.9', 'install', '--ignore-workspace', '--frozen-lockfile', '--silent'];
  spawnSync('npx', args, { cwd: __dirname, stdio: ['ignore', 'ignore', 'inherit'], env });
  return isInstalled();
};

interface Counted {
  readonly appended: number;
  readonly failed: number;
  readonly seconds: number;
}

/** What the last line says; nothing was appended by a run that fell over. */
const countedIn = (printed: string): Counted => {
  try {
    return JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as Counted;
  } catch {
    return { appended: 0, failed: 0, seconds: 1 };
  }
};

/** How the peer holds its connections: one for every call, which is its default, or one for all. */
export type PeerMode = 'pooled' | 'singleton';

/** The peer's store in one of its modes; an append that failed is not counted. */
export const peer =
  (mode: PeerMode, writers: number, { type, data, metadata, private: beside }: StoredEvent): Lane =>
  (folder, seconds) =>
    new Promise((resolve) => {
      const event = JSON.stringify({ type, data: { ...data, private: beside }, metadata });
      const args = [script, folder, mode, String(writers), String(seconds), event];
      const options = { maxBuffer: 2 ** 28, timeout: 10_000 + 2_000 * seconds };
      execFile(process.execPath, args, options, (_, printed) => {
        const counted = countedIn(printed);
        resolve(counted.appended / counted.seconds);
      });
    });
