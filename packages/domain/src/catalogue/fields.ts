import {
  anatomy,
  Count,
  type FieldClass,
  fieldClassOf,
  isCorrectable,
  Line,
  Text,
  unwrapped,
} from '@commissioning/kernel';
import type * as t from 'io-ts';

/** One field of a shape, as a page lists it. */
export interface Field {
  /** `lots`, `advice[].by`: a list's entries are marked `[]`. */
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly correctable: boolean;
  readonly readers: string;
}

const composites: ReadonlyArray<string | undefined> = [
  'InterfaceType',
  'PartialType',
  'IntersectionType',
  'UnionType',
];

/** Shapes with a name of their own are described once, apart; the others where they stand. */
const isNamed = (codec: t.Mixed): boolean => /^[A-Z]\w*$/.test(codec.name);

const isNamedShape = (codec: t.Mixed): boolean => composites.includes(anatomy(codec)._tag) && isNamed(codec);

const isList = (codec: t.Mixed): boolean =>
  ['ArrayType', 'ReadonlyArrayType'].includes(anatomy(codec)._tag ?? '');

const itemOf = (list: t.Mixed): t.Mixed => anatomy(list).type as t.Mixed;

/** Names for what would otherwise fill every line; the page says once what they mean. */
const shortNames: ReadonlyMap<string, string> = new Map([
  [Line.name, 'line'],
  [Text.name, 'text'],
  [Count.name, 'whole number'],
]);

const code = (text: string): string => `\`${text}\``;

const either = (options: ReadonlyArray<string>): string => {
  const [last, ...before] = options.toReversed();
  return before.length === 0 ? (last ?? '') : `${before.toReversed().join(', ')} or ${last}`;
};

const typeInWords = (codec: t.Mixed): string => {
  const { _tag, type, keys = {}, value } = anatomy(codec);
  switch (_tag ?? '') {
    case 'KeyofType':
      return either(Object.keys(keys).map(code));
    case 'LiteralType':
      return code(String(value));
    case 'ReadonlyArrayType':
    case 'ArrayType':
      return `list of ${typeInWords(itemOf(codec))}`;
    case 'RefinementType':
      return isList(type as t.Mixed)
        ? `${typeInWords(type as t.Mixed)}, not empty`
        : (shortNames.get(codec.name) ?? codec.name);
    default:
      if (isNamedShape(codec)) return `[${codec.name}](#${codec.name.toLowerCase()})`;
      return composites.includes(anatomy(codec)._tag) ? 'the fields below' : codec.name;
  }
};

const readersInWords = (fieldClass: FieldClass | undefined): string => {
  switch (fieldClass?.kind) {
    case undefined:
      return 'everybody';
    case 'released':
      return `everybody, after ${either(fieldClass.by.map(code))}`;
    case 'official':
      return 'who works on it';
    case 'sensitive':
      return 'who must know';
    case 'personal':
      return `who must know, until the key of \`${fieldClass.subjectAt}\` is destroyed`;
  }
};

/** What lies inside a field that is described where it stands: the fields of its entries, or its own. */
const inside = (codec: t.Mixed, name: string): ReadonlyArray<Field> => {
  const inner = unwrapped(codec);
  if (isList(inner)) return inside(itemOf(inner), `${name}[]`);
  return composites.includes(anatomy(inner)._tag) && !isNamed(inner) ? fieldsOf(inner, `${name}.`) : [];
};

/** A codec, or that of its entries where it is a list. */
const unlisted = (codec: t.Mixed): t.Mixed => (isList(codec) ? itemOf(codec) : codec);

/** The fields of a shape, in the order in which its codec names them. */
export const fieldsOf = (codec: t.Mixed, prefix = ''): ReadonlyArray<Field> => {
  const { _tag, props = {}, types = [] } = anatomy(unwrapped(codec));
  if (_tag === 'IntersectionType') return types.flatMap((member) => fieldsOf(member, prefix));
  return Object.entries(props).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const readers = readersInWords(fieldClassOf(field));
    return [
      {
        name,
        type: typeInWords(field),
        optional: _tag === 'PartialType',
        correctable: isCorrectable(unlisted(field)),
        readers,
      },
      ...inside(field, name),
    ];
  });
};

const fieldCodecs = (codec: t.Mixed): ReadonlyArray<t.Mixed> => {
  const { _tag, props = {}, types = [] } = anatomy(unwrapped(codec));
  return _tag === 'IntersectionType' || _tag === 'UnionType'
    ? types.flatMap(fieldCodecs)
    : Object.values(props);
};

/** The named shapes that a codec's fields are of, however deep. */
export const namedShapesIn = (codec: t.Mixed): ReadonlyArray<t.Mixed> =>
  fieldCodecs(codec).flatMap((field) => {
    let inner = unwrapped(field);
    while (isList(inner)) inner = unwrapped(itemOf(inner));
    return isNamedShape(inner) ? [inner, ...namedShapesIn(inner)] : namedShapesIn(inner);
  });
