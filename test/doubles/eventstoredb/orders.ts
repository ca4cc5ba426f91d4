import * as t from 'io-ts';
import type { EventStoreDbDouble } from './double';
import { Fault, Rpc } from './faults';

const placeInLog = t.type({ commit: t.string, prepare: t.string });

/** What a test may order of a double that is another process, one JSON object a line. Numbers of places are text. */
export const Order = t.union([
  t.intersection([
    t.type({ order: t.literal('fault'), rpc: Rpc, fault: Fault }),
    t.partial({ times: t.number, after: t.number }),
  ]),
  t.type({ order: t.literal('clear') }),
  t.type({ order: t.literal('cut') }),
  t.type({ order: t.literal('mute-subscriptions') }),
  t.type({ order: t.literal('repeat-to-subscriptions') }),
  t.type({ order: t.literal('checkpoint-to-subscriptions'), place: placeInLog }),
  t.type({ order: t.literal('look') }),
]);
export type Order = t.TypeOf<typeof Order>;

/** What the double answers to every order: how it is, once the order was carried out. */
export interface Report {
  readonly calls: EventStoreDbDouble['calls'];
  readonly events: number;
  readonly openReads: number;
  readonly subscriptions: number;
  /** Whether every fault ordered has met its call. */
  readonly allMet: boolean;
}

/** Carries an order out. */
export const carryOut = (double: EventStoreDbDouble, order: Order): Report => {
  switch (order.order) {
    case 'fault': {
      const { times = 1, after = 0 } = order;
      double.faults.order(order.rpc, order.fault, { times, after });
      break;
    }
    case 'clear':
      double.faults.clear();
      break;
    case 'cut':
      double.cutConnections();
      break;
    case 'mute-subscriptions':
      for (const live of double.subscriptions) live.mute();
      break;
    case 'repeat-to-subscriptions':
      for (const live of double.subscriptions) live.repeat();
      break;
    case 'checkpoint-to-subscriptions': {
      const { commit, prepare } = order.place;
      for (const live of double.subscriptions)
        live.checkpoint({ commit: BigInt(commit), prepare: BigInt(prepare) });
      break;
    }
    case 'look':
  }
  return {
    calls: double.calls,
    events: double.log.events.length,
    openReads: double.openReads(),
    subscriptions: double.subscriptions.size,
    allMet: double.faults.allMet(),
  };
};
