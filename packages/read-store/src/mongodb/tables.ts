import { randomBytes } from 'node:crypto';
import { notPrepared } from '../checks';
import { fieldReader } from '../fields';
import type { CollectionSpec } from '../port';
import type { Kept } from './records';

/** What the catalogue says of a collection. */
export interface CatalogueRecord extends Kept {
  /** What the names of its collections on the server end in, new with every making: names are used again. */
  readonly key: string;
  /** As JSON text. */
  readonly spec: string;
}

/** A collection as the server has it: `documents` as they are and, where the past is kept, versions that were replaced. */
export interface Tables {
  readonly spec: CollectionSpec;
  readonly documents: string;
  readonly past: string;
  readonly read: ReturnType<typeof fieldReader>;
}

/** The collection on the server that has a record for each collection of the port, by its name. */
export const catalogueCollection = 'catalogue';

export const newKey = (): string => randomBytes(6).toString('hex');

/** A name of a port's collection may hold anything; what stands of it on the server is for people who look. */
const readable = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, 80);

const documentsPrefix = 'documents';
const pastPrefix = 'past';

export const tablesOf = (spec: CollectionSpec, key: string): Tables => {
  const end = `${readable(spec.name)}.${key}`;
  return {
    spec,
    documents: `${documentsPrefix}.${end}`,
    past: `${pastPrefix}.${end}`,
    read: fieldReader(spec),
  };
};

/** The tables of a collection that the catalogue has; one that it has not is a bug of the caller. */
export const tablesIn = (name: string, record: CatalogueRecord | undefined): Tables => {
  if (record?.live !== true) throw notPrepared(name);
  return tablesOf(JSON.parse(record.spec) as CollectionSpec, record.key);
};

/** The key in a name on the server; undefined for a collection that is not made for documents. */
export const keyIn = (serverName: string): string | undefined => {
  const [prefix, , key] = serverName.split('.');
  return prefix === documentsPrefix || prefix === pastPrefix ? key : undefined;
};
