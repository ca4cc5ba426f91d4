import {
  CalendarDate,
  type Fault,
  FinancialYear,
  type Instant,
  parsePounds,
  type Pence,
  startOfDay,
  startOfFinancialYear,
} from '@commissioning/kernel';
import { Instrument } from '@commissioning/domain';
import * as E from 'fp-ts/Either';

/** A row of a portfolio as it was read: its line in the file (the entry's number in JSON) and its fields as text. */
export interface Row {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** Something wrong with a row, by its line. `rule` says what is asked of the field. */
export interface RowFault {
  readonly line: number;
  readonly field: string;
  readonly rule: string;
  readonly found: string;
}

/** What a row asks to be recorded: the command, and what is needed to find its place and its time. */
export interface Entry {
  readonly line: number;
  readonly kind: 'award' | 'funding';
  /** The row's own id, by which the same row is recognised when a file is brought in again. */
  readonly key: string;
  /** Calendar year of the commission's reference. */
  readonly year: number;
  /** The fund, without its body: `moj-victims-2026-27`; for funding alone. */
  readonly fund: string | undefined;
  readonly command: Readonly<Record<string, unknown>>;
  readonly effectiveAt: Instant | undefined;
}

/** The columns of a portfolio. Any of them may be missing from a file, and empty in a row that does not need it. */
export const columns = [
  'kind',
  'id',
  'title',
  'provider',
  'providerReference',
  'funder',
  'amount',
  'amountBasis',
  'years',
  'starts',
  'ends',
  'spendBy',
  'fundingStream',
  'instrument',
  'route',
  'decision',
  'decidedOn',
  'agreement',
  'outputs',
  'note',
  'source',
  'read',
] as const;
type Column = (typeof columns)[number];

const faultAt = (row: Row, field: Column, rule: string): RowFault => ({
  line: row.line,
  field,
  rule,
  found: row.fields[field] ?? 'nothing',
});

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Reads the fields of one row and gathers what is wrong with them. */
const reader = (row: Row) => {
  const faults: Array<RowFault> = [];
  const text = (field: Column): string | undefined => {
    const value = row.fields[field]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const required = (field: Column, what: string): string => {
    const value = text(field);
    if (value === undefined) faults.push(faultAt(row, field, `required: ${what}`));
    return value ?? '';
  };
  const date = (field: Column): CalendarDate | undefined => {
    const value = text(field);
    if (value === undefined || CalendarDate.is(value)) return value;
    faults.push(faultAt(row, field, 'a day is written like 2026-11-23'));
    return undefined;
  };
  const amount = (): Pence | undefined => {
    const value = text('amount');
    if (value === undefined) return undefined;
    const pence = parsePounds(value);
    if (E.isRight(pence)) return pence.right;
    faults.push(
      faultAt(
        row,
        'amount',
        'a sum in pounds is written like 3000, 3,000 or 68551.32; left empty when it is not known',
      ),
    );
    return undefined;
  };
  const years = (): ReadonlyArray<FinancialYear> => {
    const parts = (text('years') ?? '').split(/[;\s]+/).filter((part) => part !== '');
    const wrong = parts.filter((part) => !FinancialYear.is(part));
    if (wrong.length > 0)
      faults.push(
        faultAt(row, 'years', 'financial years are written like 2026-27, several of them with a ; between'),
      );
    return parts.filter((part): part is FinancialYear => FinancialYear.is(part));
  };
  const oneOf = <A extends string>(field: Column, known: ReadonlyArray<A>): A | undefined => {
    const value = text(field);
    const found = known.find((each) => each === value);
    if (value !== undefined && found === undefined)
      faults.push(faultAt(row, field, `one of: ${known.join(', ')}`));
    return found;
  };
  const address = (field: Column): string => {
    const value = required(field, 'where it was read, an http address');
    if (value !== '' && !/^https?:\/\/\S+$/.test(value))
      faults.push(faultAt(row, field, 'an http or https address'));
    return value;
  };
  return { faults, text, required, date, amount, years, oneOf, address };
};

const given = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/**
 * The day on which what a row says took effect: the day it was decided, else the first day it was for; no later than
 * the day its source was read, for by then it stood there.
 */
const effectiveFrom = (
  read: CalendarDate | undefined,
  ...days: ReadonlyArray<CalendarDate | undefined>
): CalendarDate | undefined => {
  const day = days.find((each) => each !== undefined) ?? read;
  return day !== undefined && read !== undefined && read < day ? read : day;
};

const instantOfDay = (day: CalendarDate | undefined): Instant | undefined =>
  day === undefined ? undefined : startOfDay(day);

const firstDayOf = ([year]: ReadonlyArray<FinancialYear>): CalendarDate | undefined =>
  year === undefined ? undefined : startOfFinancialYear(year);

const awardEntry = (row: Row): E.Either<ReadonlyArray<RowFault>, Entry> => {
  const read = reader(row);
  const { text, date } = read;
  const [decidedOn, starts, ends] = [date('decidedOn'), date('starts'), date('ends')];
  const years = read.years();
  const key = read.required('id', 'an id of its own for the row');
  const readOn = date('read');
  if (readOn === undefined && text('read') === undefined)
    read.faults.push(faultAt(row, 'read', 'required: the day on which the source was read'));
  const pence = read.amount();
  const provider = text('providerReference');
  const command = {
    award: 'award-1',
    title: read.required('title', 'what the money is for'),
    recipient: given({ name: read.required('provider', 'who was awarded the money'), provider }),
    amount: given({ basis: text('amountBasis') ?? 'total', pence }),
    years,
    fundingStream: text('fundingStream') ?? 'not stated',
    agreement: read.oneOf('agreement', ['live', 'ended', 'unknown']) ?? 'unknown',
    source: { id: key, url: read.address('source'), read: readOn },
    ...given({
      instrument: read.oneOf('instrument', Object.keys(Instrument.keys) as ReadonlyArray<Instrument>),
      route: text('route'),
      decision: text('decision'),
      decidedOn,
      starts,
      ends,
      outputs: text('outputs'),
      note: text('note'),
    }),
  };
  if (read.faults.length > 0) return E.left(read.faults);
  const day = effectiveFrom(readOn, decidedOn, starts, firstDayOf(years));
  return E.right({
    line: row.line,
    kind: 'award',
    key,
    year: Number(day?.slice(0, 4)),
    fund: undefined,
    command,
    effectiveAt: instantOfDay(day),
  });
};

const fundingEntry = (row: Row): E.Either<ReadonlyArray<RowFault>, Entry> => {
  const read = reader(row);
  const { text, date } = read;
  const key = read.required('id', 'an id of its own for the row');
  const stream = read.required('fundingStream', 'the name of the fund');
  const [year, ...more] = read.years();
  if (year === undefined || more.length > 0)
    read.faults.push(faultAt(row, 'years', 'funding belongs to one financial year'));
  const readOn = date('read');
  if (readOn === undefined && text('read') === undefined)
    read.faults.push(faultAt(row, 'read', 'required: the day on which the source was read'));
  const [decidedOn, spendBy] = [date('decidedOn'), date('spendBy')];
  const fund = `${slug(stream)}-${year ?? ''}`;
  const command = {
    id: slug(key),
    stream,
    year,
    title: read.required('title', 'what the funding is for'),
    funder: read.required('funder', 'who gave the money'),
    source: { id: key, url: read.address('source'), read: readOn },
    ...given({ amount: read.amount(), decision: text('decision'), decidedOn, spendBy, note: text('note') }),
  };
  if (read.faults.length > 0) return E.left(read.faults);
  const effectiveAt = instantOfDay(
    effectiveFrom(readOn, decidedOn, firstDayOf(year === undefined ? [] : [year])),
  );
  return E.right({ line: row.line, kind: 'funding', key, year: 0, fund, command, effectiveAt });
};

/** What is wrong with fields that no row may have. */
export const unknownFields = (line: number, fields: ReadonlyArray<string>): ReadonlyArray<RowFault> =>
  fields
    .filter((field) => !columns.some((column) => column === field))
    .map((field) => ({
      line,
      field,
      rule: `known columns are: ${columns.join(', ')}`,
      found: 'an unknown column',
    }));

/** What a row asks for, or everything that is wrong with it. */
export const entryOf = (row: Row): E.Either<ReadonlyArray<RowFault>, Entry> => {
  const unknown = unknownFields(row.line, Object.keys(row.fields));
  if (unknown.length > 0) return E.left(unknown);
  const kind = row.fields['kind']?.trim() || 'award';
  if (kind === 'award') return awardEntry(row);
  if (kind === 'funding') return fundingEntry(row);
  return E.left([faultAt(row, 'kind', 'award or funding')]);
};

/** The columns of fields that are called otherwise in a command. */
const columnOfField: Readonly<Record<string, Column>> = {
  '/recipient/name': 'provider',
  '/recipient/provider': 'providerReference',
  '/amount/pence': 'amount',
  '/amount/basis': 'amountBasis',
  '/source/id': 'id',
  '/source/url': 'source',
  '/source/read': 'read',
  '/stream': 'fundingStream',
  '/fund': 'fundingStream',
  '/year': 'years',
  // A row takes effect no later than its source was read.
  '/effectiveAt': 'read',
};

/** The column that a command's field comes from; nothing for a fault of no one field. */
export const columnOf = (pointer: string): string => columnOfField[pointer] ?? pointer.slice(1);

/** A fault of a command's field as a fault of the row it came from. */
export const rowFaultOf = (line: number, { pointer, expected, found }: Fault): RowFault => ({
  line,
  field: columnOf(pointer),
  rule: `expected ${expected}`,
  found,
});
