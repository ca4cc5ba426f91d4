import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { check } from '../checks';
import { entrySaidOnce, saidOnce } from '../entries';
import { providerAction } from './action';
import { HoldLifted } from './person-events';

const holdIsThere = rule({
  id: 'erasure.hold-is-there',
  sentence: 'A hold is lifted that was placed.',
  strength: 'integrity',
  source: 'Design of the record',
});

type LiftHold = t.TypeOf<typeof HoldLifted.codec>;

/** Says that a reason for which a provider's records were kept is gone. */
export const liftHold = providerAction<LiftHold>({
  name: 'lift-hold',
  says: 'Say that a reason to keep all that is recorded of a provider is gone.',
  command: HoldLifted.codec,
  roles: ['administrator', 'approver', 'auditor'],
  rules: [holdIsThere, entrySaidOnce],
  decide: (command) => (state) => {
    const hold = state.holds.get(command.hold);
    const there = check(hold !== undefined, holdIsThere, { hold: command.hold }, '/hold');
    if (E.isLeft(there)) return there;
    return saidOnce(hold?.lifted, command, '/hold', () => E.right([HoldLifted.make(command)]));
  },
});
