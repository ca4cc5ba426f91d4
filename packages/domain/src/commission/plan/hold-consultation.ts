import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { consultationInOrder } from './consultations';
import { ConsultationHeld } from './events';

const asOpened = rule({
  id: 'consultation.held-as-opened',
  sentence:
    'A consultation that was opened is noted as held of those who were asked, from its first day to its last as extended.',
  strength: 'integrity',
  source: 'R v Brent LBC ex p Gunning (1985): what was said by the last day is taken into account',
});

/** A consultation that was opened was held as everybody could read; one that was not, as it is told. */
const heldAsOpened = (
  { asking }: CommissionState,
  { consultation, consulted, from, to }: t.TypeOf<typeof ConsultationHeld.codec>,
): Check => {
  const open = asking.get(consultation);
  if (open === undefined) return E.right(undefined);
  const { opened, until, withdrawn } = open;
  const asked = opened.consulted.every((each) => consulted.includes(each));
  return check(
    withdrawn === undefined && from === opened.from && to === until && asked,
    asOpened,
    { from: opened.from, until, consulted: [...opened.consulted], withdrawn: withdrawn !== undefined },
    '/consultation',
  );
};

/** Notes a consultation that has been held: with whom, from when to when, what they said. */
export const holdConsultation = commissionAction({
  name: 'hold-consultation',
  says: 'Note a consultation that was held and what was found.',
  command: ConsultationHeld.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, consultationInOrder, asOpened, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.consultations.get(command.consultation), command, '/consultation', () => {
      const { from, to } = command;
      return pipe(
        allHold(
          check(from <= to, consultationInOrder, { from, to }, '/to'),
          heldAsOpened(commission, command),
          notInTheFuture(context, to, '/to'),
        ),
        E.map(() => [ConsultationHeld.make(command)]),
      );
    }),
});
