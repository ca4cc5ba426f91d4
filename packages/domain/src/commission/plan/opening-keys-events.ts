import { ActorId, atLeastOne, defineEvent } from '@commissioning/kernel';
import * as t from 'io-ts';

/** The public half of an age key pair (X25519): what something is encrypted to. It opens nothing. */
const Recipient = t.refinement(
  t.string,
  (text) => /^age1[02-9ac-hj-np-z]{58}$/.test(text),
  'an age recipient, age1 and 58 letters and digits',
);

/** A person and the key they hold; the secret that opens is theirs alone and is never recorded. */
const HeldKey = t.type({ holder: ActorId, recipient: Recipient }, 'HeldKey');

export const OpeningKeysSet = defineEvent({
  type: 'OpeningKeysSet',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Bids are sealed to keys of several people from here on, so that no one of them can open a bid alone.',
  /** One key of each half opens a bid; those who hold the same half stand in for each other. */
  data: t.type({ halves: atLeastOne(atLeastOne(HeldKey)) }),
});
