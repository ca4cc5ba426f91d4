/** The calls a fault can be ordered for. A catch-up subscription is a read that does not end. */
export type Rpc = 'append' | 'batch-append' | 'read' | 'subscribe' | 'features';

/** What goes wrong with a call. */
export type Fault =
  /** It is never answered. */
  | { readonly does: 'hang' }
  /** It ends as if all were well: a read or a subscription early, an append with an answer that says nothing. */
  | { readonly does: 'end' }
  /** It ends with a gRPC status. */
  | { readonly does: 'fail'; readonly code: number; readonly details?: string }
  /** Another node leads, and this is where. */
  | { readonly does: 'send-to-leader'; readonly host: string; readonly port: number }
  /** Every connection is cut. */
  | { readonly does: 'cut' }
  /** An append is refused with this as the stream's revision, whatever is true. */
  | { readonly does: 'refuse'; readonly current: number }
  /** Each message waits this long first. */
  | { readonly does: 'dawdle'; readonly milliseconds: number };

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
