import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const requirements = join(__dirname, 'requirements.txt');
const cache = join(__dirname, '..', '..', '..', 'node_modules', '.cache');

/**
 * A Python with the client of another make, of the versions named beside this file; installed the first time. Says
 * aloud why it cannot be had where it cannot, and is undefined then.
 */
export const pythonWithClient = (): string | undefined => {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = join(cache, `python-client-${wanted}`);
  const python = join(home, 'bin', 'python');
  const installed = join(home, 'installed');
  if (existsSync(installed)) return python;
  const run = (program: string, ...words: ReadonlyArray<string>): void =>
    void execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 240_000 });
  try {
    mkdirSync(cache, { recursive: true });
    rmSync(home, { recursive: true, force: true });
    run('python3', '-m', 'venv', home);
    run(python, '-m', 'pip', 'install', '--quiet', '--no-input', '--only-binary=:all:', '-r', requirements);
    writeFileSync(installed, '');
    return python;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    process.stderr.write(`Skipped, for Python or its client of EventStoreDB cannot be had here: ${reason}\n`);
    return undefined;
  }
};

/** An event as the Python client tells it. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly data: unknown;
  readonly beside: unknown;
  /** Whether the content hash, worked out anew in Python, is the one beside it. */
  readonly hashHolds: boolean;
}

/** Asks one question through the Python client. */
export const askPython = (python: string, question: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = spawn(python, [join(__dirname, 'client.py')]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out));
      else reject(new Error(err));
    });
    child.stdin.end(JSON.stringify(question));
  });
