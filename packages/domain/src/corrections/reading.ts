import {
  CalendarDate,
  dayOf,
  type Happened,
  isCommitment,
  pathOf,
  replacedAt,
  valueAt,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import type { CorrectionEvent, FieldCorrected } from './events';

/** One field put right, as far as a reader is given it. */
export interface Corrected {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

const given = (value: unknown): value is { readonly from: string; readonly to: string } =>
  typeof valueAt(value, ['from']) === 'string' && typeof valueAt(value, ['to']) === 'string';

const corrected = (change: FieldCorrected): ReadonlyArray<Corrected> => {
  const values = [change.public, change.released, change.official, change.sensitive].filter(given);
  return values.map(({ from, to }) => ({ field: change.field, from, to }));
};

/** What a correction put right, without the fields of which the reader was given a commitment. */
export const correctedIn = ({ changes }: CorrectionEvent['data']): ReadonlyArray<Corrected> =>
  changes.flatMap(corrected);

/** Data with its fields put right. */
export const putRight = <Data>(data: Data, fields: ReadonlyArray<Corrected>): Data =>
  fields.reduce<unknown>((before, { field, to }) => replacedAt(before, pathOf(field), to), data) as Data;

/** The id that a correction says the entry gives something; undefined where it gives none, or the reader was not given it. */
export const namedIn = ({ names, otherNames }: CorrectionEvent['data'], field: string): string | undefined =>
  [...names, ...(isCommitment(otherNames) ? [] : otherNames)].find((name) => name.field === field)?.id;

/**
 * A document with its fields put right. `placeOf` says where the document has a field of the entry, by JSON pointers; a
 * place that says something else by now was changed since by an entry of its own, and stays.
 */
export const putRightIn = <Document>(
  document: Document,
  fields: ReadonlyArray<Corrected>,
  placeOf: (field: string) => string | undefined = (field) => field,
): Document =>
  fields.reduce<Document>((before, { field, from, to }) => {
    const place = placeOf(field);
    if (place === undefined || valueAt(before, pathOf(place)) !== from) return before;
    return replacedAt(before, pathOf(place), to) as Document;
  }, document);

/** That a field was put right, and on which day: said with what a document shows now. */
export const CorrectedField = t.type({ field: t.string, on: CalendarDate }, 'CorrectedField');
export type CorrectedField = t.TypeOf<typeof CorrectedField>;

/** Which fields a correction put right, as far as its reader is given them, each with the day. */
export const correctedFields = (event: Happened<CorrectionEvent>): ReadonlyArray<CorrectedField> =>
  correctedIn(event.data).map(({ field }) => ({ field: pathOf(field).join(' '), on: dayOf(event) }));
