import type { Instant, JsonObject } from '@commissioning/kernel';
import type { FieldValue } from '../fields';
import type { Change, Since, Stored } from '../port';
import { type SortKey, sortKey } from './sort-key';

/**
 * What every record has by which writing is guarded. `serial` grows by each version of the record, so that a write says
 * which one it replaces; `batch` is the number of the batch that wrote it, where there are no transactions; what is not
 * `live` is a tombstone: a record is never removed, or a write that comes late would bring it back.
 */
export interface Kept {
  readonly _id: string;
  readonly serial: number;
  readonly batch: number;
  readonly live: boolean;
}

/**
 * Body, lineage and since lie in a record as one JSON text: no name in them can clash with the server's, no number is
 * changed, and a server has less to take apart.
 */
interface Content {
  readonly content: string;
}

/** When a version began, beside its content where the past is asked for by it. */
interface Began {
  readonly recorded: Instant;
  readonly effective: Instant;
}

interface SortKeys {
  readonly [field: `f${number}`]: SortKey;
}

/** A document as it is. */
export type DocumentRecord = Kept & Content & SortKeys;

/** A document as it is, of a collection that keeps its past. */
export type TemporalRecord = DocumentRecord & Began;

/** A version of a document that was replaced. */
export interface PastRecord extends Kept, Content, Began, SortKeys {
  readonly id: string;
  readonly untilPosition: string;
  readonly untilRecorded: Instant;
  readonly untilEffective: Instant;
}

type Version = Change['versions'][number];

/** The name that the values of a declared field have in a record, by its number among the declared. */
export const keyName = (field: number): `f${number}` => `f${field}`;

const sortKeys = (values: ReadonlyArray<FieldValue>): SortKeys =>
  Object.fromEntries(values.map((value, field) => [keyName(field), sortKey(value)]));

const contentOf = (body: JsonObject, { lineage, since }: Version): Content => ({
  content: JSON.stringify({ body, lineage, since }),
});

/** The record of a version of a document, for a batch that has no number yet. */
export const recordOf = (
  id: string,
  serial: number,
  body: JsonObject,
  version: Version,
  values: ReadonlyArray<FieldValue>,
): DocumentRecord => ({
  _id: id,
  serial,
  batch: 0,
  live: true,
  ...contentOf(body, version),
  ...sortKeys(values),
});

/** The same where the past is kept. */
export const temporal = (record: DocumentRecord, { recordedAt, effectiveAt }: Since): TemporalRecord => ({
  ...record,
  recorded: recordedAt,
  effective: effectiveAt,
});

export const tombstoneOf = (id: string, serial: number): Kept => ({ _id: id, serial, batch: 0, live: false });

/** A version as it is kept once another began. */
export const pastOf = (record: TemporalRecord, until: Since): PastRecord => ({
  ...record,
  _id: `${record.serial}/${record._id}`,
  id: record._id,
  untilPosition: until.position,
  untilRecorded: until.recordedAt,
  untilEffective: until.effectiveAt,
});

/** When the version of a record began. */
export const beganAt = ({ recorded, effective }: Began): Omit<Since, 'position'> => ({
  recordedAt: recorded,
  effectiveAt: effective,
});

const idOf = (record: DocumentRecord | PastRecord): string =>
  'id' in record ? String(record['id']) : record._id;

/** A record as the document it holds. */
export const storedOf = (record: DocumentRecord | PastRecord): Stored => ({
  id: idOf(record),
  ...(JSON.parse(record.content) as Omit<Stored, 'id'>),
});

export const untilOf = ({ untilPosition, untilRecorded, untilEffective }: PastRecord): Since => ({
  position: untilPosition,
  recordedAt: untilRecorded,
  effectiveAt: untilEffective,
});
