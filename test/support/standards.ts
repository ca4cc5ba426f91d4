import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with the schemas that standards come with; they are not kept here. */
const folder = process.env['STANDARDS_FOLDER'];

/** A file of the folder, read as JSON. */
export const standard = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object;

/**
 * Describes tests by the schema of a standard, a file of the folder that STANDARDS_FOLDER names. Where it is missing they
 * are skipped, aloud.
 */
export const describeByStandard = (name: string, path: string, tests: (file: string) => void): void => {
  const file = folder === undefined ? undefined : join(folder, path);
  if (file !== undefined && existsSync(file)) {
    describe(name, () => tests(file));
    return;
  }
  process.stderr.write(`Skipped, for STANDARDS_FOLDER names no folder with ${path}: ${name}\n`);
  describe.skip(name, () => tests(''));
};
