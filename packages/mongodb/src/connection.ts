import * as E from 'fp-ts/Either';
import { type Db, GridFSBucket, type MongoClient } from 'mongodb';
import { type AddressFailure, clientFor } from './address';
import { withoutSecrets } from './secrets';
import { troubleIn } from './trouble';

/**
 * What a server can do. `transactions`: a replica set or a sharded cluster. `documents`: one server of its own, where
 * one document changes at once or not at all. `lookup`: FerretDB, where even that is read first and written after.
 */
export type Ability = 'transactions' | 'documents' | 'lookup';

export interface ConnectionOptions {
  /** `mongodb://user:password@host:27017/?replicaSet=…` or `mongodb+srv://…` */
  readonly url: string;
  readonly database: string;
  /** How long a server is looked for, and one of its answers waited for, in milliseconds. */
  readonly deadlineMs: number;
}

/** A database and what is known of the server behind it. */
export interface Connection {
  /** Connects, unless it has been done; to be called before the first use, and again after it failed. */
  readonly reach: () => Promise<void>;
  /** Not to be kept: after a first attempt to connect that failed there is another. */
  readonly client: MongoClient;
  readonly database: Db;
  readonly deadlineMs: number;
  readonly bucket: (name: string) => GridFSBucket;
  /** Asked of the server once, and again after trouble with it. */
  readonly ability: () => Promise<Ability>;
  /** Why an operation did not come about, fit to be shown; undefined for a bug of the caller. */
  readonly trouble: (error: unknown) => string | undefined;
  readonly close: () => Promise<void>;
}

interface Hello {
  readonly setName?: string;
  readonly msg?: string;
}

interface BuildInfo {
  readonly ferretdb?: unknown;
  readonly ferretdbVersion?: unknown;
}

const abilityOf = async (database: Db): Promise<Ability> => {
  const { setName, msg } = (await database.command({ hello: 1 })) as Hello;
  if (setName !== undefined || msg === 'isdbgrid') return 'transactions';
  const { ferretdb, ferretdbVersion } = (await database.command({ buildInfo: 1 })) as BuildInfo;
  return ferretdb === undefined && ferretdbVersion === undefined ? 'documents' : 'lookup';
};

/** A promise that is made when it is first asked for, and made anew after it failed or was forgotten. */
const once = <A>(make: () => Promise<A>): { readonly get: () => Promise<A>; readonly forget: () => void } => {
  let made: Promise<A> | undefined;
  const forget = (): void => {
    made = undefined;
  };
  const get = (): Promise<A> =>
    (made ??= make().catch((error: unknown) => {
      forget();
      throw error;
    }));
  return { get, forget };
};

/** Makes a connection, which reaches the server with the first thing it is asked: it need not be there yet. */
export const connectionTo = ({
  url,
  database: name,
  deadlineMs,
}: ConnectionOptions): E.Either<AddressFailure, Connection> =>
  E.map((first: MongoClient): Connection => {
    let client = first;
    // A client whose first attempt failed is of no more use.
    const reaching = once(async () => {
      try {
        await client.connect();
      } catch (error) {
        await client.close();
        const another = clientFor(url, { deadlineMs });
        if (E.isRight(another)) client = another.right;
        throw error;
      }
    });
    const ability = once(() => abilityOf(client.db(name)));
    return {
      reach: reaching.get,
      get client() {
        return client;
      },
      get database() {
        return client.db(name);
      },
      deadlineMs,
      bucket: (bucketName) => new GridFSBucket(client.db(name), { bucketName }),
      ability: ability.get,
      trouble: (error) => {
        const trouble = troubleIn(error);
        if (trouble === undefined) return undefined;
        ability.forget();
        return withoutSecrets(url, trouble);
      },
      close: () => client.close(true),
    };
  })(clientFor(url, { deadlineMs }));
