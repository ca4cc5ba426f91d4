import type { Instant, Registry } from '@commissioning/kernel';
import type { Change, Progress, ReadStore, Stored } from '@commissioning/read-store';
import type { RecordedEvent } from '@commissioning/record';
import { type Documents, holdDocuments } from './documents';
import { makeExclusive } from './exclusive';
import { orInterrupted } from './failure';
import { type Blocked, folderOf, type Setback } from './fold';
import { type Generation, generationName, physicalName } from './generation';
import { interestOf } from './interest';
import type { OpenPage } from './opening';
import { ownQuery, parkedPages } from './own-queries';
import { parkedChange, type ParkedEvent, parkedIn, parkedSpec, unparkedChange } from './parked';
import type { AnyProjection } from './projection';
import { tombstonesSpec } from './tombstones';

/** What became of some events: how many were set aside, how many documents were written. */
interface Fed {
  readonly documents: number;
  readonly parked: number;
}

/** What became of events that had been set aside. */
export interface Retried {
  readonly takenIn: number;
  readonly stillParked: number;
}

/**
 * One generation of one projection as it is fed from the log. After a failure it feeds no more and has to be opened
 * anew.
 */
export interface Feed {
  readonly projection: AnyProjection;
  readonly generation: Generation;
  readonly progress: () => Progress | undefined;
  /** Events set aside. */
  readonly parked: () => number;
  /** Folds those of the events that come after its progress; `events` must leave no gap to it. */
  readonly feed: (page: OpenPage) => Promise<Fed>;
  /** Tries the parked events again, in the order of their streams. */
  readonly retry: (open: (events: ReadonlyArray<RecordedEvent>) => OpenPage) => Promise<Retried>;
}

interface FeedOptions {
  readonly reads: ReadStore;
  readonly registry: Registry;
  readonly now: () => Instant;
  readonly pageSize: number;
  readonly keep: number;
}

/** Streams that are blocked already, and those that become so on a page not yet written. */
const blockedBesides = (before: ReadonlySet<string>): Blocked & { readonly added: ReadonlySet<string> } => {
  const added = new Set<string>();
  return {
    added,
    has: (stream) => before.has(stream) || added.has(stream),
    add: (stream) => void added.add(stream),
  };
};

/** Takes up a generation where it was left. Its collections must have been prepared. */
export const openFeed = async (
  projection: AnyProjection,
  generation: Generation,
  { reads, registry, now, pageSize, keep }: FeedOptions,
): Promise<Feed> => {
  const name = generationName(projection.name, generation);
  const physical = (collection: string): string => physicalName(projection.name, generation, collection);
  const parkedEvents = physical(parkedSpec.name);
  const tombstones = physical(tombstonesSpec.name);
  const wanted = interestOf(projection, registry);
  const exclusively = makeExclusive();

  let progress = await orInterrupted(reads.progress(name));
  let parked = 0;
  const waiting = new Set<string>();
  for await (const page of parkedPages(reads, parkedEvents, pageSize)) {
    parked += page.length;
    for (const stored of page) waiting.add(parkedIn(stored).event.stream);
  }
  let blocked: ReadonlySet<string> = waiting;
  const documents: Documents = holdDocuments({
    reads,
    collections: projection.collections,
    physical,
    tombstones,
    anyDeleted: (await ownQuery(reads.count(tombstones))) > 0,
    keep,
  });
  const folder = folderOf(projection, documents);

  const write = async (changes: ReadonlyArray<Change>, next: Progress): Promise<void> => {
    const moved = { projection: name, expected: progress?.position, next };
    await orInterrupted(reads.write({ changes, progress: moved }));
    progress = next;
    documents.settle();
  };

  const parkedNow = ({ event, category, error }: Setback, attempts: number): ParkedEvent => ({
    event,
    category,
    error,
    attempts,
    parkedAt: now(),
  });

  const foldAll = async (
    page: OpenPage,
    indexes: ReadonlyArray<number>,
    blockedNow: Blocked,
  ): Promise<ReadonlyArray<Setback>> => {
    const tasks = folder.prepare(page, indexes, blockedNow);
    await documents.load();
    return folder.fold(tasks, blockedNow);
  };

  const feed = async (page: OpenPage): Promise<Fed> => {
    const { events } = page;
    const done = progress?.position;
    const first = done === undefined ? 0 : events.findIndex(({ position }) => position > done);
    const last = events.at(-1);
    if (first < 0 || last === undefined) return { documents: 0, parked: 0 };

    const indexes: Array<number> = [];
    for (let index = first; index < events.length; index += 1)
      if (wanted((events[index] as RecordedEvent).type)) indexes.push(index);
    const blockedNow = blockedBesides(blocked);
    const setbacks = await foldAll(page, indexes, blockedNow);
    const changes = documents.changes();
    const setAside = setbacks.map((setback) =>
      parkedChange(parkedEvents, projection, parkedNow(setback, setback.category === 'Queued' ? 0 : 1)),
    );
    await write([...changes, ...setAside], {
      position: last.position,
      recordedAt: last.metadata.recordedAt,
      events: (progress?.events ?? 0) + events.length - first,
    });
    if (blockedNow.added.size > 0) blocked = new Set([...blocked, ...blockedNow.added]);
    parked += setbacks.length;
    return { documents: changes.length, parked: setbacks.length };
  };

  const retryPage = async (
    stored: ReadonlyArray<Stored>,
    page: OpenPage,
    failed: Blocked,
    at: Progress,
  ): Promise<number> => {
    const setbacks = await foldAll(page, [...stored.keys()], failed);
    const byEvent = new Map(setbacks.map((setback) => [setback.event, setback]));
    const changes = stored.flatMap((document): ReadonlyArray<Change> => {
      const { event, attempts } = parkedIn(document);
      const setback = byEvent.get(event);
      if (setback === undefined) return [unparkedChange(parkedEvents, document)];
      return setback.category === 'Queued'
        ? []
        : [parkedChange(parkedEvents, projection, parkedNow(setback, attempts + 1))];
    });
    await write([...documents.changes(), ...changes], at);
    return setbacks.length;
  };

  const retry: Feed['retry'] = async (open) => {
    const at = progress;
    let [takenIn, stillParked] = [0, 0];
    if (at === undefined || parked === 0) return { takenIn, stillParked };
    const failed = blockedBesides(new Set());
    for await (const stored of parkedPages(reads, parkedEvents, pageSize)) {
      const page = open(stored.map((document) => parkedIn(document).event));
      const left = await retryPage(stored, page, failed, at);
      stillParked += left;
      takenIn += stored.length - left;
    }
    blocked = failed.added;
    parked = stillParked;
    return { takenIn, stillParked };
  };

  let spoilt: { readonly by: unknown } | undefined;
  /** After a failure it is not known what was written: what is held here is of no more use. */
  const carefully = <A>(task: () => Promise<A>): Promise<A> =>
    exclusively(async () => {
      if (spoilt !== undefined) throw spoilt.by;
      try {
        return await task();
      } catch (error) {
        spoilt = { by: error };
        throw error;
      }
    });

  return {
    projection,
    generation,
    progress: () => progress,
    parked: () => parked,
    feed: (page) => carefully(() => feed(page)),
    retry: (open) => carefully(() => retry(open)),
  };
};
