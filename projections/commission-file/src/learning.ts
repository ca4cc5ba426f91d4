import type { CommissionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import { part, type PartChange, without } from './part';

type LearningEvent = Extract<
  CommissionEvent,
  { type: 'ReturnCorrected' | 'FeedbackRecorded' | 'ImprovementAgreed' }
>;

/** A return as it stands after a correction, and the correction itself; what was said of a service; what is to improve. */
export const partsOfLearning = (event: Happened<LearningEvent>): ReadonlyArray<PartChange> => {
  const { recordedAt } = event.metadata;
  switch (event.type) {
    case 'ReturnCorrected': {
      const { award, period, kind, correction, certifiedBy, measures, finances } = event.data;
      const said = { ...without(event.data, 'award', 'correction', 'kind'), returnKind: kind };
      const stands = { standing: 'returned', returnedAt: recordedAt, certifiedBy, corrected: correction };
      return [
        part('correction', `${award}/${correction}`, award, said),
        part('return', `${award}/${period}`, award, { [kind]: { ...stands, ...measures, ...finances } }),
      ];
    }
    case 'FeedbackRecorded': {
      const { feedback, award = null } = event.data;
      return [part('heard', feedback, award, without(event.data, 'feedback', 'award'))];
    }
    case 'ImprovementAgreed': {
      const { award, improvement } = event.data;
      return [
        part('improvement', `${award}/${improvement}`, award, without(event.data, 'award', 'improvement')),
      ];
    }
  }
};
