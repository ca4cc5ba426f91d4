import {
  ActorId,
  BodyId,
  bodyOf,
  CommandId,
  CommissionRef,
  DecisionRef,
  EventId,
  explain,
  formatPence,
  FundRef,
  LocalId,
  noPence,
  parsePounds,
  parseStreamName,
  pathOf,
  Pence,
  pointerOf,
  ProviderRef,
  refusal,
  remaining,
  rule,
  streamName,
  sumPence,
} from '@commissioning/kernel';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';

const pence = (n: number): Pence => n as Pence;
const anyPence = fc.maxSafeNat().map(pence);

describe('a sum in pounds as people write it', () => {
  test.each([
    ['3000', 300_000],
    ['3,000', 300_000],
    ['£3,000', 300_000],
    ['£ 3000', 300_000],
    ['  3000.00 ', 300_000],
    ['68551.32', 6_855_132],
    ['£68,551.32', 6_855_132],
    ['1,234,567.89', 123_456_789],
    ['0', 0],
    ['0.05', 5],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%j is %d pence', (text, expected) => {
    expect(parsePounds(text)).toEqual(E.right(expected));
  });

  test.each([
    '12,5',
    '12.5',
    '1,00',
    '0,125',
    '0,000',
    '1,2345',
    '1234,567',
    ',500',
    '-1',
    '−1',
    '+1',
    '',
    ' ',
    '£',
    '£-5',
    '££5',
    '5p',
    '1e3',
    '0x10',
    'Infinity',
    '12.345',
    '.50',
    '5.',
    '1 000',
    '١٢',
    '3000\n4000',
    '$3,000',
  ])('%j could be read two ways or none, and is refused', (text) => {
    expect(parsePounds(text)).toEqual(E.left(expect.stringContaining('is not a sum in pounds')));
  });

  test.each(['90071992547409.92', '90071992547410', '9'.repeat(400)])(
    '%s is more than can be counted',
    (text) => {
      expect(parsePounds(text)).toEqual(E.left(expect.stringContaining('more than this system can count')));
    },
  );

  test('every sum reads back from how it is printed, to the penny', () => {
    fc.assert(fc.property(anyPence, (sum) => expect(parsePounds(formatPence(sum))).toEqual(E.right(sum))));
  });

  test.each([
    [300_000, '£3,000'],
    [6_855_132, '£68,551.32'],
    [5, '£0.05'],
    [0, '£0'],
    [9_007_199_254_740_990, '£90,071,992,547,409.90'],
  ])('%d pence print as %s', (sum, printed) => {
    expect(formatPence(pence(sum))).toBe(printed);
  });
});

describe('pence', () => {
  test.each([0, 1, 6_855_132, Number.MAX_SAFE_INTEGER])('%d is a sum', (n) => {
    expect(Pence.is(n)).toBe(true);
  });

  test.each([-1, -0, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined, 5n])(
    '%p is none',
    (n) => {
      expect(Pence.is(n)).toBe(false);
    },
  );

  test('add up in any order, and to nothing when there are none', () => {
    expect(sumPence([])).toBe(noPence);
    fc.assert(
      fc.property(fc.array(fc.nat().map(pence)), (sums) => {
        expect(sumPence(sums)).toBe(sumPence(sums.toReversed()));
        expect(sumPence(sums)).toBe(Number(sums.reduce((total, each) => total + BigInt(each), 0n)));
      }),
    );
  });

  test('past what can be counted exactly they are not added', () => {
    expect(() => sumPence([pence(Number.MAX_SAFE_INTEGER), pence(1)])).toThrow('2^53');
  });

  test('what remains is never below zero', () => {
    expect(remaining(pence(7), pence(5))).toBe(2);
    expect(remaining(pence(5), pence(7))).toBe(0);
  });
});

