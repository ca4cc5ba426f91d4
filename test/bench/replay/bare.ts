import Database from 'better-sqlite3';
import { answer, peakMemory } from '../child';

/**
 * Reads every event of a log from its file and parses what is stored of it, and does nothing with it: what a replay
 * cannot be quicker than. `COLUMNS` says what is read and parsed.
 *
 *   node -r …/typescript.js bare.ts FOLDER COLUMNS
 */
const main = (folder: string, columns: string): void => {
  const database = new Database(`${folder}/log/events.db`, { readonly: true });
  const rows = database
    .prepare<[], ReadonlyArray<string | null>>(`select ${columns} from event order by sequence`)
    .raw();
  const start = performance.now();
  let events = 0;
  for (const texts of rows.iterate()) {
    for (const text of texts) if (text !== null) JSON.parse(text);
    events += 1;
  }
  answer({ events, seconds: (performance.now() - start) / 1_000, peak: peakMemory() });
  database.close();
};

main(String(process.argv[2]), String(process.argv[3]));
