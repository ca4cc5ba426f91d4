import type { Act } from './act';

/** Acts that tell that somebody competes. */
const competing: ReadonlySet<string> = new Set([
  'BidReceived',
  'BidWithdrawn',
  'LateBidRefused',
  'QuoteReceived',
  'QuoteDeclined',
]);

/** Events by which it may be known: bids were opened, quotes compared or one of them taken. */
const opening: ReadonlySet<string> = new Set([
  'BidsOpened',
  'EvaluationCompleted',
  'GrantAwarded',
  'ContractAwarded',
]);

/** What is said of acts, where it may be said. */
export interface Sealed {
  readonly pass: (act: Act, say: () => void) => void;
}

/**
 * Keeps what there is to say of who competes, even how many, until the bids of that commission were opened: what is kept
 * at the end of the log is said to nobody. An act that says more than that somebody competes is known by its first event.
 */
export const keptUntilOpened = (): Sealed => {
  const opened = new Set<string>();
  const kept = new Map<string, Array<() => void>>();
  return {
    pass: ({ kind, stream, recorded }, say) => {
      const types = recorded.map(({ type }) => type);
      if (kind === 'commission' && types.some((type) => opening.has(type))) {
        opened.add(stream);
        for (const said of kept.get(stream) ?? []) said();
        kept.delete(stream);
      }
      if (!competing.has(types[0] ?? '') || opened.has(stream)) return say();
      const before = kept.get(stream);
      if (before === undefined) kept.set(stream, [say]);
      else before.push(say);
    },
  };
};
