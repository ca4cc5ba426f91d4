import { effectiveAt, type Happened } from '@commissioning/kernel';
import type { RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type Documents, type Held, type Outcome, outcomeOf } from './documents';
import type { Opened, OpenPage } from './opening';
import type { ParkedCategory } from './parked';
import type { AnyProjection, DocumentKey, Lookup, Touched } from './projection';

/** Why an event is not taken in. */
interface Cause {
  readonly category: ParkedCategory;
  readonly error: string;
}

/** An event that was not taken in. */
export interface Setback extends Cause {
  readonly event: RecordedEvent;
}

/** An event with the documents it changes and those it looks up. */
interface Ready {
  readonly happened: Happened;
  readonly keys: ReadonlyArray<DocumentKey>;
  readonly documents: ReadonlyArray<Held>;
  readonly lookups: ReadonlyArray<Held>;
}

/** An event that is to be folded, or why it cannot be. */
interface Task {
  readonly event: RecordedEvent;
  readonly ready: Ready | Cause;
}

/** Streams of which an event has been set aside, so that the later ones wait behind it. */
export interface Blocked {
  readonly has: (stream: string) => boolean;
  readonly add: (stream: string) => void;
}

const queued: Cause = { category: 'Queued', error: 'An earlier event of the stream was set aside' };

const applyFailure = (error: unknown): Cause => ({ category: 'Apply', error: String(error) });

const isCause = (ready: Ready | Cause): ready is Cause => 'category' in ready;

/** Folds events into documents in two steps, so that what a whole page needs is read at once in between. */
export const folderOf = (projection: AnyProjection, documents: Documents) => {
  const noKeys: ReadonlyArray<DocumentKey> = [];
  const take = ({ collection, id }: DocumentKey): Held => documents.take(collection, id);

  const readied = (opened: Opened): Ready | Cause => {
    if (E.isLeft(opened)) return opened.left;
    const happened = opened.right;
    try {
      const keys = projection.keys(happened as never);
      const reads = projection.reads?.(happened as never) ?? noKeys;
      return { happened, keys, documents: keys.map(take), lookups: reads.map(take) };
    } catch (error) {
      return applyFailure(error);
    }
  };

  let lookups: ReadonlyArray<Held> = [];
  const lookup: Lookup = ({ collection, id }) => {
    const held = lookups.find((known) => known.id === id && known.collection.name === collection);
    if (held === undefined)
      throw new Error(`${collection}/${id} is looked up, but \`reads\` does not name it`);
    return held.body;
  };

  const outcomes = (task: Ready): ReadonlyArray<Outcome> => {
    const found: Array<Outcome> = [];
    lookups = task.lookups;
    task.documents.forEach((held, index) => {
      // A document that an event names twice is changed by it once.
      if (task.documents.indexOf(held) < index) return;
      const key = task.keys[index] as DocumentKey;
      const outcome = outcomeOf(held, projection.project(task.happened as never, key, held.body, lookup));
      if (outcome !== undefined) found.push(outcome);
    });
    return found;
  };

  const furtherOf = (ready: Ready): Touched | undefined => {
    lookups = ready.lookups;
    return projection.further?.(ready.happened as never, lookup);
  };

  /** What an event touches besides, added to it and read; the event as it is where there is nothing. */
  const widened = (ready: Ready): Ready | Cause | Promise<Ready> => {
    let wider: Ready;
    try {
      const further = furtherOf(ready);
      if (further === undefined) return ready;
      wider = {
        ...ready,
        keys: [...ready.keys, ...further.keys],
        documents: [...ready.documents, ...further.keys.map(take)],
        lookups: [...ready.lookups, ...further.reads.map(take)],
      };
    } catch (error) {
      return applyFailure(error);
    }
    return documents.load().then(() => wider);
  };

  /** All that an event changes, or nothing of it. */
  const apply = (event: RecordedEvent, ready: Ready | Cause): Cause | undefined => {
    if (isCause(ready)) return ready;
    let made: ReadonlyArray<Outcome>;
    try {
      made = outcomes(ready);
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
        ready: blocked.has(event.stream) ? queued : readied(page.opened(index, projection.sees)),
      };
    });

  /** Folds prepared events, their documents having been loaded, and gives back those that were not taken in. */
  const fold = async (tasks: ReadonlyArray<Task>, blocked: Blocked): Promise<ReadonlyArray<Setback>> => {
    const setbacks: Array<Setback> = [];
    for (const { event, ready } of tasks) {
      const whole = isCause(ready) || blocked.has(event.stream) ? ready : widened(ready);
      const all = whole instanceof Promise ? await whole : whole;
      const cause = blocked.has(event.stream) ? queued : apply(event, all);
      if (cause === undefined) continue;
      if (cause !== queued) blocked.add(event.stream);
      setbacks.push({ event, ...cause });
    }
    return setbacks;
  };

  return { prepare, fold };
};
