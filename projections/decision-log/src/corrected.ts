import { correctedFields, correctedIn, type CorrectionEvent, putRightIn } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

/** A decision in which slips were put right, and that they were; what is withheld of it stays withheld. */
export const decisionCorrected = (
  event: Happened<CorrectionEvent>,
  decision: DecisionDocument,
): DecisionDocument => {
  const right = putRightIn(decision, correctedIn(event.data));
  return { ...right, corrections: [...decision.corrections, ...correctedFields(event)] };
};
