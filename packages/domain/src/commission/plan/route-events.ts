import { defineEvent, Line, Money, official, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Band, RouteProfile } from '../../rulebook/events';
import { LightTouchCode, Regime } from '../../shapes';

/** What a contract buys: works have a threshold of their own, and where nothing is said it is goods or services. */
export const Bought = t.keyof({ goods: null, services: null, works: null }, 'Bought');

/**
 * Contracts that could reasonably be one with this (Procurement Act 2023 Schedule 3 para 4): what each is called, by its
 * reference where it has one, its whole-life value, and whether it counts with this one; and why those that do not are
 * apart, or why there are none.
 */
export const Aggregation = t.type(
  {
    others: t.readonlyArray(t.type({ contract: Line, value: Money, counted: t.boolean }, 'OtherContract')),
    reason: Text,
  },
  'Aggregation',
);
export type Aggregation = t.TypeOf<typeof Aggregation>;

const chosen = {
  profile: RouteProfile,
  band: Band,
  /** Whole-life value with options, on the basis the rule book names. */
  value: official(Money),
  /** How the value was estimated. */
  estimate: official(Text),
  regime: Regime,
};
/** The code by which the services are light touch, where they are. */
const coded = { lightTouch: LightTouchCode };

export const RouteChosen = defineEvent({
  type: 'RouteChosen',
  aggregate: 'commission',
  phase: 'plan',
  says: 'The route was chosen; its profile and band are pinned as they stood.',
  data: struct(chosen, {
    ...coded,
    buys: Bought,
    /** The same value with VAT where `value` is without it, or without it where `value` is with it. */
    onOtherBasis: official(Money),
    aggregation: official(Aggregation),
  }),
  earlier: [{ codec: struct(chosen, coded), upcast: (data) => data }],
});
