import type * as t from 'io-ts';
import { anatomy, unwrapped } from './anatomy';
import { type FieldClass, fieldClassOf } from './field-class';
import { pointerOf } from './json';

const correctableKey = Symbol('correctable');

/** Whether a slip in what this codec reads may be put right. */
export const isCorrectable = (codec: t.Mixed): boolean =>
  (codec as { readonly [correctableKey]?: true })[correctableKey] === true;

/**
 * A text or day in which an honest slip may be put right by an entry of its own: nothing was decided by it, and it names
 * nobody and nothing by which something else is found. What does not carry the mark is never corrected.
 */
export const correctable = <C extends t.Mixed>(codec: C): C =>
  Object.assign(Object.create(Object.getPrototypeOf(codec) as object) as C, codec, {
    [correctableKey]: true,
  });

/** A field that may be corrected: a pattern of path segments, `*` standing for any index, its codec and its class. */
export interface CorrectablePath {
  readonly path: ReadonlyArray<string>;
  readonly codec: t.Mixed;
  /** Undefined where it is public. */
  readonly fieldClass: FieldClass | undefined;
}

const within = (
  codec: t.Mixed,
  path: ReadonlyArray<string>,
  outer: FieldClass | undefined,
): ReadonlyArray<CorrectablePath> => {
  const fieldClass = fieldClassOf(codec) ?? outer;
  if (isCorrectable(codec)) return [{ path, codec, fieldClass }];
  const { _tag, type, types = [], props = {} } = anatomy(codec);
  switch (_tag ?? '') {
    case 'RefinementType':
    case 'ReadonlyType':
    case 'ExactType':
      return within(type as t.Mixed, path, fieldClass);
    case 'IntersectionType':
    case 'UnionType':
      return types.flatMap((member) => within(member, path, fieldClass));
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return within(type as t.Mixed, [...path, '*'], fieldClass);
    case 'InterfaceType':
    case 'PartialType':
      return Object.entries(props).flatMap(([key, field]) => within(field, [...path, key], fieldClass));
    default:
      return [];
  }
};

const faultOf = ({ path, codec, fieldClass }: CorrectablePath): string | undefined => {
  if (path.length === 0) return 'An event cannot be corrected as a whole';
  if (anatomy(unwrapped(codec))._tag !== 'StringType') return `${pointerOf(path)} is no text to be corrected`;
  return fieldClass?.kind === 'personal'
    ? `${pointerOf(path)} is personal: a correction would outlive the key of its subject`
    : undefined;
};

/** Every correctable field of an event's codec. Throws where what is marked is no text, or is personal. */
export const correctablePaths = (codec: t.Mixed): ReadonlyArray<CorrectablePath> => {
  const marked = within(codec, [], undefined);
  for (const each of marked) {
    const fault = faultOf(each);
    if (fault !== undefined) throw new Error(fault);
  }
  return marked;
};
