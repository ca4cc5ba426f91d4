import type { Instant, JsonObject } from '@commissioning/kernel';
import type { FieldValue } from '../fields';
import type { Change, Lineage, Since, Stored } from '../port';
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

/** Body and lineage lie in a record as JSON text: no name in them can clash with the server's, no number is changed. */
interface Content {
  readonly position: string;
  readonly recorded: Instant;
  readonly effective: Instant;
  readonly body: string;
  readonly lineage: string;
}

interface SortKeys {
  readonly [field: `f${number}`]: SortKey;
}

/** A document as it is. */
export type DocumentRecord = Kept & Content & SortKeys;

/** A version of a document that was replaced. */
export interface PastRecord extends Kept, Content, SortKeys {
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
  position: since.position,
  recorded: since.recordedAt,
  effective: since.effectiveAt,
  body: JSON.stringify(body),
  lineage: JSON.stringify(lineage),
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

export const tombstoneOf = (id: string, serial: number): Kept => ({ _id: id, serial, batch: 0, live: false });

/** A version as it is kept once another began. */
export const pastOf = (record: DocumentRecord, until: Since): PastRecord => ({
  ...record,
  _id: `${record.serial}/${record._id}`,
  id: record._id,
  untilPosition: until.position,
  untilRecorded: until.recordedAt,
  untilEffective: until.effectiveAt,
});

export const sinceOf = ({ position, recorded, effective }: Content): Since => ({
  position,
  recordedAt: recorded,
  effectiveAt: effective,
});

export const bodyOf = ({ body }: Content): JsonObject => JSON.parse(body) as JsonObject;

export const idOf = (record: DocumentRecord | PastRecord): string =>
  'id' in record ? String(record['id']) : record._id;

/** A record as the document it holds. */
export const storedOf = (record: DocumentRecord | PastRecord): Stored => ({
  id: idOf(record),
  body: bodyOf(record),
  lineage: JSON.parse(record.lineage) as Lineage,
  since: sinceOf(record),
});

export const untilOf = ({ untilPosition, untilRecorded, untilEffective }: PastRecord): Since => ({
  position: untilPosition,
  recordedAt: untilRecorded,
  effectiveAt: untilEffective,
});
