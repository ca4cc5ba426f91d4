import { epochMilliseconds, type EventId, type Instant, type LocalId } from '@commissioning/kernel';
import type { Fact } from '../documents';
import type { Explanation, Facts, Look, Sign } from './flag';

/** The one fact of how a provider was to be found. */
export const commissionIn = (facts: Facts): Fact<'commission'> | undefined => facts.of('commission')[0];

/** Awards that stand: one that came to nothing is no award. */
export const awardsIn = (facts: Facts): ReadonlyArray<Fact<'award'>> =>
  facts.of('award').filter(({ cameToNothing }) => cameToNothing === null);

/**
 * Nothing is said of what competes before everybody may know: bids once they are opened, quotes once a lot of them was
 * ranked or awarded.
 */
const isCompared = (facts: Facts): boolean => {
  const commission = commissionIn(facts);
  if (commission?.route?.competition === 'open') return commission.opened !== null;
  return facts.of('ranking').length > 0 || facts.of('award').length > 0;
};

/** A lot with the bids or quotes for it that were not withdrawn. */
export interface Contest {
  readonly lot: LocalId;
  readonly bids: ReadonlyArray<Fact<'bid'>>;
  readonly awards: ReadonlyArray<Fact<'award'>>;
}

/** The lots that were competed for and whose bids may be known; none on a route without competition. */
export const contestsIn = (facts: Facts): ReadonlyArray<Contest> => {
  const competition = commissionIn(facts)?.route?.competition ?? 'none';
  if (competition === 'none' || !isCompared(facts)) return [];
  const submitted = facts.of('bid').filter(({ withdrawn }) => withdrawn === null);
  const lots = [...new Set(submitted.flatMap(({ offers }) => offers.map(({ lot }) => lot)))];
  return lots.map((lot) => ({
    lot,
    bids: submitted.filter(({ offers }) => offers.some((offer) => offer.lot === lot)),
    awards: awardsIn(facts).filter((award) => award.lot === lot),
  }));
};

/** Why a bid was left out of a lot; empty when it was not. */
export const exclusionsFrom = ({ excluded }: Fact<'bid'>, lot: LocalId): Fact<'bid'>['excluded'] =>
  excluded.filter((each) => each.lot === null || each.lot === lot);

/** The price of a bid in a lot, in pence. */
export const priceIn = ({ offers }: Fact<'bid'>, lot: LocalId): number =>
  offers.find((offer) => offer.lot === lot)?.price.pence ?? 0;

/** Whether prices compete in a commission: where a fixed sum is shared out, nothing is said of them. */
export const pricesCompete = (facts: Facts): boolean => {
  const specification = commissionIn(facts)?.specification;
  if (specification === null || specification === undefined)
    return commissionIn(facts)?.route?.competition === 'quotes';
  return specification.criteria.some(({ byPanel, weight }) => !byPanel && weight > 0);
};

/** What a contest of one award was won with, and who else stayed in; undefined where it was not so simple. */
export const wonBy = ({ lot, bids, awards }: Contest) => {
  const [award] = awards;
  const winner = bids.find(({ bid }) => bid === award?.bid);
  if (award === undefined || awards.length !== 1 || winner === undefined) return undefined;
  const others = bids.filter((bid) => bid !== winner && exclusionsFrom(bid, lot).length === 0);
  return { award, winner, others };
};

/** Where the band ends into which an award fell when it was made; infinite for the last. */
export const endOfBand = ({ limits, amount }: Fact<'award'>): number =>
  Math.min(Number.POSITIVE_INFINITY, ...limits.filter((limit) => limit >= amount.pence));

/** The exceptions to rules that were recorded in a commission, for those rules that explain something. */
export const excepted = (facts: Facts, ...rules: ReadonlyArray<string>): ReadonlyArray<Explanation> =>
  facts
    .of('exception')
    .filter(({ rule }) => rules.includes(rule))
    .map(({ event, ground }) => ({ event, text: ground }));

/** A reason given with an event. */
export const because = (event: EventId, text: string): Explanation => ({ event, text });

/** A look at each of several cases, with a sign where there is one. */
export const lookAt = <Case>(
  cases: ReadonlyArray<Case>,
  sign: (each: Case) => Sign | undefined,
): Look | undefined =>
  cases.length === 0 ? undefined : { sample: cases.length, signs: cases.flatMap((each) => sign(each) ?? []) };

const hour = 3_600_000;

/** Whole hours from one moment to another, rounded down; whole days are 24 of them, whatever the clocks do. */
export const hoursBetween = (from: Instant, to: Instant): number =>
  Math.floor((epochMilliseconds(to) - epochMilliseconds(from)) / hour);

/** A share as whole per cent, as it is shown. */
export const percent = (share: number): number => Math.round(share * 100);
