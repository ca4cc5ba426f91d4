import type { Correcting } from './corrections';
import type { PartKind } from './documents';

/** What stands in a part, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A part that an event makes or changes. */
export interface PartChange {
  readonly kind: PartKind;
  readonly id: string;
  readonly of: string | null;
  /** Fields that the event gives it, in place of what they were; none of the names that say which part it is. */
  readonly fields: Fields;
  /** Fields inside some of its fields, beside what those held already. */
  readonly inside?: Readonly<Record<string, Fields>>;
  /** Sums in pence that come to what its fields held already. */
  readonly adds?: Readonly<Record<string, number>>;
  readonly corrected?: Correcting;
}

/** A part, with what an event gives it. */
export const part = (
  kind: PartKind,
  id: string,
  of: string | null,
  fields: Fields,
  more: Pick<PartChange, 'inside' | 'adds' | 'corrected'> = {},
): PartChange => ({ kind, id, of, fields, ...more });

/** What an event says, some of its fields left out. */
export const without = (data: object, ...left: ReadonlyArray<string>): Fields =>
  Object.fromEntries(Object.entries(data).filter(([field]) => !left.includes(field)));
