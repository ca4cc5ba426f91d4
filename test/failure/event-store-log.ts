import * as fs from 'node:fs';
import * as path from 'node:path';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { chainFaultOf, type RecordedEvent, startOfChain } from '@commissioning/record';
import * as E from 'fp-ts/Either';

/** The script that writes; it runs in a plain Node, on what was compiled. */
export const writerScript = (): string => {
  const compiled = path.resolve(__dirname, '../../packages/event-store/dist/sqlite/index.js');
  if (!fs.existsSync(compiled)) throw new Error(`${compiled} is missing: run \`npx tsc -b\` first`);
  return require.resolve('./event-store-writer.js');
};

/** An append that the writer said was acknowledged. */
export interface Acknowledged {
  readonly stream: string;
  /** Of its last event. */
  readonly revision: number;
  readonly ids: ReadonlyArray<string>;
}

/** The acknowledgements among what a writer printed. A line cut short by a kill was never printed whole. */
export const acknowledgedIn = (printed: string): ReadonlyArray<Acknowledged> =>
  printed
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('commission-'))
    .map((line) => {
      const [stream = '', revision, ...ids] = line.split(' ');
      return { stream, revision: Number(revision), ids };
    });

/** The whole log of a folder that nobody holds, in log order. */
export const logOf = async (folder: string): Promise<ReadonlyArray<RecordedEvent>> => {
  const opened = await openSqliteEventStore(folder)();
  if (E.isLeft(opened)) throw new Error(openFailureInWords(opened.left));
  const events: Array<RecordedEvent> = [];
  for await (const page of opened.right.readAll()) events.push(...page);
  await opened.right.close();
  return events;
};

/** Events lost, doubled or misplaced in a log, given what was acknowledged; broken chains and missing revisions. */
export const misplacedIn = (
  log: ReadonlyArray<RecordedEvent>,
  acknowledged: ReadonlyArray<Acknowledged>,
): ReadonlyArray<string> => {
  const faults: Array<string> = [];
  const placeOf = new Map<string, string>();
  const endOf = new Map<string, { readonly revision: number; readonly previousChainHash: string }>();
  for (const event of log) {
    const place = `${event.stream} ${event.revision}`;
    if (placeOf.has(event.id)) faults.push(`${event.id} stands twice: ${placeOf.get(event.id)}, ${place}`);
    placeOf.set(event.id, place);
    const expected = endOf.get(event.stream) ?? { revision: 0, previousChainHash: startOfChain };
    const fault = chainFaultOf(event, expected);
    if (fault !== undefined) faults.push(`${place}: ${fault._tag}`);
    endOf.set(event.stream, { revision: event.revision + 1, previousChainHash: event.chainHash });
  }
  for (const { stream, revision, ids } of acknowledged)
    for (const [index, id] of ids.entries()) {
      const place = `${stream} ${revision - ids.length + 1 + index}`;
      if (placeOf.get(id) !== place) faults.push(`${id} was acknowledged at ${place}: ${placeOf.get(id)}`);
    }
  return faults;
};

/** Appends written in part. */
const halvesIn = (log: ReadonlyArray<RecordedEvent>): ReadonlyArray<string> => {
  const faults: Array<string> = [];
  const unfinished = new Map<string, number>();
  for (const { stream, revision, data } of log) {
    const { part, of } = data as { part: number; of: number };
    if (part !== (unfinished.get(stream) ?? 0))
      faults.push(`${stream} ${revision}: part ${part} out of place`);
    unfinished.set(stream, (part + 1) % of);
  }
  for (const [stream, part] of unfinished) if (part > 0) faults.push(`${stream} ends with half an append`);
  return faults;
};

/** Everything wrong with a log of appends whose events say which part of it they are, given what was acknowledged. */
export const faultsIn = (
  log: ReadonlyArray<RecordedEvent>,
  acknowledged: ReadonlyArray<Acknowledged>,
): ReadonlyArray<string> => [...misplacedIn(log, acknowledged), ...halvesIn(log)];
