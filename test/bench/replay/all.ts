import { instantOf } from '@commissioning/kernel';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { projectorOf } from '@services/projector';
import * as E from 'fp-ts/Either';
import { answer, peakMemory } from '../child';
import { keysIn, storeIn } from '../log/build';

/**
 * Takes a whole log through all projections into an empty read store, as an office does.
 *
 *   node -r …/typescript.js all.ts FOLDER READ-FOLDER
 */
const main = async (folder: string, readFolder: string): Promise<void> => {
  const events = await storeIn(folder);
  const opened = await openSqliteReadStore(readFolder)();
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  const reads = opened.right;
  const now = () => instantOf(Date.now());
  const projecting = projectorOf({ events, reads, keys: keysIn(folder), now });
  const start = performance.now();
  const done = await projecting.catchUp();
  const seconds = (performance.now() - start) / 1_000;
  if (E.isLeft(done)) throw new Error(JSON.stringify(done.left));
  answer({ ...done.right, seconds, peak: peakMemory() });
  await projecting.stop();
  await events.close();
  await reads.close();
};

void main(String(process.argv[2]), String(process.argv[3]));
