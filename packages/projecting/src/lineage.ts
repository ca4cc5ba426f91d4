import { type Json, type JsonObject, pointerOf } from '@commissioning/kernel';
import type { Lineage } from '@commissioning/read-store';

/** What is different between two states of a document. */
export interface Differences {
  /** The highest pointers of the parts that are new or have another value; none lies below another. */
  readonly changed: Array<string>;
  /** The pointers at and below which what was said of the earlier state no longer holds. */
  readonly overtaken: Array<string>;
}

/** How much of a part is different: nothing, something, or every leaf that it has now. */
type Extent = 'same' | 'partly' | 'wholly';

type Container = JsonObject | ReadonlyArray<Json>;

const isContainer = (value: Json | undefined): value is Container =>
  typeof value === 'object' && value !== null;

const isList = (value: Container): value is ReadonlyArray<Json> => Array.isArray(value);

const below = (at: string, key: string | number): string =>
  typeof key === 'number' || !/[~/]/.test(key) ? `${at}/${key}` : at + pointerOf([key]);

/** A part all of whose parts are different is one change, higher up: what was found inside it is taken back. */
const gathered = (found: Differences, changed: number, overtaken: number): Extent => {
  found.changed.length = changed;
  found.overtaken.length = overtaken;
  return 'wholly';
};

/** Compares one part of a container; its pointer is built only when it has to be gone into or is different. */
const comparePart = (
  before: Json | undefined,
  after: Json,
  at: string,
  key: string | number,
  found: Differences,
): Extent => {
  if (before === after) return 'same';
  const pointer = below(at, key);
  if (!isContainer(before)) {
    found.changed.push(pointer);
    return 'wholly';
  }
  const extent = isContainer(after) ? compare(before, after, pointer, found) : 'wholly';
  if (extent === 'wholly') {
    found.changed.push(pointer);
    found.overtaken.push(pointer);
  }
  return extent;
};

const compareLists = (
  before: ReadonlyArray<Json>,
  after: ReadonlyArray<Json>,
  at: string,
  found: Differences,
): Extent => {
  if (after.length === 0) return before.length === 0 ? 'same' : 'wholly';
  const { length: changed } = found.changed;
  const { length: overtaken } = found.overtaken;
  let kept = false;
  let differs = before.length > after.length;
  for (let index = 0; index < after.length; index += 1) {
    const extent = comparePart(before[index], after[index] as Json, at, index, found);
    if (extent !== 'wholly') kept = true;
    if (extent !== 'same') differs = true;
  }
  if (!kept) return gathered(found, changed, overtaken);
  for (let index = after.length; index < before.length; index += 1) found.overtaken.push(below(at, index));
  return differs ? 'partly' : 'same';
};

const own = (value: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** A field that is there but undefined is absent, as it will be once the document has been stored. */
const compareObjects = (before: JsonObject, after: JsonObject, at: string, found: Differences): Extent => {
  const { length: changed } = found.changed;
  const { length: overtaken } = found.overtaken;
  let [parts, common, kept, differs] = [0, 0, false, false];
  for (const key in after) {
    const value = after[key];
    if (value === undefined) continue;
    parts += 1;
    const earlier = own(before, key);
    if (earlier !== undefined) common += 1;
    const extent = comparePart(earlier, value, at, key, found);
    if (extent !== 'wholly') kept = true;
    if (extent !== 'same') differs = true;
  }
  let gone = -common;
  for (const key in before) if (before[key] !== undefined) gone += 1;
  if (parts === 0) return gone === 0 ? 'same' : 'wholly';
  if (!kept) return gathered(found, changed, overtaken);
  if (gone === 0) return differs ? 'partly' : 'same';
  for (const key in before)
    if (before[key] !== undefined && own(after, key) === undefined) found.overtaken.push(below(at, key));
  return 'partly';
};

const compare = (before: Container, after: Container, at: string, found: Differences): Extent => {
  if (isList(before)) return isList(after) ? compareLists(before, after, at, found) : 'wholly';
  return isList(after) ? 'wholly' : compareObjects(before, after, at, found);
};

/**
 * Compares two states of a document by structure; parts that are the same object are not gone into. Undefined when
 * they are of equal value.
 */
export const differencesBetween = (before: JsonObject, after: JsonObject): Differences | undefined => {
  if (before === after) return undefined;
  const found: Differences = { changed: [], overtaken: [] };
  const extent = compare(before, after, '', found);
  if (extent === 'same') return undefined;
  return extent === 'wholly' ? { changed: [''], overtaken: [''] } : found;
};

const lies = (pointer: string, at: string): boolean =>
  pointer.startsWith(at) && (pointer.length === at.length || pointer[at.length] === '/');

const without = (lineage: Lineage, overtaken: ReadonlyArray<string>): Record<string, string> => {
  const left: Record<string, string> = {};
  for (const pointer in lineage)
    if (!overtaken.some((at) => lies(pointer, at))) left[pointer] = lineage[pointer] as string;
  return left;
};

/**
 * Where each part of a document came from after an event changed it. The lineage given is not touched, unless the
 * caller says it is `owned`: then it may be changed in place and returned.
 */
export const lineageAfter = (
  lineage: Lineage,
  { changed, overtaken }: Differences,
  eventId: string,
  owned: boolean,
): Lineage => {
  const stale = overtaken.some((at) => {
    for (const pointer in lineage) if (lies(pointer, at)) return true;
    return false;
  });
  const next: Record<string, string> = stale ? without(lineage, overtaken) : owned ? lineage : { ...lineage };
  for (const pointer of changed) next[pointer] = eventId;
  return next;
};

/**
 * The id of the event that gave the part of a document at a JSON pointer its value; undefined only for a lineage that
 * is not that of the document.
 */
export const eventBehind = (lineage: Lineage, pointer: string): string | undefined => {
  let at = pointer;
  for (;;) {
    if (Object.hasOwn(lineage, at)) return lineage[at];
    const parent = at.lastIndexOf('/');
    if (parent < 0) return undefined;
    at = at.slice(0, parent);
  }
};
