import * as fs from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { CopyStopped } from './failure';
import { syncAll, syncNames } from './files';

/** Stands in a folder until it is whole. */
export const unfinished = 'UNFINISHED';

const isEmpty = (folder: string): boolean => !fs.existsSync(folder) || fs.readdirSync(folder).length === 0;

/** Refuses a folder that holds something. */
const mustBeEmpty = (folder: string): void => {
  if (!isEmpty(folder)) throw new CopyStopped({ _tag: 'InTheWay', folder });
};

/** Where a path leads in the end, links followed as far as there is anything. */
const realPath = (path: string): string => {
  const full = resolve(path);
  if (fs.existsSync(full)) return fs.realpathSync(full);
  return dirname(full) === full ? full : join(realPath(dirname(full)), basename(full));
};

const within = (folder: string, other: string): boolean =>
  `${realPath(folder)}${sep}`.startsWith(`${realPath(other)}${sep}`);

/** Refuses two folders of which one lies in the other. */
export const mustBeApart = (folder: string, other: string): void => {
  if (within(folder, other)) throw new CopyStopped({ _tag: 'NotApart', folder, from: other });
  if (within(other, folder)) throw new CopyStopped({ _tag: 'NotApart', folder: other, from: folder });
};

/** A folder being filled under a passing name. It has its own name once it is whole and durable, or never. */
interface Staging {
  readonly folder: string;
  readonly finish: () => Promise<void>;
  readonly abandon: () => void;
}

/** Begins a folder beside where it will be; what an interrupted one left there is taken away. */
const begin = (target: string): Staging => {
  mustBeEmpty(target);
  const folder = `${resolve(target)}.unfinished`;
  if (fs.existsSync(folder) && !fs.existsSync(join(folder, unfinished))) mustBeEmpty(folder);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(
    join(folder, unfinished),
    'Left by a backup or restore that did not come to its end. Of no use.\n',
  );
  return {
    folder,
    finish: async () => {
      await syncAll(folder);
      fs.rmSync(join(folder, unfinished));
      if (fs.existsSync(target)) fs.rmdirSync(target);
      fs.renameSync(folder, target);
      await syncNames(dirname(resolve(target)));
    },
    abandon: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
};

/** Fills a folder so that it is there whole or not at all, however this ends. */
export const filled = async <A>(target: string, fill: (folder: string) => Promise<A>): Promise<A> => {
  const staging = begin(target);
  try {
    const made = await fill(staging.folder);
    await staging.finish();
    return made;
  } catch (error) {
    staging.abandon();
    throw error;
  }
};
