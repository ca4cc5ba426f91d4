import type { Aggregate, DomainEvent, EventDefinition, Happened, Role } from '@commissioning/kernel';
import { withEntry } from '../collections';
import type { CorrectionEvent } from './events';
import { correctedIn, putRight } from './reading';

/** An entry in which something can be corrected, as it stands. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  /** The role in which it was recorded. */
  readonly role: Role;
  readonly data: object;
}

/** Entries, the newest first: a list that grows without being copied. */
interface Entries {
  readonly newest: Entry;
  readonly before: Entries | undefined;
}

/** What a state knows of corrections: the entries that may need one, and those that were made, by their ids. */
export interface Corrigible {
  readonly entries: Entries | undefined;
  readonly corrections: ReadonlyMap<string, CorrectionEvent['data']>;
}

/** A stream in which nothing has been recorded. */
export const nothingToCorrect: Corrigible = { entries: undefined, corrections: new Map() };

/** The entry that an event recorded, as corrected since; undefined where nothing in it can be corrected. */
export const entryOf = ({ entries }: Corrigible, id: string): Entry | undefined => {
  let rest = entries;
  while (rest !== undefined && rest.newest.id !== id) rest = rest.before;
  return rest?.newest;
};

/** An aggregate's events but corrections: what its own `evolve` takes. */
export type Entered<Event> = Exclude<Event, CorrectionEvent>;

const withEntryOf = (state: Corrigible, { id, type, data, metadata }: Happened): Entries => {
  const newest = { id, type, role: metadata.actor.role, data: data as object };
  return { newest, before: state.entries };
};

/**
 * An aggregate in whose streams slips are put right: after a correction its state is as if the entry had been made right
 * from the start. `standing` gives a state in which an entry, where it still stands, says what it is given to say.
 */
export const correcting = <State extends Corrigible, Event extends DomainEvent>(
  aggregate: Aggregate<State, Entered<Event>>,
  definitions: ReadonlyArray<Pick<EventDefinition, 'type' | 'correctable'>>,
  standing: (state: State, entry: Entry) => State,
): Aggregate<State, Event | CorrectionEvent> => {
  const correctable = new Set(
    definitions.filter((each) => each.correctable.length > 0).map(({ type }) => type),
  );

  const afterCorrection = (state: State, { data }: CorrectionEvent): State => {
    const corrections = withEntry(state.corrections, data.correction as string, data);
    const entry = entryOf(state, data.entry);
    if (entry === undefined) return { ...state, corrections };
    const newest = { ...entry, data: putRight(entry.data, correctedIn(data)) };
    return standing({ ...state, corrections, entries: { newest, before: state.entries } }, newest);
  };

  return {
    ...aggregate,
    evolve: (state, event) => {
      if (event.type === 'EntryCorrected') return afterCorrection(state, event as CorrectionEvent);
      const after = aggregate.evolve(state, event as Happened<Entered<Event>>);
      return correctable.has(event.type) ? { ...after, entries: withEntryOf(state, event) } : after;
    },
  };
};
