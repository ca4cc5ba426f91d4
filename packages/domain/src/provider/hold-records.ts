import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { entrySaidOnce, saidOnce } from '../entries';
import { providerAction } from './action';
import { RecordsHeld } from './person-events';

type HoldRecords = t.TypeOf<typeof RecordsHeld.codec>;

/** Keeps all that is recorded of a provider until the hold is lifted: nobody is erased from it meanwhile. */
export const holdRecords = providerAction<HoldRecords>({
  name: 'hold-records',
  says: 'Keep all that is recorded of a provider for a claim, an audit or a request.',
  command: RecordsHeld.codec,
  roles: ['administrator', 'approver', 'auditor'],
  rules: [entrySaidOnce],
  decide: (command) => (state) =>
    saidOnce(state.holds.get(command.hold)?.placed, command, '/hold', () =>
      E.right([RecordsHeld.make(command)]),
    ),
});
