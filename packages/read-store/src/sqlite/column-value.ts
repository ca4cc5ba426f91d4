import type { FieldValue } from '../fields';

/** A field's value as a column holds it. */
export type ColumnValue = string | number | Uint8Array | null;

const no = Buffer.of(0);
const yes = Buffer.of(1);

/**
 * SQLite has no booleans of its own; as numbers they would equal 0 and 1. As bytes they equal nothing else and sort
 * after numbers and text, false first, which is the order that the port asks for.
 */
export const columnValue = (value: FieldValue): ColumnValue =>
  typeof value === 'boolean' ? (value ? yes : no) : value;
