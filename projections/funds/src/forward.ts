import type { LineDocument } from './documents';

/** A sum of a line in two: what the budget covers of it, and what it does not cover yet. */
interface Parts {
  readonly covered: number;
  readonly forward: number;
}

/** What is given up of a line comes from the part that no budget covers first. */
export const givenUp = (from: LineDocument | undefined, amount: number): Parts => {
  const forward = Math.min(amount, from?.forward ?? 0);
  return { covered: amount - forward, forward };
};

/** What is committed of a reservation comes from the part that is covered first. */
export const committedOf = (from: LineDocument | undefined, amount: number): Parts => {
  const covered = from === undefined ? amount : Math.min(amount, from.open);
  return { covered, forward: amount - covered };
};
