import { type CalendarDate, rule } from '@commissioning/kernel';
import type { Check } from '../../checks';
import { holdsOrExcepted } from '../action';
import type { Award, CommissionState } from '../state';

export const diligenceValid = rule({
  id: 'diligence.valid-on-the-day',
  sentence:
    'Where the route asks for due diligence, its finding still holds on the day of signature and of payment.',
  strength: 'policy',
  source: 'GovS 015, grants: timely and proportionate due diligence',
});

/** Refuses an act under an award on a day on which nothing good is known of the provider. Its last day counts. */
export const diligenceOn = (commission: CommissionState, award: Award, day: CalendarDate): Check => {
  const asked = award.kind !== 'prior' && commission.route?.profile.steps.includes('due-diligence') === true;
  const found = commission.diligence.get(award.provider ?? '');
  const good = found !== undefined && found.outcome !== 'unsatisfactory' && found.goodUntil >= day;
  const facts = { day, outcome: found?.outcome ?? null, goodUntil: found?.goodUntil ?? null };
  return holdsOrExcepted(commission, !asked || good, diligenceValid, facts);
};
