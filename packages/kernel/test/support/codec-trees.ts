import { CalendarDate, LocalId, Pence, struct, Text } from '@commissioning/kernel';
import fc from 'fast-check';
import * as t from 'io-ts';

/** A codec, and values it accepts that hold nothing it does not name. */
export interface Tree {
  readonly codec: t.Mixed;
  readonly values: fc.Arbitrary<unknown>;
}

const leaves: ReadonlyArray<Tree> = [
  { codec: t.string, values: fc.string() },
  { codec: t.number, values: fc.double() },
  { codec: t.boolean, values: fc.boolean() },
  { codec: t.null, values: fc.constant(null) },
  { codec: t.literal('a'), values: fc.constant('a') },
  { codec: t.literal('toString'), values: fc.constant('toString') },
  { codec: t.literal(3), values: fc.constant(3) },
  { codec: t.literal(true), values: fc.constant(true) },
  { codec: t.keyof({ a: null, 'it’s "b"\n': null }), values: fc.constantFrom('a', 'it’s "b"\n') },
  { codec: Text, values: fc.constantFrom('words', 'Zoë — “so”') },
  { codec: Pence, values: fc.maxSafeNat() },
  { codec: LocalId, values: fc.constantFrom('lot-1', '0') },
  { codec: CalendarDate, values: fc.constantFrom('2024-02-29', '2026-11-23') },
];

/** Codecs that name nothing and take what they are given. */
const open: ReadonlyArray<Tree> = [
  { codec: t.unknown, values: fc.jsonValue() },
  { codec: t.UnknownRecord, values: fc.dictionary(fc.string(), fc.jsonValue()) },
  { codec: t.UnknownArray, values: fc.array(fc.jsonValue()) },
];

const plainNames = ['a', 'b', 'c-d', "e'f", '0'];
/** Names that every object has a value for without having the field. */
const inheritedNames = ['toString', 'constructor', '__proto__'];

/** Objects from entries, for a key may be `__proto__`. */
const objectOf = (entries: ReadonlyArray<readonly [string, unknown]>): unknown => Object.fromEntries(entries);

interface Fields {
  readonly props: t.Props;
  readonly entries: fc.Arbitrary<ReadonlyArray<readonly [string, unknown]>>;
}

const fieldsOf = (named: ReadonlyArray<readonly [string, Tree]>, optional: boolean): Fields => {
  const entry = ([key, { values }]: readonly [string, Tree]) => {
    const there = values.map((value) => [[key, value] as const]);
    return optional ? fc.oneof(there, fc.constant([])) : there;
  };
  return {
    props: Object.fromEntries(named.map(([key, { codec }]) => [key, codec])),
    entries: fc.tuple(...named.map(entry)).map((found) => found.flat()),
  };
};

const fields = (tree: fc.Arbitrary<Tree>, names: ReadonlyArray<string>) =>
  fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
    .chain((chosen) => fc.tuple(...chosen.map((name) => tree.map((inner) => [name, inner] as const))));

const objects = (tree: fc.Arbitrary<Tree>, names: ReadonlyArray<string>): fc.Arbitrary<Tree> =>
  fc.oneof(
    fields(tree, names).map((pairs) => {
      const { props, entries } = fieldsOf(pairs, false);
      return { codec: t.type(props), values: entries.map(objectOf) };
    }),
    fields(tree, names).map((pairs) => {
      const { props, entries } = fieldsOf(pairs, true);
      return { codec: t.partial(props), values: entries.map(objectOf) };
    }),
    fc.tuple(fields(tree, names), fc.nat({ max: 4 })).map(([pairs, cut]) => {
      const [required, optional] = [fieldsOf(pairs.slice(0, cut), false), fieldsOf(pairs.slice(cut), true)];
      return {
        codec: struct(required.props, optional.props),
        values: fc
          .tuple(required.entries, optional.entries)
          .map(([some, more]) => objectOf([...some, ...more])),
      };
    }),
  );

const wrapped = (tree: fc.Arbitrary<Tree>, names: ReadonlyArray<string>): fc.Arbitrary<Tree> =>
  fc.oneof(
    tree.map(({ codec, values }) => ({ codec: t.readonly(codec), values })),
    tree.map(({ codec, values }) => ({ codec: t.refinement(codec, () => true), values })),
    tree.map(({ codec, values }) => ({
      codec: t.refinement(codec, (value) => value !== '2026-02-29'),
      values,
    })),
    objects(tree, names).map(({ codec, values }) => ({ codec: t.exact(codec as t.HasProps), values })),
  );

const lists = (tree: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    tree.map(({ codec, values }) => ({ codec: t.array(codec), values: fc.array(values, { maxLength: 3 }) })),
    tree.map(({ codec, values }) => ({
      codec: t.readonlyArray(codec),
      values: fc.array(values, { maxLength: 3 }),
    })),
    fc.tuple(tree, tree).map(([one, other]) => ({
      codec: t.tuple([one.codec, other.codec]),
      values: fc.tuple(one.values, other.values),
    })),
  );

