import { type Instant } from '@commissioning/kernel';
import type { HowFound, OfferedLot, OpportunityDocument } from './documents';
import { dayOf, referenceOf, type Told } from './events';

const nothingSettled: HowFound = { instrument: null, route: null, competition: null, regime: null };

/** How a provider is found, after another part of it was settled. */
export const howFoundAfter = (
  event: Told<'InstrumentChosen' | 'RouteChosen'>,
  before: HowFound = nothingSettled,
): HowFound => {
  switch (event.type) {
    case 'InstrumentChosen':
      return { ...before, instrument: event.data.instrument };
    case 'RouteChosen': {
      const { profile, regime } = event.data;
      return { ...before, route: profile.name, competition: profile.competition, regime };
    }
  }
};

/** An opportunity as its published specification makes it known. */
export const opportunityOf = (
  event: Told<'SpecPublished'>,
  howFound: HowFound = nothingSettled,
): OpportunityDocument => {
  const { title, need, outcomes, term, lots, criteria, scale, priceMethod, tieBreak } = event.data;
  const { invitationToInnovate, channels, opens, clarificationsUntil, closes } = event.data;
  const { noConsultation = null, socialValueConsidered = null, document = null } = event.data;
  return {
    commission: referenceOf(event),
    title,
    need,
    outcomes: outcomes.map(({ outcome }) => outcome),
    term,
    lots: lots.map((lot) => ({ ...lot, became: null })),
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
    until: closes,
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
  ...(closes && { closes, until: before.ended === null ? closes : earlierOf(closes, before.until) }),
  ...(clarificationsUntil && { clarificationsUntil }),
});

/** An opportunity whose commission ended, before or after its deadline. */
export const ended = (event: Told<'CommissionClosed'>, before: OpportunityDocument): OpportunityDocument => ({
  ...before,
  until: earlierOf(before.until, event.metadata.recordedAt),
  ended: { outcome: event.data.outcome, on: dayOf(event) },
});

/** An opportunity some of whose lots have come to an end. */
export const settled = (
  before: OpportunityDocument,
  lots: ReadonlyArray<string>,
  became: NonNullable<OfferedLot['became']>,
): OpportunityDocument => ({
  ...before,
  lots: before.lots.map((each) => (lots.includes(each.id) ? { ...each, became } : each)),
});
