import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { chmod, constants, copyFile, mkdir, open } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { CopyStopped } from './failure';

/** A file of a backup as it was when it was made. */
export interface FileDigest {
  /** From the backup's folder on, parted by `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Every file below a folder, by its path from there, in order. Throws `CopyStopped` on what is neither file nor folder. */
export const filesIn = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => {
          const file = join(entry.parentPath, entry.name);
          if (!entry.isFile()) throw new CopyStopped({ _tag: 'NoFile', file });
          return relative(folder, file).split(sep).join(posix.sep);
        })
        .toSorted()
    : [];

/** Reads a file through, and says what it hashes to. */
export const digestOfFile = async (folder: string, path: string): Promise<FileDigest> => {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
    digest.update(part);
    bytes += part.length;
  }
  return { path, bytes, sha256: digest.digest('hex') };
};

/** Makes a file or a folder, and what was written to it, durable. */
const sync = async (path: string): Promise<void> => {
  // Windows cannot open a folder; it has names durable with the file.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Copies files, by their paths, from one folder to another; their owner alone can read them there. */
export const copyFiles = async (
  from: string,
  to: string,
  paths: ReadonlyArray<string>,
  copied: (files: number) => void = () => undefined,
): Promise<void> => {
  for (const [index, path] of paths.entries()) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(join(to, path), 0o600);
    copied(index + 1);
  }
};

/** Makes a folder with all that is in it durable, innermost first. */
export const syncAll = async (folder: string): Promise<void> => {
  const files = filesIn(folder);
  const folders = new Set(files.flatMap((path) => outwards(posix.dirname(path))));
  for (const path of [...files, ...[...folders].toSorted().toReversed()]) await sync(join(folder, path));
  await sync(folder);
};

const outwards = (path: string): ReadonlyArray<string> =>
  path === '.' ? [] : [path, ...outwards(posix.dirname(path))];

/** Makes the names in a folder durable. */
export const syncNames = sync;
