import type { CommissionState } from '@commissioning/domain';
import { addMilliseconds, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { KeyNotTaken } from './failure';
import { recipientOf } from './layers';

/** A key that was handed in, until the moment it is forgotten. */
interface Handed {
  readonly identity: string;
  readonly until: Instant;
}

/**
 * Where those who open bids hand in their keys, each for themselves. Keys are held in memory alone, for half an hour at
 * the most, and are forgotten once the bids are open: whoever has the folder of the office, or a backup of it, opens
 * nothing.
 */
export interface KeyDesk {
  /** Takes the key of somebody who holds one for the commission; the moment until which it is held. */
  readonly handIn: (
    reference: string,
    commission: Pick<CommissionState, 'openingKeys' | 'specification'>,
    holder: string,
    identity: string,
    now: Instant,
  ) => Promise<E.Either<KeyNotTaken, Instant>>;
  /** The keys of a commission that some people handed in, for each half of them; empty where none of them did. */
  readonly keysOf: (
    reference: string,
    keys: NonNullable<CommissionState['openingKeys']>,
    holders: ReadonlyArray<string>,
    now: Instant,
  ) => ReadonlyArray<ReadonlyArray<string>>;
  readonly forget: (reference: string) => void;
}

const heldForMs = 30 * 60_000;

export const makeKeyDesk = (): KeyDesk => {
  const desk = new Map<string, Map<string, Handed>>();

  return {
    handIn: async (reference, { openingKeys, specification }, holder, identity, now) => {
      const held = openingKeys?.halves.flat().filter((each) => each.holder === holder) ?? [];
      if (held.length === 0) return E.left({ _tag: 'KeyNotTaken', reason: 'you hold no key of its bids' });
      // With all keys here bids could be opened: before the deadline they must not be.
      if (specification === undefined || now <= specification.closes)
        return E.left({ _tag: 'KeyNotTaken', reason: 'its bids are not opened before the deadline' });
      const recipient = await recipientOf(identity);
      if (!held.some((each) => each.recipient === recipient))
        return E.left({ _tag: 'KeyNotTaken', reason: 'it is not the key that you hold for its bids' });
      const until = addMilliseconds(now, heldForMs);
      const those = desk.get(reference) ?? new Map<string, Handed>();
      desk.set(reference, those.set(holder, { identity, until }));
      return E.right(until);
    },
    keysOf: (reference, { halves }, holders, now) =>
      halves.map((half) =>
        half.flatMap(({ holder }) => {
          const handed = holders.includes(holder) ? desk.get(reference)?.get(holder) : undefined;
          return handed !== undefined && handed.until > now ? [handed.identity] : [];
        }),
      ),
    forget: (reference) => void desk.delete(reference),
  };
};
