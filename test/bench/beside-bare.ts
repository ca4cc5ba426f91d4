import { inDigits, inWords, mark, type Mark } from './report';
import { ratioOf, spreadOf } from './statistics';

/** The same work done by a client alone and through our adapter, how much a second, round by round; none where it was not measured. */
export interface BesideBare {
  readonly what: string;
  readonly bare: ReadonlyArray<number>;
  readonly ours: ReadonlyArray<number>;
}

const row = (
  what: string,
  rates: ReadonlyArray<number>,
  bare: ReadonlyArray<number>,
): ReadonlyArray<string> =>
  rates.length === 0
    ? [what, 'not measured', 'not measured']
    : [what, inWords(spreadOf(rates)), inDigits(ratioOf(rates, bare).median)];

/** A row for the client alone and one for ours, as parts of the former. */
export const besideBareRows = ({ what, bare, ours }: BesideBare): ReadonlyArray<ReadonlyArray<string>> => [
  row(`${what}, bare client`, bare, bare),
  row(`${what}, ours`, ours, bare),
];

/** What is promised of every adapter. */
export const besideBareMark = ({ what, bare, ours }: BesideBare): Mark =>
  mark(`${what}: at least 0.9 of the bare client`, { atLeast: 0.9 })(
    ours.length === 0 ? undefined : ratioOf(ours, bare),
  );
