import {
  atLeastOne,
  compileCheck,
  compileExactCheck,
  Count,
  DocumentRef,
  excessKeys,
  faultFinder,
  faultInWords,
  type Fault,
  faultsOf,
  Line,
  Metadata,
  Money,
  Pence,
  placesOfFaults,
  pointerOf,
  Sha256,
  struct,
  Text,
} from '@commissioning/kernel';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { asked, changed, closedTrees, holders, nearMisses, trees } from './support/codec-trees';

interface Node {
  readonly name: string;
  readonly below: ReadonlyArray<Node>;
}
const Node: t.Type<Node> = t.recursion('Node', () =>
  t.intersection([t.type({ name: t.string }), t.exact(t.type({ below: t.readonlyArray(Node) }))]),
);

const faults = (codec: t.Mixed, value: unknown): ReadonlyArray<Fault> => {
  const decoded = codec.decode(value);
  return E.isLeft(decoded) ? faultsOf(decoded.left) : [];
};

const pointers = (codec: t.Mixed, value: unknown): ReadonlyArray<string> =>
  faults(codec, value).map(({ pointer }) => pointer);

describe('a compiled check', () => {
  test('says of any value what the codec says', () => {
    fc.assert(
      fc.property(
        asked(trees, (values) => fc.oneof(values, nearMisses(values), nearMisses(nearMisses(values)))),
        ({ codec, value }) =>
          expect([codec.name, compileCheck(codec)(value)]).toEqual([codec.name, codec.is(value)]),
      ),
      { numRuns: 800 },
    );
  });

  test('accepts what the codec was given to accept', () => {
    fc.assert(
      fc.property(asked(closedTrees), ({ codec, value }) =>
        expect([codec.name, compileCheck(codec)(value)]).toEqual([codec.name, true]),
      ),
      { numRuns: 400 },
    );
  });

  test('asks for a field that must be there, whatever it may hold', () => {
    const codec = t.type({ anything: t.unknown });
    expect(compileCheck(codec)({})).toBe(false);
    expect(compileCheck(codec)({ anything: undefined })).toBe(true);
  });

  test('does not take what every object inherits for a field of it', () => {
    expect(compileCheck(t.type({ toString: t.string }))({})).toBe(false);
    expect(compileCheck(t.partial({ toString: t.string }))(JSON.parse('{"toString":"a"}'))).toBe(true);
    expect(compileCheck(t.keyof({ a: null }))('toString')).toBe(false);
  });

  test('tells a list from an object', () => {
    expect(compileCheck(t.type({}))([])).toBe(false);
    expect(compileCheck(t.partial({ length: t.number }))(['a'])).toBe(false);
    expect(compileCheck(t.record(t.string, t.string))(['a'])).toBe(false);
    expect(compileCheck(t.array(t.string))({ 0: 'a', length: 1 })).toBe(false);
    expect(compileCheck(t.tuple([t.string]))(['a', 'b'])).toBe(false);
  });

  test('leaves a codec it does not know to the codec', () => {
    const even = new t.Type<number, number>(
      'Even',
      (value): value is number => typeof value === 'number' && value % 2 === 0,
      (value) => t.success(value as number),
      t.identity,
    );
    const check = compileCheck(t.type({ list: t.array(even) }));
    expect(check({ list: [2, 4] })).toBe(true);
    expect(check({ list: [2, 3] })).toBe(false);
  });
});

