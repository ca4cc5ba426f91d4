import { openMemoryReadStore } from '@commissioning/read-store/memory';
import type { ReadStore } from '@commissioning/read-store';
import {
  establish,
  freshStores,
  type Process,
  processOver,
  type Stores,
} from '../../../commands/test/support/world';

/** An office in memory: what it lives on, and one process over that. */
export interface OfficeInMemory {
  readonly stores: Stores;
  readonly reads: ReadStore;
  readonly office: Process;
}

/** An office on the first of September 2026, with its rules and so many pence in the fund of the year. */
export const anOffice = async (budget?: number): Promise<OfficeInMemory> => {
  const stores = freshStores();
  const office = processOver(stores, '2026-09-01T09:00:00.000Z');
  await establish(office, budget);
  return { stores, reads: openMemoryReadStore(), office };
};
