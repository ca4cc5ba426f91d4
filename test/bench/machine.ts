import { readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';
import Database from 'better-sqlite3';

/** File systems by the number the kernel gives them. */
const fileSystems: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x2fc12fc1: 'zfs',
  0x794c7630: 'overlayfs',
  0x01021994: 'tmpfs, in memory: no disk was measured',
};

const sqliteVersion = (): string => {
  const database = new Database(':memory:');
  try {
    return String(database.prepare('select sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
};

/** What else keeps the machine busy shows in the load: half of it is not ours when it is twice the processors. */
export const load = (): string => (os.loadavg()[0] ?? 0).toFixed(1);

const system = (): string => {
  try {
    const name = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return name ?? os.type();
  } catch {
    return os.type();
  }
};

/** The machine in a sentence, and the disk that a folder lies on. */
export const machine = (folder: string): string => {
  const processors = os.cpus();
  const gibibytes = Math.round(os.totalmem() / 2 ** 30);
  const disk = fileSystems[statfsSync(folder).type] ?? 'a file system of its own kind';
  return (
    `${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${gibibytes} GiB, ${system()}, ` +
    `Linux ${os.release()}, Node ${process.versions.node}, SQLite ${sqliteVersion()}; data on the disk of the ` +
    `checkout (${disk}), load ${load()} at the start.`
  );
};
