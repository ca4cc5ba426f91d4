// Installs the workspace with the one pinned pnpm, from the lock file alone.
// better-sqlite3 compiles where its ready-made binary cannot be fetched; the compiler then needs Node's own
// headers, which most installations carry beside the binary. Without `nodedir` it would try to download them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const prefix = dirname(dirname(process.execPath));
const env = { ...process.env };
if (env.npm_config_nodedir === undefined && existsSync(join(prefix, 'include', 'node', 'node.h')))
  env.npm_config_nodedir = prefix;

const pnpm = 'pnpm@10.34.9';
const args = [
  '--yes',
  pnpm,
  'install',
  '--frozen-lockfile',
  '--prefer-offline',
  '--silent',
  ...process.argv.slice(2),
];
const first = !existsSync('node_modules/.modules.yaml');
if (first) console.error('Installing what is needed (the first time takes about two minutes) …');
const done = spawnSync('npx', args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
process.exit(done.status ?? 1);
