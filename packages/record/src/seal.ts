import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  type ClassifiedPath,
  type Clearance,
  clears,
  type DomainEvent,
  erased,
  type FieldClass,
  isCommitment,
  type Json,
  type JsonObject,
  type Metadata,
  pathOf,
  pointerOf,
  type Registry,
} from '@commissioning/kernel';
import { canonical, hmac, sha256OfBytes } from './canonical';
import { chainHashOf, contentHashOf } from './hashing';
import type { KeyStore } from './keys';
import type { PrivateValue, PrivateValues, StoredEvent } from './stored';

/** Where an event will stand: its stream, its revision there, and the chain hash of the event before it. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly previousChainHash: string;
}

type Node = { [key: string]: Json } | Array<Json>;

const child = (node: Json | undefined, key: string): Json | undefined =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as JsonObject)[key]
    : undefined;

/** Every place in the data that a pattern leads to and that holds a value. */
const matches = (data: Json, pattern: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  let found: ReadonlyArray<{ at: ReadonlyArray<string>; node: Json }> = [{ at: [], node: data }];
  for (const segment of pattern)
    found = found.flatMap(({ at, node }) => {
      const keys =
        segment === '*' && typeof node === 'object' && node !== null ? Object.keys(node) : [segment];
      return keys.flatMap((key) => {
        const next = child(node, key);
        return next === undefined ? [] : [{ at: [...at, key], node: next }];
      });
    });
  return found.map(({ at }) => at);
};

/** Replaces one value inside freshly copied data. */
const put = (data: Node, path: ReadonlyArray<string>, value: Json): void => {
  const holder = path.slice(0, -1).reduce<Json | undefined>((node, key) => child(node, key), data as Json);
  (holder as { [key: string]: Json })[path.at(-1) as string] = value;
};

const get = (data: Json, path: ReadonlyArray<string>): Json | undefined =>
  path.reduce<Json | undefined>((node, key) => child(node, key), data);

/**
 * The salt of a commitment. A personal value's salt comes from its subject's key: with the key gone nobody, the office
 * included, can try names against the commitment.
 */
const saltOf = (key: Uint8Array, eventId: string, pointer: string): Buffer => hmac(key, eventId, pointer);

/** What stands for a value in the public view: SHA-256(salt ‖ canonical value), hex. */
export const commitmentTo = (salt: Uint8Array, value: unknown): string =>
  sha256OfBytes(salt, Buffer.from(canonical(value)));

const sealPersonal = (
  key: Uint8Array,
  context: string,
  salt: Buffer,
  value: Json,
  subject: string,
): PrivateValue => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const text = canonical({ salt: salt.toString('base64url'), value });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { subject, iv: iv.toString('base64url'), sealed: sealed.toString('base64url') };
};

