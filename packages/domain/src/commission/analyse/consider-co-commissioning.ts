import * as E from 'fp-ts/Either';
import { alike } from '../../checks';
import { commissionAction } from '../action';
import { CoCommissioningConsidered } from './events';

/** Notes that commissioning together with others was considered, and what came of it. */
export const considerCoCommissioning = commissionAction({
  name: 'consider-co-commissioning',
  says: 'Note with whom commissioning together was considered, and the outcome.',
  command: CoCommissioningConsidered.codec,
  roles: ['commissioning-officer'],
  rules: [],
  decide: (command) => (commission) =>
    E.right(
      commission.coCommissioning.some((before) => alike(before, command))
        ? []
        : [CoCommissioningConsidered.make(command)],
    ),
});
