import type { AnyProjection } from '@commissioning/projecting';
import { decisionLog } from '@projections/decision-log';
import { opportunities } from '@projections/opportunities';
import { performance } from '@projections/performance';
import { publicRegister } from '@projections/public-register';
import { specifiedInformation } from '@projections/specified-information';
import fc from 'fast-check';
import { folded, opened, type Telling } from '../support/read-models';
import { tellings } from './tellings';
import { advance, newCourse } from './courses';
import { anySequence } from './sequences';

const publicModels: ReadonlyArray<AnyProjection> = [
  publicRegister,
  opportunities,
  specifiedInformation,
  decisionLog,
  performance,
];

const ofBids: ReadonlySet<string> = new Set(['BidReceived', 'BidWithdrawn', 'LateBidRefused']);

/** What the public reads of all this, document by document. */
const publicView = (told: ReadonlyArray<Telling>): ReadonlyArray<unknown> =>
  publicModels.map((projection) => {
    const { take, documents } = folded(projection);
    for (const event of opened(told, projection.sees)) take(event);
    return [...documents];
  });

test('before bids are opened, what the public reads is the same whether anybody bid or not', () => {
  let bids = 0;
  fc.assert(
    fc.property(anySequence, (sequence) => {
      const course = newCourse();
      for (const drawn of sequence) {
        advance(course, drawn);
        if (course.model.rounds.some((round) => round.opened)) break;
      }
      const all = tellings(course.system.log).filter(({ event }) => event.type !== 'BidsOpened');
      const without = all.filter(({ event }) => !ofBids.has(event.type));
      bids += all.length - without.length;
      expect(publicView(all)).toEqual(publicView(without));
    }),
    { numRuns: 40 },
  );
  expect(bids).toBeGreaterThan(20);
});
