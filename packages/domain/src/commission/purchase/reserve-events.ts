import {
  atLeastOne,
  CalendarDate,
  Count,
  defineEvent,
  type EventOf,
  LocalId,
  official,
  released,
  Text,
  struct,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { NamedProvider, PaidFrom } from '../../shapes';

/** Whoever names a bid may name it for its bidder, and so may whoever names a call. */
const CompetitorId = official(LocalId);

const releasedWithDecision = <C extends t.Mixed>(codec: C): C => released(codec, 'DecisionPublished');

/** Why an award came to nothing: its provider declined it, or it lapsed for one of the other reasons. */
export const DeclineCause = t.keyof(
  {
    declined: null,
    'diligence-failed': null,
    'conditions-unmet': null,
    'set-aside': null,
    cancelled: null,
  },
  'DeclineCause',
);

export const AwardDeclined = defineEvent({
  type: 'AwardDeclined',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An award came to nothing before its agreement was signed: declined by its provider, or lapsed.',
  data: struct(
    {
      award: releasedWithDecision(LocalId),
      lot: LocalId,
      cause: releasedWithDecision(DeclineCause),
      reason: official(Text),
      declinedOn: CalendarDate,
      /** What the award would have been paid from: it is the commission's again, promised to nobody. */
      givenBack: releasedWithDecision(PaidFrom),
    },
    /** The challenge that set it aside. */
    { challenge: official(LocalId) },
  ),
});

export const ReservesNamed = defineEvent({
  type: 'ReservesNamed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A recommendation named who comes next, in the order of the ranking, should its award come to nothing.',
  data: t.type({
    recommendation: LocalId,
    lot: LocalId,
    reserves: official(atLeastOne(t.type({ bid: LocalId, provider: NamedProvider }, 'Reserve'))),
  }),
});

export const ReserveCalled = defineEvent({
  type: 'ReserveCalled',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The bidder next in the ranking was called in the place of an award that had come to nothing.',
  data: struct(
    {
      call: CompetitorId,
      lot: LocalId,
      inPlaceOf: releasedWithDecision(LocalId),
      bid: CompetitorId,
      provider: official(NamedProvider),
      rank: official(Count),
    },
    { note: official(Text) },
  ),
});

export const reserveEvents = [AwardDeclined, ReservesNamed, ReserveCalled] as const;
export type ReserveEvent = EventOf<(typeof reserveEvents)[number]>;
