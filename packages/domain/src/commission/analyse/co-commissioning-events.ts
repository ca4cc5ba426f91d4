import {
  CalendarDate,
  correctable,
  defineEvent,
  DocumentRef,
  type EventOf,
  FundRef,
  Line,
  LocalId,
  official,
  Pence,
  ProviderRef,
  released,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** With whom something is commissioned is public with the need. */
const releasedWithNeed = <C extends t.Mixed>(codec: C): C =>
  released(codec, 'SpecPublished', 'DecisionPublished');

/** What others give to it is public with what is decided about it. */
const releasedWithDecision = <C extends t.Mixed>(codec: C): C => released(codec, 'DecisionPublished');

export const CoCommissionerJoined = defineEvent({
  type: 'CoCommissionerJoined',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'Another body commissions this together with ours; it is said which of them leads.',
  data: struct(
    {
      /** May be named for the body. */
      partner: releasedWithNeed(LocalId),
      name: releasedWithNeed(Line),
      /** Whether it leads: it then publishes the specification and awards; where no partner does, our body leads. */
      leads: releasedWithNeed(t.boolean),
      since: CalendarDate,
    },
    {
      /** The provider that it is registered as: what our body gives to a partner that leads is given to that. */
      provider: releasedWithNeed(ProviderRef),
      /** What was agreed between the bodies. */
      document: official(DocumentRef),
    },
  ),
});

export const CoCommissionerLeft = defineEvent({
  type: 'CoCommissionerLeft',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'A body commissions this with ours no longer.',
  data: t.type({ partner: releasedWithNeed(LocalId), leftOn: CalendarDate, reason: official(Text) }),
});

export const ContributionAgreed = defineEvent({
  type: 'ContributionAgreed',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'It was agreed with a partner how much it gives to what is commissioned together.',
  data: struct(
    {
      contribution: releasedWithDecision(LocalId),
      partner: releasedWithNeed(LocalId),
      amount: releasedWithDecision(Pence),
      agreedOn: CalendarDate,
    },
    {
      /** The fund of our body that it comes into; without one, the partner pays its part to the provider itself. */
      fund: releasedWithDecision(FundRef),
      terms: official(Text),
      document: official(DocumentRef),
    },
  ),
});

export const ContributionReceived = defineEvent({
  type: 'ContributionReceived',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'Money that a partner had agreed to give came in, into a tranche of the fund that was named for it.',
  data: struct(
    {
      contribution: releasedWithDecision(LocalId),
      receipt: official(LocalId),
      amount: official(Pence),
      receivedOn: CalendarDate,
      fund: releasedWithDecision(FundRef),
      tranche: official(LocalId),
    },
    { reference: correctable(official(Line)) },
  ),
});

export const ContributionWithdrawn = defineEvent({
  type: 'ContributionWithdrawn',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'A partner gives less than it had agreed to, or nothing more.',
  data: t.type({
    contribution: releasedWithDecision(LocalId),
    withdrawal: official(LocalId),
    amount: releasedWithDecision(Pence),
    withdrawnOn: CalendarDate,
    reason: official(Text),
  }),
});

export const coCommissioningEvents = [
  CoCommissionerJoined,
  CoCommissionerLeft,
  ContributionAgreed,
  ContributionReceived,
  ContributionWithdrawn,
] as const;
export type CoCommissioningEvent = EventOf<(typeof coCommissioningEvents)[number]>;
