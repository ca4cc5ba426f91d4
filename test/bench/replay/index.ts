import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measuredIn } from '../child';
import { buildLog } from '../log/build';
import { inDigits, inWords, mark, type Section } from '../report';
import type { Sizes } from '../sizes';
import { ratioOf, spreadOf } from '../statistics';

interface Measured {
  readonly events: number;
  readonly seconds: number;
  /** The most memory the process held, in MiB. */
  readonly peak: number;
}

/** Where the time of a replay goes, in milliseconds, as `split.ts` says it. */
type Split = Readonly<Record<string, number>>;

const script = (name: string): string => join(__dirname, `${name}.ts`);

const bare = (folder: string): Promise<Measured> => measuredIn(script('bare'), folder);

/** Runs a script with an empty folder for the read models, which is taken away again. */
const withReadModels = async <Result>(place: string, name: string, folder: string): Promise<Result> => {
  const readModels = mkdtempSync(join(place, 'read-models-'));
  try {
    return await measuredIn<Result>(script(name), folder, readModels);
  } finally {
    rmSync(readModels, { recursive: true, force: true });
  }
};

const rate = ({ events, seconds }: Measured): number => events / seconds;

const logOf = async (place: string, name: string, events: number, commissions: number): Promise<string> => {
  const folder = join(place, name);
  await buildLog(folder, events, commissions);
  return folder;
};

const shares = (split: Split): string => {
  const { whole = 0, ...parts } = split;
  return Object.entries(parts)
    .map(([part, spent]) => `${part} ${Math.round((100 * spent) / whole)} %`)
    .join(', ');
};

/** A whole log through all projections, against reading and parsing it and nothing more. */
export const replaying = async (place: string, sizes: Sizes): Promise<Section> => {
  const long = await logOf(place, 'long', sizes.long, sizes.commissions);
  const short = await logOf(place, 'short', sizes.short, sizes.commissions);
  const [bares, alls, shorts]: [Array<Measured>, Array<Measured>, Array<Measured>] = [[], [], []];
  for (let round = 0; round < sizes.replayRounds; round += 1) {
    bares.push(await bare(long));
    alls.push(await withReadModels<Measured>(place, 'all', long));
    shorts.push(await withReadModels<Measured>(place, 'all', short));
  }
  const split = await withReadModels<Split>(place, 'split', short);
  rmSync(long, { recursive: true, force: true });
  rmSync(short, { recursive: true, force: true });

  const [barely, replayed] = [bares.map(rate), alls.map(rate)];
  const peaks = (of: ReadonlyArray<Measured>) => of.map(({ peak }) => peak);
  const events = (count: number): string => count.toLocaleString('en-GB');
  const row = (what: string, of: ReadonlyArray<Measured>, ratio: string): ReadonlyArray<string> => [
    what,
    inWords(spreadOf(of.map(rate))),
    inWords(spreadOf(peaks(of))),
    ratio,
  ];
  return {
    title: 'Replaying a log through all projections',
    says:
      `${sizes.commissions} commissions at once, with their funds, decisions and providers; every event is opened, ` +
      'checked and taken through all read models, with lineage and versions. What it is held against reads data and ' +
      'metadata of the same log and parses them. Each run is a process of its own. Of the time of a replay of ' +
      `${events(sizes.short)} events goes: ${shares(split)}.`,
    head: ['What', 'Events a second', 'Most memory, MiB', '÷ bare'],
    rows: [
      row(`Bare: read and parse, ${events(sizes.long)} events`, bares, '1.00'),
      row(`All projections, ${events(sizes.long)} events`, alls, inDigits(ratioOf(replayed, barely).median)),
      row(`All projections, ${events(sizes.short)} events`, shorts, ''),
    ],
    marks: [
      mark('Replay with lineage: at least 0.2 of bare read and parse', { atLeast: 0.2 })(
        ratioOf(replayed, barely),
      ),
      mark(`Memory at ${events(sizes.long)} events: at most 1.2 times that at ${events(sizes.short)}`, {
        atMost: 1.2,
      })(ratioOf(peaks(alls), peaks(shorts))),
    ],
  };
};
