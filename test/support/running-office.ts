import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real office in a process of its own. */
export interface RunningOffice {
  readonly url: string;
  /** What it printed for people. */
  readonly printed: () => string;
  readonly process: ChildProcess;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const main = join(__dirname, '..', '..', 'services', 'office', 'dist', 'main.js');

/**
 * Starts an office as `npm start` does, in a folder of its own: the demonstration unless OFFICE_DATA is given. Resolves
 * once it says where it is; `cwd` holds its data folder.
 */
export const startOffice = async (
  cwd: string,
  settings: Record<string, string> = {},
): Promise<RunningOffice> => {
  if (!existsSync(main)) throw new Error('Nothing is built yet: run `npm test`, or `npx tsc -b`');
  const { OFFICE_DATA: _unset, ...environment } = process.env;
  const child = spawn(process.execPath, [main], {
    cwd,
    env: { ...environment, OFFICE_PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /Services commissioned\s+(http:\/\/\S+?)\/\s/.exec(printed);
      // The last of its lines: what comes before it has all been printed by then.
      if (found?.[1] !== undefined && printed.includes('Ctrl-C')) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`The office ended with ${code}: ${complaint}`)));
  });
  return {
    url,
    printed: () => printed,
    process: child,
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
};

/** A folder that is removed by `remove`. */
export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'commissioning-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
