import type { VatBasis } from '@commissioning/kernel';
import type { CommissionState, Route } from './state';

/**
 * The basis on which a commission's own sums are stated, so that they can be compared: a grant is outside VAT, and so
 * is what the body provides itself; a contract is on the basis by which its route was chosen.
 */
export const basisOf = (commission: CommissionState, route: Route): VatBasis =>
  commission.instrument?.instrument === 'contract' ? route.value.vat : 'outside';
