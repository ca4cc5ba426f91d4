import * as t from 'io-ts';

/** The calls a fault can be ordered for. A catch-up subscription is a read that does not end. */
export const Rpc = t.keyof({
  append: null,
  'batch-append': null,
  read: null,
  subscribe: null,
  features: null,
});
export type Rpc = t.TypeOf<typeof Rpc>;

/** What goes wrong with a call. */
export const Fault = t.union([
  /** It is never answered. */
  t.type({ does: t.literal('hang') }),
  /** It ends as if all were well: a read or a subscription early, an append with an answer that says nothing. */
  t.type({ does: t.literal('end') }),
  /** It ends with a gRPC status. */
  t.intersection([t.type({ does: t.literal('fail'), code: t.number }), t.partial({ details: t.string })]),
  /** Another node leads, and this is where. */
  t.type({ does: t.literal('send-to-leader'), host: t.string, port: t.number }),
  /** Every connection is cut. */
  t.type({ does: t.literal('cut') }),
  /** An append is refused with this as the stream's revision, whatever is true. */
  t.type({ does: t.literal('refuse'), current: t.number }),
  /** Each message waits this long first. */
  t.type({ does: t.literal('dawdle'), milliseconds: t.number }),
]);
export type Fault = t.TypeOf<typeof Fault>;

export interface OrderedFault {
  readonly fault: Fault;
  /** What is done before it happens: events a read or subscription gives; for an append, 1: it is written. */
  readonly after: number;
}

/** Faults to order. They meet the calls in the order they were ordered in, each one call. */
export interface Faults {
  readonly order: (
    rpc: Rpc,
    fault: Fault,
    options?: { readonly times?: number; readonly after?: number },
  ) => void;
  /** The fault that the next call of this kind meets, which it then has met. */
  readonly meet: (rpc: Rpc) => OrderedFault | undefined;
  /** Whether every fault that was ordered has met its call. */
  readonly allMet: () => boolean;
  readonly clear: () => void;
}

export const noFaults = (): Faults => {
  const ordered = new Map<Rpc, Array<OrderedFault>>();
  return {
    order: (rpc, fault, { times = 1, after = 0 } = {}) => {
      const waiting = ordered.get(rpc) ?? [];
      for (let time = 0; time < times; time += 1) waiting.push({ fault, after });
      ordered.set(rpc, waiting);
    },
    meet: (rpc) => ordered.get(rpc)?.shift(),
    allMet: () => [...ordered.values()].every((waiting) => waiting.length === 0),
    clear: () => {
      ordered.clear();
    },
  };
};
