import {
  type Corrected,
  correctedFields,
  correctedIn,
  type CorrectionEvent,
  putRightIn,
} from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

/** Where it was published is shown with its channel. */
const publishedRight = (decision: DecisionDocument, fields: ReadonlyArray<Corrected>): DecisionDocument => {
  const [reference] = fields;
  const { publishedAt } = decision;
  if (reference === undefined || publishedAt === null || !publishedAt.endsWith(`: ${reference.from}`))
    return decision;
  return { ...decision, publishedAt: `${publishedAt.slice(0, -reference.from.length)}${reference.to}` };
};

/** A decision in which slips were put right, and that they were; what is withheld of it stays withheld. */
export const decisionCorrected = (
  event: Happened<CorrectionEvent>,
  decision: DecisionDocument,
): DecisionDocument => {
  const fields = correctedIn(event.data);
  const right =
    event.data.of === 'DecisionPublished' ? publishedRight(decision, fields) : putRightIn(decision, fields);
  return { ...right, corrections: [...decision.corrections, ...correctedFields(event)] };
};
