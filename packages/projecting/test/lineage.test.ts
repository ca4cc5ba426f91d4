import type { Json, JsonObject } from '@commissioning/kernel';
import { eventBehind } from '@commissioning/projecting';
import type { Lineage } from '@commissioning/read-store';
import fc from 'fast-check';
import { differencesBetween, lineageAfter } from '../src/lineage';

const step = (
  lineage: Lineage,
  before: JsonObject | undefined,
  after: JsonObject,
  event: string,
): Lineage => {
  if (before === undefined) return { '': event };
  const differences = differencesBetween(before, after);
  return differences === undefined ? lineage : lineageAfter(lineage, differences, event, false);
};

const traced = (states: ReadonlyArray<JsonObject>): Lineage => {
  let lineage: Lineage = {};
  states.forEach((state, index) => {
    lineage = step(lineage, states[index - 1], state, `e${index}`);
  });
  return lineage;
};

const pointersTo = (at: string, key: string): string =>
  `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Every leaf of a document by its pointer, written as text together with what kind of thing it lies in. */
const leavesOf = (
  value: Json,
  at = '',
  within = '',
  found = new Map<string, string>(),
): Map<string, string> => {
  const parts: ReadonlyArray<readonly [string, Json]> =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (parts.length === 0) return found.set(at, within + JSON.stringify(value));
  const kind = Array.isArray(value) ? '[' : '{';
  for (const [key, part] of parts) leavesOf(part, pointersTo(at, key), within + kind, found);
  return found;
};

/** The event that last changed each leaf, found the slow way. */
const oracle = (states: ReadonlyArray<JsonObject>): ReadonlyMap<string, string> => {
  let events = new Map<string, string>();
  let before = new Map<string, string>();
  states.forEach((state, index) => {
    const leaves = leavesOf(state);
    events = new Map(
      [...leaves].map(([pointer, leaf]) => {
        const known = before.get(pointer) === leaf ? events.get(pointer) : undefined;
        return [pointer, known ?? `e${index}`];
      }),
    );
    before = leaves;
  });
  return events;
};

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 1, 'x', ''),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c/d', '~e', '1', 'constructor', ''), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

const document = fc.dictionary(fc.constantFrom('a', 'b', 'c/d', '0'), json, {
  maxKeys: 4,
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;

/** States that come one out of the other, so that most parts stay as they are, some of them the same objects. */
const states: fc.Arbitrary<ReadonlyArray<JsonObject>> = fc
  .tuple(document, fc.array(fc.tuple(document, fc.boolean(), fc.boolean()), { maxLength: 8 }))
  .map(([first, changes]) => {
    const made: Array<JsonObject> = [first];
    for (const [change, keep, copy] of changes) {
      const before = made.at(-1) ?? {};
      const kept = keep ? before : Object.fromEntries(Object.entries(before).slice(1));
      const after = { ...kept, ...change };
      made.push(copy ? (JSON.parse(JSON.stringify(after)) as JsonObject) : after);
    }
    return made;
  });

describe('the lineage of a document', () => {
  it('names for every leaf the event that last changed its value', () => {
    fc.assert(
      fc.property(states, (history) => {
        const lineage = traced(history);
        for (const [pointer, event] of oracle(history)) expect(eventBehind(lineage, pointer)).toBe(event);
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds nothing of parts that are gone, and says nothing twice', () => {
    fc.assert(
      fc.property(states, (history) => {
        const last = history.at(-1) ?? {};
        const lineage = traced(history);
        const there = new Set(['']);
        for (const leaf of leavesOf(last).keys())
          for (let at = leaf; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) there.add(at);
        for (const pointer of Object.keys(lineage)) expect(there).toContain(pointer);
      }),
    );
  });

  it('is the same whether it is carried on in place or by copies', () => {
    fc.assert(
      fc.property(states, (history) => {
        const first: Lineage = { '': 'e0' };
        let owned = { ...first };
        history.slice(1).forEach((state, index) => {
          const differences = differencesBetween(history[index] ?? {}, state);
          if (differences !== undefined)
            owned = { ...lineageAfter(owned, differences, `e${index + 1}`, true) };
        });
        expect(owned).toEqual(traced(history));
      }),
    );
  });

  it.each<[string, JsonObject, JsonObject, Lineage]>([
    ['a changed field', { a: 1, b: 1 }, { a: 1, b: 2 }, { '': 'e0', '/b': 'e1' }],
    ['a new field', { a: 1 }, { a: 1, b: { c: 1 } }, { '': 'e0', '/b': 'e1' }],
    ['a removed field', { a: 1, b: 1 }, { a: 1 }, { '': 'e0' }],
    [
      'a part changed throughout',
      { a: 1, b: { c: 1, d: 1 } },
      { a: 1, b: { c: 2, d: 2 } },
      { '': 'e0', '/b': 'e1' },
    ],
    ['everything changed', { a: 1, b: [1] }, { a: 2, b: [2] }, { '': 'e1' }],
    ['an entry added to a list', { a: [1, 2] }, { a: [1, 2, 3] }, { '': 'e0', '/a/2': 'e1' }],
    ['a list emptied', { a: [1, 2], b: 1 }, { a: [], b: 1 }, { '': 'e0', '/a': 'e1' }],
    ['the same values in new objects', { a: { b: [1] } }, { a: { b: [1] } }, { '': 'e0' }],
    ['fields in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, { '': 'e0' }],
    ['an object where a list was', { a: [1], b: 1 }, { a: { 0: 1 }, b: 1 }, { '': 'e0', '/a': 'e1' }],
    ['a key with a slash and a tilde', { a: 1 }, { a: 1, 'x/y~z': 1 }, { '': 'e0', '/x~1y~0z': 'e1' }],
  ])('puts %s at the highest place', (_, before, after, lineage) => {
    expect(traced([before, after])).toEqual(lineage);
  });

  it('takes a field that is there but undefined for an absent one', () => {
    const undefinedField = { a: 1, b: undefined } as unknown as JsonObject;
    expect(differencesBetween({ a: 1 }, undefinedField)).toBeUndefined();
    expect(differencesBetween(undefinedField, { a: 1 })).toBeUndefined();
    expect(traced([{ a: 1, b: 2 }, undefinedField])).toEqual({ '': 'e0' });
  });

  it('drops what was said of a part that is replaced, before it comes back', () => {
    const history = [
      { a: { b: 1, c: 1 }, d: 1 },
      { a: { b: 2, c: 1 }, d: 1 },
      { a: 5, d: 1 },
      { a: { b: 2, c: 1 }, d: 1 },
    ];
    expect(traced(history)).toEqual({ '': 'e0', '/a': 'e3' });
  });

  it('answers for a part that has no entry with the nearest above it', () => {
    const lineage = { '': 'e0', '/a': 'e1', '/a/b/0': 'e2' };
    expect(eventBehind(lineage, '/a/b/0/c')).toBe('e2');
    expect(eventBehind(lineage, '/a/b/01')).toBe('e1');
    expect(eventBehind(lineage, '/ab')).toBe('e0');
    expect(eventBehind(lineage, '')).toBe('e0');
    expect(eventBehind({ '/a': 'e1' }, '/b')).toBeUndefined();
  });
});
