import type * as t from 'io-ts';
import { anatomy, listedKeys, unwrapped } from './anatomy';
import { pointerOf } from './json';

type Path = ReadonlyArray<string>;

/** What a codec says of a key: the codec of what stands there, undefined when it does not name the key. */
type Names = (key: string) => t.Mixed | undefined;

const namesOf = (codec: t.Mixed): Names | undefined => {
  const { _tag, props = {}, types = [], type, domain, codomain } = anatomy(codec);
  switch (_tag ?? '') {
    case 'InterfaceType':
    case 'PartialType':
      return (key) => (Object.hasOwn(props, key) ? props[key] : undefined);
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return () => type;
    case 'TupleType':
      return (key) => types[Number(key)];
    case 'DictionaryType': {
      const listed = listedKeys(domain as t.Mixed);
      const inDomain = (key: string): boolean => listed?.includes(key) ?? (domain as t.Mixed).is(key);
      return (key) => (inDomain(key) ? codomain : undefined);
    }
    default:
      return undefined;
  }
};

/**
 * The codecs that speak of a value together: every member of an intersection, the accepting members of a union (all of
 * them where none accepts, so that a faulty value is not called unnamed as well).
 */
const speakers = (codec: t.Mixed, value: unknown): ReadonlyArray<t.Mixed> => {
  const inner = unwrapped(codec);
  const { _tag, types = [] } = anatomy(inner);
  if (_tag === 'IntersectionType') return types.flatMap((member) => speakers(member, value));
  if (_tag === 'UnionType') {
    const accepting = types.filter((member) => member.is(value));
    return (accepting.length > 0 ? accepting : types).flatMap((member) => speakers(member, value));
  }
  return [inner];
};

const collect = (codecs: ReadonlyArray<t.Mixed>, value: object, path: Path, found: Array<string>): void => {
  const names: Array<Names> = [];
  for (const speaker of codecs.flatMap((codec) => speakers(codec, value))) {
    const named = namesOf(speaker);
    // A codec that names nothing, such as `t.unknown`, accepts whatever stands there.
    if (named === undefined) return;
    names.push(named);
  }
  for (const [key, item] of Object.entries(value) as ReadonlyArray<[string, unknown]>) {
    const fields = names.flatMap((named) => named(key) ?? []);
    if (fields.length === 0) found.push(pointerOf([...path, key]));
    else if (typeof item === 'object' && item !== null) collect(fields, item, [...path, key], found);
  }
};

/**
 * Where a value that the codec accepts carries fields the codec does not name, as JSON pointers. What is written for
 * good, and what a caller sends, may hold nothing unnamed: a misspelt optional field would be dropped without a word.
 * In an intersection a field is named when any member names it, in a union when any member that accepts the value does.
 */
export const excessKeys = (codec: t.Mixed, value: unknown): ReadonlyArray<string> => {
  const found: Array<string> = [];
  if (typeof value === 'object' && value !== null) collect([codec], value, [], found);
  return found;
};
