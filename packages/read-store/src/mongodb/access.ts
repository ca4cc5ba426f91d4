import { isSnapshotGone } from '@commissioning/mongodb';
import type { Committer } from './committing';
import type { Journal } from './journal';
import type { Kept } from './records';
import { Refusal } from './refusal';
import { recordsOf, type Server, type Session } from './server';
import { catalogueCollection, type CatalogueRecord, type Tables, tablesIn } from './tables';

/** Lets collections be read so that of every batch all is seen or nothing. */
export interface Access {
  /** `isSure` says of an answer that it cannot have seen half a batch, given the last batch known to be done. */
  readonly to: <A>(
    collection: string,
    read: (tables: Tables, session: Session) => Promise<A>,
    isSure?: (answer: A, done: number) => boolean,
  ) => Promise<A>;
  /** One record that is not a document. */
  readonly record: <R extends Kept>(collection: string, id: string) => Promise<R | undefined>;
}

const lookUp = async (server: Server, session: Session, name: string): Promise<Tables> => {
  const found = await recordsOf<CatalogueRecord>(server, session, catalogueCollection, [name]);
  return tablesIn(name, found.get(name));
};

const attempts = 5;

/** Where there are transactions all of an answer is read as it was at one moment. */
const inSnapshots = (server: Server): Access => {
  const snapshot = async <A>(read: (session: Session) => Promise<A>, attempt = 1): Promise<A> => {
    const session = server.connection.client.startSession({ snapshot: true });
    try {
      return await read(session);
    } catch (error) {
      if (!isSnapshotGone(error) || attempt === attempts) throw error;
    } finally {
      await session.endSession();
    }
    return snapshot(read, attempt + 1);
  };
  return {
    to: (name, read) => snapshot(async (session) => read(await lookUp(server, session, name), session)),
    record: (collection, id) =>
      snapshot(async (session) => (await recordsOf(server, session, collection, [id])).get(id) as never),
  };
};

/** A collection as it was looked up, and the last batch that is known to have left the catalogue so. */
interface Known {
  readonly tables: Tables;
  checked: number;
}

/** Without transactions the journal says afterwards whether what was read was being changed meanwhile. */
const byJournal = (server: Server, journal: Journal, committer: Committer): Access => {
  const known = new Map<string, Known>();

  const knownOf = async (name: string): Promise<Known> => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const checked = committer.done();
    const made = { tables: await lookUp(server, undefined, name), checked };
    known.set(name, made);
    return made;
  };

  const to: Access['to'] = async (name, read, isSure = () => false) => {
    const attempt = async () => {
      const since = committer.done();
      const found = await knownOf(name);
      const { tables, checked } = found;
      const answer = await read(tables, undefined);
      if (isSure(answer, since)) return { answer };
      const from = Math.min(since, checked);
      // Most often nothing was written meanwhile, and one record says so.
      if (from === committer.done() && (await journal.isLast(from))) return { answer };
      const { done, later } = await journal.look(from);
      const isConcerned = later?.some(
        ({ number, collections }) =>
          (number > checked && collections.includes(catalogueCollection)) ||
          (number > since && (collections.includes(tables.documents) || collections.includes(tables.past))),
      );
      if (isConcerned !== false) return undefined;
      committer.sawDone(done);
      found.checked = done;
      return { answer };
    };
    const end = performance.now() + server.connection.deadlineMs;
    let whole = await attempt();
    while (whole === undefined) {
      if (performance.now() > end) throw new Refusal('it is written to without a pause');
      known.delete(name);
      whole = await committer.whenQuiet(attempt);
    }
    return whole.answer;
  };

  return {
    to,
    record: async (collection, id) => (await recordsOf(server, undefined, collection, [id])).get(id) as never,
  };
};

/** Access as the server allows for it. */
export const accessTo = (server: Server, journal: Journal, committer: Committer): (() => Promise<Access>) => {
  const [snapshots, journalled] = [inSnapshots(server), byJournal(server, journal, committer)];
  return async () => ((await server.connection.ability()) === 'transactions' ? snapshots : journalled);
};
