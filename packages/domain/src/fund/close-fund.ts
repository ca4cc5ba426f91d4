import { official, type Refusal, refusal, remaining, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, check } from '../checks';
import { type FundAction, fundClosed, fundOpened } from './action';
import { FundClosed } from './events';

const nothingOpen = rule({
  id: 'fund.closed-with-nothing-open',
  sentence: 'A fund is closed once nothing of it is set aside, owed or promised from the year before.',
  strength: 'integrity',
  source: 'CIPFA: closing of accounts; commitments are paid, reduced or released first',
});

const nothingUnexplained = rule({
  id: 'fund.closed-with-nothing-unexplained',
  sentence: 'What is left of a budget at the closing went back, was carried forward, or is explained.',
  strength: 'integrity',
  source: 'Ministry of Justice grant terms: unspent money is accounted for to the funder',
});

const CloseFund = struct({}, { explanation: official(Text) }, 'CloseFund');
type CloseFund = t.TypeOf<typeof CloseFund>;

/** Closes the year of a fund. What is recovered later still comes in, and goes back to its funder from there. */
export const closeFund: FundAction<CloseFund> = {
  name: 'close-fund',
  aggregate: 'fund',
  says: 'Close the year of a fund.',
  command: CloseFund,
  opens: false,
  roles: ['finance'],
  rules: [fundOpened, fundClosed, nothingOpen, nothingUnexplained],
  needs: () => ({}),
  decide:
    (command) =>
    (fund): E.Either<Refusal, ReadonlyArray<ReturnType<typeof FundClosed.make>>> => {
      const { opened, closed, budget, reserved, committed, paid, forward } = fund;
      if (opened === undefined) return E.left(refusal(fundOpened));
      if (closed !== undefined) {
        const { left: _left, ...said } = closed;
        return alike(command, said) ? E.right([]) : E.left(refusal(fundClosed));
      }
      const left = remaining(budget, paid);
      return pipe(
        allHold(
          check(reserved + committed + forward === 0, nothingOpen, { reserved, committed, forward }),
          check(
            left === 0 || command.explanation !== undefined,
            nothingUnexplained,
            { left },
            '/explanation',
          ),
        ),
        E.map(() => [FundClosed.make({ ...command, left })]),
      );
    },
};
