import { VersionedMap } from './versioned-map';

/** A set that never changes and gives the next version of itself in constant time, as a `VersionedMap` does. */
export class VersionedSet<T> implements ReadonlySet<T> {
  // An ordinary field, for those who compare objects by their fields.
  private readonly members: VersionedMap<T, T>;

  private constructor(members: VersionedMap<T, T>) {
    this.members = members;
  }

  /** A version with the members of a set or a list; a set that is a version already, as it is. */
  static of<T>(members: Iterable<T>): VersionedSet<T> {
    return members instanceof VersionedSet
      ? (members as VersionedSet<T>)
      : new VersionedSet(VersionedMap.of([...members].map((member) => [member, member] as const)));
  }

  /** The version after this one, with one more member; this one where it is a member already. */
  with(member: T): VersionedSet<T> {
    return this.has(member) ? this : new VersionedSet(this.members.with(member, member));
  }

  get size(): number {
    return this.members.size;
  }

  has(member: T): boolean {
    return this.members.has(member);
  }

  keys(): SetIterator<T> {
    return this.members.keys();
  }

  values(): SetIterator<T> {
    return this.members.keys();
  }

  entries(): SetIterator<[T, T]> {
    return this.members.entries();
  }

  [Symbol.iterator](): SetIterator<T> {
    return this.members.keys();
  }

  forEach(each: (member: T, again: T, set: ReadonlySet<T>) => void): void {
    for (const member of this) each(member, member, this);
  }
}
