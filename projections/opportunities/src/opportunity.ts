import { dayOf, commissionOf, type Instant } from '@commissioning/kernel';
import type { HowFound, OfferedLot, OpportunityDocument } from './documents';
import type { Told } from './events';

const nothingSettled: HowFound = {
  instrument: null,
  route: null,
  competition: null,
  regime: null,
  matrix: null,
};

/** How a provider is found, after another part of it was settled. */
export const howFoundAfter = (
  event: Told<'InstrumentChosen' | 'RouteChosen' | 'AwardMatrixSet'>,
  before: HowFound = nothingSettled,
): HowFound => {
  switch (event.type) {
    case 'InstrumentChosen':
      return { ...before, instrument: event.data.instrument };
    case 'RouteChosen': {
      const { profile, regime } = event.data;
      // What a total means was settled for one route.
      const matrix = profile.name === before.route ? before.matrix : null;
      return { ...before, route: profile.name, competition: profile.competition, regime, matrix };
    }
    case 'AwardMatrixSet':
      return { ...before, matrix: event.data };
  }
};

/** An opportunity as its published specification makes it known. */
export const opportunityOf = (
  event: Told<'SpecPublished'>,
  howFound: HowFound = nothingSettled,
): OpportunityDocument => {
  const { title, need, outcomes, term, lots, criteria, scale, priceMethod, tieBreak } = event.data;
  const { invitationToInnovate, channels, opens, clarificationsUntil, closes } = event.data;
  const { noConsultation = null, socialValueConsidered = null, document = null, tendering } = event.data;
  return {
    commission: commissionOf(event),
    title,
    need,
    outcomes: outcomes.map(({ outcome }) => outcome),
    term,
    lots: lots.map((lot) => ({ ...lot, became: null, awards: [] })),
    criteria,
    scale,
    priceMethod,
    tieBreak,
    invitationToInnovate,
    noConsultation,
    socialValueConsidered,
    channels,
    document,
    publishedOn: dayOf(event),
    opens,
    clarificationsUntil,
    closes,
    shortened: tendering?.shortened ?? null,
    until: closes,
    halts: [],
    closing: null,
    ended: null,
    ...howFound,
  };
};

const earlierOf = (one: Instant, other: Instant): Instant => (one < other ? one : other);

/** An opportunity with its deadlines as amended. */
export const amended = (
  { data: { closes, clarificationsUntil } }: Told<'SpecAmended'>,
  before: OpportunityDocument,
): OpportunityDocument => ({
  ...before,
  // Where the deadline is extended, bids are taken again and bidding is closed anew.
  ...(closes && { closing: null }),
  ...(closes && { closes, until: before.ended === null ? closes : earlierOf(closes, before.until) }),
  ...(clarificationsUntil && { clarificationsUntil }),
});

/** An opportunity whose commission ended, before or after its deadline. */
export const ended = (event: Told<'CommissionClosed'>, before: OpportunityDocument): OpportunityDocument => ({
  ...before,
  until: earlierOf(before.until, event.metadata.recordedAt),
  // One that was cancelled has ended; closing its file tells nothing more of it.
  ended: before.ended ?? { outcome: event.data.outcome, on: dayOf(event) },
});

/** An opportunity of which all or some lots are halted: bids are still taken, and nothing becomes of them meanwhile. */
export const halted = (event: Told<'CommissionHalted'>, before: OpportunityDocument): OpportunityDocument => {
  const { halt, lots = [] } = event.data;
  return { ...before, halts: [...before.halts, { halt, since: dayOf(event), lots: [...lots] }] };
};

/** An opportunity after a halt was ended. */
export const resumed = (
  event: Told<'CommissionResumed'>,
  before: OpportunityDocument,
): OpportunityDocument => ({
  ...before,
  halts: before.halts.filter(({ halt }) => halt !== event.data.halt),
});

/** An opportunity of which some lots were cancelled, or all of it: then it takes no more bids. */
export const cancelled = (
  event: Told<'CommissionCancelled'>,
  before: OpportunityDocument,
): OpportunityDocument => {
  const { whole, lots } = event.data;
  const after = settled(before, lots, 'cancelled');
  if (!whole) return after;
  return {
    ...after,
    halts: [],
    until: earlierOf(before.until, event.metadata.recordedAt),
    ended: { outcome: 'cancelled', on: dayOf(event) },
  };
};

/** An opportunity one of whose lots has an award. */
export const awarded = (
  before: OpportunityDocument,
  lot: string,
  award: OfferedLot['awards'][number],
): OpportunityDocument => ({
  ...before,
  lots: before.lots.map((each) =>
    each.id === lot ? { ...each, became: 'awarded', awards: [...each.awards, award] } : each,
  ),
});

/** An opportunity one of whose awards came to nothing: its lot is undecided again unless another stands. */
export const fallenThrough = (
  before: OpportunityDocument,
  lot: string,
  award: string,
): OpportunityDocument => ({
  ...before,
  lots: before.lots.map((each) => {
    if (each.id !== lot || !each.awards.some((one) => one === award)) return each;
    const awards = each.awards.filter((one) => one !== award);
    return { ...each, awards, became: awards.length === 0 && each.became === 'awarded' ? null : each.became };
  }),
});

/** An opportunity some of whose lots have come to an end without an award. */
export const settled = (
  before: OpportunityDocument,
  lots: ReadonlyArray<string>,
  became: 'no-award' | 'cancelled',
): OpportunityDocument => ({
  ...before,
  lots: before.lots.map((each) => (lots.includes(each.id) ? { ...each, became } : each)),
});
