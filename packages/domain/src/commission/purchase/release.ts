import type { LocalId } from '@commissioning/kernel';
import type { Context } from '../../context';
import { DecisionPublished } from '../../decision/events';
import type { Award } from '../state';
import type { PurchaseEvent } from './events';

/**
 * Makes public here what a decision decided of this commission, once it has been published in its own stream: with the
 * same channel, reference and withheld parts. Nothing while it has not.
 */
export const releaseOf = (
  context: Context,
  decision: string,
  awards: ReadonlyArray<LocalId>,
): ReadonlyArray<PurchaseEvent> => {
  const published = context.decisions.get(decision)?.published;
  return published === undefined ? [] : [DecisionPublished.make({ ...published, awards })];
};

/** An award whose change a decision makes public: itself, where it is public already; no change makes an award so. */
export const inPublic = ({ published }: Award, award: LocalId): ReadonlyArray<LocalId> =>
  published ? [award] : [];
