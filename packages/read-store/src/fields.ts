import type { JsonObject } from '@commissioning/kernel';
import type { CollectionSpec } from './port';

/** What a declared field of a document may hold; null where the document is without it. */
export type FieldValue = string | number | boolean | null;

const isFieldValue = (value: unknown): value is FieldValue =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isSafeInteger(value));

/** Reads one declared field of a body that goes into the named collection. */
const readerOf = (collection: string, field: string): ((id: string, body: JsonObject) => FieldValue) => {
  const path = field.split('.');
  return (id, body) => {
    let value: unknown = body;
    for (const key of path) {
      if (typeof value !== 'object' || value === null) return null;
      if (Array.isArray(value))
        throw new Error(`${collection}/${id}: the field ${field} leads through a list`);
      value = (value as JsonObject)[key] ?? null;
    }
    if (isFieldValue(value)) return value;
    throw new Error(
      `${collection}/${id}: the field ${field} holds neither text, a whole number nor a boolean`,
    );
  };
};

/**
 * The values of a document's declared fields, in the order they are declared. A body that holds anything else there
 * than text, a whole number, true or false is a bug in its projection and throws: engines would sort it differently.
 */
export const fieldReader = (
  spec: Pick<CollectionSpec, 'name' | 'fields'>,
): ((id: string, body: JsonObject) => FieldValue[]) => {
  const readers = spec.fields.map((field) => readerOf(spec.name, field));
  return (id, body) => readers.map((read) => read(id, body));
};
