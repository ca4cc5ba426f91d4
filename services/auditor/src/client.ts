import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenFor } from '@commissioning/http';
import type { Actor, Instant, JsonObject } from '@commissioning/kernel';
import { announced, type Config, foldersOf, openOffice, serverOf } from '@services/office';
import * as E from 'fp-ts/Either';
import { pino } from 'pino';

/** An answer over HTTP: its status and its JSON. */
interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** A request of the interface that every part of the system shares. */
interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** The command id, for what is to be carried out once. */
  readonly commandId?: string;
  readonly revision?: number;
  /** When it took effect, where that is not now. */
  readonly effectiveAt?: Instant;
}

/** The system, as the command line speaks to it: through the office that holds the folder, or by opening the folder. */
export interface Client {
  /** Where the answers come from: an address, or the folder itself. */
  readonly where: string;
  /** Whether an office is running there, that goes on when this is done. */
  readonly runs: boolean;
  readonly ask: (asked: Asked) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

const headersOf = (
  token: string,
  { commandId, revision, effectiveAt, body }: Asked,
): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(commandId === undefined ? {} : { 'idempotency-key': `"${commandId}"` }),
  ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
  ...(effectiveAt === undefined ? {} : { 'effective-at': effectiveAt }),
});

const through = (url: string, token: string): Client => ({
  where: url,
  runs: true,
  ask: async (asked) => {
    const init = { method: asked.method, headers: headersOf(token, asked) };
    try {
      const response = await fetch(
        `${url}${asked.path}`,
        asked.body === undefined ? init : { ...init, body: JSON.stringify(asked.body) },
      );
      return { status: response.status, body: (await response.json()) as JsonObject };
    } catch (error) {
      const sentence = `The office at ${url} stopped answering. Whatever it had recorded is kept; ask again.`;
      throw new Error(sentence, { cause: error });
    }
  },
  close: async () => undefined,
});

const isLive = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    // Whoever announced this address has gone without taking it back.
    return false;
  }
};

/** Reads the key by which the office of a folder knows people; undefined when there is no office there yet. */
const signInKeyOf = (data: string): Uint8Array | undefined => {
  const file = join(foldersOf(data).keys, 'sign-in.key');
  return existsSync(file) ? readFileSync(file) : undefined;
};

const onFolder = async (config: Config, actor: Actor): Promise<E.Either<string, Client>> => {
  const opened = await openOffice({ config: { ...config, demonstration: false } })();
  if (E.isLeft(opened)) return opened;
  const office = opened.right;
  const server = serverOf(office, pino({ level: 'silent' }));
  const token = tokenFor(office.signInKey, actor);
  let erasuresDone: Promise<void> | undefined;
  return E.right({
    where: config.data,
    runs: false,
    ask: async (asked) => {
      // Once is enough: it looks through the whole log.
      await (erasuresDone ??= office.erasures.catchUp());
      // What an earlier command did is carried to funds and read models before anything is read or changed.
      await office.watch.catchUp();
      await office.projecting.catchUp();
      const request = { method: asked.method, url: asked.path, headers: headersOf(token, asked) };
      const response = await server.inject(
        asked.body === undefined ? request : { ...request, payload: JSON.stringify(asked.body) },
      );
      return { status: response.statusCode, body: JSON.parse(response.payload) as JsonObject };
    },
    close: async () => {
      await office.watch.catchUp();
      await office.projecting.catchUp();
      await server.close();
      await office.close();
    },
  });
};

/** Another office may listen by now where one that went without a word once did: it does not know this folder's key. */
const knows = async (client: Client): Promise<boolean> =>
  (await client.ask({ method: 'GET', path: '/v1/commissions?limit=1' })).status !== 401;

/** What to do about a folder that holds no record. */
export const howToBegin = ({ data, demonstration }: Config): string =>
  `${demonstration ? 'npm start' : `OFFICE_DATA=${data} npm start`} begins one.`;

/** Finds the system for a data folder: a running office if one holds it, else the folder, which must hold a record. */
export const connect = async (config: Config, actor: Actor): Promise<E.Either<string, Client>> => {
  const url = announced(config.data);
  const key = signInKeyOf(config.data);
  if (url !== undefined && key !== undefined && (await isLive(url))) {
    const running = through(url, tokenFor(key, actor));
    if (await knows(running)) return E.right(running);
  }
  return key === undefined
    ? E.left(`There is no record in ${config.data}. ${howToBegin(config)}`)
    : onFolder(config, actor);
};
