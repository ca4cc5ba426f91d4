import assert from 'node:assert';
import fc from 'fast-check';
import { VersionedSet } from '../src';

/** A version, and the plain copy of it that nobody changes. */
interface Kept {
  readonly version: VersionedSet<number>;
  readonly copy: ReadonlySet<number>;
}

const step = fc.record({ which: fc.nat(), member: fc.nat(6), goThrough: fc.boolean() });

describe('a versioned set', () => {
  test('is at every version, whoever asked which of them meanwhile, what a plain copy is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { maxLength: 3 }),
        fc.array(step, { maxLength: 30 }),
        (start, steps) => {
          const kept: Array<Kept> = [{ version: VersionedSet.of(new Set(start)), copy: new Set(start) }];
          for (const { which, member, goThrough } of steps) {
            const { version, copy } = kept[which % kept.length] as Kept;
            assert.equal(version.has(member), copy.has(member));
            if (goThrough) assert.deepEqual([...version], [...copy]);
            kept.push({ version: version.with(member), copy: new Set(copy).add(member) });
          }
          for (const { version, copy } of kept) {
            assert.equal(version.size, copy.size);
            assert.deepEqual([...version], [...copy]);
            assert.deepEqual([...version.keys()], [...copy.keys()]);
            assert.deepEqual([...version.values()], [...copy.values()]);
            assert.deepEqual([...version.entries()], [...copy.entries()]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is the same set where the member was there, and where it is a version already', () => {
    const set = VersionedSet.of(['a']);
    expect(set.with('a')).toBe(set);
    expect(VersionedSet.of(set)).toBe(set);
  });

  test('gives each member, and itself, to whoever goes through with a function', () => {
    const set = VersionedSet.of(['a']).with('b');
    const given: Array<unknown> = [];
    set.forEach((member, again, whole) => given.push([member, again, whole === set]));
    expect(given).toEqual([
      ['a', 'a', true],
      ['b', 'b', true],
    ]);
  });

  test('equals another with the same members and none with others, to the comparisons that tests use', () => {
    const [one, same, other] = [
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'c'],
    ].map((all) => VersionedSet.of(all));
    assert.deepStrictEqual(one, same);
    assert.notDeepStrictEqual(one, other);
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });
});
