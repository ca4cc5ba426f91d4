import * as E from 'fp-ts/Either';
import { alike } from '../../checks';
import { commissionAction } from '../action';
import { ConflictsAssessed } from './events';

/**
 * Assesses conflicts of interest in the process and what is done about them. Revised as often as things change
 * (Procurement Act 2023 s.83(4)); the latest assessment is the one in force.
 */
export const assessConflicts = commissionAction({
  name: 'assess-conflicts',
  says: 'Assess conflicts of interest in the process and settle what to do about them.',
  command: ConflictsAssessed.codec,
  roles: ['commissioning-officer'],
  rules: [],
  decide: (command) => (commission) =>
    E.right(alike(commission.conflicts, command) ? [] : [ConflictsAssessed.make(command)]),
});
