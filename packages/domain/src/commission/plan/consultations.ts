import { type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { present } from '../../checks';
import type { Asking } from '../consulting';
import type { CommissionState } from '../state';

export const consultationInOrder = rule({
  id: 'consultation.in-order',
  sentence: 'A consultation ends on the day it began or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const notHeldYet = rule({
  id: 'consultation.not-held-yet',
  sentence: 'A consultation that has been held is not opened, extended or withdrawn.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const consultationOpen = rule({
  id: 'consultation.open',
  sentence:
    'Only a consultation that was opened, whose last day has not passed and that was not withdrawn is extended or withdrawn.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** The consultation of that name, when answers to it are still taken on a day. */
export const openConsultationOf = (
  { asking, consultations }: CommissionState,
  consultation: string,
  today: string,
): E.Either<Refusal, Asking> => {
  const found = asking.get(consultation);
  const open = found !== undefined && found.withdrawn === undefined && today <= found.until;
  const held = present(
    consultations.has(consultation) ? undefined : true,
    notHeldYet,
    { consultation },
    '/consultation',
  );
  return E.isLeft(held)
    ? held
    : present(
        open ? found : undefined,
        consultationOpen,
        { consultation, until: found?.until ?? null, today, withdrawn: found?.withdrawn !== undefined },
        '/consultation',
      );
};
