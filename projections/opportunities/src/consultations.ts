import { correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { addDays, commissionOf, dayOf, londonDateOf } from '@commissioning/kernel';
import { change, type DocumentKey, type Effect } from '@commissioning/projecting';
import type { ConsultationDocument } from './documents';
import type { Told } from './events';

const consultationKey = (commission: string, consultation: string): DocumentKey => ({
  collection: 'consultations',
  id: `${commission}/${consultation}`,
});

/** A consultation is public as it is opened, whatever else of its commission is. */
export const isOpenedToAll = (event: Told<'ConsultationOpened'>): Effect => {
  const commission = commissionOf(event);
  const { consultation, title, asks, consulted, from, until, answer } = event.data;
  const { reference = null, document = null } = event.data;
  return {
    reads: [],
    changes: [
      change<ConsultationDocument>(consultationKey(commission, consultation), () => ({
        commission,
        consultation,
        title,
        asks,
        consulted,
        from,
        until,
        listedUntil: until,
        answer,
        reference,
        document,
        extended: [],
        withdrawn: null,
        heldOn: null,
        openedOn: dayOf(event),
      })),
    ],
  };
};

type Changing = Told<'ConsultationExtended' | 'ConsultationWithdrawn' | 'ConsultationHeld'>;

const after = (event: Changing, before: ConsultationDocument): ConsultationDocument => {
  switch (event.type) {
    case 'ConsultationExtended': {
      const { until, reason } = event.data;
      return {
        ...before,
        until,
        listedUntil: until,
        extended: [...before.extended, { until, reason, on: dayOf(event) }],
      };
    }
    case 'ConsultationWithdrawn': {
      const on = londonDateOf(event.metadata.recordedAt);
      // From the day of its withdrawal nobody is asked any longer.
      return { ...before, listedUntil: addDays(on, -1), withdrawn: { reason: event.data.reason, on } };
    }
    case 'ConsultationHeld':
      return { ...before, heldOn: dayOf(event) };
  }
};

/** What becomes of a consultation that was opened; one that was not is known when its commission is. */
export const ofConsultation = (event: Changing): Effect => ({
  reads: [],
  changes: [
    change<ConsultationDocument>(
      consultationKey(commissionOf(event), event.data.consultation),
      (before) => before && after(event, before),
    ),
  ],
});

/** A slip in what those who are asked read is put right. */
export const consultationPutRight = (event: Told<'EntryCorrected'>): Effect => ({
  reads: [],
  changes: [
    change<ConsultationDocument>(
      consultationKey(commissionOf(event), namedIn(event.data, 'consultation') ?? ''),
      (before) => before && putRightIn(before, correctedIn(event.data)),
    ),
  ],
});