describe('a field that no codec names', () => {
  const Lot = struct({ id: t.string, envelope: Money }, { note: t.string }, 'Lot');
  const Bid = t.intersection([
    t.type({ bid: t.string, lots: t.readonlyArray(Lot) }),
    t.union([
      t.type({ via: t.literal('portal'), log: t.string }),
      struct({ via: t.literal('email') }, { sender: t.type({ name: t.string }) }),
    ]),
  ]);
  const lot = { id: 'a', envelope: { pence: 1, vat: 'outside' } };

  test('is found in any object of a value, and nothing else is', () => {
    fc.assert(
      fc.property(asked(closedTrees), fc.nat(), ({ codec, value }, which) => {
        expect(excessKeys(codec, value)).toEqual([]);
        const objects = holders(value).filter((at) => {
          let found = value as Record<string, unknown>;
          for (const key of at) found = found[key] as Record<string, unknown>;
          return !Array.isArray(found);
        });
        const at = objects[which % objects.length];
        fc.pre(at !== undefined);
        const more = changed(value, at, (old) =>
          Object.fromEntries([...Object.entries(old as object), ['ZZ', 1]]),
        );
        // A condition of the codec's own may not accept the value with one more key.
        fc.pre(codec.is(more));
        expect(excessKeys(codec, more)).toEqual([pointerOf([...at, 'ZZ'])]);
      }),
      { numRuns: 600 },
    );
  });

  test('is never missed by the quick check', () => {
    fc.assert(
      fc.property(
        asked(trees, (values) => fc.oneof(values, nearMisses(values))),
        ({ codec, value }) => {
          if (compileExactCheck(codec)(value))
            expect([codec.is(value), excessKeys(codec, value)]).toEqual([true, []]);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('is not missed for a field that is absent, but that every object has a value for', () => {
    const codecs = [
      t.partial({ toString: t.unknown }),
      t.type({ toString: t.unknown }),
      struct({}, { constructor: t.unknown }),
      t.partial(Object.fromEntries([['__proto__', t.UnknownRecord]])),
      t.record(t.keyof({ toString: null }), t.unknown),
    ];
    for (const codec of codecs)
      expect([codec.name, compileExactCheck(codec)({ misspelt: 1 })]).toEqual([codec.name, false]);
    expect(faultFinder(t.partial({ toString: t.unknown }))({ misspelt: 1 })).toEqual([
      { pointer: '/misspelt', expected: 'no such field', found: 'one' },
    ]);
  });

  test('the quick check is enough for objects, lists and choices of them', () => {
    const codec = struct(
      { lots: atLeastOne(Lot), by: t.record(t.keyof({ x: null }), t.union([Lot, t.null])) },
      {},
    );
    expect(compileExactCheck(codec)({ lots: [lot, { ...lot, note: 'n' }], by: { x: lot } })).toBe(true);
    expect(compileExactCheck(codec)({ lots: [lot], by: { x: { ...lot, nte: 'n' } } })).toBe(false);
  });

  test('is found at depth, in lists and in what an intersection’s union chose', () => {
    const bid = {
      bid: 'b',
      lots: [lot, { ...lot, nte: 'misspelt' }],
      via: 'email',
      sender: { name: 'n', nmae: 'm' },
    };
    expect(Bid.is(bid)).toBe(true);
    expect(excessKeys(Bid, bid)).toEqual(['/lots/1/nte', '/sender/nmae']);
    expect(excessKeys(Bid, { bid: 'b', lots: [], via: 'email', log: 'of the portal' })).toEqual(['/log']);
  });

  test('is found under refinements and in dictionaries, whose own keys are named by their domain', () => {
    const codec = t.refinement(
      t.record(
        t.refinement(t.string, (key) => key.startsWith('k')),
        Lot,
      ),
      () => true,
    );
    expect(excessKeys(codec, { k1: { ...lot, 'a/b': 1 }, other: lot })).toEqual(['/k1/a~1b', '/other']);
  });

  test('is not one that another member of the intersection or the union names', () => {
    const codec = t.intersection([
      t.type({ part: t.type({ a: t.string }) }),
      t.type({ part: t.type({ b: t.string }), more: t.string }),
    ]);
    expect(excessKeys(codec, { part: { a: '1', b: '2', c: '3' }, more: 'm' })).toEqual(['/part/c']);
    const either = t.union([t.type({ a: t.string }), t.type({ a: t.string, b: t.string })]);
    expect(excessKeys(either, { a: '1', b: '2' })).toEqual([]);
    expect(excessKeys(either, { a: '1', b: 2 })).toEqual(['/b']);
  });

  test('may be `__proto__` or another name that every object has', () => {
    const value: unknown = JSON.parse('{"a":"1","__proto__":{},"constructor":1,"toString":2}');
    expect(excessKeys(t.type({ a: t.string }), value)).toEqual(['/__proto__', '/constructor', '/toString']);
  });

  test('is found in recursive codecs, which the quick check leaves to the slow one', () => {
    const value = { name: 'a', below: [{ name: 'b', below: [], beloww: [] }] };
    expect(compileExactCheck(Node)({ name: 'a', below: [] })).toBe(false);
    expect(excessKeys(Node, value)).toEqual(['/below/0/beloww']);
    expect(faultFinder(Node)({ name: 'a', below: [] })).toEqual([]);
  });

  test('is let pass where anything may stand', () => {
    expect(
      excessKeys(t.type({ any: t.unknown, record: t.UnknownRecord }), { any: { x: 1 }, record: { y: 1 } }),
    ).toEqual([]);
  });
});

describe('a fault', () => {
  const Part = struct({ amount: Money }, { note: Text }, 'Part');

  test('points through intersections, refinements, lists and readonly wrappers', () => {
    const codec = t.type({
      parts: t.readonly(atLeastOne(t.refinement(t.readonly(Part), () => true, 'Wise'))),
    });
    const good = { amount: { pence: 5, vat: 'outside' } };
    expect(pointers(codec, { parts: [good, { amount: { pence: '5', vat: 'outside' } }] })).toEqual([
      '/parts/1/amount/pence',
    ]);
    expect(pointers(codec, { parts: [{ ...good, note: '' }] })).toEqual(['/parts/0/note']);
    expect(pointers(codec, { parts: [] })).toEqual(['/parts']);
    expect(pointers(codec, {})).toEqual(['/parts']);
  });

  test('points through exact and recursive codecs', () => {
    expect(pointers(Node, { name: 'a', below: [{ name: 'b', below: [{ name: 3, below: [] }] }] })).toEqual([
      '/below/0/below/0/name',
    ]);
  });

  test('points through unions, each place once, naming what any member would have had there', () => {
    const codec = t.type({ of: t.union([t.string, t.type({ a: t.number }), t.number]) });
    expect(faults(codec, { of: true })).toEqual([
      { pointer: '/of', expected: 'string or { a: number } or number', found: 'true' },
    ]);
    const tagged = t.union([
      t.type({ kind: t.literal('x'), a: Count }),
      t.type({ kind: t.literal('y'), b: Count }),
    ]);
    expect(faults(tagged, { kind: 'y', b: -1 })).toEqual([
      { pointer: '/b', expected: 'a whole number, zero or more', found: '-1' },
    ]);
  });

  test('says an expectation once, also one with an "or" in it', () => {
    const codec = t.union([t.type({ n: Count }), t.type({ n: Count, m: t.string })]);
    expect(faults(codec, { n: -1, m: 'm' })).toEqual([
      { pointer: '/n', expected: 'a whole number, zero or more', found: '-1' },
    ]);
  });

  test('of a whole object names the object, not the members it is made of', () => {
    expect(faults(Part, 'words')).toEqual([{ pointer: '', expected: 'Part', found: '"words"' }]);
    expect(faults(t.type({ part: Part }), { part: [] })).toEqual([
      { pointer: '/part', expected: 'Part', found: '[]' },
    ]);
  });

  test('escapes its pointer and shortens what it found to whole characters', () => {
    const [fault] = faults(t.type({ 'a/b~c': t.number }), { 'a/b~c': `x${'😀'.repeat(60)}` });
    expect(fault?.pointer).toBe('/a~1b~0c');
    expect(fault?.found).toHaveLength(80);
    expect(fault?.found).not.toMatch(/\p{Surrogate}/u);
  });

  test.each([
    [undefined, 'nothing'],
    [5n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [() => 1, 'function'],
  ])('can say that it found %p', (value, found) => {
    expect(faults(t.string, value)).toEqual([{ pointer: '', expected: 'string', found }]);
  });

  test('reads as a sentence, and without what was found where that may be personal', () => {
    const [fault] = faults(t.type({ amount: t.type({ pence: Pence }) }), { amount: { pence: '12,5' } });
    expect(fault === undefined ? '' : faultInWords(fault)).toBe(
      '/amount/pence: expected Pence, found "12,5"',
    );
    expect(faults(Part, 3).map(faultInWords)).toEqual(['the whole: expected Part, found 3']);
    expect(placesOfFaults([...faults(Part, { amount: 1, note: 'secret' }), ...faults(Part, 3)])).toBe(
      '/amount (Money), the whole (Part)',
    );
  });

  test('is found as well where decoding would have mended what the codec does not accept', () => {
    const find = faultFinder(t.type({ anything: t.unknown }, 'Thing'));
    expect(find({})).toEqual([{ pointer: '', expected: 'Thing', found: 'something else' }]);
    expect(find({ anything: 1, more: 1 })).toEqual([
      { pointer: '/more', expected: 'no such field', found: 'one' },
    ]);
    expect(find({ anything: 1 })).toEqual([]);
  });
});

describe('a struct', () => {
  const Thing = struct({ a: t.string }, { b: t.string });

  test('has optional fields that may be absent or undefined, and never null', () => {
    expect(Thing.is({ a: 'x' })).toBe(true);
    expect(Thing.is({ a: 'x', b: undefined })).toBe(true);
    expect(Thing.is({ a: 'x', b: null })).toBe(false);
    expect(pointers(Thing, { a: 'x', b: null })).toEqual(['/b']);
    expect(excessKeys(Thing, { a: 'x', b: undefined })).toEqual([]);
    expect(excessKeys(Thing, { a: 'x', c: undefined })).toEqual(['/c']);
  });

  test('has required fields that may not be undefined', () => {
    expect(Thing.is({ a: undefined })).toBe(false);
    expect(Thing.is({ b: 'x' })).toBe(false);
  });
});

describe('the common codecs', () => {
  test.each([
    [Text, ['a', 'two\nlines', 'tab\tinside', '😀', 'é', 'x'.repeat(20_000)]],
    [Line, ['a', 'Zoë — “so”', '😀', 'x'.repeat(300)]],
    [Count, [0, 1, Number.MAX_SAFE_INTEGER]],
    [Sha256, ['0'.repeat(64), 'abcdef0123456789'.repeat(4)]],
    [atLeastOne(t.string), [['a'], ['a', 'b']]],
  ])('%# accept what they are for', (codec, values) => {
    for (const value of values) expect([value, codec.is(value)]).toEqual([value, true]);
  });

  test.each([
    [Text, ['', ' a', 'a\n', ' a', 'x'.repeat(20_001), 'half \ud83d of a pair', '\udc00', 5]],
    [
      Line,
      [
        '',
        'a ',
        'two\nlines',
        'two\rlines',
        'two\u2028lines',
        'bell\u0007',
        '\u001b[31mred',
        'x'.repeat(301),
        'a\ud800b',
      ],
    ],
    [Count, [-1, 0.5, 2 ** 53, Number.NaN, '1', null]],
    [Sha256, ['', '0'.repeat(63), 'A'.repeat(64), `${'0'.repeat(64)}\n`]],
    [atLeastOne(t.string), [[], [1], 'a']],
    [DocumentRef, [{ mediaType: 'text/plain', length: -1, sha256: '0'.repeat(64) }]],
  ])('%# refuse what only looks like it', (codec, values) => {
    for (const value of values) expect([value, codec.is(value)]).toEqual([value, false]);
  });

  test('no number past 2^53 is a revision, a version or a sum', () => {
    const metadata = (revision: unknown, ruleBookVersion: unknown) => ({
      body: 'BEDS',
      actor: { id: 'officer-1', role: 'commissioning-officer' },
      recordedAt: '2026-11-23T09:00:00.000Z',
      commandId: 'command-1',
      requestHash: '0'.repeat(64),
      correlationId: 'c',
      ruleBookVersion,
      context: [{ stream: 'fund-BEDS-csf-2026-27', revision }],
    });
    expect(pointers(Metadata, metadata(-1, 0))).toEqual([]);
    expect(pointers(Metadata, metadata(2 ** 53, 0))).toEqual(['/context/0/revision']);
    expect(pointers(Metadata, metadata(-2, 0))).toEqual(['/context/0/revision']);
    expect(pointers(Metadata, metadata(0, 2 ** 53))).toEqual(['/ruleBookVersion']);
    expect(pointers(Metadata, { ...metadata(0, 0), effectiveAt: null })).toEqual(['/effectiveAt']);
    expect(pointers(Money, { pence: 2 ** 53, vat: 'outside' })).toEqual(['/pence']);
  });
});
