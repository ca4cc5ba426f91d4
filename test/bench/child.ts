import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Lets node run TypeScript: the measuring alone is compiled on the way, what is measured was built before. */
const typescript = require.resolve('../support/typescript.js');

/**
 * Runs a script as a process of its own, which starts with an empty memory, and gives back the JSON that it prints.
 * What it holds is its own peak of memory, and no other measurement's.
 */
export const measuredIn = async <Result>(script: string, ...args: ReadonlyArray<string>): Promise<Result> => {
  const { stdout } = await run(process.execPath, ['-r', typescript, script, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as Result;
};

/** What a script that was started so has to say. */
export const answer = (result: object): void => void process.stdout.write(JSON.stringify(result));

/** The most memory that this process has held so far, in MiB. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1_024;
