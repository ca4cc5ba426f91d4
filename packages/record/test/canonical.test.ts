import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { canonical, hmac, memoryKeys, requestHashOf, sha256, sha256After } from '@commissioning/record';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { standard } from './support/standards';

const vectors = standard('jcs-rfc8785');
const testWithVectors = vectors === undefined ? test.skip : test;
const inVectors = (...names: ReadonlyArray<string>): string => path.join(vectors ?? '', ...names);

const text = fc.string({ unit: 'binary' });
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('10', '9', 'a', 'A', '€', '😀', 'דּ')), tie('json'), {
      maxKeys: 5,
    }),
  ),
}));

describe('the canonical form', () => {
  testWithVectors('is what RFC 8785’s authors publish for their examples, byte for byte', () => {
    const files = readdirSync(inVectors('input'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const value: unknown = JSON.parse(readFileSync(inVectors('input', file), 'utf8'));
      const expected = readFileSync(inVectors('outhex', file.replace('.json', '.txt')), 'utf8').replaceAll(
        /\s/g,
        '',
      );
      expect([file, Buffer.from(canonical(value)).toString('hex')]).toEqual([file, expected]);
    }
  });

  testWithVectors('of numbers is what they publish for ten thousand of them', () => {
    const lines = readFileSync(inVectors('es6testfile10k.txt'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(10_000);
    const wrong = lines.filter((line) => {
      const [hex = '', expected] = line.split(',');
      return canonical(Buffer.from(hex.padStart(16, '0'), 'hex').readDoubleBE()) !== expected;
    });
    expect(wrong).toEqual([]);
  });

  test('sorts keys by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const value: unknown = JSON.parse(
      String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",` +
        String.raw`"\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
    );
    expect(Object.values(JSON.parse(canonical(value)) as object)).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonical({ b: 1, 10: 2, a: { z: null, '': [] }, 9: 3 })).toBe(
      '{"10":2,"9":3,"a":{"":[],"z":null},"b":1}',
    );
  });

  test('writes numbers and text as in RFC 8785 section 3.2.2', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
        String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonical(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('is another implementation’s for any JSON value, and reads back as that value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const written = canonical(value);
        expect(written).toBe(canonicalize(value));
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(JSON.parse(written))).toBe(written);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['minus zero', -0, '0'],
    ['a literal backslash before what looks like a surrogate', String.raw`\ud800`, String.raw`"\\ud800"`],
    ['a pair of surrogates', '\ud83d\ude00', '"😀"'],
    ['line separators and delete', '\u2028\u2029\u007f\u0080', '"\u2028\u2029\u007f\u0080"'],
    ['every control character', '\u0000\b\t\n\u000b\f\r\u001f', String.raw`"\u0000\b\t\n\u000b\f\r\u001f"`],
    ['a member that is undefined', { a: undefined, b: 1 }, '{"b":1}'],
    [
      'a key every object has',
      JSON.parse('{"toString":1,"__proto__":{"x":1}}'),
      '{"__proto__":{"x":1},"toString":1}',
    ],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('of %s is plain', (_, value: unknown, expected) => {
    expect(canonical(value)).toBe(expected);
  });

  test.each<[string, unknown, string]>([
    ['half of a surrogate pair', { a: ['x\ud83d'] }, '"/a/0"'],
    ['the other half', { a: '\ude00x' }, '"/a"'],
    ['the halves the wrong way round', '\ude00\ud83d', '""'],
    ['half a pair in a key', { b: { 'k\ud800': 1 } }, '"/b/k'],
    ['not a number', { a: Number.NaN }, '"/a"'],
    ['infinity', [1, Number.NEGATIVE_INFINITY], '"/1"'],
    ['undefined', undefined, '""'],
    ['undefined in a list', { list: [1, undefined] }, '"/list/1"'],
    // oxlint-disable-next-line no-sparse-arrays
    ['a hole in a list', [1, , 3], '"/1"'],
    ['a bigint', { 'a/b': 1n }, '"/a~1b"'],
    ['a function', { a: () => 1 }, '"/a"'],
    ['a symbol', [Symbol('s')], '"/0"'],
    ['a date', { at: new Date(0) }, '"/at"'],
    ['a map', new Map([['a', 1]]), '""'],
    ['bytes', { a: Buffer.from('a') }, '"/a"'],
    ['a number object', { a: Object(1) as unknown }, '"/a"'],
  ])('of %s there is none, and the place is said', (_, value, place) => {
    expect(() => canonical(value)).toThrow(`at ${place}`);
    expect(() => canonical(value)).toThrow('has no canonical form');
  });
});

describe('hashes', () => {
  test('are SHA-256 of UTF-8, in lower-case hex', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('Zoë 😀')).toBe(createHash('sha256').update('Zoë 😀', 'utf8').digest('hex'));
  });

  test('of bytes with a text after them are those of both together, however long', () => {
    const salt = Buffer.from([0, 255, 128]);
    for (const content of ['', 'bc', 'Zoë 😀', 'ë'.repeat(3_000), '😀'.repeat(30_000), 'short again']) {
      const both = createHash('sha256').update(salt).update(content, 'utf8').digest('hex');
      expect(sha256After(salt, content)).toBe(both);
    }
  });

  test('under a key are HMAC-SHA-256, as in RFC 4231 test case 2', () => {
    expect(hmac(Buffer.from('Jefe'), 'what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(hmac(Buffer.from('k'), 'a', 'b')).toEqual(createHmac('sha256', 'k').update('a\0b').digest());
  });
});

describe('the hash of a request', () => {
  const keys = memoryKeys(new Uint8Array(32).fill(7));
  const request = { bid: 'b-1', price: 68_551 };

  test('is the same for the same command and JSON', () => {
    const hash = requestHashOf(keys, 'command-1', request);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(requestHashOf(keys, 'command-1', { price: 68_551, note: undefined, bid: 'b-1' })).toBe(hash);
    expect(hash).toBe(
      createHmac('sha256', Buffer.alloc(32, 7))
        .update('request\0command-1\0{"bid":"b-1","price":68551}')
        .digest('hex'),
    );
  });

  test('is another for another request, command or office', () => {
    const hashes = [
      requestHashOf(keys, 'command-1', request),
      requestHashOf(keys, 'command-1', { ...request, price: 68_552 }),
      requestHashOf(keys, 'command-2', request),
      requestHashOf(memoryKeys(), 'command-1', request),
    ];
    expect(new Set(hashes).size).toBe(4);
  });

  test('refuses what JSON cannot carry', () => {
    expect(() => requestHashOf(keys, 'command-1', { note: '\ud800' })).toThrow('no canonical form');
  });
});
