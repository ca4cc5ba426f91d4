import { addDays, daysBetween, type CalendarDate, type EventId } from '@commissioning/kernel';
import type { Fact } from '../documents';
import { type Explanation, type Facts, type Flag, guide, type Sign } from './flag';
import { awardsIn, because, endOfBand, percent } from './together';

type Award = Fact<'award'>;

const since = (facts: Facts, days: number): CalendarDate => addDays(facts.today, -days);

const madeSince = (facts: Facts, days: number): ReadonlyArray<Award> =>
  awardsIn(facts).filter(({ on }) => on >= since(facts, days));

const sumOf = (awards: ReadonlyArray<Award>): number =>
  awards.reduce((sum, { amount }) => sum + amount.pence, 0);

const eventsOf = (awards: ReadonlyArray<Award>): ReadonlyArray<EventId> => awards.map(({ event }) => event);

const none: ReadonlyArray<Sign> = [];

/** The largest run of awards that lie within so many days of each other, and for which something holds. */
const runsWithin = (awards: ReadonlyArray<Award>, days: number): ReadonlyArray<ReadonlyArray<Award>> => {
  const inOrder = awards.toSorted((a, b) => (a.on < b.on ? -1 : 1));
  return inOrder.map((first, index) =>
    inOrder.slice(index).filter(({ on }) => daysBetween(first.on, on) <= days),
  );
};

/** What was said when a route was chosen for one of these, of another of them by its reference. */
const considered = (awards: ReadonlyArray<Award>): ReadonlyArray<Explanation> =>
  awards.flatMap(({ beside, commission }) => {
    const named = awards.some(
      (other) => other.commission !== commission && beside?.others.some((each) => each === other.commission),
    );
    return beside !== null && named ? [because(beside.event, beside.reason)] : [];
  });

const splitting: Flag = {
  id: 'R011',
  name: 'Several awards that together pass a limit',
  asks: 'Within a year one provider was given several awards under different decisions, none above a limit of the bands and together above it. What was said of one when the route for another was chosen explains it.',
  source: guide,
  inputs: ['RulesAdopted', 'RouteChosen', 'GrantAwarded', 'ContractAwarded'],
  of: 'provider',
  minimum: 2,
  look: (facts, { together: { days } }) => {
    const awards = awardsIn(facts);
    if (awards.length === 0) return undefined;
    const limits = [...new Set(awards.flatMap((award) => award.limits))];
    const signs = limits.flatMap((limit) => {
      const below = awards.filter(({ amount }) => amount.pence <= limit);
      const run = runsWithin(below, days).find(
        (those) => sumOf(those) > limit && new Set(those.map(({ decision }) => decision)).size > 1,
      );
      return run === undefined
        ? []
        : [
            {
              about: {},
              figures: { limit, awards: run.length, together: sumOf(run) },
              events: eventsOf(run),
              explained: considered(run),
            },
          ];
    });
    return { sample: awards.length, signs };
  },
};

const stackedDirect: Flag = {
  id: 'R055',
  name: 'Direct awards one upon another',
  asks: 'Within a year one provider was given two or more awards without competition that together come near the end of the band of the largest.',
  source: guide,
  inputs: ['RulesAdopted', 'RouteChosen', 'GrantAwarded', 'ContractAwarded'],
  of: 'provider',
  minimum: 2,
  look: (facts, { together: { days, directShare } }) => {
    const direct = awardsIn(facts).filter((award) => award.direct);
    if (direct.length === 0) return undefined;
    const run = runsWithin(direct, days).find((those) => {
      const limit = Math.max(...those.map(endOfBand));
      return those.length > 1 && sumOf(those) >= directShare * limit;
    });
    const signs =
      run === undefined
        ? none
        : [
            {
              about: {},
              figures: { awards: run.length, together: sumOf(run) },
              events: eventsOf(run),
              explained: [],
            },
          ];
    return { sample: direct.length, signs };
  },
};

const serialLoser: Flag = {
  id: 'R025',
  name: 'Competes often and hardly ever wins',
  asks: 'A provider stayed in many competitions and won a very small share of them.',
  source: `${guide}; with a share that is set instead of quartiles`,
  inputs: ['BidsOpened', 'QuoteReceived', 'BidExcluded', 'GrantAwarded', 'ContractAwarded'],
  of: 'provider',
  minimum: 10,
  look: (facts, { serialLoser: { share } }) => {
    const bids = facts
      .of('bid')
      .filter(({ withdrawn, excluded }) => withdrawn === null && excluded.length === 0);
    const processes = new Set(bids.map(({ commission }) => commission));
    if (processes.size === 0) return undefined;
    const won = new Set(
      awardsIn(facts)
        .filter(({ bid }) => bid !== null)
        .map(({ commission }) => commission),
    );
    const wins = [...processes].filter((commission) => won.has(commission)).length;
    const signs =
      wins > share * processes.size
        ? none
        : [
            {
              about: {},
              figures: { competitions: processes.size, won: wins },
              events: bids.map(({ received }) => received.event),
              explained: [],
            },
          ];
    return { sample: processes.size, signs };
  },
};

