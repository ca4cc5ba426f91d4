import type { Money } from '@commissioning/kernel';
import type { RuleBookData } from './events';

/** Thresholds by which something is decided here; a rule book may name others, for what it publishes and reports. */
export const thresholdsDecidedBy = [
  'services',
  'works',
  'light-touch-services',
  'minimal-financial-assistance',
  'public-interest-services',
] as const;
type ThresholdId = (typeof thresholdsDecidedBy)[number];

/** A sum that a statute names, as it stands in this version of the rules. */
export const thresholdOf = ({ thresholds }: RuleBookData, id: ThresholdId): Money | undefined =>
  thresholds.find((threshold) => threshold.id === id)?.amount;
