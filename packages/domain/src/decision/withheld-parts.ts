import type { Withheld } from '../shapes';

/** What stands where the public would read a name that is withheld. */
export const unnamed = 'Withheld';

/** What was withheld stays out, whatever a later decision about the same says; what that withholds goes too. */
export const alsoWithheld = (
  before: ReadonlyArray<Withheld>,
  more: ReadonlyArray<Withheld>,
): ReadonlyArray<Withheld> => [
  ...before,
  ...more.filter(({ item, ground }) => !before.some((each) => each.item === item && each.ground === ground)),
];

/**
 * Whether the publication of a decision withholds a part that goes by one of these names, small letters. An item that
 * is no name of a part says what had been left out of the wording already.
 */
export const withholds = (withheld: ReadonlyArray<Withheld>, ...names: ReadonlyArray<string>): boolean =>
  withheld.some(({ item }) => names.includes(item.trim().toLowerCase()));
