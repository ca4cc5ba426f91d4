import type { CommissionState, FundState } from '@commissioning/domain';
import fc from 'fast-check';
import { advance, newCourse } from './courses';
import { anySequence } from './sequences';
import type { System } from './system';
import { commissionOf, fund, moments } from './verbs';

const now = String(moments.at(-1));
const total = (sums: Iterable<number>): number => [...sums].reduce((one, other) => one + other, 0);

const fundOf = (system: System): FundState => system.stateOf('fund', fund) as FundState;

const budgetHolds = (system: System): void => {
  const { budget, reserved, committed, paid } = fundOf(system);
  if (Math.min(reserved, committed, paid) < 0 || reserved + committed + paid > budget)
    throw new Error(`Promised ${reserved}, ${committed} and ${paid} of ${budget}`);
};

/** What both commissions hold of the fund by their own account: set aside and not given back. */
const heldByBoth = (system: System): number =>
  total(
    ([0, 1] as const).flatMap((round) => {
      const { allocations } = system.stateOf('commission', commissionOf(round)) as CommissionState;
      return [...allocations.values()].map(
        ({ amount, releases }) => amount - total([...releases.values()].map((each) => each.amount)),
      );
    }),
  );

/** How much is carried over after a step: nothing, one thing, all that waits; or the last, or the last few, again. */
const carrying = fc.constantFrom('nothing', 'nothing', 'one', 'all', 'again', 'several again');

test('two commissions draw on one fund, and it follows as late as it may: its budget holds at every moment', () => {
  let agreed = 0;
  fc.assert(
    fc.property(anySequence, fc.infiniteStream(carrying), (sequence, carried) => {
      const course = newCourse(false);
      const { system } = course;
      for (const drawn of sequence) {
        advance(course, drawn);
        const { value: how } = carried.next() as { value: string };
        if (how === 'again') system.carryOverAgain(now, 1);
        if (how === 'several again') system.carryOverAgain(now, 4);
        if (how === 'one') system.carryOver(now);
        while (how === 'all' && system.waiting() > 0) system.carryOver(now);
        budgetHolds(system);
      }
      while (system.waiting() > 0) {
        system.carryOver(now);
        budgetHolds(system);
      }
      // Where nobody has to look, both sides have the same account of the money.
      if (system.reported.length > 0) return;
      agreed += 1;
      const { reserved, committed, paid } = fundOf(system);
      expect(reserved + committed + paid).toBe(heldByBoth(system));
    }),
    { numRuns: 400 },
  );
  expect(agreed).toBeGreaterThan(200);
});
