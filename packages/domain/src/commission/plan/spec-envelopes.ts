import { rule, sumPence } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import { totalOf } from '../../totals';
import { holdsOrExcepted } from '../action';
import { allocated } from '../allocations';
import { contributed } from '../contributions';
import type { CommissionState, Route, Specification } from '../state';
import { basisOf } from '../vat-basis';

const oneVatBasis = rule({
  id: 'spec.one-vat-basis',
  sentence:
    'The sums of a specification are outside VAT for a grant, and for a contract as its route was chosen by.',
  strength: 'integrity',
  source: 'Sums on different bases are never added',
});

const maximumWithinEnvelope = rule({
  id: 'spec.maximum-award-within-envelope',
  sentence: 'The highest award of a lot is within its envelope, and at least one award can be made.',
  strength: 'integrity',
  source: 'Design of the record',
});

const envelopesFunded = rule({
  id: 'spec.envelopes-funded',
  sentence:
    'The envelopes of the lots together are within the money set aside for the commission and what partners agreed to give to it.',
  strength: 'policy',
  source: 'GovS 015, grants: approvals and funding before competition',
});

const withinRouteValue = rule({
  id: 'spec.within-route-value',
  sentence:
    'The envelopes of the lots together are within the whole-life value by which the route was chosen.',
  strength: 'law',
  source: 'Procurement Act 2023 s.4(3): no estimating to avoid the rules; by policy for grants',
});

/** The rules that the money of a specification holds. */
export const envelopeRules = [oneVatBasis, maximumWithinEnvelope, envelopesFunded, withinRouteValue] as const;

/** Refuses envelopes that are not covered, or that the route was not chosen for. */
export const envelopesHold = (commission: CommissionState, route: Route, { lots }: Specification): Check => {
  const bases = [...new Set(lots.flatMap(({ envelope, maximumAward }) => [envelope.vat, maximumAward.vat]))];
  const above = lots.filter(
    ({ envelope, maximumAward, maximumAwards }) => maximumAward.pence > envelope.pence || maximumAwards === 0,
  );
  const envelopes = totalOf(lots.map(({ envelope }) => envelope.pence));
  const funds = sumPence([...commission.allocations.values()].map(allocated));
  const given = contributed(commission);
  const value = route.value.pence;
  const basis = basisOf(commission, route);
  return allHold(
    check(
      bases.every((vat) => vat === basis),
      oneVatBasis,
      { bases, asked: basis },
      '/lots',
    ),
    check(above.length === 0, maximumWithinEnvelope, { lots: above.map(({ id }) => id) }, '/lots'),
    holdsOrExcepted(
      commission,
      envelopes <= funds + given,
      envelopesFunded,
      { envelopes, allocated: funds, contributed: given },
      '/lots',
    ),
    check(envelopes <= value, withinRouteValue, { envelopes, value }, '/lots'),
  );
};
