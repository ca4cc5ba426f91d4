import {
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
import { placesOf, valueAt, withValueAt } from './places';
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

const compared = ({ salt, value }: Opening, { $commitment }: Commitment): Opened =>
  commitmentTo(salt, value) === $commitment ? { _tag: 'True', value } : { _tag: 'False' };

const open = (
  held: PrivateValue,
  committed: Commitment,
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

/** As `openData`, saying also what a reader with this clearance was owed and could not be given. */
export const openAsFarAsMay = (
  registry: Registry,
  keys: KeyStore,
  event: StoredEvent,
  clearance: Clearance,
): OpenedData => {
  let data: Json = event.data;
  const unopened: Array<string> = [];
  for (const { path, fieldClass } of clearance === 'public' ? [] : registry.classifiedIn(event.type)) {
    if (!clears(clearance, fieldClass.kind)) continue;
    for (const at of placesOf(event.data, path)) {
      const committed = valueAt(event.data, at);
      if (!isCommitment(committed)) continue;
      const pointer = pointerOf(at);
      const held = event.private?.[pointer];
      const outcome: Opened | undefined =
        held === undefined ? undefined : open(held, committed, event.id, pointer, keys);
      if (outcome?._tag === 'True') data = withValueAt(data, at, outcome.value);
      else if (outcome?._tag === 'Erased' || (outcome === undefined && fieldClass.kind === 'personal'))
        data = withValueAt(data, at, erased);
      else if (outcome !== undefined) unopened.push(pointer);
    }
  }
  return { data: data as JsonObject, unopened };
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
