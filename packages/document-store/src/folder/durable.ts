import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes what was done to a folder's names durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder; it has names durable with the file.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a folder that its owner alone can read, durably; one that is there keeps what it holds. */
export const privateFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await syncFolder(dirname(folder));
};

/** A folder for files that are being written. What a crash leaves in it is of no use to anybody. */
export const emptyFolder = async (folder: string): Promise<void> => {
  await privateFolder(folder);
  for (const left of await readdir(folder)) await rm(join(folder, left), { recursive: true });
};

/**
 * Writes a file that its owner alone can read and that, after a crash at any moment, is there whole or not at all. It
 * is written and synced under a passing name in another folder of the same file system, then given its own.
 */
export const writeWhole = async (passing: string, file: string, bytes: Uint8Array): Promise<void> => {
  const temporary = join(passing, randomUUID());
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
};
