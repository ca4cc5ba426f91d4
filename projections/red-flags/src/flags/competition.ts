import { type Facts, type Flag, cardinal, guide, ownTest } from './flag';
import {
  because,
  commissionIn,
  type Contest,
  contestsIn,
  excepted,
  exclusionsFrom,
  hoursBetween,
  lookAt,
  percent,
  priceIn,
  pricesCompete,
  wonBy,
} from './together';

const shortWindow: Flag = {
  id: 'R003',
  name: 'Short time to bid',
  asks: 'Between publication of the specification and its deadline lay fewer whole days of 24 hours than is usual for the route.',
  source: cardinal,
  inputs: ['RouteChosen', 'SpecPublished', 'SpecAmended'],
  of: 'commission',
  minimum: 1,
  look: (facts, { openDays }) => {
    const commission = commissionIn(facts);
    const { specification, route, moved } = commission ?? {};
    if (!specification || !route || route.competition === 'none') return undefined;
    const from = specification.at > specification.opens ? specification.at : specification.opens;
    const closes = moved?.at(-1)?.to ?? specification.closes;
    const days = Math.floor(hoursBetween(from, closes) / 24);
    const usual = openDays.byRoute[route.profile] ?? openDays.usual;
    return lookAt([days], () =>
      days >= usual
        ? undefined
        : {
            about: {},
            figures: { days, usual },
            events: [specification.event],
            explained: [],
          },
    );
  },
};

/** The bidders of a contest, each once. */
const biddersOf = ({ bids }: Contest): ReadonlySet<string> =>
  new Set(bids.map(({ provider, bid }) => provider ?? bid));

