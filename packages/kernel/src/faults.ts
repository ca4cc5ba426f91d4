import type * as t from 'io-ts';
import { anatomy, unwrapped } from './anatomy';
import { pointerOf } from './json';

/** One thing wrong with a value: where (RFC 6901 pointer), what was expected there, what was found. */
export interface Fault {
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

const longestShown = 80;

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    return typeof value;
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 3).toWellFormed()}...` : text;
};

const tagOf = (entry: t.ContextEntry | undefined): string | undefined =>
  entry === undefined ? undefined : anatomy(unwrapped(entry.type as t.Mixed))._tag;

const faultOf = ({ context, value }: t.ValidationError): Fault => {
  // Intersections and unions add a context entry of their own (the member's number) that is no step in the value.
  const path = context.slice(1).flatMap(({ key }, index) => {
    const holder = tagOf(context[index]);
    return holder === 'IntersectionType' || holder === 'UnionType' ? [] : [key];
  });
  let at = context.length - 1;
  while (at > 0 && tagOf(context[at - 1]) === 'IntersectionType') at -= 1;
  return {
    pointer: pointerOf(path),
    expected: context[at]?.type.name ?? 'something else',
    found: shown(value),
  };
};

/** A fault at each wrong place of a value that did not decode; a union's members share one fault. */
export const faultsOf = (errors: t.Errors): ReadonlyArray<Fault> => {
  const byPointer = new Map<string, { readonly expected: Set<string>; readonly found: string }>();
  for (const { pointer, expected, found } of errors.map(faultOf)) {
    const before = byPointer.get(pointer);
    if (before === undefined) byPointer.set(pointer, { expected: new Set([expected]), found });
    else before.expected.add(expected);
  }
  return Array.from(byPointer, ([pointer, { expected, found }]) => ({
    pointer,
    expected: [...expected].join(' or '),
    found,
  }));
};

/** A fault in words: `/amount/pence: expected Pence, found "12,5"`. */
export const faultInWords = (fault: Fault): string =>
  `${fault.pointer === '' ? 'the whole' : fault.pointer}: expected ${fault.expected}, found ${fault.found}`;

/** Faults in words without what was found, for texts that end in logs: it may be personal. */
export const placesOfFaults = (faults: ReadonlyArray<Fault>): string =>
  faults.map(({ pointer, expected }) => `${pointer === '' ? 'the whole' : pointer} (${expected})`).join(', ');
