import { journalCollections } from './journal';
import { pulse } from './lease';
import type { Kept } from './records';
import { Refusal } from './refusal';
import { collectionOn, makeCollection, recordsOf, type Server } from './server';
import { stateCollection } from './state';
import { catalogueCollection } from './tables';

/** How records lie in a database, to be raised when that changes. */
const layout = 3;
const layoutId = 'layout';

interface LayoutRecord extends Kept {
  readonly layout: number;
}

/** Sees to it, before the first operation, that a database is one of ours; an empty one is made so when it is written. */
export const makeReady = (server: Server): (() => Promise<void>) => {
  let ready: Promise<void> | undefined;

  const check = async (): Promise<void> => {
    await server.connection.reach();
    const found = (await recordsOf<LayoutRecord>(server, undefined, stateCollection, [layoutId])).get(
      layoutId,
    );
    if (found !== undefined && found.layout !== layout)
      throw new Refusal(
        `the database is no read store of this release (layout ${found.layout}): take it away, it is made again`,
      );
  };

  return () =>
    (ready ??= check().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
};

/** Makes what every batch needs: within a transaction no collection should have to be made. */
export const makeFoundation = async (server: Server): Promise<void> => {
  for (const name of [stateCollection, catalogueCollection, pulse, ...journalCollections])
    await makeCollection(server, name);
  const record: LayoutRecord = { _id: layoutId, serial: 1, batch: 0, live: true, layout };
  await collectionOn(server, stateCollection).replaceOne({ _id: layoutId }, { ...record }, { upsert: true });
};
