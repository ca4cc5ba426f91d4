import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
    'Ours, one writer',
    'Ours, 64 writers at once',
    'Bare: read and parse',
    'All projections',
    'Public register as at a moment',
    'Decisions as at a moment',
    'Funds as at a moment',
    'One entry',
    'Cold command less reading',
    'Command on a commission read before',
  ];
  for (const row of rows) expect(stdout).toMatch(new RegExp(`\\| ${row}[^\\n]*\\d`));
  const marks = stdout.slice(stdout.indexOf('## Marks'));
  expect(marks.split('\n').filter((line) => /\| (yes|–|\*\*no\*\*)\s*\|/.test(line))).toHaveLength(8);
});
