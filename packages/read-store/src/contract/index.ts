import { describe, openedFor } from '@commissioning/contract';
import type { ReadStore } from '../port';
import { benchOn } from './asking';
import { closing } from './closing';
import { finding } from './finding';
import { paging } from './paging';
import { past } from './past';
import { preparing } from './preparing';
import { writing } from './writing';

/** An engine to be held to the contract. */
export interface ReadStoreSubject {
  readonly name: string;
  /** Opens a store, which may be shared and hold other people's collections. At most one is open at a time. */
  readonly open: () => Promise<ReadStore>;
  /** Opens the data of the last store again, after that was closed; absent where they do not outlive their store. */
  readonly reopen?: () => Promise<ReadStore>;
}

/**
 * Describes the tests that every adapter of the ReadStore port passes; to be called in a test file. All names are the
 * run's own, and everything under them is removed at its end.
 */
export const readStoreContract = ({ name, open, reopen }: ReadStoreSubject): void => {
  describe(`${name} as a read store`, () => {
    const bench = benchOn(openedFor(name, open, () => bench.clear()));
    writing(bench);
    finding(bench);
    paging(bench);
    past(bench);
    preparing(bench);
  });
  describe(`${name} once closed`, () => {
    closing(open, reopen);
  });
};
