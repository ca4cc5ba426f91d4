import { assertNever, type Money, type Pence, rule, type VatBasis } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { AuthorisedAct } from './events';
import { tally } from '../totals';

export const sumsOnOneBasis = rule({
  id: 'decision.sums-on-one-basis',
  sentence:
    'The sums a decision authorises are stated on the body’s own basis for VAT, or have no VAT in them.',
  strength: 'integrity',
  source: 'Sums with and without VAT cannot be added or compared with a limit',
});

/** The money that an act lets somebody spend or take on; acts about no sum have none. */
const sumOf = (act: AuthorisedAct): Money | undefined => {
  switch (act.act) {
    case 'award':
    case 'vary':
      return act.upTo;
    case 'accept-funding':
    case 'revise-budget':
    case 'over-allocate':
    case 'carry-forward':
    case 'reallocate':
      return act.amount;
    case 'no-award':
    case 'extend':
    case 'halt':
    case 'cancel':
    case 'exception':
      return undefined;
    default:
      return assertNever(act);
  }
};

/** Every sum is on the basis, or outside VAT: then they can be added and held against a limit. */
export const comparableSums = (acts: ReadonlyArray<AuthorisedAct>, basis: VatBasis): ReadonlyArray<Check> =>
  acts.map((act, index) => {
    const vat = sumOf(act)?.vat ?? 'outside';
    return check(vat === 'outside' || vat === basis, sumsOnOneBasis, { vat, basis }, `/authorises/${index}`);
  });

/** What the acts come to together, in pence. */
export const authorisedSum = (acts: ReadonlyArray<AuthorisedAct>): Pence =>
  tally(acts.flatMap((act) => sumOf(act)?.pence ?? []));
