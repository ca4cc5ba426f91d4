import { setTimeout as delay } from 'node:timers/promises';
import { openNatsEventBus } from '@commissioning/event-bus/nats';
import type { RecordedEvent } from '@commissioning/record';
import { busStreams } from '@services/relay';
import * as E from 'fp-ts/Either';
import { misplacedIn } from '../failure/event-store-log';
import { type Engines, settingsOf, startEngines } from './engines';
import { collect, openStore } from './eventstoredb';
import { establishBody, type Recorded, reading } from './officers';
import { heldIn } from './relayed';
import { type RunningOffice, startOffice, temporaryFolder } from './running-office';

/** What `/health/ready` says. */
export interface Ready {
  readonly code: number;
  readonly engines: Readonly<Record<string, boolean>>;
  readonly publishing: ReadonlyArray<string>;
}

export const readyOf = async (office: RunningOffice): Promise<Ready> => {
  const { status, body } = await reading(office, '/health/ready');
  const { engines, publishing } = body as unknown as {
    readonly engines: ReadonlyArray<{ readonly port: string; readonly reachable: boolean }>;
    readonly publishing: ReadonlyArray<{ readonly state: string }>;
  };
  return {
    code: status,
    engines: Object.fromEntries(engines.map(({ port, reachable }) => [port, reachable])),
    publishing: publishing.map(({ state }) => state),
  };
};

/** Waits until an office says so of itself; what never is runs into the test's own time limit. */
export const isReady = async (
  office: RunningOffice,
  holds: (ready: Ready) => boolean = ({ code, publishing }) =>
    code === 200 && publishing.every((state) => state === 'live'),
): Promise<void> => {
  while (!holds(await readyOf(office))) await delay(50);
};

/** An office on engines that are processes of their own, as it is a process itself. */
export interface OfficeOnEngines extends Engines {
  /** The office that runs now. */
  readonly office: () => RunningOffice;
  readonly startOffice: () => Promise<void>;
  /** Starts another one on the same engines, on a folder that holds nothing; rejects with what it complained of. */
  readonly startOfficeOn: (folder: string) => Promise<RunningOffice>;
  /** Everything in the log, read by a client of the test's own. */
  readonly recorded: () => Promise<ReadonlyArray<RecordedEvent>>;
  readonly close: () => Promise<void>;
}

/** Starts engines and, on a live folder, an office that has its body and rules. */
export const openOfficeOnEngines = async (): Promise<OfficeOnEngines> => {
  const engines = await startEngines();
  const folder = temporaryFolder();
  const start = (data: string): Promise<RunningOffice> =>
    startOffice(data, { ...settingsOf(engines), OFFICE_DATA: data });
  let office = await start(folder.path);
  await establishBody(office);
  await isReady(office);
  return {
    ...engines,
    office: () => office,
    startOffice: async () => {
      office = await start(folder.path);
    },
    startOfficeOn: start,
    recorded: async () => {
      const store = openStore(engines.log.url);
      try {
        return await collect(store.readAll());
      } finally {
        await store.close();
      }
    },
    close: async () => {
      await office.stop('SIGKILL');
      for (const each of [engines.log, engines.models, engines.bus]) await each.remove();
      folder.remove();
    },
  };
};

const idsOnBus = async ({ bus }: OfficeOnEngines, feed: 'public' | 'internal') => {
  const opened = openNatsEventBus({ url: bus.url, name: 'a subscriber' });
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  try {
    return (await heldIn(opened.right, busStreams[feed].name)).map(({ id }) => id);
  } finally {
    await opened.right.close();
  }
};

/** The ids of a feed, as it is given out over HTTP. */
const idsFed = async (office: RunningOffice, feed: 'public' | 'internal'): Promise<ReadonlyArray<string>> => {
  const ids: Array<string> = [];
  for (let after = ''; ;) {
    const { body } = await reading(office, `/v1/events?feed=${feed}&limit=100${after}`, 'auditor');
    const { items, next } = body as { readonly items: ReadonlyArray<{ readonly id: string }>; next?: string };
    if (items.length === 0) return ids;
    ids.push(...items.map(({ id }) => id));
    after = `&after=${next}`;
  }
};

/** The revision at which each commission is listed, once what was recorded at a position is. */
const revisionsListed = async (
  office: RunningOffice,
  position: string,
): Promise<ReadonlyMap<string, number>> => {
  const revisions = new Map<string, number>();
  for (let cursor = ''; ;) {
    const path = `/v1/commissions?limit=100&after=${position}${cursor}`;
    const { status, body } = await reading(office, path, 'auditor');
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    const { items, next } = body as unknown as {
      readonly items: ReadonlyArray<{ readonly id: string; readonly revision: number }>;
      readonly next?: string;
    };
    for (const { id, revision } of items) revisions.set(id, revision);
    if (next === undefined) return revisions;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
};

/**
 * Everything wrong once an office is ready again, given what it has acknowledged: an event lost, doubled or elsewhere,
 * a command recorded twice, a read model without it, an event published twice, not at all or out of order.
 */
export const faultsAfter = async (
  where: OfficeOnEngines,
  acknowledged: ReadonlyArray<Recorded>,
): Promise<ReadonlyArray<string>> => {
  const log = await where.recorded();
  const faults = [...misplacedIn(log, acknowledged)];

  const known = new Set(acknowledged.flatMap(({ ids }) => ids));
  const commands = new Set(acknowledged.map(({ key }) => key));
  for (const { id, stream, revision, metadata } of log)
    if (commands.has(metadata.commandId) && !known.has(id))
      faults.push(`${metadata.commandId} was recorded once more, at ${stream} ${revision}`);

  const last = acknowledged.reduce((highest, { position }) => (position > highest ? position : highest), '');
  const listed = await revisionsListed(where.office(), last);
  const lastOf = new Map(acknowledged.map(({ reference, revision }) => [reference, revision]));
  for (const [reference, revision] of lastOf)
    if (listed.get(reference) !== revision)
      faults.push(`${reference} is listed at revision ${listed.get(reference)}, not ${revision}`);

  for (const feed of ['public', 'internal'] as const) {
    const fed = await idsFed(where.office(), feed);
    let held = await idsOnBus(where, feed);
    // What is published takes a moment to be; what never is runs into the test's own time limit.
    for (; held.length < fed.length; held = await idsOnBus(where, feed)) await delay(50);
    if (JSON.stringify(held) !== JSON.stringify(fed))
      faults.push(`The feed ${feed} has ${fed.length} events, and the bus ${held.length}, or others`);
    if (feed === 'internal')
      for (const id of known) if (!held.includes(id)) faults.push(`${id} was not published`);
  }
  return faults;
};
