import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Put } from './puts';
import type { Kept } from './records';
import { Refusal } from './refusal';
import { collectionOn, recordsOf, type Server } from './server';
import { stateCollection } from './state';
import type { View } from './view';

/**
 * One projector alone writes. Who writes holds the lease, and every batch of theirs is written with it: whoever has it
 * taken from them, because they were held up for longer than it lasts, finds that out with the next batch they write,
 * and that batch is not written. Nobody's clock is asked: a lease is over when its holder gave no sign for as long as
 * another watched.
 */
interface LeaseRecord extends Kept {
  /** Grows with every new holder. */
  readonly epoch: number;
  /** Null once it was given back. */
  readonly holder: string | null;
  /** For people. */
  readonly name: string;
}

const leaseId = 'lease';
export const pulse = 'pulse';

/** What is asked for: to write a batch made of what was read, or to begin anew. */
export type Claim = 'go on' | 'begin';

export interface Lease {
  /** How long it lasts without a sign. */
  readonly milliseconds: number;
  /** What a batch writes with it. Refuses when somebody else holds the lease, or has held it meanwhile. */
  readonly put: (view: View, claim: Claim) => Promise<Put>;
  /** To be told once the batch was written. */
  readonly written: () => void;
  /** What gives it back; undefined when it is not held here. */
  readonly release: () => Promise<Put | undefined>;
  readonly isHeld: () => boolean;
  /** Waits until the lease can be had; false when its holder goes on giving signs. */
  readonly isOver: () => Promise<boolean>;
  readonly stop: () => void;
}

/** The lease is another's. */
export class LeaseTaken extends Refusal {}

const holderInWords = `${hostname()}, process ${process.pid}`;

export const leaseOn = (server: Server, holder: string, milliseconds: number): Lease => {
  let isHeld = false;
  let wasLost = false;
  /** The epoch of a holder who gave no sign for as long as a lease lasts. */
  let over: number | undefined;
  let beating: NodeJS.Timeout | undefined;
  let beat = 0;

  const read = async (): Promise<LeaseRecord | undefined> =>
    (await recordsOf<LeaseRecord>(server, undefined, stateCollection, [leaseId])).get(leaseId);

  /** Signs of life lie beside the lease: they are given while a batch is under way too. */
  const giveSign = async (): Promise<void> => {
    beat += 1;
    await collectionOn(server, pulse).replaceOne(
      { _id: pulse },
      { sign: `${holder}/${beat}` },
      { upsert: true },
    );
  };

  const beginToBeat = (): void => {
    if (beating !== undefined) return;
    let underWay = false;
    beating = setInterval(() => {
      if (underWay) return;
      underWay = true;
      giveSign()
        .catch(() => undefined)
        .finally(() => (underWay = false));
    }, milliseconds / 3).unref();
  };

  const stop = (): void => {
    clearInterval(beating);
    beating = undefined;
    isHeld = false;
  };

  const put: Lease['put'] = async (view, claim) => {
    const found = (await view.records<LeaseRecord>(stateCollection, [leaseId])).get(leaseId);
    const free = found === undefined || found.holder === null || found.epoch === over;
    if (found !== undefined && found.holder === holder) {
      isHeld = true;
    } else if (isHeld) {
      stop();
      wasLost = true;
      throw new Refusal(`${found?.name ?? 'nobody'} has taken over as the projector`);
    } else if (wasLost && claim === 'go on') {
      throw new Refusal(
        'another projector has been at work meanwhile: what this batch was made of may be old',
      );
    } else if (!free) {
      throw new LeaseTaken(`${found.name} is the projector here, and one alone may be`);
    }
    const record: LeaseRecord = {
      _id: leaseId,
      serial: (found?.serial ?? 0) + 1,
      batch: 0,
      live: true,
      epoch: found?.holder === holder ? found.epoch : (found?.epoch ?? 0) + 1,
      holder,
      name: holderInWords,
    };
    return { collection: stateCollection, expected: found?.serial, record };
  };

  const written = (): void => {
    isHeld = true;
    wasLost = false;
    over = undefined;
    beginToBeat();
  };

  const release: Lease['release'] = async () => {
    const found = await read();
    if (found?.holder !== holder) return undefined;
    const record: LeaseRecord = { ...found, serial: found.serial + 1, holder: null };
    return { collection: stateCollection, expected: found.serial, record };
  };

  const signOf = async (): Promise<unknown> =>
    (await collectionOn(server, pulse).findOne({ _id: pulse }))?.['sign'];

  const isOver: Lease['isOver'] = async () => {
    const end = performance.now() + Math.max(server.connection.deadlineMs, 3 * milliseconds);
    let [lease, sign, since] = [await read(), await signOf(), performance.now()];
    for (;;) {
      if (lease === undefined || lease.holder === null || lease.holder === holder) return true;
      if (performance.now() - since >= milliseconds) {
        over = lease.epoch;
        return true;
      }
      if (performance.now() > end) return false;
      await sleep(milliseconds / 20);
      const [leaseNow, signNow] = [await read(), await signOf()];
      if (leaseNow?.serial !== lease.serial || signNow !== sign)
        [lease, sign, since] = [leaseNow, signNow, performance.now()];
    }
  };

  return { milliseconds, put, written, release, isHeld: () => isHeld, isOver, stop };
};
