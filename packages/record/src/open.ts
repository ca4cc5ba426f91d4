import {
  type ClassifiedPath,
  type Clearance,
  clears,
  type Commitment,
  erased,
  isCommitment,
  type Json,
  type JsonObject,
  pathOf,
  pointerOf,
  type Registry,
} from '@commissioning/kernel';
import { commitmentTo, type Opening, unsealPersonal } from './commitment';
import type { KeyStore } from './keys';
import { anyEntry, changing, type Path, placesOf, valueAt } from './places';
import type { PrivateValue, StoredEvent } from './stored';

/**
 * What became of a private value: it is what was committed to; its subject was forgotten; its key is not here although
 * nobody destroyed it; it is not what was committed to, or does not open.
 */
type Opened =
  | { readonly _tag: 'True'; readonly value: Json }
  | { readonly _tag: 'Erased' }
  | { readonly _tag: 'KeyMissing' }
  | { readonly _tag: 'False' };

const isSealed = (held: PrivateValue): held is Extract<PrivateValue, { subject: string }> =>
  'subject' in held && typeof held.subject === 'string';

/** Whether what stands in the public view is the commitment to a value; one that is can be nothing else. */
const compared = ({ salt, value }: Opening, committed: Json): Opened =>
  commitmentTo(salt, value) === (committed as Partial<Commitment>).$commitment
    ? { _tag: 'True', value }
    : { _tag: 'False' };

const open = (
  held: PrivateValue,
  committed: Json,
  eventId: string,
  pointer: string,
  keys: KeyStore,
): Opened => {
  // `private` lies outside what is hashed: it may hold anything, and must not bring down whoever looks.
  if (typeof held !== 'object' || held === null) return { _tag: 'False' };
  const key = isSealed(held) ? keys.keyOf(held.subject) : undefined;
  try {
    if (!isSealed(held))
      return compared({ salt: Buffer.from(held.salt, 'base64url'), value: held.value as Json }, committed);
    if (key === undefined) return { _tag: keys.isDestroyed(held.subject) ? 'Erased' : 'KeyMissing' };
    return compared(unsealPersonal(key, eventId, pointer, held), committed);
  } catch {
    return { _tag: 'False' };
  }
};

/** Data opened as far as it may be, and the pointers of what should have opened and did not. */
interface OpenedData {
  readonly data: JsonObject;
  readonly unopened: ReadonlyArray<string>;
}

/** A field that a reader may be given: where it stands, and its pointer where its place is the same in every event. */
interface Given {
  readonly path: Path;
  readonly pointer: string | undefined;
  readonly personal: boolean;
}

const givenKnown = new WeakMap<ReadonlyArray<ClassifiedPath>, Map<Clearance, ReadonlyArray<Given>>>();

/** The fields of an event's shape that a clearance opens, worked out once: this is asked for every event of a replay. */
const givenOf = (classified: ReadonlyArray<ClassifiedPath>, clearance: Clearance): ReadonlyArray<Given> => {
  const known = givenKnown.get(classified) ?? new Map<Clearance, ReadonlyArray<Given>>();
  givenKnown.set(classified, known);
  const before = known.get(clearance);
  if (before !== undefined) return before;
  const given = classified
    .filter(({ fieldClass }) => clears(clearance, fieldClass.kind))
    .map(({ path, fieldClass }) => ({
      path,
      pointer: path.includes(anyEntry) ? undefined : pointerOf(path),
      personal: fieldClass.kind === 'personal',
    }));
  known.set(clearance, given);
  return given;
};

const nothingUnopened: ReadonlyArray<string> = [];

/** As `openData`, saying also what a reader with this clearance was owed and could not be given. */
export const openAsFarAsMay = (
  registry: Registry,
  keys: KeyStore,
  event: StoredEvent,
  clearance: Clearance,
): OpenedData => {
  const given = givenOf(registry.classifiedIn(event.type), clearance);
  if (given.length === 0) return { data: event.data, unopened: nothingUnopened };
  const opened = changing(event.data);
  const unopened: Array<string> = [];

  const openAt = (at: Path, pointer: string, personal: boolean): void => {
    const committed = valueAt(event.data, at);
    if (typeof committed !== 'object' || committed === null) return;
    const held = event.private?.[pointer];
    if (held === undefined) {
      if (personal && isCommitment(committed)) opened.put(at, erased);
      return;
    }
    const outcome = open(held, committed, event.id, pointer, keys);
    if (outcome._tag === 'True') opened.put(at, outcome.value);
    else if (!isCommitment(committed)) return;
    else if (outcome._tag === 'Erased') opened.put(at, erased);
    else unopened.push(pointer);
  };

  for (const { path, pointer, personal } of given)
    if (pointer !== undefined) openAt(path, pointer, personal);
    else for (const at of placesOf(event.data, path)) openAt(at, pointerOf(at), personal);
  return { data: opened.data() as JsonObject, unopened };
};

/**
 * An event's data as a reader with this clearance may see it: what may be given is put back in its place, the rest
 * stays a commitment. A personal value whose key has been destroyed, or that was redacted, reads as `erased` to those
 * who would have been given it. A value that is not what was committed to is given to nobody.
 */
export const openData = (
  registry: Registry,
  keys: KeyStore,
  event: StoredEvent,
  clearance: Clearance,
): JsonObject => openAsFarAsMay(registry, keys, event, clearance).data;

/** Whether each private value that can be opened is the one its commitment stands for; the pointers that are not. */
export const falseOpenings = (event: StoredEvent, keys: KeyStore): ReadonlyArray<string> =>
  Object.entries(event.private ?? {}).flatMap(([pointer, held]) => {
    const committed = valueAt(event.data, pathOf(pointer));
    const holds = isCommitment(committed) && open(held, committed, event.id, pointer, keys)._tag !== 'False';
    return holds ? [] : [pointer];
  });
