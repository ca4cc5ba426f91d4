import type { Ground } from '../events';
import type { Plain } from './plain';

/** Grounds for an award without competition; `smallSum`, in pence, is the highest sum that needs no other ground. */
export const grounds = (smallSum: number): ReadonlyArray<Plain<Ground>> => [
  {
    id: 'sole-supplier',
    sentence: 'Only one organisation can deliver the service and there is no reasonable alternative.',
    evidence: 'Who was asked, what they answered, and why no alternative is reasonable.',
    marketEngagement: true,
  },
  {
    id: 'public-or-statutory-partner',
    sentence:
      'The recipient is a public body or statutory partner carrying out a function it shares with this body.',
    evidence: 'The function that is shared and the power under which each takes part.',
    marketEngagement: false,
  },
  {
    id: 'urgent',
    sentence: 'The need is urgent for reasons this body neither caused nor could have foreseen.',
    evidence: 'What happened, when it became known, and who would be harmed by the time a competition takes.',
    marketEngagement: false,
  },
  {
    id: 'pilot',
    sentence: 'A pilot, limited in time and sum, tests what nobody offers yet.',
    evidence: 'What is tested, for how long, how success will be told, and that a competition follows it.',
    marketEngagement: true,
  },
  {
    id: 'continuation',
    sentence:
      'A service goes on for a limited time so that nobody is left without it before the next competition ends.',
    evidence: 'How the service has performed, until when it goes on, and when the competition opens.',
    marketEngagement: false,
  },
  {
    id: 'small-sum',
    sentence: 'The sum is so small that a competition would cost more than it could save.',
    evidence: 'The request, and why the sum asked for is reasonable.',
    marketEngagement: false,
    upTo: smallSum,
  },
];