describe('ids', () => {
  test.each([
    [BodyId, ['BEDS', 'AB', 'ABCDEFGH'], ['B', 'beds', 'BEDS1', 'ABCDEFGHI', 'BEDS\n']],
    [
      CommissionRef,
      ['BEDS-2026-0007', 'BEDS-2026-123456'],
      ['BEDS-2026-7', 'beds-2026-0007', 'BEDS-26-0007'],
    ],
    [DecisionRef, ['BEDS-PFCC24-0072a', 'BEDS-OPCC-1'], ['BEDS-0072', 'BEDS-pfcc-1', 'BEDS-PFCC24-0072ab']],
    [FundRef, ['BEDS-moj-victims-2026-27'], ['BEDS-2026-27', 'BEDS-MoJ-2026-27', 'BEDS-moj-victims']],
    [ProviderRef, ['BEDS-azalea', 'BEDS-st-neots-2'], ['BEDS-', 'BEDS-Azalea', 'BEDS-a--b', 'azalea']],
    [LocalId, ['lot-1', '1', 'a'.repeat(60)], ['', '-a', 'Lot', 'a b', 'a'.repeat(61), '__proto__']],
    [ActorId, ['officer-1', 'oidc:abc@x'.replace('@', '.')], ['', 'Officer', 'a b', 'a'.repeat(65)]],
    [CommandId, ['a1B2:c3._-', '12345678'], ['1234567', 'with space', 'x'.repeat(129)]],
    [EventId, ['0190f0d2-aaaa-7bbb-8ccc-0123456789ab'], ['0190F0D2-aaaa-7bbb-8ccc-0123456789ab', 'e1', '']],
  ])('%# are told from what only looks like them', (codec, right, wrong) => {
    for (const id of right) expect([id, codec.is(id)]).toEqual([id, true]);
    for (const id of wrong) expect([id, codec.is(id)]).toEqual([id, false]);
  });

  test('a stream name comes apart into what it was made of', () => {
    expect(parseStreamName(streamName('commission', 'BEDS-2026-0007'))).toEqual({
      kind: 'commission',
      id: 'BEDS-2026-0007',
    });
    expect(parseStreamName('rulebook-BEDS')).toEqual({ kind: 'rulebook', id: 'BEDS' });
  });

  test.each([
    '$ce-commission',
    '$settings',
    'commissionX',
    'commission-',
    'commission',
    '-BEDS',
    '',
    'other-BEDS',
  ])('%j is no stream of ours', (stream) => {
    expect(parseStreamName(stream)).toBeUndefined();
  });

  test('a reference says which body it belongs to', () => {
    expect(bodyOf('BEDS-2026-0007')).toBe('BEDS');
    expect(bodyOf('BEDS')).toBe('BEDS');
  });
});

describe('a JSON pointer', () => {
  test('escapes what RFC 6901 section 3 asks for', () => {
    expect(pointerOf(['a/b', 'm~n', 0, ''])).toBe('/a~1b/m~0n/0/');
    expect(pointerOf([])).toBe('');
  });

  test('leads back to its path', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', '') })), (path) =>
        expect(pathOf(pointerOf(path))).toEqual(path),
      ),
    );
  });
});

describe('a refusal', () => {
  const late = rule({
    id: 'bids.deadline',
    sentence: 'A bid is accepted until the deadline and not after',
    strength: 'law',
    source: 'Procurement Act 2023',
  });

  test('is said in one line: the rule, the field, the facts', () => {
    const refused = refusal(late, { closed: '2026-11-20T12:00:00.000Z', minutes: 3 }, '/receivedAt');
    expect(explain(refused)).toBe(
      'A bid is accepted until the deadline and not after at /receivedAt ' +
        '(closed: 2026-11-20T12:00:00.000Z; minutes: 3) [bids.deadline]',
    );
  });

  test('without a field or facts says neither', () => {
    expect(refusal(late)).not.toHaveProperty('field');
    expect(explain(refusal(late))).toBe('A bid is accepted until the deadline and not after [bids.deadline]');
  });
});
