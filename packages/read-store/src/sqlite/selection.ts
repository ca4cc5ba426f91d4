import type { Place } from '../cursor';
import type { FieldValue } from '../fields';
import type { Condition, Moment, Query } from '../port';
import { columnValue, type ColumnValue } from './column-value';
import type { Tables } from './tables';

/** A piece of SQL and the values for its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: ReadonlyArray<ColumnValue>;
}

const sql = (text: string, ...values: ReadonlyArray<FieldValue>): Sql => ({
  text,
  values: values.map(columnValue),
});

const combined = (pieces: ReadonlyArray<Sql>, by: string): Sql => ({
  text: pieces.map(({ text }) => text).join(by),
  values: pieces.flatMap(({ values }) => values),
});

const allOf = (pieces: ReadonlyArray<Sql>): Sql =>
  pieces.length === 0 ? sql('true') : combined(pieces, ' and ');

const anyOf = (pieces: ReadonlyArray<Sql>): Sql => {
  const { text, values } = combined(pieces, ' or ');
  return { text: `(${text})`, values };
};

const numberOnly = (column: string): Sql => sql(`${column} < ''`);
const textOnly = (column: string): Sql => sql(`${column} >= '' and ${column} < x''`);

const typeOf = (column: string, end: string | number): Sql =>
  typeof end === 'number' ? numberOnly(column) : textOnly(column);

const rangeOf = (
  column: string,
  from: string | number | undefined,
  to: string | number | undefined,
): Sql[] => {
  if (from === undefined && to === undefined) return [sql(`${column} is not null`)];
  return [
    ...(from === undefined ? [] : [sql(`${column} >= ?`, from), typeOf(column, from)]),
    ...(to === undefined ? [] : [sql(`${column} <= ?`, to), typeOf(column, to)]),
  ];
};

const conditionOn = (column: string, condition: Condition): ReadonlyArray<Sql> => {
  if ('is' in condition) return [sql(`${column} = ?`, condition.is)];
  if ('in' in condition)
    return [sql(`${column} in (select value from json_each(?))`, JSON.stringify(condition.in))];
  return rangeOf(column, condition.from, condition.to);
};

const columnFor = ({ spec, columns }: Tables, field: string): string =>
  columns[spec.fields.indexOf(field)] as string;

/**
 * Which versions hold at a moment. Neither moment goes back from version to version, so that those which had begun by
 * a moment are always a document's first ones; the last of them is the one whose successor had not begun by both.
 */
const holdsAt = ({ asAt, knownAt }: Moment): Sql => {
  const clocks = [
    ...(knownAt === undefined ? [] : [{ column: 'recorded', moment: knownAt }]),
    ...(asAt === undefined ? [] : [{ column: 'effective', moment: asAt }]),
  ];
  const begun = clocks.map(({ column, moment }) => sql(`${column} <= ?`, moment));
  const unreplaced = clocks.map(({ column, moment }) => sql(`until_${column} > ?`, moment));
  return allOf([...begun, anyOf([sql('until_position is null'), ...unreplaced])]);
};

interface Ordered {
  readonly column: string;
  readonly descending: boolean;
}

/** The values that come after one in a column's order, as stretches that follow each other. */
const beyond = ({ column, descending }: Ordered, value: FieldValue): ReadonlyArray<Sql> => {
  if (!descending) return [value === null ? sql(`${column} is not null`) : sql(`${column} > ?`, value)];
  return value === null ? [] : [sql(`${column} < ?`, value), sql(`${column} is null`)];
};

const sameAs = (column: string, value: FieldValue): Sql =>
  value === null ? sql(`${column} is null`) : sql(`${column} = ?`, value);

/**
 * All that comes after a place, as stretches that follow each other. Each begins with the columns it holds fast and
 * ends with the one it goes on from, so that an index leads straight to its first row.
 */
const stretchesAfter = (order: ReadonlyArray<Ordered>, { values, id }: Place): ReadonlyArray<Sql> => {
  const place = [...values, id];
  return order
    .map((goesOn, level) => {
      const fast = order.slice(0, level).map(({ column }, index) => sameAs(column, place[index] ?? null));
      return beyond(goesOn, place[level] ?? null).map((piece) => allOf([...fast, piece]));
    })
    .reverse()
    .flat();
};

const conditionsOf = (tables: Tables, where: ReadonlyArray<Condition>): ReadonlyArray<Sql> =>
  where.flatMap((condition) => conditionOn(columnFor(tables, condition.field), condition));

/** The rows of versions that meet a condition, at present or at a moment. */
const select = (
  columns: string,
  { documents, ever }: Tables,
  conditions: ReadonlyArray<Sql>,
  moment: Moment | undefined,
): Sql => {
  const { text, values } = allOf(moment === undefined ? conditions : [...conditions, holdsAt(moment)]);
  return { text: `select ${columns} from ${moment === undefined ? documents : ever} where ${text}`, values };
};

const versionColumns = 'key, id, position, recorded, effective';

/**
 * The text that finds documents as they are, whole, by a JSON list of their ids. For ids that are not there, which a
 * replay asks for most, one statement is several times quicker than one each.
 */
export const current = ({ documents, bodies }: Tables): string =>
  `select d.key, d.id, d.position, d.recorded, d.effective, b.body, b.lineage
    from json_each(?) wanted cross join ${documents} d on d.id = wanted.value join ${bodies} b on b.key = d.key`;

/** The statement that finds the version of a document that holds at a moment. */
export const finding = (tables: Tables, id: string, moment: Moment): Sql =>
  select(versionColumns, tables, [sql('id = ?', id)], moment);

/** The statements whose rows, one after the other, are what follows a place; each takes a limit as its last value. */
export const following = (
  tables: Tables,
  { where = [], sort = [] }: Query,
  moment: Moment | undefined,
  after: Place | undefined,
): ReadonlyArray<Sql> => {
  const order = [
    ...sort.map(({ field, descending = false }) => ({ column: columnFor(tables, field), descending })),
    { column: 'id', descending: false },
  ];
  const stretches = after === undefined ? [allOf([])] : stretchesAfter(order, after);
  // No index leads through the past, so that each stretch would read all of it: there they are asked for as one.
  const asked = moment === undefined ? stretches : [anyOf(stretches)];
  const by = order.map(({ column, descending }) => `${column} ${descending ? 'desc' : 'asc'}`).join();
  return asked.map((stretch) => {
    const { text, values } = select(
      versionColumns,
      tables,
      [...conditionsOf(tables, where), stretch],
      moment,
    );
    return { text: `${text} order by ${by} limit ?`, values };
  });
};

/** The statement that counts what meets the conditions. */
export const counting = (tables: Tables, where: ReadonlyArray<Condition>, moment: Moment | undefined): Sql =>
  select('count(*) as documents', tables, conditionsOf(tables, where), moment);
