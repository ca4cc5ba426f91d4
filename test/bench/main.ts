import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appending } from './append';
import { asking } from './asking';
import { commanding } from './commanding';
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

const parts: ReadonlyArray<(place: string, sizes: Sizes) => Promise<Section>> = [
  appending,
  replaying,
  asking,
  commanding,
  eventStoreDb,
  mongoDb,
  publishing,
];

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
  const size = process.argv[2] ?? 'full';
  const chosen = Object.entries(sizes).find(([name]) => name === size)?.[1];
  if (chosen === undefined) throw new Error(`Unknown size ${size}: ${Object.keys(sizes).join(', ')}`);
  const started = performance.now();
  const place = workplace();
  const describedAtStart = machine(place);
  try {
    const sections: Array<Section> = [];
    for (const part of parts) {
      const section = await part(place, chosen);
      sections.push(section);
      process.stdout.write(`${sectionText(section)}\n`);
    }
    const text = reportText(about(size, describedAtStart, (performance.now() - started) / 1_000), sections);
    process.stdout.write(text.slice(0, text.indexOf('\n## Appending')));
    if (chosen.file !== undefined) writeFileSync(join(root, chosen.file), text);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
