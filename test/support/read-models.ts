import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventDefinitions, registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import {
  type DomainEvent,
  type Happened,
  type Instant,
  instantOf,
  type JsonObject,
  type Metadata,
} from '@commissioning/kernel';
import {
  type AnyProjection,
  createProjecting,
  type DocumentKey,
  eventBehind,
  type Projecting,
} from '@commissioning/projecting';
import type { Moment, Query, ReadStore, Stored } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import {
  happened,
  type KeyStore,
  memoryKeys,
  type RecordedEvent,
  seal,
  startOfChain,
} from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';

/** Something that happened, as a test says it: when it was recorded and, where that is another time, took effect. */
export interface Telling {
  readonly stream: string;
  readonly event: DomainEvent;
  /** A second after the one before, when absent. */
  readonly at?: string;
  readonly effectiveAt?: string;
  readonly by?: { readonly id: string; readonly role: string; readonly onBehalfOf?: string };
  /** The last twelve digits of its id; how many events came before it, when absent. */
  readonly number?: number;
}

/** The answer, or the test fails. */
export const right = async <Failure, A>(task: TaskEither<Failure, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

const definitions = new Map(eventDefinitions.map((definition) => [definition.type, definition]));

/** An event of the domain from data as it is typed by hand; its definition refuses what its codec would. */
export const event = (type: string, data: object): DomainEvent => {
  const definition = definitions.get(type);
  if (definition === undefined) throw new Error(`There is no event ${type}`);
  return definition.make(data);
};

const fixtures = join(__dirname, '../../packages/domain/fixtures');

/** The data of an event's golden fixture. */
export const fixtureOf = (type: string): JsonObject => {
  const stored = definitions.get(type)?.versions.at(-1)?.storedType ?? type;
  return JSON.parse(readFileSync(join(fixtures, `${stored}.json`), 'utf8')) as JsonObject;
};

/** The event of a golden fixture, with some of its fields otherwise. */
export const like = (type: string, otherwise: object = {}): DomainEvent =>
  event(type, { ...fixtureOf(type), ...otherwise });

/** A fixture without some of its optional fields. */
export const bare = (type: string, without: ReadonlyArray<string>, otherwise: object = {}): DomainEvent =>
  event(type, {
    ...Object.fromEntries(Object.entries(fixtureOf(type)).filter(([field]) => !without.includes(field))),
    ...otherwise,
  });

/** Tells of events of one stream, in their order. */
export const inStream = (stream: string, ...events: ReadonlyArray<DomainEvent>): ReadonlyArray<Telling> =>
  events.map((each) => ({ stream, event: each }));

/** The id of the n-th event told. */
export const eventId = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const keys = memoryKeys(new Uint8Array(32).fill(7));
const epoch = Date.UTC(2026, 10, 23, 12);

const officer = { id: 'officer-1', role: 'commissioning-officer' };

/** What was told, sealed and numbered as a log would hold it. */
const sealed = (tellings: ReadonlyArray<Telling>, firstNumber: number, revisions: Map<string, number>) => {
  let clock = epoch + firstNumber * 1_000;
  return tellings.map(({ stream, event: { type, data }, at, effectiveAt, by = officer, number }, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    clock = at === undefined ? clock + 1_000 : Date.parse(at);
    const metadata = {
      body: 'BEDS',
      actor: by,
      recordedAt: instantOf(clock),
      commandId: `command-${firstNumber + index}`,
      requestHash: '0'.repeat(64),
      correlationId: `command-${firstNumber + index}`,
      ruleBookVersion: 4,
      context: [],
      ...(effectiveAt === undefined ? {} : { effectiveAt: instantOf(Date.parse(effectiveAt)) }),
    } as unknown as Metadata;
    const place = { stream, revision, previousChainHash: startOfChain };
    const stored = seal(
      registry,
      keys,
      { type, data },
      eventId(number ?? firstNumber + index),
      place,
      metadata,
    );
    return { ...stored, stream, revision };
  });
};

/** Read models over a log that is told event by event, all in memory. */
export interface World {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly projecting: Projecting;
  /** Records what is told and takes it in. */
  readonly tell: (...tellings: ReadonlyArray<Telling>) => Promise<void>;
  /** The documents of a collection, by their ids. */
  readonly documents: (
    projection: string,
    collection: string,
    at?: Moment,
  ) => Promise<ReadonlyMap<string, Stored>>;
  /** The documents a query finds. */
  readonly find: (projection: string, collection: string, query: Query) => Promise<ReadonlyArray<Stored>>;
}

const today = instantOf(Date.UTC(2031, 0, 1));

/** Opens read models on memory engines; `check` runs over everything set aside: nothing may be. */
export const worldOf = (...projections: ReadonlyArray<AnyProjection>): World => {
  const events = openMemoryEventStore();
  const reads = openMemoryReadStore();
  const projecting = createProjecting({ events, reads, registry, keys, projections, now: () => today });
  const revisions = new Map<string, number>();
  let told = 0;

  const tell: World['tell'] = async (...tellings) => {
    const recorded = sealed(tellings, told, revisions);
    told += recorded.length;
    for (const { stream, revision, ...stored } of recorded)
      await right(events.append(stream, revision - 1, [stored]));
    const { parked } = await right(projecting.catchUp);
    if (parked > 0) throw new Error(`${parked} events could not be taken in`);
  };

  const find: World['find'] = async (projection, collection, query) => {
    const serving = await right(projecting.serving(projection));
    const found: Array<Stored> = [];
    let cursor: string | undefined;
    do {
      const asked: Query = cursor === undefined ? query : { ...query, cursor };
      const page = await right(reads.find(serving.collection(collection), asked));
      found.push(...page.documents);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  };

  return {
    events,
    reads,
    keys,
    projecting,
    tell,
    find,
    documents: async (projection, collection, at) => {
      const all = await find(projection, collection, { limit: 1_000, ...(at === undefined ? {} : { at }) });
      return new Map(all.map((document) => [document.id, document]));
    },
  };
};

/** The events of a log as one who may see so much of them knows them. */
export const opened = (
  tellings: ReadonlyArray<Telling>,
  clearance: AnyProjection['sees'],
): ReadonlyArray<Happened> =>
  sealed(tellings, 0, new Map()).map((stored, index) => {
    const recorded: RecordedEvent = { ...stored, position: String(index).padStart(20, '0') };
    const known = happened(registry, keys, recorded, clearance);
    if (E.isLeft(known)) throw new Error(JSON.stringify(known.left));
    return known.right;
  });

const nameOf = ({ collection, id }: DocumentKey): string => `${collection}:${id}`;

/** The documents of a projection after events, by `collection:id`, without any engine. */
export const folded = (
  projection: AnyProjection,
): {
  readonly take: (happening: Happened) => void;
  readonly documents: ReadonlyMap<string, JsonObject>;
} => {
  const documents = new Map<string, JsonObject>();
  const handled = new Set(projection.handles);
  const take = (happening: Happened): void => {
    if (!handled.has(happening.type)) return;
    const known = happening as never;
    const read = new Set((projection.reads?.(known) ?? []).map(nameOf));
    const lookup = (key: DocumentKey): JsonObject | undefined => {
      if (!read.has(nameOf(key))) throw new Error(`${nameOf(key)} is not among what is read`);
      return documents.get(nameOf(key));
    };
    const further = projection.further?.(known, lookup);
    for (const key of further?.reads ?? []) read.add(nameOf(key));
    const after = [...projection.keys(known), ...(further?.keys ?? [])].map(
      (key) => [nameOf(key), projection.project(known, key, documents.get(nameOf(key)), lookup)] as const,
    );
    for (const [name, document] of after)
      if (document === undefined) documents.delete(name);
      else documents.set(name, document);
  };
  return { take, documents };
};

/** The number of the event that gave a part of a document its value. */
export const numberBehind = ({ lineage }: Stored, pointer: string): number =>
  Number(eventBehind(lineage, pointer)?.slice(-12));

/** A moment by its day, at noon. */
export const noon = (day: string): string => `${day}T12:00:00.000Z`;

/** A moment of a query. */
export const momentOf = (text: string): Instant => instantOf(Date.parse(text));