const hugging: Flag = {
  id: 'R002',
  name: 'Many awards just below a limit',
  asks: 'Of the awards of three years near a limit of the bands, most lie just below it or on it.',
  source: guide,
  inputs: ['RulesAdopted', 'GrantAwarded', 'ContractAwarded'],
  of: 'body',
  minimum: 10,
  look: (facts, { hugging: { from, within, share }, concentration: { days } }) => {
    const awards = madeSince(facts, days);
    const limits = [...new Set(awards.flatMap((award) => award.limits))];
    const looks = limits.map((limit) => {
      const near = awards.filter(
        ({ amount: { pence } }) => pence >= within[0] * limit && pence <= within[1] * limit,
      );
      const below = near.filter(({ amount: { pence } }) => pence >= from * limit && pence <= limit);
      return { limit, near, below };
    });
    if (looks.length === 0) return undefined;
    const sample = Math.max(...looks.map(({ near }) => near.length));
    const signs = looks
      .filter(({ near, below }) => near.length >= 10 && below.length > share * near.length)
      .map(({ limit, near, below }) => ({
        about: {},
        figures: { limit, near: near.length, justBelow: below.length },
        events: eventsOf(below),
        explained: [],
      }));
    return { sample, signs };
  },
};

const directShareOfBody: Flag = {
  id: 'R013',
  name: 'Much is awarded without competition',
  asks: 'Of the awards of the last year, by count or by value, more than a set share was made without competition.',
  source: guide,
  inputs: ['RouteChosen', 'GrantAwarded', 'ContractAwarded'],
  of: 'body',
  minimum: 10,
  look: (facts, { directShare: { days, share } }) => {
    const awards = madeSince(facts, days);
    if (awards.length === 0) return undefined;
    const direct = awards.filter((award) => award.direct);
    const byCount = direct.length / awards.length;
    const total = sumOf(awards);
    const byValue = total === 0 ? 0 : sumOf(direct) / total;
    const signs =
      byCount <= share && byValue <= share
        ? none
        : [
            {
              about: {},
              figures: {
                percentByCount: percent(byCount),
                percentByValue: percent(byValue),
                awards: awards.length,
              },
              events: eventsOf(direct),
              explained: [],
            },
          ];
    return { sample: awards.length, signs };
  },
};

const concentration: Flag = {
  id: 'R040',
  name: 'One provider has much of it',
  asks: 'Of what was awarded in three years one provider was given more than a set share.',
  source: guide,
  inputs: ['GrantAwarded', 'ContractAwarded'],
  of: 'body',
  minimum: 10,
  look: (facts, { concentration: { days, share } }) => {
    const awards = madeSince(facts, days);
    const total = sumOf(awards);
    if (awards.length === 0) return undefined;
    const providers = [...new Set(awards.flatMap(({ provider }) => provider ?? []))];
    const signs = providers.flatMap((provider) => {
      const those = awards.filter((award) => award.provider === provider);
      return total === 0 || sumOf(those) <= share * total
        ? []
        : [
            {
              about: { provider },
              figures: { percent: percent(sumOf(those) / total), awards: those.length },
              events: eventsOf(those),
              explained: [],
            },
          ];
    });
    return { sample: awards.length, signs };
  },
};

const middle = (figures: ReadonlyArray<number>): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

const slowDecision: Flag = {
  id: 'R062',
  name: 'A decision that took very long',
  asks: 'From the deadline for bids to the award more than three times as many days passed as this body takes at the median.',
  source: guide,
  inputs: ['SpecPublished', 'SpecAmended', 'GrantAwarded', 'ContractAwarded'],
  of: 'body',
  minimum: 20,
  look: (facts, { decisionSpeed: { times }, concentration: { days } }) => {
    const timed = madeSince(facts, days).flatMap((award) =>
      award.closed === null
        ? []
        : [{ award, took: Math.floor((Date.parse(award.at) - Date.parse(award.closed)) / 86_400_000) }],
    );
    if (timed.length === 0) return undefined;
    const usual = middle(timed.map(({ took }) => took));
    const signs = timed
      .filter(({ took }) => took > times * usual)
      .map(({ award: { award, event, provider }, took }) => ({
        about: { award, ...(provider === null ? {} : { provider }) },
        figures: { days: took, median: usual },
        events: [event],
        explained: [],
      }));
    return { sample: timed.length, signs };
  },
};

/** What is asked of several commissions together: those of a provider, those of a body. */
export const acrossFlags: ReadonlyArray<Flag> = [
  splitting,
  stackedDirect,
  serialLoser,
  hugging,
  directShareOfBody,
  concentration,
  slowDecision,
];
