/** How one version comes out of the next: what that one has under a key, undone. */
interface Undoing<K, V> {
  readonly next: VersionedMap<K, V>;
  readonly key: K;
  readonly wasThere: boolean;
  readonly before: V | undefined;
}

/**
 * A map that never changes and gives the next version of itself in constant time. The newest version has the entries; an
 * older one knows how it came out of the next, and makes a copy of its own the first time it is asked again. Whoever reads
 * what they have and goes on from there copies nothing, and whoever goes back pays for one copy. (H. G. Baker, “Shallow
 * Binding Makes Functional Arrays Fast”, 1991.)
 *
 * Entries come in the order in which their keys were first set, as in a Map. A version kept keeps those after it alive.
 */
export class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  // An ordinary field: what compares objects by their fields must find no two maps equal that are not.
  private held: Map<K, V> | Undoing<K, V>;
  /** Somebody may be going through the entries: they stay with this version, and the next one gets a copy. */
  #goneThrough = false;

  private constructor(held: Map<K, V>) {
    this.held = held;
  }

  /** A version with the entries of a map or a list; a map that is a version already, as it is. */
  static of<K, V>(entries: Iterable<readonly [K, V]>): VersionedMap<K, V> {
    return entries instanceof VersionedMap
      ? (entries as VersionedMap<K, V>)
      : new VersionedMap(new Map(entries));
  }

  /** The version after this one, with an entry set. */
  with(key: K, value: V): VersionedMap<K, V> {
    const entries = this.entriesHeld();
    if (this.#goneThrough) return new VersionedMap(new Map(entries).set(key, value));
    const before = entries.get(key);
    const wasThere = before !== undefined || entries.has(key);
    const next = new VersionedMap(entries.set(key, value));
    this.held = { next, key, wasThere, before };
    return next;
  }

  get size(): number {
    return this.entriesHeld().size;
  }

  get(key: K): V | undefined {
    return this.entriesHeld().get(key);
  }

  has(key: K): boolean {
    return this.entriesHeld().has(key);
  }

  keys(): MapIterator<K> {
    return this.toGoThrough().keys();
  }

  values(): MapIterator<V> {
    return this.toGoThrough().values();
  }

  entries(): MapIterator<[K, V]> {
    return this.toGoThrough().entries();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }

  private toGoThrough(): Map<K, V> {
    this.#goneThrough = true;
    return this.entriesHeld();
  }

  private entriesHeld(): Map<K, V> {
    if (!(this.held instanceof Map)) this.held = this.undone(this.held);
    return this.held;
  }

  /** A copy of the next version that has entries, with everything undone that was set since this one. */
  private undone(last: Undoing<K, V>): Map<K, V> {
    const since = [last];
    let later = last.next.held;
    while (!(later instanceof Map)) {
      since.push(later);
      later = later.next.held;
    }
    const entries = new Map(later);
    for (const { key, wasThere, before } of since.toReversed())
      if (wasThere) entries.set(key, before as V);
      else entries.delete(key);
    return entries;
  }
}
