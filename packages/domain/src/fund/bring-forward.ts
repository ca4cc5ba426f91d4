import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { check } from '../checks';
import { movement } from './action';
import { FundingBroughtForward } from './events';

const asCarried = rule({
  id: 'fund.brought-forward-as-carried',
  sentence: 'What a year brings forward is what the year before carried to it, taken in once.',
  strength: 'integrity',
  source: 'Financial regulations: each pound is in one place at a time',
});

type BringForward = t.TypeOf<typeof FundingBroughtForward.codec>;

/** Takes in, as a tranche with its conditions, what the year before carried forward. */
export const bringForward = movement<BringForward>({
  name: 'bring-forward',
  says: 'Take in what the year before carried forward.',
  command: FundingBroughtForward.codec,
  roles: ['system'],
  rules: [asCarried],
  needs: ({ from }) => ({ funds: [from] }),
  entry: ({ tranche }, fund) => ({ field: '/tranche', before: fund.tranches.get(tranche)?.made }),
  decide: (command, context) => (fund) => {
    const { from, carry, amount } = command;
    const carried = context.funds.get(from)?.carried.get(carry);
    const taken = [...fund.tranches.values()].some(
      ({ made }) => 'from' in made && made.from === from && made.carry === carry,
    );
    const here = carried?.to === fund.opened?.fund && carried?.amount === amount;
    return pipe(
      check(
        here && !taken,
        asCarried,
        { from, carry, amount, carried: carried?.amount ?? null, taken },
        '/carry',
      ),
      E.map(() => [FundingBroughtForward.make(command)]),
    );
  },
});
