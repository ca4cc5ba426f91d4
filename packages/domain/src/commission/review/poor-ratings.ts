import type { CalendarDate } from '@commissioning/kernel';
import type { Rating } from '../../shapes';
import type { Award } from '../state';

const poor: ReadonlySet<Rating> = new Set<Rating>(['requires-improvement', 'inadequate']);

/** Whether a rating says that a provider does not perform as the body asks. */
export const isPoor = (rating: Rating | undefined): boolean => rating !== undefined && poor.has(rating);

/**
 * Whether a provider had an opportunity to improve, and its time is over: something was agreed, and the last day of its
 * actions has passed (Procurement Act 2023 s.71(3)).
 */
export const hadOpportunity = ({ life }: Award, on: CalendarDate): boolean =>
  [...life.improvements.values()].some(({ actions }) => actions.every(({ by }) => by < on));
