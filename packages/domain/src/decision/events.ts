import {
  ActorId,
  atLeastOne,
  CommissionRef,
  DecisionRef,
  defineEvent,
  type EventOf,
  FundRef,
  Line,
  LocalId,
  Money,
  official,
  ProviderRef,
  released,
  sensitive,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import type { CorrectionEvent } from '../corrections/events';
import { Channel, Withheld } from '../shapes';
import { fundingActs } from './funding-acts';
import { MinutesPublished } from './minutes-events';
import { DecisionSuperseded } from './superseded-events';

/** The acts that the first shape of a decision could authorise. */
const firstActs = [
  struct(
    { act: t.literal('award'), commission: CommissionRef, provider: ProviderRef, upTo: Money },
    { lot: LocalId },
    'award',
  ),
  t.type({ act: t.literal('no-award'), commission: CommissionRef }, 'no-award'),
  t.type({ act: t.literal('accept-funding'), fund: FundRef, amount: Money }, 'accept-funding'),
  t.type({ act: t.literal('vary'), commission: CommissionRef, award: LocalId, upTo: Money }, 'vary'),
  t.type({ act: t.literal('extend'), commission: CommissionRef, award: LocalId }, 'extend'),
  t.type({ act: t.literal('halt'), commission: CommissionRef }, 'halt'),
  t.type({ act: t.literal('cancel'), commission: CommissionRef }, 'cancel'),
  t.type({ act: t.literal('exception'), commission: CommissionRef, rule: Line }, 'exception'),
] as const;

/** What a decision authorises. One decision may authorise many acts, across commissions and funds. */
export const AuthorisedAct = t.union([...firstActs, ...fundingActs], 'AuthorisedAct');
export type AuthorisedAct = t.TypeOf<typeof AuthorisedAct>;

/** A decision as the person who takes it states it, in terms of what it could authorise when it was taken. */
const statedDecision = <Act extends t.Mixed>(act: Act) =>
  t.type(
    {
      decision: DecisionRef,
      title: correctable(released(Line, 'DecisionPublished')),
      /** The delegation of the rule book under which it is taken. */
      delegation: LocalId,
      background: correctable(released(Text, 'DecisionPublished')),
      reasons: released(Text, 'DecisionPublished'),
      advice: t.readonlyArray(
        t.type({
          kind: t.keyof({ finance: null, legal: null, equality: null, procurement: null, officer: null }),
          by: ActorId,
          text: official(Text),
        }),
      ),
      /** Empty when the decider declares that there are none. */
      interests: t.readonlyArray(t.type({ nature: sensitive(Text), handled: sensitive(Text) })),
      authorises: released(atLeastOne(act), 'DecisionPublished'),
    },
    'StatedDecision',
  );

export const StatedDecision = statedDecision(AuthorisedAct);
export type StatedDecision = t.TypeOf<typeof StatedDecision>;

/** The capacity is what the delegation said it was on that day. */
const Capacity = t.type({ capacity: Line });

export const DecisionTaken = defineEvent({
  type: 'DecisionTaken',
  aggregate: 'decision',
  phase: 'decision',
  says: 'A person entitled to took a decision, on advice, for reasons.',
  data: t.intersection([StatedDecision, Capacity], 'DecisionTaken'),
  earlier: [
    {
      codec: t.intersection([statedDecision(t.union([...firstActs])), Capacity], 'DecisionTaken'),
      upcast: (data) => data,
    },
  ],
});

/**
 * Recorded in the decision's own stream, and in the stream of each commission whose awards it made public: what an
 * award withheld until then is public from then on.
 */
export const DecisionPublished = defineEvent({
  type: 'DecisionPublished',
  aggregate: 'decision',
  phase: 'decision',
  says: 'A decision was made public, and with it what it decided.',
  data: struct(
    {
      decision: DecisionRef,
      channel: Channel,
      reference: correctable(Line),
      withheld: t.readonlyArray(Withheld),
    },
    { awards: t.readonlyArray(LocalId) },
  ),
});

export const decisionEvents = [
  DecisionTaken,
  DecisionPublished,
  MinutesPublished,
  DecisionSuperseded,
] as const;
export type DecisionEvent = EventOf<(typeof decisionEvents)[number]> | CorrectionEvent;
