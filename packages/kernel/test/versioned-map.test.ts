import assert from 'node:assert';
import fc from 'fast-check';
import { VersionedMap } from '../src';

/** A version, and the plain copy of it that nobody changes. */
interface Kept {
  readonly version: ReadonlyMap<string, number | undefined>;
  readonly copy: ReadonlyMap<string, number | undefined>;
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const value = fc.option(fc.nat(9), { nil: undefined });

/** What somebody does with one of the versions there are; `which` picks it. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('set' as const), which: fc.nat(), key, value }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('get' as const), which: fc.nat(), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('go through' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('begin to go through' as const), which: fc.nat() }) },
);

const start = (entries: ReadonlyArray<readonly [string, number | undefined]>): Kept => ({
  version: VersionedMap.of(new Map(entries)),
  copy: new Map(entries),
});

describe('a versioned map', () => {
  test('is at every version, whoever asked which of them meanwhile, what a plain copy is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, value), { maxLength: 3 }),
        fc.array(step, { maxLength: 40, size: 'max' }),
        (entries, steps) => {
          const kept = [start(entries)];
          const goingThrough: Array<readonly [Iterator<unknown>, Iterator<unknown>]> = [];
          for (const each of steps) {
            const { version, copy } = kept[each.which % kept.length] as Kept;
            switch (each.does) {
              case 'set':
                kept.push({
                  version: VersionedMap.of(version).with(each.key, each.value),
                  copy: new Map(copy).set(each.key, each.value),
                });
                break;
              case 'get':
                assert.deepStrictEqual(version.get(each.key), copy.get(each.key));
                assert.deepStrictEqual(version.has(each.key), copy.has(each.key));
                assert.deepStrictEqual(version.size, copy.size);
                break;
              case 'go through':
                assert.deepStrictEqual([...version], [...copy]);
                break;
              case 'begin to go through':
                goingThrough.push([version.entries(), copy.entries()]);
                break;
            }
            for (const [ours, plain] of goingThrough) assert.deepStrictEqual(ours.next(), plain.next());
          }
          for (const { version, copy } of kept) {
            assert.deepStrictEqual([...version.keys()], [...copy.keys()]);
            assert.deepStrictEqual([...version.values()], [...copy.values()]);
            assert.deepStrictEqual([...version], [...copy]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('does not change when the map that it was made of does', () => {
    const map = new Map([['a', 1]]);
    const version = VersionedMap.of(map);
    map.set('b', 2);
    expect([...version]).toEqual([['a', 1]]);
  });

  test('is given as it is when it is a version already', () => {
    const version = VersionedMap.of(new Map([['a', 1]]));
    expect(VersionedMap.of(version)).toBe(version);
  });

  test('gives each entry, and itself, to whoever goes through with a function', () => {
    const version = VersionedMap.of(new Map([['a', 1]])).with('b', 2);
    const given: Array<unknown> = [];
    version.forEach((value, key, map) => given.push([value, key, map === version]));
    expect(given).toEqual([
      [1, 'a', true],
      [2, 'b', true],
    ]);
  });

  test('equals another with the same entries and none with others, to the comparisons that tests use', () => {
    const one = VersionedMap.of(new Map([['a', 1]])).with('b', 2);
    const same = VersionedMap.of(new Map()).with('a', 1).with('b', 2);
    const other = VersionedMap.of(new Map([['a', 1]])).with('b', 3);
    assert.deepStrictEqual(one, same);
    assert.notDeepStrictEqual(one, other);
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  test('gives an older version of very many without calling itself', () => {
    const first = VersionedMap.of(new Map<number, number>());
    let newest = first;
    for (let at = 0; at < 100_000; at += 1) newest = newest.with(at, at);
    expect(first.size).toBe(0);
    expect(newest.size).toBe(100_000);
  });
});
