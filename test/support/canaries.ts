import { anatomy, type FieldClass, fieldClassOf, pointerOf } from '@commissioning/kernel';
import type * as t from 'io-ts';

/** A value that stands in one field of one event and nowhere else, so that it is known wherever it turns up. */
export interface Canary {
  readonly token: string;
  readonly pointer: string;
  readonly fieldClass: FieldClass;
}

/** Numbers as if drawn at random, the same for the same seed (Mulberry32). */
export const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const daysFrom = (year: number, days: number): string =>
  new Date(Date.UTC(year, 0, 1 + days)).toISOString().slice(0, 10);

/** What may be seen, of each codec that asks for more than any text or number. */
const seen: Readonly<Record<string, (of: number) => unknown>> = {
  LocalId: (of) => `id-${of % 5}`,
  ActorId: (of) => `officer-${of % 3}`,
  CommissionRef: (of) => `BEDS-2026-000${1 + (of % 2)}`,
  DecisionRef: (of) => `BEDS-PCC24-004${of % 2}`,
  FundRef: (of) => `BEDS-victims-2026-2${7 + (of % 1)}`,
  ProviderRef: (of) => `BEDS-provider-${of % 3}`,
  BodyId: () => 'BEDS',
  CalendarDate: (of) => daysFrom(2026, of % 700),
  Instant: (of) => `${daysFrom(2026, of % 700)}T12:00:00.000Z`,
  FinancialYear: (of) => ['2026-27', '2027-28', '2028-29'][of % 3],
  Pence: (of) => of % 5_000_000,
  // No sevens: a row of them is what a sum that is a canary looks like.
  Sha256: (of) => String(of % 7).repeat(64),
};

/** A canary by the codec it has to satisfy. */
const hidden: Readonly<Record<string, (number: number) => { value: unknown; token: string }>> = {
  LocalId: (number) => ({ value: `canary-${number}-end`, token: `canary-${number}-end` }),
  ActorId: (number) => ({ value: `canary-${number}-end`, token: `canary-${number}-end` }),
  ProviderRef: (number) => ({ value: `BEDS-canary-${number}-end`, token: `canary-${number}-end` }),
  FundRef: (number) => ({ value: `BEDS-canary-${number}-end-2091-92`, token: `canary-${number}-end` }),
  CommissionRef: (number) => ({ value: `BEDS-9999-${100_000 + number}`, token: `9999-${100_000 + number}` }),
  CalendarDate: (number) => ({ value: daysFrom(2200, number), token: daysFrom(2200, number) }),
  Instant: (number) => ({ value: `${daysFrom(2200, number)}T12:00:00.000Z`, token: daysFrom(2200, number) }),
  FinancialYear: (number) => {
    const year = 2200 + (number % 700);
    const value = `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
    return { value, token: value };
  },
  Sha256: (number) => {
    const token = `cafe${number.toString(16).padStart(12, '0')}`;
    return { value: token.padEnd(64, '0'), token };
  },
};

/** What canaries look like in a document, its sums in pounds having been written in pence. */
const looksLike =
  /canary-\d+-end|9999-1\d{5}|2[2-9]\d\d-\d\d-\d\d|2[2-9]\d\d-\d\d(?!\d|-)|cafe[0-9a-f]{12}|7777\d{6}/gi;

/** The canaries that stand in a text. */
export const canariesIn = (text: string): ReadonlySet<string> => {
  const inPence = text.replaceAll(
    /£([\d,]+)(?:\.(\d\d))?/g,
    (_sum, pounds: string, pence = '00') => `${pounds.replaceAll(',', '')}${String(pence)}`,
  );
  return new Set((inPence.match(looksLike) ?? []).map((token) => token.toLowerCase()));
};

/**
 * Makes data of events from their codecs, with a canary wherever a field is not public and can hold one. `sample` is
 * some data of the same event.
 */
export const canaryMaker = (random: (below: number) => number) => {
  let number = 0;

  const make = (
    codec: t.Mixed,
    path: ReadonlyArray<string>,
    sample: unknown,
    outer: FieldClass | undefined,
    canaries: Array<Canary>,
  ): unknown => {
    const fieldClass = outer ?? fieldClassOf(codec);
    const { _tag = '', name, props = {}, types = [], type, value, keys = {} } = anatomy(codec);
    const again = (inner: t.Mixed): unknown => make(inner, path, sample, fieldClass, canaries);
    const within = (inner: t.Mixed, key: string, like: string = key): unknown => {
      const part = (sample as Readonly<Record<string, unknown>> | null | undefined)?.[like];
      return make(inner, [...path, key], part, fieldClass, canaries);
    };
    const canary = (held: { value: unknown; token: string }): unknown => {
      if (fieldClass !== undefined)
        canaries.push({ token: held.token.toLowerCase(), pointer: pointerOf(path), fieldClass });
      return held.value;
    };
    const list = (length: number): ReadonlyArray<unknown> =>
      Array.from({ length }, (_each, index) => within(type as t.Mixed, String(index), '0'));

    if (fieldClass !== undefined && hidden[name] !== undefined) return canary(hidden[name](number++));
    if (seen[name] !== undefined && (fieldClass === undefined || name === 'BodyId'))
      return seen[name](random(1_000_000));
    switch (_tag) {
      case 'StringType':
        return fieldClass === undefined
          ? `Text ${random(1_000)}`
          : canary({ value: `Canary-${number}-end`, token: `canary-${number++}-end` });
      case 'NumberType':
        return fieldClass === undefined
          ? random(100)
          : canary({ value: 7_777_000_000 + number, token: String(7_777_000_000 + number++) });
      case 'BooleanType':
        return random(2) === 0;
      case 'NullType':
        return null;
      case 'LiteralType':
        return value;
      case 'KeyofType': {
        const names = Object.keys(keys);
        return names[random(names.length)];
      }
      case 'RefinementType': {
        // A list that must not be empty is tried again; a text of a form of its own is taken from the sample.
        for (let attempts = 0; attempts < 50; attempts += 1) {
          const before = canaries.length;
          const tried = again(type as t.Mixed);
          if (codec.is(tried)) return tried;
          canaries.length = before;
        }
        if (codec.is(sample)) return sample;
        throw new Error(`No data can be made of ${name} at ${pointerOf(path)}`);
      }
      case 'ReadonlyType':
      case 'ExactType':
        return again(type as t.Mixed);
      case 'ArrayType':
      case 'ReadonlyArrayType':
        return list(random(3));
      case 'InterfaceType':
        return Object.fromEntries(Object.entries(props).map(([key, field]) => [key, within(field, key)]));
      case 'PartialType':
        return Object.fromEntries(
          Object.entries(props)
            .filter(() => random(3) > 0)
            .map(([key, field]) => [key, within(field, key)]),
        );
      case 'IntersectionType':
        return Object.assign({}, ...types.map(again)) as unknown;
      case 'UnionType':
        return again(types[random(types.length)] as t.Mixed);
      default:
        throw new Error(`No data can be made of ${name} (${_tag}) at ${pointerOf(path)}`);
    }
  };

  return (
    codec: t.Mixed,
    sample: object,
  ): { readonly data: object; readonly canaries: ReadonlyArray<Canary> } => {
    const canaries: Array<Canary> = [];
    return { data: make(codec, [], sample, undefined, canaries) as object, canaries };
  };
};
