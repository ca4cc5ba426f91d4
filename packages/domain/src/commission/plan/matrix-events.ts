import { Count, defineEvent, released } from '@commissioning/kernel';
import * as t from 'io-ts';

/** Whole percent of all there is to gain, told with the specification that it belongs to. */
const Share = released(Count, 'SpecPublished');

export const AwardMatrixSet = defineEvent({
  type: 'AwardMatrixSet',
  aggregate: 'commission',
  phase: 'plan',
  says: 'It was settled below which total no bid is awarded, and from which one is without further conditions.',
  data: t.type({
    /** A total below it is rejected; from it on an award states conditions of its own. */
    withConditionsFrom: Share,
    /** A total from it on is recommended as it is. */
    recommendedFrom: Share,
  }),
});
