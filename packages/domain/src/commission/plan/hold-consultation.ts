import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { ConsultationHeld } from './events';

const consultationInOrder = rule({
  id: 'consultation.in-order',
  sentence: 'A consultation ends on the day it began or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Notes a consultation that has been held: with whom, from when to when, what they said. */
export const holdConsultation = commissionAction({
  name: 'hold-consultation',
  says: 'Note a consultation that was held and what was found.',
  command: ConsultationHeld.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, consultationInOrder, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.consultations.get(command.consultation), command, '/consultation', () => {
      const { from, to } = command;
      return pipe(
        allHold(
          check(from <= to, consultationInOrder, { from, to }, '/to'),
          notInTheFuture(context, to, '/to'),
        ),
        E.map(() => [ConsultationHeld.make(command)]),
      );
    }),
});
