import { effectiveAt, type Happened } from '@commissioning/kernel';
import type { RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type Documents, type Held, type Outcome, outcomeOf } from './documents';
import type { OpenPage, Unopened } from './opening';
import type { ParkedCategory } from './parked';
import type { AnyProjection, DocumentKey, Lookup } from './projection';

/** An event that was not taken in, and why. */
export interface Setback {
  readonly event: RecordedEvent;
  readonly category: ParkedCategory;
  readonly error: string;
}

/** An event with the documents it changes and those it looks up, or with what stood in the way of finding them. */
interface Task {
  readonly event: RecordedEvent;
  readonly ready: E.Either<Cause, ReadyEvent>;
}

interface ReadyEvent {
  readonly happened: Happened;
  readonly keys: ReadonlyArray<DocumentKey>;
  readonly documents: ReadonlyArray<Held>;
  readonly lookups: ReadonlyArray<Held>;
}

/** Streams of which an event has been set aside, so that the later ones wait behind it. */
export interface Blocked {
  readonly has: (stream: string) => boolean;
  readonly add: (stream: string) => void;
}

type Cause = Omit<Setback, 'event'>;

const queued: Cause = { category: 'Queued', error: 'An earlier event of the stream was set aside' };

const applyFailure = (error: unknown): Cause => ({ category: 'Apply', error: String(error) });

/** Folds events into documents in two steps, so that what a whole page needs is read at once in between. */
export const folderOf = (projection: AnyProjection, documents: Documents) => {
  const noKeys: ReadonlyArray<DocumentKey> = [];

  const ready = (happened: Happened): ReadyEvent => {
    const event = happened as never;
    const keys: Array<DocumentKey> = [];
    const changed: Array<Held> = [];
    for (const key of projection.keys(event)) {
      const held = documents.take(key.collection, key.id);
      if (changed.includes(held)) continue;
      keys.push(key);
      changed.push(held);
    }
    const reads = projection.reads?.(event) ?? noKeys;
    return {
      happened,
      keys,
      documents: changed,
      lookups: reads.map(({ collection, id }) => documents.take(collection, id)),
    };
  };

  const readied = (opened: E.Either<Unopened, Happened>): Task['ready'] => {
    if (E.isLeft(opened)) return opened;
    try {
      return E.right(ready(opened.right));
    } catch (error) {
      return E.left(applyFailure(error));
    }
  };

  let lookups: ReadonlyArray<Held> = [];
  const lookup: Lookup = ({ collection, id }) => {
    const held = lookups.find((known) => known.id === id && known.collection.name === collection);
    if (held === undefined)
      throw new Error(`${collection}/${id} is looked up, but \`reads\` does not name it`);
    return held.body;
  };

  const outcomes = (task: ReadyEvent): ReadonlyArray<Outcome> => {
    const found: Array<Outcome> = [];
    lookups = task.lookups;
    for (const [index, held] of task.documents.entries()) {
      const key = task.keys[index] as DocumentKey;
      const outcome = outcomeOf(held, projection.project(task.happened as never, key, held.body, lookup));
      if (outcome !== undefined) found.push(outcome);
    }
    return found;
  };

  /** All that an event changes, or nothing of it. */
  const apply = ({ event, ready: task }: Task): Cause | undefined => {
    if (E.isLeft(task)) return task.left;
    let made: ReadonlyArray<Outcome>;
    try {
      made = outcomes(task.right);
    } catch (error) {
      return applyFailure(error);
    }
    if (made.length === 0) return undefined;
    const { position, metadata } = event;
    const since = { position, recordedAt: metadata.recordedAt, effectiveAt: effectiveAt(metadata) };
    for (const outcome of made) documents.change(outcome, event.id, since);
    return undefined;
  };

  /** Takes the documents of the events at these indexes of a page. */
  const prepare = (page: OpenPage, indexes: ReadonlyArray<number>, blocked: Blocked): ReadonlyArray<Task> =>
    indexes.map((index) => {
      const event = page.events[index] as RecordedEvent;
      return {
        event,
        ready: blocked.has(event.stream) ? E.left(queued) : readied(page.opened(index, projection.sees)),
      };
    });

  /** Folds prepared events, their documents having been loaded, and gives back those that were not taken in. */
  const fold = (tasks: ReadonlyArray<Task>, blocked: Blocked): ReadonlyArray<Setback> => {
    const setbacks: Array<Setback> = [];
    for (const task of tasks) {
      const { event } = task;
      const cause = blocked.has(event.stream) ? queued : apply(task);
      if (cause === undefined) continue;
      if (cause !== queued) blocked.add(event.stream);
      setbacks.push({ event, ...cause });
    }
    return setbacks;
  };

  return { prepare, fold };
};
