import type { DomainEvent, Happened, JsonObject } from '@commissioning/kernel';
import type { DocumentKey, Lookup, Projection, Touched } from './projection';

/** A document that an event changes, and what becomes of it: undefined for none. */
export interface Change {
  readonly key: DocumentKey;
  readonly after: (before: JsonObject | undefined, lookup: Lookup) => JsonObject | undefined;
}

/** What an event does to a read model: the documents it looks up, and those it changes. */
export interface Effect {
  readonly reads: ReadonlyArray<DocumentKey>;
  readonly changes: ReadonlyArray<Change>;
  /** What it does besides, where only a document that it looks up can say what that is. */
  readonly further?: (lookup: Lookup) => Effect;
}

/** The effect of an event that changes nothing. */
export const noEffect: Effect = { reads: [], changes: [] };

/** A change of a document whose shape its key says. */
export const change = <Document>(
  key: DocumentKey,
  after: (before: Document | undefined, lookup: Lookup) => Document | undefined,
): Change => ({ key, after: after as unknown as Change['after'] });

/** Looks up a document whose shape its key says. */
export const found = <Document>(lookup: Lookup, key: DocumentKey): Document | undefined =>
  lookup(key) as unknown as Document | undefined;

const isOf = (key: DocumentKey, { collection, id }: DocumentKey): boolean =>
  key.collection === collection && key.id === id;

const keysOf = ({ changes }: Effect): ReadonlyArray<DocumentKey> => changes.map(({ key }) => key);

/**
 * The functions of a projection that says what each event does, in one place for all the documents it touches. An
 * effect is asked for with its keys and again with each of them: it is worked out once an event.
 */
export const byEffects = <Event extends DomainEvent>(
  effectOf: (event: Happened<Event>) => Effect,
): Pick<Projection<Event>, 'keys' | 'project'> & Required<Pick<Projection<Event>, 'reads' | 'further'>> => {
  const effects = new WeakMap<Happened<Event>, Effect>();
  const furtherChanges = new WeakMap<Happened<Event>, ReadonlyArray<Change>>();
  const once = (event: Happened<Event>): Effect => {
    const known = effects.get(event);
    if (known !== undefined) return known;
    const effect = effectOf(event);
    effects.set(event, effect);
    return effect;
  };
  const further = (event: Happened<Event>, lookup: Lookup): Touched | undefined => {
    const more = once(event).further?.(lookup);
    if (more === undefined) return undefined;
    furtherChanges.set(event, more.changes);
    return { keys: keysOf(more), reads: more.reads };
  };
  return {
    keys: (event) => keysOf(once(event)),
    reads: (event) => once(event).reads,
    further,
    project: (event, key, before, lookup) => {
      const ofKey = (each: Change): boolean => isOf(each.key, key);
      const made = once(event).changes.find(ofKey) ?? furtherChanges.get(event)?.find(ofKey);
      return made === undefined ? before : made.after(before, lookup);
    },
  };
};
