import { defineEvent, Line, released, Sha256 } from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * The digest is SHA-256(salt ‖ canonical commitments), as the record commits to any value: it tells nothing of how many
 * bids there are, and with the bids open anybody can reckon it again.
 */
export const BiddingClosed = defineEvent({
  type: 'BiddingClosed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'Bids were no longer taken, and one digest over the commitments of all of them was published.',
  data: t.type({
    digest: Sha256,
    /** 32 bytes, base64url. */
    salt: released(Line, 'BidsOpened'),
    /** Of every bid received and not withdrawn, in ascending order. */
    commitments: released(t.readonlyArray(Sha256), 'BidsOpened'),
  }),
});

export const closingEvents = [BiddingClosed] as const;
