import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whyNoMongodb } from './support/ferretdb';
import { natsIsThere } from './support/nats';

jest.setTimeout(180_000);

/** The measuring must not rot: everything is measured once at sizes that say nothing, and no time is looked at. */
test('the benchmarks run through and fill every row', async () => {
  const arguments_ = [
    '-r',
    join(__dirname, 'support', 'typescript.js'),
    join(__dirname, 'bench', 'main.ts'),
    'tiny',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, arguments_, { maxBuffer: 2 ** 26 });
  const rows = [
    'Raw: write the bytes',
    'Ours, one writer',
    'Ours, 64 writers at once',
    'Bare SQLite, one insert',
    'Bare SQLite, 64 inserts',
    'Ours, sealing alone',
    'Bare: read and parse',
    'Bare, without what is private',
    'Bare: insert what all projections keep',
    'All projections',
    'of which handing documents',
    'Peak memory',
    'Public register, a page ',
    'Public register, one document',
    'Public register, count',
    'Public register, a page as it stood, by what was known',
    'Decisions, a page as it was known',
    'Funds, a page as it stood',
    'Cold, less reading',
    'Held ÷ fresh',
    'A lot is evaluated',
    'Append, one writer, ours',
    'Append, 32 writers at once, ours',
    'Read the log, ours',
    'Read streams, ours',
    'Follow the log, ours',
    ...(whyNoMongodb() === undefined
      ? [
          'Bulk write, new documents, ours',
          'Bulk write, documents replaced, ours',
          'Query, a page of 25, ours',
          'Query, one document, ours',
        ]
      : []),
    ...(natsIsThere ? ['Publish, ours', 'Consume, ours'] : []),
  ];
  for (const row of rows) expect(stdout).toMatch(new RegExp(`\\| ${row}[^\\n]*\\d`));
  const marks = stdout.slice(stdout.indexOf('## Marks'));
  expect(marks.split('\n').filter((line) => /\| (yes|–|\*\*no\*\*)\s*\|/.test(line))).toHaveLength(20);
});
