import { assertNever, type EventOf, type Happened } from '@commissioning/kernel';
import { updated, withEntry } from '../../collections';
import type { Award, CommissionState, PeriodReturns } from '../state';
import type { learningEvents, ReturnCorrected } from './learning-events';

type LearningEvent = EventOf<(typeof learningEvents)[number]>;
type Correction = EventOf<typeof ReturnCorrected>['data'];

const again = { standing: 'returned', query: undefined, acceptedBy: undefined } as const;

/** A return as corrected stands like one that was just made; the other return of the period stays as it is. */
const returnsAfter = (before: PeriodReturns, said: Correction): PeriodReturns => {
  const { award, period, certifiedBy, measures, finances } = said;
  const whose = { award, period, certifiedBy };
  return {
    kpi: measures === undefined ? before.kpi : { ...again, content: { ...whose, ...measures } },
    financial: finances === undefined ? before.financial : { ...again, content: { ...whose, ...finances } },
  };
};

/** A commission after something was learnt of how it goes. */
export const afterLearning = (state: CommissionState, event: Happened<LearningEvent>): CommissionState => {
  const inAward = (award: string, change: (before: Award) => Award): CommissionState => ({
    ...state,
    awards: updated(state.awards, award, change),
  });
  switch (event.type) {
    case 'ReturnCorrected': {
      const { award, period, correction } = event.data;
      return inAward(award, ({ life, ...before }) => ({
        ...before,
        life: { ...life, corrections: withEntry(life.corrections, correction as string, event.data) },
        returns: updated(before.returns, period as string, (made) => returnsAfter(made, event.data)),
      }));
    }
    case 'ImprovementAgreed': {
      const { award, improvement } = event.data;
      return inAward(award, ({ life, ...before }) => ({
        ...before,
        life: { ...life, improvements: withEntry(life.improvements, improvement as string, event.data) },
      }));
    }
    case 'FeedbackRecorded':
      return { ...state, heard: withEntry(state.heard, event.data.feedback as string, event.data) };
    default:
      return assertNever(event);
  }
};
