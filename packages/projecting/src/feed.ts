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

/** What a write came to: how many documents were written, how many events set aside. */
export interface Written {
  readonly documents: number;
  readonly parked: number;
}

/** Somebody who follows an event into a read model, or lets it pass. */
export type Watching = (projection: string, event: RecordedEvent) => (() => void) | undefined;

/** What became of events that had been set aside. */
export interface Retried {
  readonly takenIn: number;
  readonly stillParked: number;
}

/**
 * One generation of one projection as it is fed from the log. What events make of documents is gathered and written now
 * and then, together with the progress: a document that many events change is written once, and while one batch is
 * being written the next is gathered. After a failure it feeds no more and has to be opened anew.
 */
export interface Feed {
  readonly projection: AnyProjection;
  readonly generation: Generation;
  /** Up to where everything has been written. */
  readonly progress: () => Progress | undefined;
  /** Events set aside. */
  readonly parked: () => number;
  /** Folds those of the events that come after what it was fed before; `events` must leave no gap to that. */
  readonly feed: (page: OpenPage) => Promise<void>;
  /** Writes what has been gathered; done once all of it is written. */
  readonly flush: () => Promise<void>;
  /** Tries the parked events again, in the order of their streams. */
  readonly retry: (open: (events: ReadonlyArray<RecordedEvent>) => OpenPage) => Promise<Retried>;
}

export interface FeedOptions {
  readonly reads: ReadStore;
  readonly registry: Registry;
  readonly now: () => Instant;
  readonly pageSize: number;
  /** Versions of documents that are gathered before they are written. */
  readonly batchSize: number;
  readonly keep: number;
  readonly watch?: Watching;
  /** Told after every write. */
  readonly onWritten: (written: Written) => void;
}

/** Takes up a generation where it was left. Its collections must have been prepared. */
export const openFeed = async (
  projection: AnyProjection,
  generation: Generation,
  { reads, registry, now, pageSize, batchSize, keep, watch, onWritten }: FeedOptions,
): Promise<Feed> => {
  const name = generationName(projection.name, generation);
  const physical = (collection: string): string => physicalName(projection.name, generation, collection);
  const parkedEvents = physical(parkedSpec.name);
  const tombstones = physical(tombstonesSpec.name);
  const wanted = interestOf(projection, registry);
  const exclusively = makeExclusive();

  let progress = await orInterrupted(reads.progress(name));
  /** How far events have been folded; what is not written yet included. */
  let folded = progress;
  let parked = 0;
  let blocked = new Set<string>();
  for await (const page of parkedPages(reads, parkedEvents, pageSize)) {
    parked += page.length;
    for (const stored of page) blocked.add(parkedIn(stored).event.stream);
  }
  let setAside: Array<Change> = [];
  let watched: Array<() => void> = [];
  let underWay: Promise<void> = Promise.resolve();
  const documents: Documents = holdDocuments({
    reads,
    collections: projection.collections,
    physical,
    tombstones,
    anyDeleted: (await ownQuery(reads.count(tombstones))) > 0,
    keep,
  });
  const folder = folderOf(projection, documents);

  const write = async (changes: ReadonlyArray<Change>, events: Written, next: Progress): Promise<void> => {
    const moved = { projection: name, expected: progress?.position, next };
    await orInterrupted(reads.write({ changes, progress: moved }));
    progress = next;
    parked += events.parked;
    onWritten(events);
  };

  /** Begins to write what was gathered once the batch before has been written; the next can be gathered meanwhile. */
  const beginToWrite = async (): Promise<void> => {
    await underWay;
    if (folded === undefined || folded === progress) return;
    const changed = documents.changes();
    const written = { documents: changed.length, parked: setAside.length };
    const ended = watched;
    watched = [];
    underWay = write([...changed, ...setAside], written, folded).then(() => ended.forEach((end) => end()));
    // Whoever waits for it next is told of a failure; until then it is nobody's.
    underWay.catch(() => undefined);
    documents.settle();
    setAside = [];
  };

  const flush = async (): Promise<void> => {
    await beginToWrite();
    await underWay;
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

  const feed = async (page: OpenPage): Promise<void> => {
    const { events } = page;
    const done = folded?.position;
    const first = done === undefined ? 0 : events.findIndex(({ position }) => position > done);
    const last = events.at(-1);
    if (first < 0 || last === undefined) return;

    const indexes: Array<number> = [];
    for (let index = first; index < events.length; index += 1)
      if (wanted((events[index] as RecordedEvent).type)) indexes.push(index);
    if (watch !== undefined)
      for (const index of indexes) {
        const end = watch(projection.name, events[index] as RecordedEvent);
        if (end !== undefined) watched.push(end);
      }
    for (const setback of await foldAll(page, indexes, blocked)) {
      const attempts = setback.category === 'Queued' ? 0 : 1;
      setAside.push(parkedChange(parkedEvents, projection, parkedNow(setback, attempts)));
    }
    folded = {
      position: last.position,
      recordedAt: last.metadata.recordedAt,
      events: (folded?.events ?? 0) + events.length - first,
    };
    if (documents.gathered() + setAside.length >= batchSize) await beginToWrite();
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
    const changed = documents.changes();
    await write([...changed, ...changes], { documents: 0, parked: 0 }, at);
    documents.settle();
    return setbacks.length;
  };

  const retry: Feed['retry'] = async (open) => {
    await flush();
    const at = progress;
    let [takenIn, stillParked] = [0, 0];
    if (at === undefined || parked === 0) return { takenIn, stillParked };
    const failed = new Set<string>();
    for await (const stored of parkedPages(reads, parkedEvents, pageSize)) {
      const page = open(stored.map((document) => parkedIn(document).event));
      const left = await retryPage(stored, page, failed, at);
      stillParked += left;
      takenIn += stored.length - left;
    }
    blocked = failed;
    parked = stillParked;
    return { takenIn, stillParked };
  };

  let spoilt: { readonly by: unknown } | undefined;
  /**
   * After a failure it is not known what was written: what is held here is of no more use. Whoever is told of it may take
   * everything up anew, so nothing may be under way any more.
   */
  const carefully = <A>(task: () => Promise<A>): Promise<A> =>
    exclusively(async () => {
      if (spoilt !== undefined) throw spoilt.by;
      try {
        return await task();
      } catch (error) {
        spoilt = { by: error };
        await underWay.catch(() => undefined);
        throw error;
      }
    });

  return {
    projection,
    generation,
    progress: () => progress,
    parked: () => parked,
    feed: (page) => carefully(() => feed(page)),
    flush: () => carefully(flush),
    retry: (open) => carefully(() => retry(open)),
  };
};
