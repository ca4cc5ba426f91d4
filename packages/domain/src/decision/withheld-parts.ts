import type { Withheld } from '../shapes';

/**
 * Whether the publication of a decision withholds a part that goes by one of these names, small letters. An item that
 * is no name of a part says what had been left out of the wording already.
 */
export const withholds = (withheld: ReadonlyArray<Withheld>, ...names: ReadonlyArray<string>): boolean =>
  withheld.some(({ item }) => names.includes(item.trim().toLowerCase()));
