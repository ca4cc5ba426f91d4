import type * as t from 'io-ts';
import { anatomy, listedKeys } from './anatomy';
import { erased, type FieldClass, fieldClassOf } from './field-class';
import { pointerOf } from './json';

/** A pattern of path segments, `*` standing for any index or key, and the class of the field it leads to. */
export interface ClassifiedPath {
  readonly path: ReadonlyArray<string>;
  readonly fieldClass: FieldClass;
}

/** A place that a codec speaks of, and the codec there without what wraps it. */
interface Spot {
  readonly path: ReadonlyArray<string>;
  readonly codec: t.Mixed;
  readonly fieldClass: FieldClass | undefined;
  readonly optional: boolean;
}

const everyEntry = '*';

const leaves: ReadonlySet<string> = new Set([
  'StringType',
  'NumberType',
  'BooleanType',
  'NullType',
  'LiteralType',
  'KeyofType',
  'UnknownType',
  'AnyArrayType',
  'AnyDictionaryType',
]);

const spotsOf = (codec: t.Mixed, path: ReadonlyArray<string>, optional: boolean): ReadonlyArray<Spot> => {
  const fieldClass = fieldClassOf(codec);
  if (fieldClass === undefined) return spotsInside(codec, path, optional);
  const nested = spotsInside(codec, path, optional).find((spot) => spot.fieldClass !== undefined);
  if (nested !== undefined)
    throw new Error(`${pointerOf(nested.path)} has a field class, but lies inside a field that has one`);
  return [{ path, codec, fieldClass, optional }];
};

const spotsInside = (codec: t.Mixed, path: ReadonlyArray<string>, optional: boolean): ReadonlyArray<Spot> => {
  const {
    _tag = 'a codec of its own making',
    type,
    types = [],
    props = {},
    domain,
    codomain,
  } = anatomy(codec);
  const here: Spot = { path, codec, fieldClass: undefined, optional };
  const within = (inner: t.Mixed, segment: string, leftOut = false): ReadonlyArray<Spot> =>
    spotsOf(inner, [...path, segment], leftOut);
  switch (_tag) {
    case 'RefinementType':
    case 'ReadonlyType':
    case 'ExactType':
      return spotsOf(type as t.Mixed, path, optional);
    case 'IntersectionType':
    case 'UnionType':
      return types.flatMap((member) => spotsOf(member, path, optional));
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return [here, ...within(type as t.Mixed, everyEntry)];
    case 'TupleType':
      return [here, ...types.flatMap((member, index) => within(member, String(index)))];
    case 'DictionaryType': {
      const keys = listedKeys(domain as t.Mixed) ?? [everyEntry];
      return [here, ...keys.flatMap((key) => within(codomain as t.Mixed, key))];
    }
    case 'InterfaceType':
    case 'PartialType':
      if (Object.hasOwn(props, everyEntry)) throw new Error(`${pointerOf(path)} has a field named *`);
      return [
        here,
        ...Object.entries(props).flatMap(([key, field]) => within(field, key, _tag === 'PartialType')),
      ];
    default:
      if (leaves.has(_tag)) return [here];
      throw new Error(`${pointerOf(path)} is ${codec.name} (${_tag}), which no event can hold`);
  }
};

const leadsTo = (pattern: ReadonlyArray<string>, path: ReadonlyArray<string>): boolean =>
  pattern.length <= path.length &&
  pattern.every((segment, index) => [segment, path[index]].includes(everyEntry) || segment === path[index]);

const sameClass = (one: FieldClass | undefined, other: FieldClass | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const subjectFault = (spot: Spot, spots: ReadonlyArray<Spot>): string | undefined => {
  if (spot.fieldClass?.kind !== 'personal') return undefined;
  if (!spot.codec.is(erased)) return 'is personal, but cannot read as erased';
  const beside = pointerOf([...spot.path.slice(0, -1), spot.fieldClass.subjectAt]);
  const names = spots.some(
    ({ path, codec, fieldClass, optional }) =>
      pointerOf(path) === beside &&
      spot.path.at(-1) !== everyEntry &&
      anatomy(codec)._tag === 'StringType' &&
      fieldClass === undefined &&
      !optional,
  );
  return names ? undefined : `is personal, but no required public text ${beside} names whose it is`;
};

const faultAt = (spot: Spot, spots: ReadonlyArray<Spot>): string | undefined => {
  if (spot.fieldClass === undefined) return undefined;
  if (spot.path.length === 0) return 'cannot have a field class as a whole';
  const other = spots.find(
    ({ path, fieldClass }) => leadsTo(spot.path, path) && !sameClass(spot.fieldClass, fieldClass),
  );
  return other === undefined
    ? subjectFault(spot, spots)
    : `can be the same place as ${pointerOf(other.path)}, but they have not the same field class`;
};

/**
 * Every classified field of an event's codec, by walking its tree. Throws on what would let a value be stored in the
 * clear, or be stored and never be read again: a class inside a classified field, one place with two classes or with
 * and without one, a personal field that cannot read `erased` or has no subject beside it, a codec that cannot be
 * walked (recursive ones, and those that are not io-ts's own).
 */
export const classifiedPaths = (codec: t.Mixed): ReadonlyArray<ClassifiedPath> => {
  const spots = spotsOf(codec, [], false);
  for (const spot of spots) {
    const fault = faultAt(spot, spots);
    if (fault !== undefined)
      throw new Error(`${spot.path.length === 0 ? 'An event' : pointerOf(spot.path)} ${fault}`);
  }
  const byPointer = new Map<string, ClassifiedPath>();
  for (const { path, fieldClass } of spots)
    if (fieldClass !== undefined) byPointer.set(pointerOf(path), { path, fieldClass });
  return [...byPointer.values()];
};
