import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { ConsultationWithdrawn } from './consultation-events';
import { consultationOpen, notHeldYet, openConsultationOf } from './consultations';

/** Ends a consultation before its last day, because nothing depends on the answers any longer; also after a cancellation. */
export const withdrawConsultation = commissionAction({
  name: 'withdraw-consultation',
  says: 'End an open consultation before its last day, and say why.',
  command: ConsultationWithdrawn.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, notHeldYet, consultationOpen],
  decide:
    (command, { today }) =>
    (commission) => {
      const { consultation } = command;
      return saidOnce(commission.asking.get(consultation)?.withdrawn, command, '/consultation', () =>
        pipe(
          openConsultationOf(commission, consultation, today),
          E.map(() => [ConsultationWithdrawn.make(command)]),
        ),
      );
    },
});
