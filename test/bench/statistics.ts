/** The middle of several measurements, with the least and the greatest of them. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/** The value that a share of the measurements, from 0 to 1, does not pass. */
export const quantile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('Nothing was measured');
  return value;
};

export const spreadOf = (values: ReadonlyArray<number>): Spread => {
  const [low, high] = [Math.floor((values.length - 1) / 2), Math.ceil((values.length - 1) / 2)];
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2,
    least: quantile(values, 0),
    greatest: quantile(values, 1),
  };
};

/** How one thing compares with another, round by round: both were measured within moments of each other. */
export const ratioOf = (values: ReadonlyArray<number>, others: ReadonlyArray<number>): Spread =>
  spreadOf(values.map((value, round) => value / (others[round] ?? Number.NaN)));

/**
 * Measures several things in turn, A B C A B C, so that a machine that grows slower meanwhile is slow for all of them.
 * Each is measured once more before, and that is not counted.
 */
export const inTurns = async <Name extends string>(
  rounds: number,
  lanes: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, ReadonlyArray<number>>>> => {
  const each = Object.entries<() => Promise<number>>(lanes);
  const found: Record<string, Array<number>> = Object.fromEntries(each.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, measure] of each) {
      const value = await measure();
      if (round > 0) found[name]?.push(value);
    }
  return found as Record<Name, Array<number>>;
};
