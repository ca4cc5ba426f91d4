import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { type ClassifiedPath, classifiedPaths } from './classified-paths';
import { compileCheck } from './compile-check';
import { type CorrectablePath, correctablePaths } from './correctable';
import type { DomainEvent } from './envelope';
import { faultFinder, faultsAgainst } from './fault-finder';
import { type Fault, placesOfFaults } from './faults';
import { isCommitment } from './field-class';
import type { AggregateKind } from './ids';
import { type JsonObject, pathOf, valueAt } from './json';

/** One stored shape of an event. `storedType` is `<Name>` for the first and `<Name>.v2` and so on after. */
interface StoredVersion {
  readonly storedType: string;
  readonly codec: t.Mixed;
  readonly check: (value: unknown) => boolean;
  readonly classified: ReadonlyArray<ClassifiedPath>;
  /** From this shape to the next; absent on the newest. A field that is not public may come as a commitment. */
  readonly upcast?: (data: never) => unknown;
}

/** An event type: its name for good, what it says happened, whose stream it stands in, every shape it ever had. */
export interface EventDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly aggregate: AggregateKind;
  /** The part of the cycle it belongs to: `analyse`, `plan`, `purchase`, `review`, or the aggregate's own name. */
  readonly phase: string;
  /** What has happened when this event is recorded, in one sentence. */
  readonly says: string;
  readonly codec: t.Type<Data, unknown>;
  readonly versions: ReadonlyArray<StoredVersion>;
  /** The fields of the newest shape in which a slip may be put right. */
  readonly correctable: ReadonlyArray<CorrectablePath>;
  /** What keeps data from being recorded as this event: where the codec refuses it, and fields it does not name. */
  readonly faultsIn: (data: unknown) => ReadonlyArray<Fault>;
  /** Makes the event. The codec is the only constructor: data it does not accept is a bug and throws. */
  readonly make: (data: Data) => DomainEvent<Type, Data>;
}

/** The union of the events that definitions describe. */
export type EventOf<D> = D extends EventDefinition<infer Type, infer Data> ? DomainEvent<Type, Data> : never;

/** What an event of this definition says; a state keeps it whole where a repeated command is compared with it. */
export type DataOf<D> = D extends { readonly make: (data: infer Data) => unknown } ? Data : never;

const storedTypeOf = (type: string, version: number): string =>
  version === 1 ? type : `${type}.v${version}`;

/** Names stand for good in the log and in published interfaces; a dot is kept for the version. */
const eventName = /^[A-Z][A-Za-z0-9]*$/;

/** What the marks of a codec say; a mark that makes no sense is a bug and throws at start. */
const marksOf = <Mark>(storedType: string, marks: () => Mark): Mark => {
  try {
    return marks();
  } catch (error) {
    throw new Error(`${storedType} cannot be defined: ${(error as Error).message}`, { cause: error });
  }
};

interface EarlierVersion {
  readonly codec: t.Mixed;
  readonly upcast: (data: never) => unknown;
}

/**
 * Defines an event. Earlier shapes come oldest first, each with the function to the next one; together with the
 * current codec they are versions 1, 2, … A stored shape is never edited: a change is a new version.
 */
export const defineEvent = <Type extends string, Data>(definition: {
  readonly type: Type;
  readonly aggregate: AggregateKind;
  readonly phase: string;
  readonly says: string;
  readonly data: t.Type<Data, unknown>;
  readonly earlier?: ReadonlyArray<EarlierVersion>;
}): EventDefinition<Type, Data> => {
  const { type, aggregate, phase, says, data, earlier = [] } = definition;
  if (!eventName.test(type))
    throw new Error(`${type} is no name for an event: letters and digits, a capital first`);
  const shapes: ReadonlyArray<{ codec: t.Mixed; upcast?: (data: never) => unknown }> = [
    ...earlier,
    { codec: data },
  ];
  const versions = shapes.map(({ codec, upcast }, index): StoredVersion => {
    const storedType = storedTypeOf(type, index + 1);
    const base = {
      storedType,
      codec,
      check: compileCheck(codec, true),
      classified: marksOf(storedType, () => classifiedPaths(codec)),
    };
    return upcast === undefined ? base : { ...base, upcast };
  });
  const faultsIn = faultFinder(data);
  const make = (value: Data): DomainEvent<Type, Data> => {
    const faults = faultsIn(value);
    if (faults.length > 0)
      throw new Error(`${type} was made with data its codec refuses: ${placesOfFaults(faults)}`);
    return { type, data: value };
  };
  const correctable = marksOf(type, () => correctablePaths(data));
  return { type, aggregate, phase, says, codec: data, versions, correctable, faultsIn, make };
};

