import {
  type ClientSession,
  type Collection,
  type Connection,
  type Document,
  type Filter,
  isThereAlready,
} from '@commissioning/mongodb';
import type { Kept } from './records';

/** How a store asks its server, within a session or without one. */
export interface Server {
  readonly connection: Connection;
  /** Documents that one command replaces; as many as suit the server when absent. */
  readonly writeBatch: number | undefined;
}

export type Session = ClientSession | undefined;

type ServerRecord = Document & { readonly _id: string };

/** A condition on records, by the names they have on the server. */
export type Selection = Filter<ServerRecord>;

export const collectionOn = ({ connection }: Server, name: string): Collection<ServerRecord> =>
  connection.database.collection(name);

/** Makes a collection on the server; one that is there stays. */
export const makeCollection = async ({ connection }: Server, name: string): Promise<void> => {
  try {
    await connection.database.createCollection(name);
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  }
};

/** An option object that names a session only where there is one. */
export const inSession = (session: Session): { readonly session?: ClientSession } =>
  session === undefined ? {} : { session };

/** Ids that are asked for in one command. */
const idsAtOnce = 1_000;
/** FerretDB looks for one id itself, and for several by going through all it has read: so few are asked for singly. */
const idsSingly = 32;

export const portions = <A>(items: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** The records under these ids that are there, tombstones among them; of each only some names where they are given. */
export const recordsOf = async <R extends Kept>(
  server: Server,
  session: Session,
  collection: string,
  ids: ReadonlyArray<string>,
  only?: Readonly<Record<string, 1>>,
): Promise<ReadonlyMap<string, R>> => {
  const wanted = [...new Set(ids)];
  const asked = collectionOn(server, collection);
  const options = { ...inSession(session), ...(only && { projection: only }) };
  // Without the limit FerretDB would look on after it has found the one.
  const findOne = (_id: string): Promise<ReadonlyArray<unknown>> =>
    asked.find({ _id }, { ...options, limit: 1 }).toArray();
  // Servers give out a hundred at a time unless they are told, and with one to spare they see the end at once.
  const findSome = (some: ReadonlyArray<string>): Promise<ReadonlyArray<unknown>> =>
    asked.find({ _id: { $in: [...some] } }, { ...options, batchSize: some.length + 1 }).toArray();
  const areSingle =
    wanted.length === 1 || (wanted.length <= idsSingly && (await server.connection.ability()) === 'lookup');
  const finding = areSingle
    ? wanted.map((id) => () => findOne(id))
    : portions(wanted, idsAtOnce).map((some) => () => findSome(some));
  const found = new Map<string, R>();
  for (const find of finding)
    for (const record of (await find()) as ReadonlyArray<R>) found.set(record._id, record);
  return found;
};
