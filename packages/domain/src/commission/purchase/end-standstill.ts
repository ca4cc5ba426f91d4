import { LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check, present } from '../../checks';
import { commissionAction } from '../action';
import { challengeSuspends, notSuspended } from './challenges';
import { StandstillEnded } from './events';
import { evaluationOf } from './lots';

const standstillBegan = rule({
  id: 'standstill.began',
  sentence: 'A standstill that ends has begun.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.51',
});

const standstillPassed = rule({
  id: 'standstill.last-day-passed',
  sentence: 'A standstill ends when its last day has passed.',
  strength: 'law',
  source: 'Procurement Act 2023 s.51: not before the end of the mandatory standstill period',
});

/** Notes that the standstill of a lot has passed. */
export const endStandstill = commissionAction({
  name: 'end-standstill',
  says: 'Note that the standstill has passed.',
  command: t.type({ lot: LocalId }, 'EndStandstill'),
  roles: ['commissioning-officer', 'system'],
  rules: [standstillBegan, standstillPassed, challengeSuspends],
  decide:
    ({ lot }, { today }) =>
    (commission) =>
      pipe(
        present(evaluationOf(commission, lot).standstill, standstillBegan, { lot }, '/lot'),
        E.chain(({ lastDay, ended }) => {
          if (ended) return E.right([]);
          return pipe(
            allHold(
              check(today > lastDay, standstillPassed, { lastDay, today }),
              notSuspended(commission, lot),
            ),
            E.map(() => [StandstillEnded.make({ lot, lastDay })]),
          );
        }),
      ),
});
