import Database from 'better-sqlite3';
import { answer, peakMemory } from '../child';

/**
 * Reads every event of a log from its file and parses data and metadata, and does nothing with them: what a replay
 * cannot be quicker than.
 *
 *   node -r …/typescript.js bare.ts FOLDER
 */
const main = (folder: string): void => {
  const database = new Database(`${folder}/log/events.db`, { readonly: true });
  const rows = database
    .prepare<[], readonly [string, string]>('select data, metadata from event order by sequence')
    .raw();
  const start = performance.now();
  let events = 0;
  for (const [data, metadata] of rows.iterate()) {
    JSON.parse(data);
    JSON.parse(metadata);
    events += 1;
  }
  answer({ events, seconds: (performance.now() - start) / 1_000, peak: peakMemory() });
  database.close();
};

main(String(process.argv[2]));
