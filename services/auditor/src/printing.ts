import { formatPence, type Json, type JsonObject, type Pence } from '@commissioning/kernel';
import Table from 'cli-table3';
import { bold, dim, red } from './colours';

/** Writes a line for people. */
export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Writes a line of what went wrong. */
export const complain = (text: string): void => void process.stderr.write(`${red(text)}\n`);

/** Writes a line beside what is asked for, which may go into a file. */
export const remark = (text: string): void => void process.stderr.write(`${dim(text)}\n`);

/** Writes JSON for programs. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

/** A table without frames: a heading for each column, then rows. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const drawn = new Table({
    head: head.map((each) => bold(each)),
    chars: none,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
};

/** How many of something: `1 row`, `2 rows`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A field of a JSON object as text; empty when it is not there. */
export const textAt = (object: JsonObject, field: string): string => {
  const value = object[field];
  return value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
};

/** Fields that hold pence wherever they stand as a bare number. */
const sums = new Set(['pence', 'amount', 'paid', 'released', 'budget', 'actual', 'forecastUnderspend']);

const scalar = (value: Json, name = ''): string => {
  if (typeof value === 'number' && sums.has(name)) return formatPence(value as Pence);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** An object as indented `name: value` lines, deeper ones further in. */
export const outline = (value: JsonObject, indent = ''): ReadonlyArray<string> =>
  Object.entries(value).flatMap(([name, each]) => {
    if (each === null) return [];
    if (typeof each !== 'object') return [`${indent}${dim(`${name}:`)} ${scalar(each, name)}`];
    if (Array.isArray(each)) {
      const items = each as ReadonlyArray<Json>;
      if (items.length === 0) return [`${indent}${dim(`${name}:`)} none`];
      if (items.every((item) => typeof item !== 'object' || item === null))
        return [`${indent}${dim(`${name}:`)} ${items.map((item) => scalar(item)).join(', ')}`];
      return [
        `${indent}${dim(`${name}:`)}`,
        ...items.flatMap((item) =>
          outline(item as JsonObject, `${indent}    `).map((line, index) =>
            index === 0 ? line.replace(/^(\s*) {2}/, '$1- ') : line,
          ),
        ),
      ];
    }
    return [`${indent}${dim(`${name}:`)}`, ...outline(each as JsonObject, `${indent}  `)];
  });

/** What went wrong with a request, from its problem document. */
export const problemInWords = (body: JsonObject): string => {
  const detail = textAt(body, 'detail');
  return detail === ''
    ? textAt(body, 'title')
    : detail.startsWith(textAt(body, 'title'))
      ? detail
      : `${textAt(body, 'title')} ${detail}`;
};
