import {
  type ClassifiedPath,
  type DomainEvent,
  erased,
  EventId,
  type Fault,
  faultFinder,
  type FieldClass,
  type Json,
  type JsonObject,
  Metadata,
  parseStreamName,
  placesOfFaults,
  pointerOf,
  type Registry,
  Sha256,
} from '@commissioning/kernel';
import { canonical } from './canonical';
import { commitmentTo, personalSaltOf, saltOf, sealPersonal } from './commitment';
import { chainHashOf, contentHashOf } from './hashing';
import type { KeyStore } from './keys';
import { changing, type Path, placesOf, valueAt } from './places';
import type { PrivateValue, PrivateValues, StoredEvent } from './stored';
import { subjectIn } from './subject';

/** Where an event will stand: its stream, its revision there, and the chain hash of the event before it. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly previousChainHash: string;
}

/** Whose a classified value is, where it is personal: the subject of the person that the field beside it names. */
export const subjectOf = (
  data: JsonObject,
  path: Path,
  fieldClass: FieldClass,
  stream: string,
): string | undefined => {
  if (fieldClass.kind !== 'personal') return undefined;
  const person = valueAt(data, [...path.slice(0, -1), fieldClass.subjectAt]);
  if (typeof person !== 'string')
    throw new Error(`${pointerOf(path)} is personal, but ${fieldClass.subjectAt} names no subject`);
  return subjectIn(stream, person);
};

interface Hidden {
  readonly commitment: string;
  readonly held?: PrivateValue;
}

/** The event whose values are hidden: its id, and the stream that gives its persons their ids. */
interface Owner {
  readonly eventId: string;
  readonly stream: string;
}

const hide = (
  data: JsonObject,
  path: Path,
  fieldClass: FieldClass,
  { eventId, stream }: Owner,
  keys: KeyStore,
): Hidden => {
  const pointer = pointerOf(path);
  const value = valueAt(data, path) as Json;
  const subject = subjectOf(data, path, fieldClass, stream);
  if (subject === undefined) {
    const salt = saltOf(keys.saltKey, eventId, pointer);
    return { commitment: commitmentTo(salt, value), held: { salt: salt.toString('base64url'), value } };
  }
  const key = keys.ensureKeyOf(subject);
  // Nothing more is recorded of a person whose key was destroyed, not even what could be tried against a commitment.
  if (key === undefined) return { commitment: commitmentTo(saltOf(keys.saltKey, eventId, pointer), erased) };
  const opening = { salt: personalSaltOf(key, eventId, pointer), value };
  return {
    commitment: commitmentTo(opening.salt, value),
    held: sealPersonal(key, subject, eventId, pointer, opening),
  };
};

const publicView = (
  data: JsonObject,
  classified: ReadonlyArray<ClassifiedPath>,
  owner: Owner,
  keys: KeyStore,
): { readonly view: JsonObject; readonly held: PrivateValues | undefined } => {
  const view = changing(data);
  const beside: Record<string, PrivateValue> = {};
  for (const { path, fieldClass } of classified)
    for (const at of placesOf(data, path)) {
      const { commitment, held } = hide(data, at, fieldClass, owner, keys);
      view.put(at, { $commitment: commitment });
      if (held !== undefined) beside[pointerOf(at)] = held;
    }
  return { view: view.data() as JsonObject, held: Object.keys(beside).length === 0 ? undefined : beside };
};

const metadataFaults = faultFinder(Metadata);

const insist = (faults: ReadonlyArray<Fault>, what: string): void => {
  if (faults.length > 0) throw new Error(`${what} cannot be stored: ${placesOfFaults(faults)}`);
};

const isPlace = ({ stream, revision, previousChainHash }: Place): boolean =>
  parseStreamName(stream) !== undefined &&
  Number.isSafeInteger(revision) &&
  revision >= 0 &&
  Sha256.is(previousChainHash);

/**
 * Makes of a decided event the event that is stored: splits it into the public view and what lies beside it, and
 * hashes. The same event at the same place seals to the same hashes, so that a retry is known for what it is. What is
 * stored is stored for good: data or metadata that could not be read back as it was, or that holds a field its codec
 * does not name, is a bug and throws.
 */
export const seal = (
  registry: Registry,
  keys: KeyStore,
  event: DomainEvent,
  id: string,
  place: Place,
  metadata: Metadata,
): StoredEvent => {
  const { storedType, classified, faultsIn } = registry.forWriting(event.type);
  if (!EventId.is(id)) throw new Error(`${id} is no event id`);
  if (!isPlace(place)) throw new Error(`${JSON.stringify(place)} is no place for an event`);
  // What is checked, split and hashed is what will be read back, without undefined fields and in canonical order.
  const data = JSON.parse(canonical(event.data)) as JsonObject;
  insist(faultsIn(data), storedType);
  insist(metadataFaults(metadata), `Metadata of ${storedType}`);
  const { stream, revision } = place;
  const { view, held } = publicView(data, classified, { eventId: id, stream }, keys);
  const contentHash = contentHashOf({ stream, revision, id, type: storedType, data: view, metadata });
  const chainHash = chainHashOf(place.previousChainHash, contentHash);
  return held === undefined
    ? { id, type: storedType, data: view, metadata, contentHash, chainHash }
    : { id, type: storedType, data: view, metadata, private: held, contentHash, chainHash };
};
