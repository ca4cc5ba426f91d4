import { ActorId, atLeastOne, defineEvent, type EventOf, Line, official, Role } from '@commissioning/kernel';
import * as t from 'io-ts';

/** What was opened: the file of a commission, how its bids were scored, a register, or all that is held of a person. */
const ViewedItem = t.keyof({ file: null, evaluation: null, register: null, person: null }, 'ViewedItem');

/** Nothing of what was read is here, and nothing of it is public: not even that somebody looked at which commission. */
export const ItemViewed = defineEvent({
  type: 'ItemViewed',
  aggregate: 'access',
  phase: 'access',
  says: 'Somebody was shown something sensitive: first on this day, or more of it than before on this day.',
  data: t.type({
    viewer: official(ActorId),
    role: official(Role),
    what: official(ViewedItem),
    /** The commission, register or person, by its reference, its name, or their provider and id there. */
    of: official(Line),
    /** Which kinds of sensitive parts were among what was shown. */
    kinds: official(atLeastOne(Line)),
  }),
});

export const accessEvents = [ItemViewed] as const;
export type AccessEvent = EventOf<(typeof accessEvents)[number]>;
