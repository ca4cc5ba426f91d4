/**
 * A grant round as a ledger clerk would keep it on paper: what has been said, and what money is where. It restates the
 * laws of money and of phases and shares nothing with the domain: no state, no rule, no sum is computed by the same code.
 * All sums are pence.
 */

/** What became of one award. */
interface Award {
  readonly amount: number;
  readonly allocation: number;
  published: boolean;
  signedAt: number | undefined;
  readonly returned: Set<string>;
  readonly accepted: Set<string>;
  readonly approved: Map<number, number>;
  readonly paidAt: Map<number, number>;
  reviewed: boolean;
}

/** One commission, by the small numbers that its allocations, bids, assessors and payments have here. */
export interface Round {
  begun: boolean;
  readonly evidence: Set<number>;
  assessed: boolean;
  consulted: boolean;
  instrument: boolean;
  value: number | undefined;
  conflicts: boolean;
  authorDeclared: boolean;
  readonly set: Map<number, number>;
  readonly released: Map<string, number>;
  spec: { readonly envelope: number; readonly maximum: number; readonly awards: number } | undefined;
  panel: boolean;
  readonly declared: Set<string>;
  readonly bids: Map<number, { readonly price: number; withdrawn: boolean }>;
  biddingClosed: boolean;
  opened: boolean;
  readonly scores: Map<string, number>;
  readonly locked: Set<number>;
  moderating: boolean;
  ranks: ReadonlyMap<number, number> | undefined;
  readonly recommended: Map<number, number>;
  readonly subsidies: Set<number>;
  readonly diligence: Set<number>;
  readonly decisions: Map<number, { readonly upTo: number; published: boolean }>;
  readonly feedback: Set<number>;
  readonly awards: Map<number, Award>;
  closed: 'delivered' | 'no-award' | undefined;
}

export interface Model {
  /** 0 while bids may be handed in, 1 after their deadline, 2 after the term of the agreements. */
  time: number;
  readonly tranches: Map<number, number>;
  readonly lowered: Map<number, number>;
  readonly rounds: readonly [Round, Round];
}

const emptyRound = (): Round => ({
  begun: false,
  evidence: new Set(),
  assessed: false,
  consulted: false,
  instrument: false,
  value: undefined,
  conflicts: false,
  authorDeclared: false,
  set: new Map(),
  released: new Map(),
  spec: undefined,
  panel: false,
  declared: new Set(),
  bids: new Map(),
  biddingClosed: false,
  opened: false,
  scores: new Map(),
  locked: new Set(),
  moderating: false,
  ranks: undefined,
  recommended: new Map(),
  subsidies: new Set(),
  diligence: new Set(),
  decisions: new Map(),
  feedback: new Set(),
  awards: new Map(),
  closed: undefined,
});

export const emptyModel = (): Model => ({
  time: 0,
  tranches: new Map(),
  lowered: new Map(),
  rounds: [emptyRound(), emptyRound()],
});

const sum = (sums: Iterable<number>): number => {
  let all = 0;
  for (const each of sums) all += each;
  return all;
};

const budgetOf = ({ tranches, lowered }: Model): number => sum(tranches.values()) - sum(lowered.values());

/** What an allocation still holds that is promised to no award. */
export const leftOf = (round: Round, allocation: number): number =>
  (round.set.get(allocation) ?? 0) -
  sum([...round.released].flatMap(([id, amount]) => (id.startsWith(`${allocation}/`) ? [amount] : []))) -
  sum([...round.awards.values()].flatMap((each) => (each.allocation === allocation ? [each.amount] : [])));

/** What an allocation still holds, promised or not. */
const heldOf = (round: Round, allocation: number): number =>
  leftOf(round, allocation) +
  sum([...round.awards.values()].flatMap((each) => (each.allocation === allocation ? [each.amount] : [])));

export const heldIn = (round: Round): number => sum([...round.set.keys()].map((each) => heldOf(round, each)));

export const paidUnder = ({ paidAt, approved }: Award): number =>
  sum([...paidAt.keys()].map((payment) => approved.get(payment) ?? 0));
export const approvedUnder = ({ approved }: Award): number => sum(approved.values());

const everyAward = ({ rounds }: Model): ReadonlyArray<Award> =>
  rounds.flatMap(({ awards }) => [...awards.values()]);

/** Where each pound of the fund is. */
export const standingOf = (
  model: Model,
): {
  readonly budget: number;
  readonly reserved: number;
  readonly committed: number;
  readonly paid: number;
} => {
  const paid = sum(everyAward(model).map(paidUnder));
  return {
    budget: budgetOf(model),
    reserved: sum(model.rounds.flatMap((round) => [...round.set.keys()].map((each) => leftOf(round, each)))),
    committed: sum(everyAward(model).map(({ amount }) => amount)) - paid,
    paid,
  };
};

export const freeIn = (model: Model): number => {
  const { budget, reserved, committed, paid } = standingOf(model);
  return budget - reserved - committed - paid;
};

/** The bids that compete: opened and not taken back. */
export const competing = ({ opened, bids }: Round): ReadonlyArray<number> =>
  opened ? [...bids].flatMap(([id, { withdrawn }]) => (withdrawn ? [] : [id])) : [];

/** Both assessors said twice that nothing stands in their way. */
export const allDeclared = ({ declared }: Round): boolean =>
  ['1/general', '2/general', '1/bidders', '2/bidders'].every((each) => declared.has(each));

/** By the mean of both assessors, then by the lower price; bids that neither tells apart share a rank. */
export const ranksOf = (round: Round): ReadonlyMap<number, number> => {
  const worth = (bid: number): readonly [number, number] => [
    (round.scores.get(`1/${bid}`) ?? 0) + (round.scores.get(`2/${bid}`) ?? 0),
    -(round.bids.get(bid)?.price ?? 0),
  ];
  const better = (one: number, other: number): boolean => {
    const [[a, b], [c, d]] = [worth(one), worth(other)];
    return a > c || (a === c && b > d);
  };
  const all = competing(round);
  return new Map(all.map((bid) => [bid, 1 + all.filter((other) => better(other, bid)).length]));
};
