import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { ConsultationExtended } from './consultation-events';
import { consultationOpen, notHeldYet, openConsultationOf } from './consultations';

const extendedLonger = rule({
  id: 'consultation.extended-longer',
  sentence: 'A consultation is made longer and never shorter: nobody is shut out who relied on its last day.',
  strength: 'integrity',
  source: 'R v Brent LBC ex p Gunning (1985): those who are asked have adequate time to answer',
});

/** Takes answers to a consultation for longer. */
export const extendConsultation = commissionAction({
  name: 'extend-consultation',
  says: 'Take answers to an open consultation for longer.',
  command: ConsultationExtended.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, notHeldYet, consultationOpen, extendedLonger],
  decide:
    (command, { today }) =>
    (commission) => {
      const { consultation, extension, until } = command;
      const before = commission.asking.get(consultation)?.extensions.get(extension);
      return saidOnce(before, command, '/extension', () =>
        pipe(
          openConsultationOf(commission, consultation, today),
          E.chain((open) =>
            check(until > open.until, extendedLonger, { until, before: open.until }, '/until'),
          ),
          E.map(() => [ConsultationExtended.make(command)]),
        ),
      );
    },
});
