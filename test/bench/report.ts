import type { Spread } from './statistics';

/** Something that was promised, and what became of it; `met` is undefined where it could not be measured. */
export interface Mark {
  readonly asked: string;
  readonly measured: string;
  readonly met: boolean | undefined;
}

/** One part of the report: what was measured and how, in a table, and the marks it decides. */
export interface Section {
  readonly title: string;
  readonly says: string;
  readonly head: ReadonlyArray<string>;
  readonly rows: ReadonlyArray<ReadonlyArray<string>>;
  readonly marks: ReadonlyArray<Mark>;
}

/** A number with as many digits as matter. */
export const inDigits = (value: number): string => {
  if (Number.isNaN(value)) return 'not measured';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** A median with its least and greatest: `4,347 (3,900–4,810)`. */
export const inWords = ({ median, least, greatest }: Spread): string =>
  `${inDigits(median)} (${inDigits(least)}–${inDigits(greatest)})`;

/** Decides a mark that asks for at least, or at most, so much. */
export const mark = (asked: string, limit: { readonly atLeast: number } | { readonly atMost: number }) => {
  return (measured: Spread | undefined): Mark => {
    if (measured === undefined || Number.isNaN(measured.median))
      return { asked, measured: 'not measured', met: undefined };
    const { median } = measured;
    const met = 'atLeast' in limit ? median >= limit.atLeast : median <= limit.atMost;
    return { asked, measured: inWords(measured), met };
  };
};

const tableOf = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: ReadonlyArray<string>): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
};

/** One section as it is printed while the others are still being measured. */
export const sectionText = ({ title, says, head, rows }: Section): string =>
  `## ${title}\n\n${says}\n\n${tableOf(head, rows)}\n`;

const said = ({ asked, measured, met }: Mark): ReadonlyArray<string> => [
  asked,
  measured,
  met === undefined ? '–' : met ? 'yes' : '**no**',
];

/** The whole report in Markdown. */
export const reportText = (about: string, sections: ReadonlyArray<Section>): string => {
  const marks = sections.flatMap((section) => section.marks.map(said));
  return [
    '# Benchmarks\n',
    `${about}\n`,
    '## Marks\n',
    `${tableOf(['Asked for', 'Measured', 'Met'], marks)}\n`,
    ...sections.map(sectionText),
  ].join('\n');
};