/** A stored event that cannot be read: its type is not known here, or its data is not of the shape it had then. */
export type Undecodable =
  | { readonly _tag: 'UnknownType'; readonly storedType: string }
  | { readonly _tag: 'Malformed'; readonly storedType: string; readonly faults: ReadonlyArray<Fault> };

/** Whether one of two paths leads to or through the place of the other. */
const meet = (pattern: ReadonlyArray<string>, path: ReadonlyArray<string>): boolean =>
  pattern.every((segment, index) => index >= path.length || segment === '*' || segment === path[index]);

/** What is wrong with stored data: not that a field is hidden, and not what a hidden field holds. */
const malformed = (storedType: string, shape: StoredVersion, data: unknown): Undecodable => {
  const faults = faultsAgainst(shape.codec, data).flatMap((fault): ReadonlyArray<Fault> => {
    const path = pathOf(fault.pointer);
    const touching = shape.classified.map((field) => field.path).filter((pattern) => meet(pattern, path));
    const hidden = touching.some(
      ({ length }) => length <= path.length && isCommitment(valueAt(data, path.slice(0, length))),
    );
    if (hidden) return [];
    return touching.length === 0 ? [fault] : [{ ...fault, found: 'something not public' }];
  });
  return { _tag: 'Malformed', storedType, faults };
};

interface Stored {
  readonly definition: EventDefinition;
  readonly version: number;
}

/** All event types that the system knows, found by the type that is stored. */
export interface Registry {
  readonly definitions: ReadonlyArray<EventDefinition>;
  /** The type under which an event's newest shape is stored, which fields of it are not public, what it refuses. */
  readonly forWriting: (type: string) => {
    readonly storedType: string;
    readonly classified: ReadonlyArray<ClassifiedPath>;
    readonly faultsIn: (data: unknown) => ReadonlyArray<Fault>;
  };
  /** The fields of a stored shape that are not public; empty for a type not known here. */
  readonly classifiedIn: (storedType: string) => ReadonlyArray<ClassifiedPath>;
  /** A stored event's name without its version: `SpecPublished.v2` is a `SpecPublished`. */
  readonly nameOf: (storedType: string) => string | undefined;
  /**
   * Checks data, opened as far as its reader may see, against the shape it was stored in and brings it to the newest
   * shape, checking that too. Where the reader was not given a field, a commitment stands in its place; an upcast that
   * leaves one where the newest shape has a public field makes the event malformed. A fault does not say what was found
   * in a field that is not public.
   */
  readonly decode: (storedType: string, data: JsonObject) => E.Either<Undecodable, DomainEvent>;
}

/** Builds the registry. Two definitions of one stored type are a bug and throw at start. */
export const registryOf = (definitions: ReadonlyArray<EventDefinition>): Registry => {
  const byStoredType = new Map<string, Stored>();
  for (const definition of definitions)
    definition.versions.forEach(({ storedType }, version) => {
      if (byStoredType.has(storedType)) throw new Error(`Two definitions of the event type ${storedType}`);
      byStoredType.set(storedType, { definition, version });
    });

  const forWriting: Registry['forWriting'] = (type) => {
    const definition = byStoredType.get(type)?.definition;
    const newest = definition?.versions.at(-1);
    if (definition?.type !== type || newest === undefined)
      throw new Error(`The event type ${type} is not registered`);
    const { storedType, classified } = newest;
    return { storedType, classified, faultsIn: definition.faultsIn };
  };

  const decode: Registry['decode'] = (storedType, data) => {
    const stored = byStoredType.get(storedType);
    if (stored === undefined) return E.left({ _tag: 'UnknownType', storedType });
    const { definition, version } = stored;
    let shape = definition.versions[version] as StoredVersion;
    let current: unknown = data;
    if (!shape.check(current)) return E.left(malformed(storedType, shape, current));
    // Counted, not sliced: most events are of their newest shape, and this runs for every event of every replay.
    for (let newer = version + 1; newer < definition.versions.length; newer += 1) {
      current = shape.upcast?.(current as never);
      shape = definition.versions[newer] as StoredVersion;
      if (!shape.check(current)) return E.left(malformed(storedType, shape, current));
    }
    return E.right({ type: definition.type, data: current });
  };

  return {
    definitions,
    forWriting,
    classifiedIn: (storedType) => {
      const stored = byStoredType.get(storedType);
      return stored?.definition.versions[stored.version]?.classified ?? [];
    },
    nameOf: (storedType) => byStoredType.get(storedType)?.definition.type,
    decode,
  };
};
