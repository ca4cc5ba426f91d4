import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { anatomy, compileCheck, excessKeys, type Fault, faultsOf } from './codec';
import type { DomainEvent } from './envelope';
import { type FieldClass, fieldClassOf } from './field-class';
import type { AggregateKind } from './ids';
import type { JsonObject } from './json';

/** A pattern of path segments, `*` standing for any index or key, and the class of the field it leads to. */
export interface ClassifiedPath {
  readonly path: ReadonlyArray<string>;
  readonly fieldClass: FieldClass;
}

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
  readonly codec: t.Type<Data>;
  readonly versions: ReadonlyArray<StoredVersion>;
  /** Makes the event. The codec is the only constructor: data it does not accept is a bug and throws. */
  readonly make: (data: Data) => DomainEvent<Type, Data>;
}

/** The union of the events that definitions describe. */
export type EventOf<D> = D extends EventDefinition<infer Type, infer Data> ? DomainEvent<Type, Data> : never;

const storedTypeOf = (type: string, version: number): string =>
  version === 1 ? type : `${type}.v${version}`;

/** Every classified field of a codec, by walking its tree. A class inside a classified field would never be seen. */
export const classifiedPaths = (
  codec: t.Mixed,
  path: ReadonlyArray<string> = [],
): ReadonlyArray<ClassifiedPath> => {
  const fieldClass = fieldClassOf(codec);
  if (fieldClass !== undefined) return [{ path, fieldClass }];
  const node = anatomy(codec);
  switch (node._tag) {
    case 'RefinementType':
    case 'ReadonlyType':
    case 'ExactType':
      return classifiedPaths(node.type as t.Mixed, path);
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return classifiedPaths(node.type as t.Mixed, [...path, '*']);
    case 'DictionaryType':
      return classifiedPaths(node.codomain as t.Mixed, [...path, '*']);
    case 'InterfaceType':
    case 'PartialType':
      return Object.entries(node.props as t.Props).flatMap(([key, field]) =>
        classifiedPaths(field, [...path, key]),
      );
    case 'IntersectionType':
    case 'UnionType':
      return (node.types ?? []).flatMap((member) => classifiedPaths(member, path));
    default:
      return [];
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
  readonly data: t.Type<Data>;
  readonly earlier?: ReadonlyArray<EarlierVersion>;
}): EventDefinition<Type, Data> => {
  const { type, aggregate, phase, says, data, earlier = [] } = definition;
  const shapes: ReadonlyArray<{ codec: t.Mixed; upcast?: (data: never) => unknown }> = [
    ...earlier,
    { codec: data },
  ];
  const versions = shapes.map(({ codec, upcast }, index): StoredVersion => {
    const base = {
      storedType: storedTypeOf(type, index + 1),
      codec,
      check: compileCheck(codec, true),
      classified: classifiedPaths(codec),
    };
    return upcast === undefined ? base : { ...base, upcast };
  });
  const check = compileCheck(data);
  const make = (value: Data): DomainEvent<Type, Data> => {
    const excess = excessKeys(data, value);
    if (check(value) && excess.length === 0) return { type, data: value };
    const faults = E.match<t.Errors, Data, ReadonlyArray<Fault>>(faultsOf, () => [])(data.decode(value));
    throw new Error(`${type} was made with data its codec refuses: ${JSON.stringify({ faults, excess })}`);
  };
  return { type, aggregate, phase, says, codec: data, versions, make };
};

/** A stored event that cannot be read: its type is not known here, or its data is not of the shape it had then. */
export type Undecodable =
  | { readonly _tag: 'UnknownType'; readonly storedType: string }
  | { readonly _tag: 'Malformed'; readonly storedType: string; readonly faults: ReadonlyArray<Fault> };

interface Stored {
  readonly definition: EventDefinition;
  readonly version: number;
}

/** All event types that the system knows, found by the type that is stored. */
export interface Registry {
  readonly definitions: ReadonlyArray<EventDefinition>;
  /** The type under which an event's newest shape is stored, and the fields of it that are not public. */
  readonly forWriting: (type: string) => { storedType: string; classified: ReadonlyArray<ClassifiedPath> };
  /** The fields of a stored shape that are not public; empty for a type not known here. */
  readonly classifiedIn: (storedType: string) => ReadonlyArray<ClassifiedPath>;
  /** A stored event's name without its version: `SpecPublished.v2` is a `SpecPublished`. */
  readonly nameOf: (storedType: string) => string | undefined;
  /**
   * Checks data, opened as far as its reader may see, against the shape it was stored in and brings it to the newest
   * shape. Where the reader was not given a field, a commitment stands in its place.
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
    const newest = byStoredType.get(type)?.definition.versions.at(-1);
    if (newest === undefined) throw new Error(`The event type ${type} is not registered`);
    return newest;
  };

  const decode: Registry['decode'] = (storedType, data) => {
    const stored = byStoredType.get(storedType);
    if (stored === undefined) return E.left({ _tag: 'UnknownType', storedType });
    const { definition, version } = stored;
    const shape = definition.versions[version] as StoredVersion;
    if (!shape.check(data)) {
      const decoded = shape.codec.decode(data);
      return E.left({
        _tag: 'Malformed',
        storedType,
        faults: E.isLeft(decoded) ? faultsOf(decoded.left) : [],
      });
    }
    let current: unknown = data;
    for (const { upcast } of definition.versions.slice(version))
      if (upcast) current = upcast(current as never);
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
