import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenFor } from '@commissioning/http';
import type { Instant, JsonObject, Role } from '@commissioning/kernel';
import { fillDemonstration } from '../../src/demonstration';
import { localActor, type Office, openOffice, serverOf } from '@services/office';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { freshCommandId, type Process } from '../../../commands/test/support/world';

/** A folder that is removed by `remove`. */
export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'office-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export interface OpenedOffice extends Pick<Process, 'done'> {
  readonly office: Office;
  readonly server: FastifyInstance;
  readonly setClock: (now: string) => void;
  /** Carries everything to funds and read models. */
  readonly settle: () => Promise<void>;
  readonly tokenOf: (role: Role) => string;
  readonly close: () => Promise<void>;
}

/** An office on a folder, on a clock set by hand, with the server it would have. */
export const openOn = async (
  data: string,
  { demonstration = false, start = '2026-09-01T09:00:00.000Z' } = {},
): Promise<OpenedOffice> => {
  let now = start;
  const config = { data, demonstration, eventStore: { engine: 'sqlite' } } as const;
  const opened = await openOffice({ config, now: () => now as Instant })();
  if (E.isLeft(opened)) throw new Error(opened.left);
  const office = opened.right;
  const server = serverOf(office, pino({ level: 'silent' }));
  const done: Process['done'] = async (actor, kind, id, action, command, given = {}) => {
    const { commandId = freshCommandId(), ...rest } = given;
    const request = { kind, id, action, command, actor, commandId: commandId as never, ...rest };
    const outcome = await office.commands.execute(request)();
    if (E.isLeft(outcome)) throw new Error(`${action} failed: ${JSON.stringify(outcome.left)}`);
    return outcome.right;
  };
  return {
    office,
    server,
    done,
    setClock: (at) => {
      now = at;
    },
    settle: async () => {
      await office.watch.catchUp();
      await office.projecting.catchUp();
    },
    tokenOf: (role) => tokenFor(office.signInKey, localActor(role)),
    close: async () => {
      await server.close();
      await office.close();
    },
  };
};

/** An answer as a client sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: JsonObject;
}

/** Asks for JSON, as somebody or as nobody. */
export const asking =
  (opened: OpenedOffice) =>
  async (
    method: 'GET' | 'POST',
    url: string,
    given: { readonly as?: Role; readonly headers?: Record<string, string>; readonly payload?: unknown } = {},
  ): Promise<Seen> => {
    const { as, headers = {}, payload } = given;
    const response = await opened.server.inject({
      method,
      url,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${opened.tokenOf(as)}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.payload === '' ? {} : (JSON.parse(response.payload) as JsonObject),
    };
  };

/** Takes an office through the demonstration, to read models that are up to date; `before` runs before each act. */
export const fillWithDemonstration = async (
  { office, setClock, settle }: OpenedOffice,
  before: () => void = () => undefined,
): Promise<void> => {
  const filled = await fillDemonstration(office, (now: Instant) => {
    before();
    setClock(now);
  });
  if (E.isLeft(filled)) throw new Error(filled.left);
  await settle();
};
