import { parse } from 'csv-parse/sync';
import * as E from 'fp-ts/Either';
import { type Row, type RowFault, unknownFields } from './row';

/** A file that is no portfolio at all: nothing in it could be read as rows. */
export interface UnreadableFile {
  readonly _tag: 'UnreadableFile';
  readonly reason: string;
}

const asText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('; ');
  return value === null || value === undefined ? '' : undefined;
};

const rowOf = (line: number, value: unknown): E.Either<RowFault, Row> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return E.left({ line, field: '', rule: 'a row is an object', found: JSON.stringify(value) });
  const fields: Record<string, string> = {};
  for (const [field, each] of Object.entries(value)) {
    const text = asText(each);
    if (text === undefined)
      return E.left({ line, field, rule: 'text, a number or a list of texts', found: JSON.stringify(each) });
    if (text !== '') fields[field] = text;
  }
  return E.right({ line, fields });
};

/** A portfolio as it was read: its rows, and what in it is no row. */
export interface Portfolio {
  readonly rows: ReadonlyArray<Row>;
  readonly faults: ReadonlyArray<RowFault>;
}

type Read = E.Either<UnreadableFile, Portfolio>;

const separated = (read: ReadonlyArray<E.Either<RowFault, Row>>): Read =>
  E.right({
    rows: read.flatMap((each) => (E.isRight(each) ? [each.right] : [])),
    faults: read.flatMap((each) => (E.isLeft(each) ? [each.left] : [])),
  });

/** A JSON portfolio: a list of rows, or an object whose `rows` is that list. Lines count entries from 1. */
const fromJson = (text: string): Read => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return E.left({ _tag: 'UnreadableFile', reason: `it is not JSON: ${(error as Error).message}` });
  }
  const rows: unknown =
    typeof parsed === 'object' && parsed !== null && 'rows' in parsed ? parsed.rows : parsed;
  if (!Array.isArray(rows)) return E.left({ _tag: 'UnreadableFile', reason: 'it holds no list of rows' });
  return separated(rows.map((row: unknown, index) => rowOf(index + 1, row)));
};

/**
 * A CSV portfolio: a header of column names, then rows. Lines count from 1, the header being the first. A column that is
 * not known is the header's fault, said once, and what the rows have in the others is looked at all the same.
 */
const fromCsv = (text: string): Read => {
  let header: ReadonlyArray<RowFault> = [];
  const named = (columns: Array<string>): Array<string | false> => {
    header = unknownFields(1, columns);
    return columns.map((column) => !header.some(({ field }) => field === column) && column);
  };
  try {
    const records = parse(text, {
      columns: named,
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as ReadonlyArray<{
      readonly record: Record<string, string>;
      readonly info: { readonly lines: number };
    }>;
    const read = records.map(({ record, info }) => rowOf(info.lines, record));
    return separated([...header.map(E.left), ...read]);
  } catch (error) {
    return E.left({ _tag: 'UnreadableFile', reason: `it is not CSV: ${(error as Error).message}` });
  }
};

/** The rows of a portfolio file, by the ending of its name, `.json` or `.csv`. */
export const rowsOf = (name: string, text: string): Read => {
  if (name.endsWith('.json')) return fromJson(text);
  if (name.endsWith('.csv')) return fromCsv(text);
  return E.left({ _tag: 'UnreadableFile', reason: 'its name must end in .json or .csv' });
};
