import { type Money, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { holdsOrExcepted } from '../action';
import { agreedSum, optionsLeft } from '../agreement-life';
import { bandMet, enoughFor, withinProfile } from '../plan/choose-route';
import { valueInRegime } from '../plan/regime';
import { awardsIn, stands } from '../standing';
import type { Award, CommissionState, Route } from '../state';
import { basisOf } from '../vat-basis';
import { countedIn, sumWithVat } from '../whole-life-value';
import { competingBids } from './bids';
import { publishedLot } from './lots';

export const awardBasis = rule({
  id: 'award.vat-basis',
  sentence: 'A grant is outside VAT, and a contract is awarded on the basis by which its route was chosen.',
  strength: 'law',
  source: 'Procurement Act 2023 s.4; a grant is no supply for VAT',
});

export const withinMaximum = rule({
  id: 'award.within-maximum',
  sentence: 'No award is higher than the maximum published for its lot.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): the maximum was published',
});

export const withinEnvelope = rule({
  id: 'award.within-envelope',
  sentence: 'The awards of a lot come to no more than its envelope.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): the envelope was published',
});

export const withinNumber = rule({
  id: 'award.within-number',
  sentence: 'No more awards are made in a lot than were published.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): the number of awards was published',
});

export const withinOffer = rule({
  id: 'award.within-offer',
  sentence: 'No award is higher than what its bid, quote or request asks for.',
  strength: 'policy',
  source:
    'Procurement Act 2023 s.19: the award is of the tender that was assessed; GovS 015, grants: approvals',
});

type ExtensionOptions = NonNullable<Award['terms']>['extensionOptions'];

/** Who is to have how much of a lot, and for which bid where there is one. */
interface Asked {
  readonly lot: string;
  readonly provider: string;
  readonly bid?: string | undefined;
  readonly amount: Money;
}

/** Not `sumPence`: what somebody asks for may come to more than can be counted, and is then refused, not a bug. */
const sum = (sums: ReadonlyArray<Money | undefined>): number =>
  sums.reduce((before, each) => before + (each?.pence ?? 0), 0);

/** A sum is on the right basis for VAT, no higher than the lot's maximum and than what is left of its envelope. */
export const withinLot = (commission: CommissionState, route: Route, lot: string, amount: Money): Check => {
  const asked = basisOf(commission, route);
  const published = publishedLot(commission, lot);
  const maximum = published?.maximumAward.pence ?? Number.MAX_SAFE_INTEGER;
  const envelope = published?.envelope.pence ?? Number.MAX_SAFE_INTEGER;
  const before = sum(awardsIn(commission, lot).map(({ awarded }) => awarded));
  const sums = { amount: amount.pence, awarded: before, maximum, envelope };
  return allHold(
    check(amount.vat === asked, awardBasis, { vat: amount.vat, asked }, '/amount/vat'),
    check(amount.pence <= maximum, withinMaximum, sums, '/amount'),
    check(before + amount.pence <= envelope, withinEnvelope, sums, '/amount'),
  );
};

/**
 * A sum is no higher than what the provider asked for in the lot: in the bid that is named, or else in any of its quotes and
 * bids. One on another basis for VAT cannot be compared.
 */
export const withinAsked = (commission: CommissionState, { lot, provider, bid, amount }: Asked): Check => {
  const asked = competingBids(commission, lot)
    .filter((each) => (bid === undefined ? each.bidder.provider === provider : each.bid === bid))
    .flatMap(({ price }) => (price.vat === amount.vat ? [price.pence] : []));
  const most = asked.length === 0 ? Number.MAX_SAFE_INTEGER : Math.max(...asked);
  return holdsOrExcepted(
    commission,
    amount.pence <= most,
    withinOffer,
    { amount: amount.pence, asked: most },
    '/amount',
  );
};

/** One more award is no more than were published for the lot. */
export const oneMore = (commission: CommissionState, lot: string): Check => {
  const made = awardsIn(commission, lot).length;
  const published = publishedLot(commission, lot)?.maximumAwards;
  return check(published === undefined || made < published, withinNumber, {
    lot,
    made,
    published: published ?? null,
  });
};

/** What a commission comes to as it stands: its awards as varied and extended, and the options that are left. */
export const wholeLife = ({ awards }: CommissionState): number => {
  const made = [...awards.values()].filter((award) => award.kind !== 'prior' && stands(award));
  return sum([...made.map(agreedSum), ...made.flatMap(optionsLeft).map(({ upTo }) => upTo)]);
};

/**
 * The route is enough for all that the commission then awards, options and the contracts that count with it included: it was chosen on an estimate, and
 * what the estimate missed does not slip past the band.
 */
export const withinRoute = (
  commission: CommissionState,
  route: Route,
  context: Context,
  amount: Money,
  extensionOptions: ExtensionOptions,
): Check =>
  routeEnough(
    commission,
    route,
    context,
    wholeLife(commission) + countedIn(route) + sum([amount, ...extensionOptions.map(({ upTo }) => upTo)]),
  );

/**
 * The route is enough for a whole-life value, in pence: its band and limit, or what else was followed here, and the
 * regime it was taken under.
 */
export const routeEnough = (
  commission: CommissionState,
  route: Route,
  context: Context,
  total: number,
  followed: () => boolean = () => false,
): Check => {
  const { profile, band } = route;
  const instrument = commission.instrument?.instrument ?? 'contract';
  const bands = context.rules?.bands ?? [];
  const inBand =
    band.upTo === undefined || total <= band.upTo || enoughFor(bands, total, profile, instrument);
  const inProfile = profile.upTo === undefined || total <= profile.upTo;
  return allHold(
    holdsOrExcepted(
      commission,
      inBand || followed(),
      bandMet,
      { total, band: band.name, upTo: band.upTo ?? null },
      '/amount',
    ),
    holdsOrExcepted(
      commission,
      inProfile || followed(),
      withinProfile,
      { total, upTo: profile.upTo ?? null },
      '/amount',
    ),
    context.rules === undefined
      ? E.right(undefined)
      : valueInRegime(context.rules, route, sumWithVat(route, total), '/amount'),
  );
};
