import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { CommissionState } from '../state';

export const planSettled = rule({
  id: 'plan.settled',
  sentence: 'Instrument and route are not changed once a specification is published or an award recommended.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.12(2): those who answered it did so under the route as published',
});

/** Refuses to change how the commission is to be awarded once others rely on it. */
export const stillPlanning = (commission: CommissionState): Check =>
  check(
    commission.specification === undefined &&
      commission.recommendations.size === 0 &&
      commission.awards.size === 0,
    planSettled,
  );
