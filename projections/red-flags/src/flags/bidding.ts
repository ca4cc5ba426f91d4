import type { EventId, ProviderRef } from '@commissioning/kernel';
import type { Fact } from '../documents';
import { cardinal, type Facts, type Flag, guide, type Sign } from './flag';
import { awardsIn, percent } from './together';

type Bid = Fact<'bid'>;

/** A competition of a body with the bids in it that were not withdrawn, in the order in which they came. */
interface Competition {
  readonly commission: string;
  readonly bids: ReadonlyArray<Bid & { readonly provider: ProviderRef }>;
}

const byReceipt = (one: Bid, other: Bid): number => (one.received.at < other.received.at ? -1 : 1);

/** The competitions whose bids may be known: sealed ones once they were opened, quotes once they were ranked. */
const competitionsIn = (facts: Facts): ReadonlyArray<Competition> => {
  const known = new Set(facts.of('bid').flatMap((bid) => (bid.known ? bid.commission : null) ?? []));
  const bids = new Map<string, Array<Competition['bids'][number]>>();
  for (const bid of facts.of('bid')) {
    const { commission, provider, withdrawn } = bid;
    if (commission === null || provider === null || withdrawn !== null || !known.has(commission)) continue;
    bids.set(commission, [...(bids.get(commission) ?? []), { ...bid, provider }]);
  }
  return [...bids].map(([commission, those]) => ({ commission, bids: those.toSorted(byReceipt) }));
};

const eventsOf = (bids: ReadonlyArray<Bid>): ReadonlyArray<EventId> =>
  bids.map(({ received }) => received.event);

const once = <A>(each: Iterable<A>): ReadonlyArray<A> => [...new Set(each)];

const sameOrder: Flag = {
  id: 'R034',
  name: 'Bidders submit in the same order',
  asks: 'The same bidders, three of them or more, handed in their bids in the same order in several competitions.',
  source: `${guide}; of three bidders or more: two come in the same order by chance`,
  inputs: ['BidReceived', 'QuoteReceived', 'BidWithdrawn', 'BidsOpened', 'EvaluationCompleted'],
  of: 'body',
  minimum: 3,
  look: (facts, { sameOrder: { bidders, competitions } }) => {
    const orders = competitionsIn(facts).flatMap(({ bids }) => {
      const order = once(bids.map(({ provider }) => provider));
      return order.length < bidders ? [] : [{ order, bids }];
    });
    if (orders.length === 0) return undefined;
    const alike = new Map<string, typeof orders>();
    for (const each of orders) {
      const key = each.order.join(' ');
      alike.set(key, [...(alike.get(key) ?? []), each]);
    }
    const signs = [...alike].flatMap(([order, those]) =>
      those.length < competitions
        ? []
        : [
            {
              about: {},
              figures: { order, competitions: those.length },
              events: those.flatMap(({ bids }) => eventsOf(bids)),
              explained: [],
            },
          ],
    );
    return { sample: orders.length, signs };
  },
};

const excludedOften: Flag = {
  id: 'R038',
  name: 'Many bids are left out',
  asks: 'Of the bids of three years more than a set share was excluded, or of those of one bidder.',
  source: `${cardinal}, with shares that are set: quartiles over the bidders of one office say nothing`,
  inputs: [
    'BidReceived',
    'QuoteReceived',
    'BidWithdrawn',
    'BidsOpened',
    'BidExcluded',
    'EvaluationCompleted',
  ],
  of: 'body',
  minimum: 10,
  look: (facts, { exclusion: { share, ofBidder, bids: fewest } }) => {
    const submitted = competitionsIn(facts).flatMap(({ bids }) => bids);
    if (submitted.length === 0) return undefined;
    const out = (bids: ReadonlyArray<Bid>): ReadonlyArray<Bid> =>
      bids.filter(({ excluded }) => excluded.length > 0);
    const signOf = (about: Sign['about'], bids: ReadonlyArray<Bid>, most: number): ReadonlyArray<Sign> => {
      const left = out(bids);
      return left.length <= most * bids.length
        ? []
        : [
            {
              about,
              figures: {
                bids: bids.length,
                excluded: left.length,
                percent: percent(left.length / bids.length),
              },
              events: left.flatMap(({ excluded }) => excluded.map(({ event }) => event)),
              explained: [],
            },
          ];
    };
    const ofBidders = once(submitted.map(({ provider }) => provider)).flatMap((provider) => {
      const theirs = submitted.filter((bid) => bid.provider === provider);
      return theirs.length < fewest ? [] : signOf({ provider }, theirs, ofBidder);
    });
    return { sample: submitted.length, signs: [...signOf({}, submitted, share), ...ofBidders] };
  },
};

/** Who won a competition, and who stayed in it and won nothing. */
const outcomeOf = ({ commission, bids }: Competition, awards: ReadonlyArray<Fact<'award'>>) => {
  const here = awards.filter((award) => award.commission === commission && award.bid !== null);
  const winners = once(here.flatMap(({ provider }) => provider ?? []));
  const stayed = once(bids.filter(({ excluded }) => excluded.length === 0).map(({ provider }) => provider));
  return { awards: here, winners, losers: stayed.filter((each) => !winners.includes(each)), stayed };
};

const coBidding: Flag = {
  id: 'R053',
  name: 'The same two bidders, the same winner',
  asks: 'Two bidders met in several competitions, and the same one of them won each time.',
  source: guide,
  inputs: [
    'BidsOpened',
    'QuoteReceived',
    'BidExcluded',
    'EvaluationCompleted',
    'GrantAwarded',
    'ContractAwarded',
  ],
  of: 'body',
  minimum: 3,
  look: (facts, { coBidding: { meetings } }) => {
    const awards = awardsIn(facts);
    const outcomes = competitionsIn(facts)
      .map((competition) => outcomeOf(competition, awards))
      .filter(({ winners, stayed }) => winners.length > 0 && stayed.length > 1);
    if (outcomes.length === 0) return undefined;
    const beaten = new Map<string, { winner: ProviderRef; loser: ProviderRef; times: number }>();
    for (const { winners, losers } of outcomes)
      for (const winner of winners)
        for (const loser of losers) {
          const key = `${winner} ${loser}`;
          beaten.set(key, { winner, loser, times: (beaten.get(key)?.times ?? 0) + 1 });
        }
    const signs = [...beaten.values()].flatMap(({ winner, loser, times }) => {
      if (times < meetings) return [];
      const met = outcomes.filter(({ stayed }) => stayed.includes(winner) && stayed.includes(loser));
      return met.length > times
        ? []
        : [
            {
              about: { provider: winner },
              figures: { other: loser, competitions: times },
              events: met.flatMap(({ awards: those }) =>
                those.filter(({ provider }) => provider === winner).map(({ event }) => event),
              ),
              explained: [],
            },
          ];
    });
    return { sample: outcomes.length, signs };
  },
};

/** What is asked of those who compete, over all competitions of a body together. */
export const biddingFlags: ReadonlyArray<Flag> = [sameOrder, excludedOften, coBidding];
