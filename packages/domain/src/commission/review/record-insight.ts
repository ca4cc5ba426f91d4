import * as E from 'fp-ts/Either';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { InsightRecorded } from './events';

/** Notes what was learnt; the commission that follows this one answers it in its assessment. */
export const recordInsight = commissionAction({
  name: 'record-insight',
  says: 'Note something learnt that the next commission has to answer.',
  command: InsightRecorded.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce],
  decide: (command) => (commission) =>
    saidOnce(commission.insights.get(command.insight), command.text, '/insight', () =>
      E.right([InsightRecorded.make(command)]),
    ),
});
