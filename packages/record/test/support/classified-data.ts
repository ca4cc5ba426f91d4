import {
  atLeastOne,
  type Clearance,
  clears,
  Count,
  type Json,
  Line,
  LocalId,
  official,
  personal,
  released,
  sensitive,
  struct,
  Text,
} from '@commissioning/kernel';
import fc from 'fast-check';
import * as t from 'io-ts';

/** Stands in what a reader should see for a value that reader is not given. */
export const hidden = { hidden: true };

/** Text that only values which are not public hold, and a text that only personal ones hold. */
export const canary = 'CANARY';
export const personalCanary = 'CANARY-PERSON';

/** A value, and what a reader of each clearance should see in its place; `erasedText` where persons are forgotten. */
export interface Part {
  readonly value: Json;
  readonly seen: (clearance: Clearance, erasedText?: string) => Json;
}

interface Shape {
  readonly codec: t.Mixed;
  readonly parts: fc.Arbitrary<Part>;
}

const entriesToJson = (entries: ReadonlyArray<readonly [string, Json]>): Json => Object.fromEntries(entries);

/** A part made of parts, put together by `make`. */
const together = (
  parts: ReadonlyArray<readonly [string, Part]>,
  make: (entries: ReadonlyArray<readonly [string, Json]>) => Json,
): Part => ({
  value: make(parts.map(([key, { value }]) => [key, value])),
  seen: (...reader) => make(parts.map(([key, { seen }]) => [key, seen(...reader)])),
});

const listOf = (parts: ReadonlyArray<Part>): Part =>
  together(
    parts.map((part, index) => [String(index), part]),
    (entries) => entries.map(([, value]) => value),
  );

const plain = (codec: t.Mixed, ...values: ReadonlyArray<Json>): Shape => ({
  codec,
  parts: fc.constantFrom(...values).map((value) => ({ value, seen: () => value })),
});

const publicShapes: ReadonlyArray<Shape> = [
  plain(Text, 'public', 'Zoë — 😀', 'a "quoted" \\ thing'),
  plain(Count, 0, 68_551, Number.MAX_SAFE_INTEGER),
  plain(t.boolean, true, false),
  plain(t.number, -0.5, 1e300),
  plain(t.UnknownRecord, {}, { any: [null, { x: 1 }] }),
];

const secrets: ReadonlyArray<readonly [t.Mixed, (n: number) => Json]> = [
  [Text, (n) => `${canary}-${n} – ü`],
  [t.record(t.string, t.number), (n) => ({ [`${canary}-${n}`]: n, '': 0 })],
  [t.array(Text), (n) => [`${canary}-${n}`, `${canary}-${n}`]],
  [
    struct({ deep: t.array(t.type({ x: Text })) }, { more: Count }),
    (n) => ({ deep: [{ x: `${canary}-${n}` }] }),
  ],
  [t.unknown, (n) => ({ $commitment: `${canary}-${n}` })],
  [t.unknown, () => null],
];

const classes = {
  official,
  sensitive,
  released: <C extends t.Mixed>(codec: C) => released(codec, 'DecisionPublished'),
};

const secretShapes: ReadonlyArray<Shape> = secrets.flatMap(([codec, make]) =>
  (['official', 'sensitive', 'released'] as const).map((kind) => ({
    codec: classes[kind](codec),
    parts: fc.nat().map((n) => {
      const value = make(n);
      return { value, seen: (clearance) => (clears(clearance, kind) ? value : hidden) };
    }),
  })),
);

const person: Shape = {
  codec: struct({ person: LocalId, name: personal(Line, 'person') }, { 'e/mail': personal(Text, 'person') }),
  parts: fc.tuple(fc.constantFrom('p-1', 'p-2'), fc.nat(), fc.boolean()).map(([subject, n, both]) => {
    const [name, mail] = [`${personalCanary}-${n}`, `${personalCanary}@${n}`];
    const data = (one: Json, other: Json): Json =>
      both ? { person: subject, name: one, 'e/mail': other } : { person: subject, name: one };
    return {
      value: data(name, mail),
      seen: (clearance, erasedText) => {
        if (!clears(clearance, 'personal')) return data(hidden, hidden);
        return data(erasedText ?? name, erasedText ?? mail);
      },
    };
  }),
};

const names = ['a', 'b/c', 'm~n', '0', '*x', 'subject'];

const objectsOf = (inner: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> =>
  fc
    .tuple(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), fc.nat({ max: 4 }))
    .chain(([keys, cut]) =>
      fc.tuple(...keys.map((key) => inner.map((shape) => [key, shape] as const))).map((fields) => {
        const codecs = fields.map(([key, { codec }]) => [key, codec] as const);
        return {
          codec: struct(Object.fromEntries(codecs.slice(0, cut)), Object.fromEntries(codecs.slice(cut))),
          parts: fc
            .tuple(
              ...fields.map(([key, { parts }], index) =>
                fc
                  .tuple(parts, fc.boolean())
                  .map(([part, there]) => (there || index < cut ? [[key, part] as const] : [])),
              ),
            )
            .map((found) => together(found.flat(), entriesToJson)),
        };
      }),
    );

const shapesFrom = (depth: number): fc.Arbitrary<Shape> => {
  const leaf = fc.constantFrom(...publicShapes, ...secretShapes, ...secretShapes, person, person);
  if (depth === 0) return leaf;
  const inner = shapesFrom(depth - 1);
  return fc.oneof(
    leaf,
    objectsOf(inner),
    inner.map(({ codec, parts }) => ({
      codec: t.readonlyArray(codec),
      parts: fc.array(parts, { maxLength: 3 }).map(listOf),
    })),
    inner.map(({ codec, parts }) => ({
      codec: atLeastOne(codec),
      parts: fc.array(parts, { minLength: 1, maxLength: 3 }).map(listOf),
    })),
    inner.map(({ codec, parts }) => ({
      codec: t.record(t.string, codec),
      parts: fc
        .uniqueArray(fc.tuple(fc.constantFrom('k', '/', '~1', '', '__proto__', 'toString', '7'), parts), {
          selector: ([key]) => key,
          maxLength: 3,
        })
        .map((entries) => together(entries, entriesToJson)),
    })),
    fc.tuple(inner, inner).map(([one, other]) => ({
      codec: t.union([
        t.type({ kind: t.literal('one'), one: one.codec }),
        t.type({ kind: t.literal('other'), other: other.codec }),
      ]),
      parts: fc.oneof(
        one.parts.map((part) =>
          together(
            [
              ['kind', { value: 'one', seen: () => 'one' }],
              ['one', part],
            ],
            entriesToJson,
          ),
        ),
        other.parts.map((part) =>
          together(
            [
              ['kind', { value: 'other', seen: () => 'other' }],
              ['other', part],
            ],
            entriesToJson,
          ),
        ),
      ),
    })),
    fc.tuple(inner, inner).map(([one, other]) => ({
      codec: t.tuple([one.codec, other.codec]),
      parts: fc.tuple(one.parts, other.parts).map(listOf),
    })),
  );
};

/** An event's codec with classes anywhere in it, and data of that codec. */
export const classifiedData: fc.Arbitrary<{ readonly codec: t.Mixed; readonly part: Part }> = objectsOf(
  shapesFrom(2),
).chain(({ codec, parts }) =>
  parts.map((part) => ({
    codec,
    part,
    [fc.toStringMethod]: () => `${codec.name} of ${JSON.stringify(part.value)}`,
  })),
);
