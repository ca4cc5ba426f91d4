import { commissionOf, dayOf, noPence, remaining, sumPence } from '@commissioning/kernel';
import type { AwardDocument } from './documents';
import type { PerformanceEvent, Told } from './events';
import type { ReturnEvent } from './returns';
import { lastDaySaid } from './term';

type Made = Told<'GrantAwarded' | 'ContractAwarded' | 'PriorAwardRecorded'>;

/** The types of the events that say something of an award itself, and not of what is returned under it. */
export type AwardEvent = Exclude<Told<PerformanceEvent['type']>, ReturnEvent | Told<'KPIsAgreed'>>;

const awardMade = (event: Made): AwardDocument => {
  const { award, title, recipient } = event.data;
  const instrument = {
    GrantAwarded: 'grant' as const,
    ContractAwarded: 'contract' as const,
    PriorAwardRecorded: 'instrument' in event.data ? (event.data.instrument ?? null) : null,
  }[event.type];
  return {
    commission: commissionOf(event),
    award,
    title,
    provider: recipient.name,
    providerReference: recipient.provider ?? null,
    instrument,
    paid: noPence,
    reviews: [],
    rating: null,
    withheld: [],
    lastDay: null,
  };
};

const changed = (
  event: Exclude<AwardEvent, Made | Told<'AwardDeclined'>>,
  before: AwardDocument,
): AwardDocument => {
  switch (event.type) {
    case 'PaymentMade':
      return { ...before, paid: sumPence([before.paid, event.data.amount.pence]) };
    case 'PaymentRecovered':
      return { ...before, paid: remaining(before.paid, event.data.amount.pence) };
    case 'PerformanceReviewed': {
      const { review, rating } = event.data;
      const others = before.reviews.filter((each) => each.review !== review);
      return { ...before, reviews: [...others, { review, rating, on: dayOf(event) }], rating };
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated': {
      const lastDay = lastDaySaid(event);
      return lastDay === undefined ? before : { ...before, lastDay };
    }
  }
};

/** An award after an event; undefined while nothing is known of it, and once it came to nothing. */
export const awardAfter = (
  event: AwardEvent,
  before: AwardDocument | undefined,
): AwardDocument | undefined => {
  switch (event.type) {
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'PriorAwardRecorded':
      return awardMade(event);
    case 'AwardDeclined':
      return undefined;
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
      return before && changed(event, before);
  }
};
