import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Order, Report } from '../doubles/eventstoredb/orders';
import { hold } from './holding';

/** The double as a process of its own, on a folder that outlives it. */
export interface DoubleProcess {
  readonly url: string;
  readonly port: number;
  /** Orders something of it; how it is after that. */
  readonly order: (order: Order) => Promise<Report>;
  /** Kills it as nothing can be caught, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Stops it where it stands, connections and all, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Starts the double on a folder, and on a port where one is given. */
export const startDoubleProcess = async (folder: string, port?: number): Promise<DoubleProcess> => {
  const main = join(__dirname, '..', 'doubles', 'eventstoredb', 'main.ts');
  const options = ['--folder', folder, ...(port === undefined ? [] : ['--port', String(port)])];
  const child = spawn(process.execPath, ['-r', join(__dirname, 'typescript.js'), main, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('The double ended');
    return line.value;
  };
  const greeting = await nextLine();
  const [url = '', listening] = /esdb:\/\/127\.0\.0\.1:(\d+)\S*/.exec(greeting) ?? [];
  if (listening === undefined) throw new Error(`The double said ${greeting}`);
  return {
    url,
    port: Number(listening),
    order: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return JSON.parse(await nextLine()) as Report;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    pause: () => hold(child),
    resume: () => void child.kill('SIGCONT'),
  };
};
