import type { Aggregate } from '@commissioning/kernel';
import type { RefusalEvent } from './events';

/** Nothing is ever decided on past refusals: they are kept to be read. */
export const refusals: Aggregate<null, RefusalEvent> = {
  kind: 'refusals',
  initial: null,
  evolve: (state) => state,
};