const singleBidder: Flag = {
  id: 'R018',
  name: 'A single bidder',
  asks: 'A lot was competed for, and one bidder alone submitted and did not withdraw.',
  source: cardinal,
  inputs: ['RouteChosen', 'BidReceived', 'QuoteReceived', 'BidWithdrawn', 'BidsOpened', 'ExceptionRecorded'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(contestsIn(facts), (contest) =>
      biddersOf(contest).size !== 1
        ? undefined
        : {
            about: { lot: contest.lot },
            figures: { bidders: 1 },
            events: contest.bids.map(({ received }) => received.event),
            explained: excepted(facts, 'quote.enough-received', 'quote.enough-invited', 'step.quotes'),
          },
    ),
};

/** How much dearer the cheapest of those who lost was than the lowest-priced winner, as a share of that. */
const gapBehind = (contest: Contest) => {
  const won = wonBy(contest);
  if (won === undefined || won.others.length === 0) return undefined;
  const paid = priceIn(won.winner, contest.lot);
  const next = won.others.toSorted((a, b) => priceIn(a, contest.lot) - priceIn(b, contest.lot))[0];
  if (next === undefined || paid === 0 || priceIn(next, contest.lot) < paid) return undefined;
  return { ...won, next, share: (priceIn(next, contest.lot) - paid) / paid };
};

/** Asks of each contest that the price decided whether the gap behind its winner is one to ask about. */
const lookAtGaps = (facts: Facts, asked: (share: number) => boolean) =>
  pricesCompete(facts)
    ? lookAt(contestsIn(facts), (contest) => {
        const gap = gapBehind(contest);
        if (gap === undefined || !asked(gap.share)) return undefined;
        return {
          about: { lot: contest.lot, award: gap.award.award },
          figures: { percentDearer: percent(gap.share) },
          events: [gap.winner.received.event, gap.next.received.event, gap.award.event],
          explained: [],
        };
      })
    : undefined;

const coverPrice: Flag = {
  id: 'R024',
  name: 'A price close behind the winner’s',
  asks: 'The lowest price won, and the next price was dearer by no more than a small share of it.',
  source: `${cardinal}, with a share that is set: quartiles over so few processes say nothing`,
  inputs: ['SpecPublished', 'BidsOpened', 'QuoteReceived', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts, { coverPrice: near }) => lookAtGaps(facts, (share) => share <= near),
};

const heavyDiscount: Flag = {
  id: 'R058',
  name: 'A price far below the others',
  asks: 'The lowest price won, and the next price was dearer by a large share of it.',
  source: `${cardinal}, with a share that is set: quartiles over so few processes say nothing`,
  inputs: ['SpecPublished', 'BidsOpened', 'QuoteReceived', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts, { heavyDiscount: far }) => lookAtGaps(facts, (share) => share >= far),
};

const identicalPrice: Flag = {
  id: 'R028',
  name: 'The same price twice',
  asks: 'Two different bidders offered the same sum, to the penny and on the same VAT basis, for one lot.',
  source: cardinal,
  inputs: ['SpecPublished', 'BidsOpened', 'QuoteReceived'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    pricesCompete(facts)
      ? lookAt(contestsIn(facts), ({ lot, bids }) => {
          const bySum = new Map<string, typeof bids>();
          for (const bid of bids) {
            const price = bid.offers.find((offer) => offer.lot === lot)?.price;
            if (price === undefined) continue;
            const sum = `${price.pence} ${price.vat}`;
            bySum.set(sum, [...(bySum.get(sum) ?? []), bid]);
          }
          const alike = [...bySum.values()]
            .filter((those) => new Set(those.map(({ provider }) => provider)).size > 1)
            .flat();
          if (alike.length === 0) return undefined;
          const [first] = alike;
          return {
            about: { lot },
            figures: { bids: alike.length, pence: first === undefined ? 0 : priceIn(first, lot) },
            events: alike.map(({ received }) => received.event),
            explained: [],
          };
        })
      : undefined,
};

const lateBidWon: Flag = {
  id: 'R030',
  name: 'A late bid won',
  asks: 'The bid that won was received after the deadline that was in force at that moment.',
  source: `${cardinal}, on moments and not on the letters they are written in`,
  inputs: ['SpecPublished', 'SpecAmended', 'BidReceived', 'QuoteReceived', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const { specification, moved = [] } = commissionIn(facts) ?? {};
    if (!specification) return undefined;
    const winners = contestsIn(facts).flatMap(({ lot, bids, awards }) =>
      awards.flatMap((award) =>
        bids.filter(({ bid }) => bid === award.bid).map((bid) => ({ lot, award, bid })),
      ),
    );
    return lookAt(winners, ({ lot, award, bid }) => {
      const { at, event } = bid.received;
      const inForce = moved.findLast((each) => each.at <= at)?.to ?? specification.closes;
      return at > inForce
        ? {
            about: { lot, award: award.award, bid: bid.bid },
            figures: { deadline: inForce, received: at },
            events: [specification.event, event, award.event],
            explained: [],
          }
        : undefined;
    });
  },
};

const allOthersExcluded: Flag = {
  id: 'R035',
  name: 'All the others were left out',
  asks: 'One bid alone stayed in and was awarded; every other was excluded.',
  source: cardinal,
  inputs: ['BidsOpened', 'QuoteReceived', 'BidExcluded', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(contestsIn(facts), (contest) => {
      const won = wonBy(contest);
      const out = contest.bids.flatMap((bid) => exclusionsFrom(bid, contest.lot));
      if (won === undefined || won.others.length > 0 || out.length === 0) return undefined;
      return {
        about: { lot: contest.lot, award: won.award.award },
        figures: { excluded: out.length },
        events: [...out.map(({ event }) => event), won.award.event],
        explained: out.map(({ event, reason }) => because(event, reason)),
      };
    }),
};

const lowestExcluded: Flag = {
  id: 'R036',
  name: 'The lowest price was left out',
  asks: 'An award was made although the lowest price that was offered had been excluded.',
  source: cardinal,
  inputs: ['SpecPublished', 'BidsOpened', 'QuoteReceived', 'BidExcluded', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    pricesCompete(facts)
      ? lookAt(
          contestsIn(facts).filter(({ awards }) => awards.length > 0),
          ({ lot, bids, awards }) => {
            const [lowest] = bids.toSorted((a, b) => priceIn(a, lot) - priceIn(b, lot));
            const out = lowest === undefined ? [] : exclusionsFrom(lowest, lot);
            if (lowest === undefined || out.length === 0) return undefined;
            return {
              about: { lot, bid: lowest.bid },
              figures: { pence: priceIn(lowest, lot) },
              events: [
                lowest.received.event,
                ...out.map(({ event }) => event),
                ...awards.map(({ event }) => event),
              ],
              explained: out.map(({ event, reason }) => because(event, reason)),
            };
          },
        )
      : undefined,
};

const thinExclusion: Flag = {
  id: 'R037',
  name: 'An exclusion with little reason',
  asks: 'A bid was excluded without naming the published criterion that it failed, or what else the Act allows it for, or in very few words.',
  source: guide,
  inputs: ['BidExcluded'],
  of: 'commission',
  minimum: 1,
  look: (facts, { exclusionReason }) =>
    lookAt(
      facts.of('bid').flatMap(({ bid, excluded }) => excluded.map((each) => ({ bid, ...each }))),
      ({ bid, lot, event, criterion, reason }) =>
        criterion !== null && reason.length >= exclusionReason
          ? undefined
          : {
              about: { bid, ...(lot === null ? {} : { lot }) },
              figures: { letters: reason.length, criterion: criterion ?? 'none named' },
              events: [event],
              explained: [],
            },
    ),
};

const unanswered: Flag = {
  id: 'R039',
  name: 'A question without an answer',
  asks: 'The deadline for bids passed, and a question about the specification had not been answered by then.',
  source: guide,
  inputs: ['SpecPublished', 'SpecAmended', 'ClarificationAsked', 'ClarificationAnswered'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const { specification, moved = [] } = commissionIn(facts) ?? {};
    const deadline = moved.at(-1)?.to ?? specification?.closes;
    if (deadline === undefined || facts.now <= deadline) return undefined;
    return lookAt(facts.of('question'), ({ question, asked, answered }) =>
      answered !== null && answered.at <= deadline
        ? undefined
        : {
            about: {},
            figures: { question, deadline, answered: answered?.at ?? 'not yet' },
            events: [asked.event, ...(answered === null ? [] : [answered.event])],
            explained: [],
          },
    );
  },
};

const earlyOpening: Flag = {
  id: 'E2',
  name: 'Bids opened early, or by too few',
  asks: 'Bids were opened before the deadline, or by fewer people than the route asks for and without a portal’s log.',
  source: ownTest,
  inputs: ['RouteChosen', 'SpecPublished', 'SpecAmended', 'BidsOpened'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const { specification, moved = [], opened, route } = commissionIn(facts) ?? {};
    if (!opened || !specification || !route) return undefined;
    const deadline = moved.findLast(({ at }) => at <= opened.at)?.to ?? specification.closes;
    const early = opened.at <= deadline;
    const few = opened.openers < route.openers && !opened.portalLog;
    return lookAt([opened], () =>
      early || few
        ? {
            about: {},
            figures: { deadline, opened: opened.at, openers: opened.openers, asked: route.openers },
            events: [opened.event],
            explained: [],
          }
        : undefined,
    );
  },
};

const selectiveExtension: Flag = {
  id: 'E7',
  name: 'A late extension that let the winner in',
  asks: 'The deadline was moved shortly before it passed, and the bid that won came after the earlier one.',
  source: ownTest,
  inputs: ['SpecAmended', 'BidReceived', 'QuoteReceived', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts, { lateExtensionHours }) => {
    const late = (commissionIn(facts)?.moved ?? []).filter(
      ({ at, from }) => hoursBetween(at, from) < lateExtensionHours,
    );
    const contests = contestsIn(facts);
    return lookAt(late, (extension) => {
      const won = contests.flatMap(({ bids, awards }) =>
        bids.filter(
          ({ bid, received }) => received.at > extension.from && awards.some((award) => award.bid === bid),
        ),
      );
      const [winner] = won;
      return winner === undefined
        ? undefined
        : {
            about: { bid: winner.bid },
            figures: { hoursBefore: hoursBetween(extension.at, extension.from), from: extension.from },
            events: [extension.event, ...won.map(({ received }) => received.event)],
            explained: [because(extension.event, extension.reason)],
          };
    });
  },
};

/** What is asked of how providers competed. */
export const competitionFlags: ReadonlyArray<Flag> = [
  shortWindow,
  singleBidder,
  coverPrice,
  heavyDiscount,
  identicalPrice,
  lateBidWon,
  allOthersExcluded,
  lowestExcluded,
  thinExclusion,
  unanswered,
  earlyOpening,
  selectiveExtension,
];