const unsealPersonal = (
  key: Uint8Array,
  context: string,
  held: { readonly iv: string; readonly sealed: string },
): { salt: string; value: Json } => {
  const bytes = Buffer.from(held.sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(held.iv, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as { salt: string; value: Json };
};

const subjectOf = (
  data: JsonObject,
  path: ReadonlyArray<string>,
  fieldClass: FieldClass,
): string | undefined => {
  if (fieldClass.kind !== 'personal') return undefined;
  const subject = get(data, [...path.slice(0, -1), fieldClass.subjectAt]);
  if (typeof subject !== 'string')
    throw new Error(`${pointerOf(path)} is personal, but ${fieldClass.subjectAt} names no subject`);
  return subject;
};

const hide = (
  data: JsonObject,
  path: ReadonlyArray<string>,
  fieldClass: FieldClass,
  eventId: string,
  keys: KeyStore,
): { commitment: string; held: PrivateValue | undefined } => {
  const pointer = pointerOf(path);
  const value = get(data, path) as Json;
  const subject = subjectOf(data, path, fieldClass);
  if (subject === undefined) {
    const salt = saltOf(keys.saltKey, eventId, pointer);
    return { commitment: commitmentTo(salt, value), held: { salt: salt.toString('base64url'), value } };
  }
  const key = keys.ensureKeyOf(subject);
  // A subject whose key was destroyed is not recorded again: what remains is a commitment that nobody can open.
  if (key === undefined) return { commitment: commitmentTo(randomBytes(32), value), held: undefined };
  const salt = saltOf(hmac(key, 'salt'), eventId, pointer);
  return {
    commitment: commitmentTo(salt, value),
    held: sealPersonal(key, `${eventId}${pointer}`, salt, value, subject),
  };
};

const publicView = (
  data: JsonObject,
  classified: ReadonlyArray<ClassifiedPath>,
  eventId: string,
  keys: KeyStore,
): { view: JsonObject; held: PrivateValues | undefined } => {
  const places = classified.flatMap(({ path, fieldClass }) =>
    matches(data, path).map((at) => ({ at, fieldClass })),
  );
  if (places.length === 0) return { view: data, held: undefined };
  const view = structuredClone(data);
  const held: Record<string, PrivateValue> = {};
  for (const { at, fieldClass } of places) {
    const hidden = hide(data, at, fieldClass, eventId, keys);
    put(view as Node, at, { $commitment: hidden.commitment });
    if (hidden.held !== undefined) held[pointerOf(at)] = hidden.held;
  }
  return { view, held };
};

/**
 * Makes of a decided event the event that is stored: splits it into the public view and what lies beside it, and
 * hashes. The data must be of the event's newest shape, as its definition made it.
 */
export const seal = (
  registry: Registry,
  keys: KeyStore,
  event: DomainEvent,
  id: string,
  place: Place,
  metadata: Metadata,
): StoredEvent => {
  const { storedType, classified } = registry.forWriting(event.type);
  // A field that is present but undefined would be lost by JSON and hashed differently once read back.
  const data = JSON.parse(JSON.stringify(event.data)) as JsonObject;
  const { view, held } = publicView(data, classified, id, keys);
  const base = { id, type: storedType, data: view, metadata };
  const contentHash = contentHashOf({ ...base, stream: place.stream, revision: place.revision });
  const chainHash = chainHashOf(place.previousChainHash, contentHash);
  return held === undefined
    ? { ...base, contentHash, chainHash }
    : { ...base, private: held, contentHash, chainHash };
};

const openValue = (held: PrivateValue, eventId: string, pointer: string, keys: KeyStore): Json => {
  if ('value' in held) return held.value as Json;
  const key = keys.keyOf(held.subject);
  return key === undefined ? erased : unsealPersonal(key, `${eventId}${pointer}`, held).value;
};

/**
 * An event's data as a reader with this clearance may see it: what may be given is put back in its place, the rest
 * stays a commitment. A personal value whose key has been destroyed, or that was redacted, reads as `erased` to those
 * who would have been given it.
 */
export const openData = (
  registry: Registry,
  keys: KeyStore,
  event: StoredEvent,
  clearance: Clearance,
): JsonObject => {
  const classified = registry.classifiedIn(event.type);
  if (classified.length === 0 || clearance === 'public') return event.data;
  const open = structuredClone(event.data);
  for (const { path, fieldClass } of classified) {
    if (!clears(clearance, fieldClass.kind)) continue;
    for (const at of matches(event.data, path)) {
      if (!isCommitment(get(event.data, at))) continue;
      const pointer = pointerOf(at);
      const held = event.private?.[pointer];
      if (held !== undefined) put(open as Node, at, openValue(held, event.id, pointer, keys));
      else if (fieldClass.kind === 'personal') put(open as Node, at, erased);
    }
  }
  return open;
};

/** Whether each private value that can be opened is the one its commitment stands for; the pointers that are not. */
export const falseOpenings = (event: StoredEvent, keys: KeyStore): ReadonlyArray<string> =>
  Object.entries(event.private ?? {}).flatMap(([pointer, held]) => {
    const committed = get(event.data, pathOf(pointer));
    if (!isCommitment(committed)) return [pointer];
    const opened = openingOf(held, event.id, pointer, keys);
    if (opened === 'unreadable') return [pointer];
    if (opened === undefined) return [];
    return commitmentTo(Buffer.from(opened.salt, 'base64url'), opened.value) === committed.$commitment
      ? []
      : [pointer];
  });

const openingOf = (
  held: PrivateValue,
  eventId: string,
  pointer: string,
  keys: KeyStore,
): { salt: string; value: unknown } | 'unreadable' | undefined => {
  if ('value' in held) return held;
  const key = keys.keyOf(held.subject);
  if (key === undefined) return undefined;
  try {
    return unsealPersonal(key, `${eventId}${pointer}`, held);
  } catch {
    return 'unreadable';
  }
};
