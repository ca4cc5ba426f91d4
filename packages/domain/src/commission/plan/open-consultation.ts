import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { consultationInOrder, notHeldYet } from './consultations';
import { ConsultationOpened } from './consultation-events';

const timeToAnswer = rule({
  id: 'consultation.time-to-answer',
  sentence: 'A consultation is opened while answers to it can still be given.',
  strength: 'integrity',
  source: 'R v Brent LBC ex p Gunning (1985): those who are asked have adequate time to answer',
});

/** Opens a consultation: from then on everybody can read what is asked of whom, until when and how to answer. */
export const openConsultation = commissionAction({
  name: 'open-consultation',
  says: 'Open a consultation to those who are asked, and list it in public until its last day.',
  command: ConsultationOpened.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, consultationInOrder, timeToAnswer, notHeldYet],
  decide:
    (command, { today }) =>
    (commission) => {
      const { consultation, from, until } = command;
      return saidOnce(commission.asking.get(consultation)?.opened, command, '/consultation', () =>
        pipe(
          allHold(
            check(from <= until, consultationInOrder, { from, to: until }, '/until'),
            check(today <= until, timeToAnswer, { until, today }, '/until'),
            check(!commission.consultations.has(consultation), notHeldYet, { consultation }, '/consultation'),
          ),
          E.map(() => [ConsultationOpened.make(command)]),
        ),
      );
    },
});
