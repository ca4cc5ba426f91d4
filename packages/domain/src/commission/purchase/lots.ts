import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { Lot } from '../../shapes';
import { type CommissionState, type Evaluation, noEvaluation, wholeLot } from '../state';

export const lotKnown = rule({
  id: 'lot.known',
  sentence: 'A lot is one that the specification names; where there is no specification it is the whole.',
  strength: 'integrity',
  source: 'Design of the record: criteria, scores and awards belong to a lot',
});

/** A lot as it was published; undefined for one that was not. */
export const publishedLot = (commission: CommissionState, lot: string): Lot | undefined =>
  commission.specification?.lots.find(({ id }) => id === lot);

/** The lot is one of the specification, or the whole where none was published. */
export const inKnownLot = (commission: CommissionState, lot: string, field = '/lot'): Check => {
  const lots = commission.specification?.lots.map(({ id }) => id as string) ?? [wholeLot];
  return check(lots.includes(lot), lotKnown, { lot, lots }, field);
};

/** The evaluation of a lot as far as it has come. */
export const evaluationOf = (commission: CommissionState, lot: string): Evaluation =>
  commission.evaluations.get(lot) ?? noEvaluation;
