import * as E from 'fp-ts/Either';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { EvidenceAdded } from './events';

/** Adds evidence of the need: figures or voices, from whom, with what it shows. */
export const addEvidence = commissionAction({
  name: 'add-evidence',
  says: 'Add evidence of the need, with its source.',
  command: EvidenceAdded.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce],
  decide: (command) => (commission) =>
    saidOnce(commission.evidence.get(command.evidence), command, '/evidence', () =>
      E.right([EvidenceAdded.make(command)]),
    ),
});
