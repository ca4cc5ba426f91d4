import { registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { instantOf, type Metadata, streamName } from '@commissioning/kernel';
import { folderKeys, type KeyStore, seal, startOfChain, type StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { beginnings, bodyFrom, bodyId, type Recording } from './body';
import { lifeOf } from './life';
import { proseFrom } from './prose';
import { type Random, randomFrom } from './random';

/** A log that was made for measuring. */
export interface BuiltLog {
  /** Where the store and the keys lie; nobody holds it. */
  readonly folder: string;
  readonly events: number;
  /** The moments at which its first and its last event were recorded, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** The folder of a log's keys. */
export const keysIn = (folder: string): KeyStore => folderKeys(`${folder}/keys`);

/** Opens the store of a log. */
export const storeIn = async (folder: string): Promise<EventStore> => {
  const opened = await openSqliteEventStore(`${folder}/log`)();
  if (E.isLeft(opened)) throw new Error(openFailureInWords(opened.left));
  return opened.right;
};

const seed = 20_261_123;
const from = Date.parse('2024-01-01T00:00:00.000Z');
const to = Date.parse('2026-11-23T00:00:00.000Z');

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits / 8 }, () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');

/** A UUID of version 7: the moment, then chance. */
const idAt = (random: Random, moment: number): string => {
  const [time, chance] = [moment.toString(16).padStart(12, '0'), hex(random, 24)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-8${chance.slice(3, 6)}-${chance.slice(6, 18)}`;
};

/** One event in twenty took effect up to a month before it was recorded. */
const effective = (random: Random, moment: number): object =>
  random.below(20) === 0 ? { effectiveAt: instantOf(moment - random.below(30 * 86_400_000)) } : {};

const metadataOf = (random: Random, { role }: Recording, moment: number): Metadata => {
  const commandId = idAt(random, moment);
  return {
    body: bodyId,
    actor: { id: `${role}-${random.below(9)}`, role },
    recordedAt: instantOf(moment),
    commandId,
    requestHash: hex(random, 64),
    correlationId: commandId,
    ruleBookVersion: 4,
    context: [{ stream: `rulebook-${bodyId}`, revision: 1 }],
    ...effective(random, moment),
  } as unknown as Metadata;
};

const referenceOf = (number: number): string => `${bodyId}-2024-${String(number + 1).padStart(4, '0')}`;

/** What is recorded, one command after the other: the lives of many commissions at once, in an order left to chance. */
function* recordings(random: Random, commissions: number): Generator<Recording, never> {
  const body = bodyFrom(random, proseFrom(random));
  yield* beginnings(body);
  const lives = Array.from({ length: commissions }, (_, number) => lifeOf(body, referenceOf(number)));
  for (;;) yield random.pick(lives).next().value;
}

/** Where each stream ends, as far as the log has been written. */
type Ends = Map<string, { readonly revision: number; readonly chainHash: string }>;

const sealAll = (
  keys: KeyStore,
  random: Random,
  ends: Ends,
  recording: Recording,
  stream: string,
  moment: number,
): ReadonlyArray<StoredEvent> => {
  const metadata = metadataOf(random, recording, moment);
  return recording.events.map((event) => {
    const { revision, chainHash } = ends.get(stream) ?? { revision: -1, chainHash: startOfChain };
    const place = { stream, revision: revision + 1, previousChainHash: chainHash };
    const sealed = seal(registry, keys, event, idAt(random, moment), place, metadata);
    ends.set(stream, { revision: revision + 1, chainHash: sealed.chainHash });
    return sealed;
  });
};

/** Appends asked for at once: the store writes them in one transaction. */
const together = 500;

/** Writes what is recorded into the store of a folder until that is enough; says how many events there are. */
const write = async (
  folder: string,
  random: Random,
  all: Iterable<Recording>,
  momentAt: (written: number) => number,
  enough: (written: number, ends: Ends) => boolean,
): Promise<number> => {
  const keys = keysIn(folder);
  const store = await storeIn(folder);
  const ends: Ends = new Map();
  let appends: Array<Promise<E.Either<unknown, unknown>>> = [];
  const flush = async (): Promise<void> => {
    const failed = (await Promise.all(appends)).find(E.isLeft);
    if (failed !== undefined) throw new Error(`The log could not be built: ${JSON.stringify(failed.left)}`);
    appends = [];
  };
  let written = 0;
  for (const recording of all) {
    if (enough(written, ends)) break;
    const stream = streamName(recording.kind, recording.id);
    const expected = ends.get(stream)?.revision ?? -1;
    const sealed = sealAll(keys, random, ends, recording, stream, momentAt(written));
    appends.push(store.append(stream, expected, sealed)());
    written += sealed.length;
    if (appends.length === together) await flush();
  }
  await flush();
  await store.close();
  return written;
};

/**
 * Makes a log of so many events in an empty folder, the same one every time but for its keys: some commissions at once,
 * whose events are sealed and stored as the services do it.
 */
export const buildLog = async (folder: string, events: number, commissions: number): Promise<BuiltLog> => {
  const random = randomFrom(seed);
  const all = recordings(random, commissions);
  const momentAt = (written: number): number => from + Math.floor(((to - from) * written) / events);
  const written = await write(folder, random, all, momentAt, (so) => so >= events);
  return { folder, events: written, from, to };
};

/** Makes a log of two commissions: one whose stream has so many events, and one that has just begun. */
export const buildStream = async (
  folder: string,
  events: number,
): Promise<{ readonly long: string; readonly fresh: string }> => {
  const random = randomFrom(seed);
  const [long, fresh] = [referenceOf(0), referenceOf(1)];
  const body = bodyFrom(random, proseFrom(random));
  const all = function* (): Generator<Recording, void> {
    yield* beginnings(body);
    const begun = lifeOf(body, fresh).next();
    yield begun.value;
    yield* lifeOf(body, long);
  };
  const isLong = (_: number, ends: Ends): boolean =>
    (ends.get(streamName('commission', long))?.revision ?? -1) >= events - 1;
  await write(folder, random, all(), (written) => from + written, isLong);
  return { long, fresh };
};
