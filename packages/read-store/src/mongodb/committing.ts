import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '@commissioning/mongodb';
import * as E from 'fp-ts/Either';
import type { Journal } from './journal';
import { makeFoundation } from './layout';
import { type Claim, type Lease, LeaseTaken } from './lease';
import { Overtaken, type Put, putAgain, putInTransaction } from './puts';
import { makeQueue } from './queue';
import { Refusal } from './refusal';
import type { Server, Session } from './server';
import { rememberedRecords, type View } from './view';

/** Says, from what it reads, what a batch writes; or why nothing is to be written. Asked again when it was overtaken. */
export type Plan<Failure> = (view: View) => Promise<E.Either<Failure, ReadonlyArray<Put>>>;

/** Writes what a plan says, all of it or nothing. */
export type Commit = <Failure>(claim: Claim, plan: Plan<Failure>) => Promise<E.Either<Failure, void>>;

export interface Committer {
  readonly commit: Commit;
  /** For what is made of several batches and other things, with no batch of anybody's between. */
  readonly exclusively: <A>(task: (commit: Commit) => Promise<A>) => Promise<A>;
  /** Waits for batches that are under way, of this process or another, and runs a task while this one writes nothing. */
  readonly whenQuiet: <A>(task: () => Promise<A>) => Promise<A>;
  /** The number of a batch up to which all are known to be done. */
  readonly done: () => number;
  readonly sawDone: (number: number) => void;
  readonly close: () => Promise<void>;
}

/** What a record takes from its batch. */
const numbered = (puts: ReadonlyArray<Put>, batch: number): ReadonlyArray<Put> =>
  puts.map((put) => ({ ...put, record: { ...put.record, batch } }));

/** How long the lease is tried to be given back when a store closes, in milliseconds. */
const closingTime = 1_000;

const nothing: Plan<never> = async () => E.right([]);

export const committerOn = (server: Server, journal: Journal, lease: Lease): Committer => {
  const queue = makeQueue();
  const { connection } = server;
  const remembered = rememberedRecords();
  let done = 0;
  /** Whether no batch can have been written down after `done`; not known at first, and after trouble. */
  let isLast = false;
  /** Whether this process may have written batches down. */
  let hasBegun = false;
  /** Whether parts of batches cannot lie about that were never written down. */
  let isTidy = false;

  const sawDone = (number: number): void => {
    done = Math.max(done, number);
  };

  /** What a plan says is to be written, and the lease with it, from what is remembered and read. */
  const plannedOnce = async <Failure>(
    session: Session,
    claim: Claim,
    plan: Plan<Failure>,
  ): Promise<E.Either<Failure, ReadonlyArray<Put>>> => {
    const view = remembered.view(server, session);
    const held = await lease.put(view, claim);
    const puts = await plan(view);
    return E.isLeft(puts) ? puts : E.right([...puts.right, held]);
  };

  /** The same; that nothing is to be written is never said from memory. */
  const planned: typeof plannedOnce = async (session, claim, plan) => {
    if (remembered.batch() !== undefined) {
      const puts = await plannedOnce(session, claim, plan).catch(() => undefined);
      if (puts !== undefined && E.isRight(puts)) return puts;
      remembered.forget();
    }
    return plannedOnce(session, claim, plan);
  };

  const inTransaction = async <Failure>(
    claim: Claim,
    plan: Plan<Failure>,
  ): Promise<E.Either<Failure, void>> => {
    const session = connection.client.startSession();
    const begun = performance.now();
    try {
      const written = await session.withTransaction(
        async (): Promise<E.Either<Failure, ReadonlyArray<Put>>> => {
          const puts = await planned(session, claim, plan);
          if (E.isLeft(puts)) await session.abortTransaction();
          else await putInTransaction(server, session, puts.right);
          return puts;
        },
        { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
      );
      if (E.isRight(written)) remembered.note(done, begun, written.right);
      return E.map(() => undefined)(written);
    } finally {
      await session.endSession();
    }
  };

  /** Carries out what was written down and not done. Refuses unless this process may write. */
  const settle = async (claim: Claim): Promise<void> => {
    await lease.put(remembered.view(server, undefined), claim);
    await makeFoundation(server);
    const { pending } = await journal.look(0);
    if (pending !== undefined) await journal.finish(pending.number);
    sawDone((await journal.look(0)).done);
    isLast = true;
    isTidy = false;
  };

  const inJournal = async <Failure>(claim: Claim, plan: Plan<Failure>): Promise<E.Either<Failure, void>> => {
    const begun = performance.now();
    // Before anything is read: whoever writes meanwhile takes this very number.
    const number = done + 1;
    // Others may have written since, and readers of ours have seen it; or have had the time to.
    if (remembered.batch() !== done || begun - (remembered.since() ?? begun) > lease.milliseconds)
      remembered.forget();
    const since = remembered.since() ?? begun;
    const puts = await planned(undefined, claim, plan);
    if (E.isLeft(puts)) return puts;
    isLast = false;
    hasBegun = true;
    const batch = await journal.begin(number, numbered(puts.right, number));
    if (batch === undefined) throw new Overtaken();
    // Nobody can have written while the lease lasted. After that the number may be one long since used and forgotten.
    if (performance.now() - since > lease.milliseconds && (await journal.newest()) !== number) {
      await journal.withdraw(batch);
      throw new Overtaken();
    }
    await journal.carryOut(batch);
    sawDone(number);
    isLast = true;
    remembered.note(number, begun, puts.right);
    return E.right(undefined);
  };

  const tried = async <Failure>(claim: Claim, plan: Plan<Failure>): Promise<E.Either<Failure, void>> => {
    const ability = await connection.ability();
    if (!isLast) await settle(claim);
    return ability === 'transactions' ? inTransaction(claim, plan) : inJournal(claim, plan);
  };

  /** Once a batch of ours is written, parts that others were about to write down have lost their number. */
  const wasWritten = async (): Promise<void> => {
    lease.written();
    if (!isTidy) await journal.tidy();
    isTidy = true;
  };

  const commitNow: Commit = async (claim, plan) => {
    const end = performance.now() + connection.deadlineMs;
    for (;;) {
      try {
        const outcome = await tried(claim, plan);
        if (E.isRight(outcome)) await wasWritten();
        return outcome;
      } catch (error) {
        remembered.forget();
        if (error instanceof LeaseTaken) {
          if (!(await lease.isOver())) throw error;
        } else if (!(error instanceof Overtaken || isTransient(error)) || performance.now() > end)
          throw error;
      }
    }
  };

  /** Finishes what this process has left half done, if it still may. */
  const mend = async (): Promise<void> => {
    if (isLast) return;
    try {
      await commitNow('go on', nothing);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };

  const release = async (): Promise<void> => {
    const put = lease.isHeld() ? await lease.release() : undefined;
    if (put !== undefined) await putAgain(server, [put], await connection.ability());
  };

  return {
    commit: (claim, plan) => queue(() => commitNow(claim, plan)),
    exclusively: (task) => queue(() => task(commitNow)),
    whenQuiet: async (task) => {
      // Not in the queue: this process may be the one that has to finish what another left.
      sawDone(await journal.othersQuiet());
      if (!hasBegun) return task();
      return queue(async () => {
        await mend();
        return task();
      });
    },
    done: () => done,
    sawDone,
    close: () =>
      queue(async () => {
        const releasing = release().catch(() => undefined);
        await Promise.race([releasing, sleep(closingTime, undefined, { ref: false })]);
        lease.stop();
      }),
  };
};
