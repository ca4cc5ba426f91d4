import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measuredIn } from '../child';
import { type BuiltLog, buildLog } from '../log/build';
import { inDigits, inWords, mark, type Section } from '../report';
import type { Sizes } from '../sizes';
import { ratioOf, type Spread, spreadOf } from '../statistics';

interface Run {
  readonly events: number;
  readonly seconds: number;
  /** MiB. */
  readonly peak: number;
}

interface Replay extends Run {
  readonly documents: number;
  readonly parked: number;
}

/** What a replay left behind, inserted once more. */
interface Kept {
  readonly documents: number;
  readonly seconds: number;
}

/** Milliseconds spent on each part of a replay. */
interface Split {
  readonly whole: number;
  readonly read: number;
  readonly opening: number;
  readonly fold: number;
  readonly get: number;
  readonly write: number;
  readonly rest: number;
}

/** All that is stored of an event, and the part of it that everybody may see. */
const whole = 'data, metadata, private';
const publicPart = 'data, metadata';

const bare = (log: BuiltLog, columns: string): Promise<Run> =>
  measuredIn<Run>(require.resolve('./bare.ts'), log.folder, columns);

const intoEmptyReadStore = async <Result>(
  place: string,
  script: string,
  log: BuiltLog,
  then: (folder: string, result: Result) => Promise<void> = async () => undefined,
): Promise<Result> => {
  const folder = mkdtempSync(join(place, 'read-'));
  try {
    const result = await measuredIn<Result>(script, log.folder, folder);
    await then(folder, result);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const replay = async (
  place: string,
  log: BuiltLog,
  then?: (folder: string, done: Replay) => Promise<void>,
): Promise<Replay> => {
  const done = await intoEmptyReadStore<Replay>(place, require.resolve('./all.ts'), log, then);
  // A replay that sets events aside does less than it is measured for.
  if (done.parked > 0 || done.events !== log.events)
    throw new Error(`A replay took in ${done.events} of ${log.events} events and set ${done.parked} aside`);
  return done;
};

const rateOf = ({ events, seconds }: Run): number => events / seconds;

const inThousands = (events: number): string => events.toLocaleString('en-GB');

const splitRows = ({ whole, read, opening, fold, get, write, rest }: Split): Section['rows'] =>
  [
    ['reading and parsing the log', read],
    ['opening what is not public, and checking', opening],
    ['keys and project functions of the projections', fold],
    ['reading documents back', get],
    ['handing documents, lineage and progress to the thread that writes them', write],
    ['lineage, and the rest of the runner', rest],
  ].map(([what, spent]) => [`of which ${what}`, `${inDigits((Number(spent) / whole) * 100)} %`, '']);

/** All projections from the start of the log, against reading and parsing it; memory over a log ten times as long. */
export const replaying = async (place: string, sizes: Sizes): Promise<Section> => {
  const folderOf = (name: string) => mkdtempSync(join(place, `${name}-`));
  const short = await buildLog(folderOf('short'), sizes.short, sizes.commissions);
  const long = await buildLog(folderOf('long'), sizes.long, sizes.commissions);
  const bareRates: Array<number> = [];
  const publicRates: Array<number> = [];
  const keptRates: Array<number> = [];
  const longRuns: Array<Replay> = [];
  const shortRuns: Array<Replay> = [];
  await bare(long, whole);
  for (let round = 0; round < sizes.replayRounds; round += 1) {
    bareRates.push(rateOf(await bare(long, whole)));
    publicRates.push(rateOf(await bare(long, publicPart)));
    longRuns.push(await replay(place, long));
    shortRuns.push(
      await replay(place, short, async (folder, { events }) => {
        const { seconds } = await measuredIn<Kept>(require.resolve('./kept.ts'), folder);
        keptRates.push(events / seconds);
      }),
    );
  }
  const split = await intoEmptyReadStore<Split>(place, require.resolve('./split.ts'), short);
  const rates = longRuns.map(rateOf);
  const overBare: Spread = ratioOf(rates, bareRates);
  const peaks = (runs: ReadonlyArray<Replay>) => runs.map(({ peak }) => peak);
  const growth = ratioOf(peaks(longRuns), peaks(shortRuns));
  const [long_, short_] = [inThousands(long.events), inThousands(short.events)];
  const perEvent = (longRuns[0]?.documents ?? 0) / long.events;
  rmSync(short.folder, { recursive: true, force: true });
  rmSync(long.folder, { recursive: true, force: true });
  return {
    title: 'Replaying',
    says:
      `A log of ${long_} events, ${sizes.commissions} commissions at once with their decisions, funds and ` +
      'providers, from a fixed generator, sealed as the services seal. Each run is a process of its own with an empty ' +
      'read store: all projections, with lineage, as the office runs them; they write ' +
      `${inDigits(perEvent)} documents an event. Against it: the same log read from its file in order, all that is ` +
      'stored of each event parsed and nothing done with it; and the very documents and versions that are kept in the end, ' +
      'inserted as text into one table without an index, and nothing done to make them.',
    head: ['What', 'Measured', '÷ bare'],
    rows: [
      ['Bare: read and parse what is stored, events a second', inWords(spreadOf(bareRates)), '1.00'],
      [
        'Bare, without what is private, events a second',
        inWords(spreadOf(publicRates)),
        inWords(ratioOf(publicRates, bareRates)),
      ],
      [
        `Bare: insert what all projections keep of ${short_} events, events a second`,
        inWords(spreadOf(keptRates)),
        inWords(ratioOf(keptRates, bareRates)),
      ],
      ['All projections, events a second', inWords(spreadOf(rates)), inWords(overBare)],
      ...splitRows(split),
      [`Peak memory, ${short_} events, MiB`, inWords(spreadOf(peaks(shortRuns))), ''],
      [`Peak memory, ${long_} events, MiB`, inWords(spreadOf(peaks(longRuns))), ''],
    ],
    marks: [
      mark('All projections from the start: at least 0.2 of bare read and parse', { atLeast: 0.2 })(overBare),
      mark(`Peak memory over ${long_} events: at most 1.2 times that over ${short_}`, { atMost: 1.2 })(
        growth,
      ),
    ],
  };
};
