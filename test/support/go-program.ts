import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.join(__dirname, '..', '..');

/** How long a cold build may take, in milliseconds. */
export const buildPatience = 600_000;

/** A program that tests need and that is built of a Go module under `test/engines`. */
export interface GoProgram {
  /** Whether it is there, or can be made. */
  readonly canBeHad: () => boolean;
  /** Its file, built unless it is there; other processes that want it too wait for the one that builds it. */
  readonly built: () => Promise<string>;
}

const hasGo = (): boolean => spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const ageOf = (file: string): number =>
  Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

/** Takes the lock of the build, unless another has it; a lock whose holder is gone is taken away. */
const lock = (file: string): boolean => {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
    // A lock that has just been made is still without its holder's number.
    const isLeft = holder > 0 ? !isRunning(holder) : ageOf(file) > 60_000;
    if (isLeft) fs.rmSync(file, { force: true });
    return false;
  }
};

/** The program of a module, made of one of its packages. */
export const goProgram = (module: string, package_ = '.'): GoProgram => {
  const source = path.join(root, 'test', 'engines', module);
  const cache = path.join(root, 'node_modules', '.cache', module);

  /** By what it is made of: another source is another program. */
  const binary = (): string => {
    const made = createHash('sha256');
    for (const file of fs.readdirSync(source).toSorted())
      if (/\.(go|mod|sum)$/.test(file)) made.update(fs.readFileSync(path.join(source, file)));
    return path.join(cache, `${module}-${made.digest('hex').slice(0, 16)}`);
  };

  const build = (file: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const unfinished = `${file}.${randomUUID()}`;
      const go = spawn('go', ['build', '-o', unfinished, package_], {
        cwd: source,
        env: { ...process.env, GOFLAGS: '-buildvcs=false' },
      });
      let said = '';
      go.stderr.on('data', (text) => (said += String(text)));
      go.on('error', reject);
      go.on('exit', (code) => {
        if (code !== 0) return reject(new Error(`${module} was not built:\n${said}`));
        fs.renameSync(unfinished, file);
        resolve();
      });
    });

  const built = async (): Promise<string> => {
    const file = binary();
    const locked = `${file}.lock`;
    fs.mkdirSync(cache, { recursive: true });
    while (!fs.existsSync(file)) {
      if (!lock(locked)) {
        await sleep(200);
        continue;
      }
      try {
        if (!fs.existsSync(file)) await build(file);
      } finally {
        fs.rmSync(locked, { force: true });
      }
    }
    return file;
  };

  return { canBeHad: () => fs.existsSync(binary()) || hasGo(), built };
};
