import { type CorrectionEvent, correctionEvents } from '../corrections/events';
import { type AnalyseEvent, analyseEvents } from './analyse/events';
import { type HistoryEvent, historyEvents } from './history/events';
import { type PlanEvent, planEvents } from './plan/events';
import { type PurchaseEvent, purchaseEvents } from './purchase/events';
import { type ReviewEvent, reviewEvents } from './review/events';

/** Every event of a commission, in the order of the cycle. `DecisionPublished` stands here and with the decision, `EntryCorrected` with decisions, funds and providers too. */
export const commissionEvents = [
  ...analyseEvents,
  ...planEvents,
  ...purchaseEvents,
  ...reviewEvents,
  ...historyEvents,
  ...correctionEvents,
] as const;
export type CommissionEvent =
  | AnalyseEvent
  | PlanEvent
  | PurchaseEvent
  | ReviewEvent
  | HistoryEvent
  | CorrectionEvent;
