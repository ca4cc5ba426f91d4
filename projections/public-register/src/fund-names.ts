import { type Change, change, type DocumentKey, found, type Lookup } from '@commissioning/projecting';
import type { HeldFund } from './held';
import { pendingKey } from './keys';

/** What is read to name a fund. */
export const fundKeys = (fund: string): ReadonlyArray<DocumentKey> => [
  pendingKey.fund(fund),
  pendingKey.stream(fund),
];

/**
 * The name under which a fund was opened. Money of a year may be promised before it is opened: it goes by the name that its
 * stream had last.
 */
export const fundNameIn =
  (lookup: Lookup) =>
  (fund: string): string =>
    fundKeys(fund)
      .map((key) => found<HeldFund>(lookup, key)?.name)
      .find((name) => name !== undefined) ?? fund;

/** Keeps the name of a fund that was opened, for itself and for later years of its stream. */
export const fundNamed = (fund: string, name: string): ReadonlyArray<Change> =>
  fundKeys(fund).map((key) => change<HeldFund>(key, () => ({ name })));
