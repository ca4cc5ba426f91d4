import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds the checkout. */
const beside = path.resolve(__dirname, '../../../../..');

/**
 * Where a published standard's own test data lies: `standards/<name>` in any folder beside the checkout. They are not
 * ours to copy in here; undefined, with a warning, where nobody has put them.
 */
export const standard = (name: string): string | undefined => {
  const found = readdirSync(beside)
    .map((folder) => path.join(beside, folder, 'standards', name))
    .find((folder) => existsSync(folder));
  if (found === undefined) console.warn(`SKIPPED: no standards/${name} in any folder beside this checkout`);
  return found;
};
