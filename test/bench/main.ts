import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appending } from './append';
import { asking } from './asking';
import { commanding } from './commanding';
import { evaluating } from './evaluating';
import { eventStoreDb } from './eventstoredb';
import { load, machine } from './machine';
import { mongoDb } from './mongodb';
import { publishing } from './publishing';
import { replaying } from './replay';
import { reportText, type Section, sectionText } from './report';
import { type Sizes, sizes } from './sizes';

const root = resolve(__dirname, '../..');

/** A folder on the disk of the checkout: where temporary files usually lie may be another disk, or memory. */
const workplace = (): string => {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'bench-'));
};

/** What is measured, in the order of the report, by the names by which one part of it is asked for. */
const parts: Readonly<Record<string, (place: string, sizes: Sizes) => Promise<Section>>> = {
  appending,
  replaying,
  asking,
  commanding,
  evaluating,
  eventstoredb: eventStoreDb,
  mongodb: mongoDb,
  nats: publishing,
};

interface Asked {
  readonly size: keyof typeof sizes;
  /** The parts that are measured; undefined for all of them, and a report that is kept. */
  readonly only: ReadonlyArray<string> | undefined;
}

const isSize = (word: string): word is keyof typeof sizes => Object.hasOwn(sizes, word);

/** What is asked for in `[size] [only part …]`. */
const askedIn = (words: ReadonlyArray<string>): Asked => {
  const [first = 'full'] = words;
  const size = first === 'only' ? 'full' : first;
  if (!isSize(size)) throw new Error(`Unknown size ${size}: ${Object.keys(sizes).join(', ')}`);
  const at = words.indexOf('only');
  if (at === -1) return { size, only: undefined };
  const only = words.slice(at + 1);
  const unknown = only.find((name) => !Object.hasOwn(parts, name));
  if (only.length === 0 || unknown !== undefined)
    throw new Error(`Unknown part ${unknown ?? ''}: ${Object.keys(parts).join(', ')}`);
  return { size, only };
};

const about = (size: string, describedAtStart: string, seconds: number): string =>
  [
    `Written by \`npm run bench${size === 'full' ? '' : ` -- ${size}`}\` on ${new Date().toISOString().slice(0, 10)}, ` +
      `in ${Math.round(seconds)} s.${size === 'full' ? '' : ` Sizes are ${size}: no mark is decided by them.`}`,
    describedAtStart,
    `Load ${load()} at the end. What is compared was measured in turns within the same run; a figure is the median of ` +
      'its rounds, with the least and the greatest. Absolute figures are of this machine on this day: the ratios are ' +
      'what is promised about. Not measured: power loss, other file systems, a network between the parts.',
  ].join('\n\n');

const main = async (): Promise<void> => {
  const { size, only } = askedIn(process.argv.slice(2));
  const chosen: Sizes = sizes[size];
  const started = performance.now();
  const place = workplace();
  const describedAtStart = machine(place);
  try {
    const sections: Array<Section> = [];
    for (const [name, part] of Object.entries(parts)) {
      if (only?.includes(name) === false) continue;
      const section = await part(place, chosen);
      sections.push(section);
      process.stdout.write(`${sectionText(section)}\n`);
    }
    const text = reportText(about(size, describedAtStart, (performance.now() - started) / 1_000), sections);
    process.stdout.write(text.slice(0, text.indexOf(`\n## ${sections[0]?.title}`)));
    if (chosen.file !== undefined && only === undefined) writeFileSync(join(root, chosen.file), text);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
