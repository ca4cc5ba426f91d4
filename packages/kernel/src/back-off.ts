/**
 * How many milliseconds to wait before the nth try again: `first` before the first, twice as long each time, never more
 * than `longest`.
 */
export const backOff =
  (first: number, longest: number) =>
  (retry: number): number =>
    Math.min(longest, first * 2 ** (retry - 1));