const dictionaries = (tree: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    tree.map(({ codec, values }) => ({
      codec: t.record(LocalId, codec),
      values: fc.dictionary(fc.constantFrom('lot-1', '0', 'x'), values),
    })),
    tree.map(({ codec, values }) => ({
      codec: t.record(t.keyof({ a: null, toString: null }), codec),
      values: fc.tuple(values, values).map(([a, b]) => ({ a, toString: b })),
    })),
    tree.map(({ codec, values }) => ({
      codec: t.record(t.union([t.literal('x'), t.keyof({ y: null })]), codec),
      values: fc.tuple(values, values).map(([x, y]) => ({ x, y })),
    })),
  );

/** io-ts cannot make a union of codecs with a literal at a name that every object has. */
const unionOf = (one: t.Mixed, other: t.Mixed): t.Mixed => {
  try {
    return t.union([one, other]);
  } catch {
    return one;
  }
};

const unions = (tree: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    fc.tuple(tree, tree).map(([one, other]) => ({
      codec: unionOf(one.codec, other.codec),
      values: fc.oneof(one.values, other.values),
    })),
    fc.tuple(tree, tree).map(([one, other]) => ({
      codec: t.union([
        t.type({ kind: t.literal('one'), one: one.codec }),
        struct({ kind: t.literal('other') }, { other: other.codec }),
      ]),
      values: fc.oneof(
        one.values.map((value) => ({ kind: 'one', one: value })),
        other.values.map((value) => ({ kind: 'other', other: value })),
        fc.constant({ kind: 'other' }),
      ),
    })),
    fc.tuple(tree, tree).map(([one, other]) => ({
      codec: t.intersection([
        t.type({ base: one.codec }),
        t.union([
          t.type({ kind: t.literal('one') }),
          t.type({ kind: t.literal('other'), other: other.codec }),
        ]),
      ]),
      values: fc.oneof(
        one.values.map((base) => ({ base, kind: 'one' })),
        fc.tuple(one.values, other.values).map(([base, value]) => ({ base, kind: 'other', other: value })),
      ),
    })),
  );

const treesFrom = (
  ends: ReadonlyArray<Tree>,
  names: ReadonlyArray<string>,
  depth: number,
): fc.Arbitrary<Tree> => {
  const leaf = fc.constantFrom(...ends);
  if (depth === 0) return leaf;
  const inner = treesFrom(ends, names, depth - 1);
  const more = [objects, objects, wrapped, lists, dictionaries, unions].map((make) => make(inner, names));
  return fc.oneof(leaf, ...more);
};

/** Codec trees of every kind that a check is compiled for. */
export const trees = treesFrom([...leaves, ...open], [...plainNames, ...inheritedNames], 3);

/** Codec trees that name everything they accept, and nothing that every object has. */
export const closedTrees = treesFrom(leaves, plainNames, 3);

/** A codec with a value to ask it about, shown by the codec's name when a property fails. */
export const asked = (
  from: fc.Arbitrary<Tree>,
  valuesOf: (values: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown> = (values) => values,
): fc.Arbitrary<{ readonly codec: t.Mixed; readonly value: unknown }> =>
  from.chain(({ codec, values }) =>
    valuesOf(values).map((value) => ({
      codec,
      value,
      [fc.toStringMethod]: () => `${codec.name} asked about ${fc.stringify(value)}`,
    })),
  );

const odd: ReadonlyArray<unknown> = [
  undefined,
  null,
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  Number.NaN,
  true,
  '',
  ' a',
  'a',
  'toString',
  '2026-02-29',
  '\ud800',
  [],
  ['a'],
  {},
  { a: 'a' },
  { length: 0 },
  Object.create(null) as unknown,
  JSON.parse('{"__proto__": {"a": 1}}') as unknown,
];

type Steps = ReadonlyArray<string>;

/** Where there are objects and lists in a value, outermost first. */
export const holders = (value: unknown, at: Steps = []): ReadonlyArray<Steps> =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, item]) => holders(item, [...at, key]))]
    : [];

/** Every place in a value, itself first. */
const places = (value: unknown, at: Steps = []): ReadonlyArray<Steps> =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, item]) => places(item, [...at, key]))]
    : [at];

/** A value with one of its parts changed; a change to undefined takes the part away. */
export const changed = (
  value: unknown,
  [key, ...rest]: Steps,
  change: (part: unknown) => unknown,
): unknown => {
  if (key === undefined) return change(value);
  const entries = Object.entries(value as object)
    .map(([name, item]) => [name, name === key ? changed(item, rest, change) : (item as unknown)] as const)
    .filter(([name, item]) => name !== key || item !== undefined);
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
};

/** Values that are nearly right: one part replaced by something odd, taken away, or given a key more. */
export const nearMisses = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      values,
      fc.nat(),
      fc.constantFrom(...odd),
      fc.constantFrom('replace', 'key', 'wrap', 'spread'),
      fc.constantFrom('zz', ...inheritedNames),
    )
    .map(([value, which, part, how, more]) => {
      const all = places(value);
      const at = all[which % all.length] ?? [];
      return changed(value, at, (old) => {
        if (how === 'wrap') return [old];
        if (how === 'spread' && Array.isArray(old)) return Object.fromEntries(Object.entries(old));
        if (how === 'key' && typeof old === 'object' && old !== null && !Array.isArray(old))
          return Object.fromEntries([...Object.entries(old), [more, part]]);
        return part;
      });
    });
