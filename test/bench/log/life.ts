import { awards } from './awards';
import { begun } from './beginning-of-commission';
import type { Body, Recording } from './body';
import { competition } from './competition';

/** Bids of a lot that are awarded money. */
const winners = 2;

/**
 * The life of one commission, without end: its need, its specification, and then lot after lot put to competition,
 * awarded, paid and reported on, some 260 events a lot. What it means for funds and decisions stands in their streams.
 */
export function* lifeOf(body: Body, reference: string): Generator<Recording, never> {
  yield* begun(body, reference);
  for (let round = 0; ; round += 1) {
    const ranked = yield* competition(body, reference, round);
    yield* awards(
      body,
      reference,
      round,
      ranked.slice(0, winners).map(({ bidder }) => bidder),
    );
  }
}
