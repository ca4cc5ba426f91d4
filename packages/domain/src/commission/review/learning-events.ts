import {
  ActorId,
  atLeastOne,
  CalendarDate,
  defineEvent,
  Line,
  LocalId,
  official,
  sensitive,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { FinancialLine, KpiValue, ReturnKind } from './returned-content';

/** The measures of a period as they should have been returned, all of them. */
const CorrectedMeasures = struct(
  { values: atLeastOne(KpiValue) },
  { innovation: sensitive(Text), horizon: sensitive(Text), userFeedback: sensitive(Text) },
  'CorrectedMeasures',
);

/** The finances of a period as they should have been returned, all of them. */
const CorrectedFinances = t.type({ lines: official(atLeastOne(FinancialLine)) }, 'CorrectedFinances');

export const correction = {
  always: {
    award: LocalId,
    period: LocalId,
    /** Which of the period's two returns is corrected: `measures` or `finances` says how. */
    kind: ReturnKind,
    correction: LocalId,
    reason: official(Text),
    certifiedBy: ActorId,
  },
  sometimes: { measures: CorrectedMeasures, finances: CorrectedFinances },
};

/** `corrects` names the correction before it that this one takes the place of; without it, the return as it was made. */
export const ReturnCorrected = defineEvent({
  type: 'ReturnCorrected',
  aggregate: 'commission',
  phase: 'review',
  says: 'A return was corrected and certified anew; what was returned first stays, and it is to be accepted again.',
  data: struct(correction.always, { ...correction.sometimes, corrects: LocalId }),
});

export const FeedbackRecorded = defineEvent({
  type: 'FeedbackRecorded',
  aggregate: 'commission',
  phase: 'review',
  says: 'What service users, providers or partners say of a service was noted.',
  data: struct(
    {
      feedback: LocalId,
      from: t.keyof({ 'service-users': null, providers: null, partners: null }),
      how: correctable(official(Line)),
      heardOn: correctable(CalendarDate),
      text: correctable(sensitive(Text)),
    },
    /** The award it is about, where it is about one. */
    { award: LocalId },
  ),
});

export const ImprovementAgreed = defineEvent({
  type: 'ImprovementAgreed',
  aggregate: 'commission',
  phase: 'review',
  says: 'After a poor rating it was agreed with the provider what is done to improve, by when, and what that is worth.',
  data: t.type({
    award: LocalId,
    improvement: LocalId,
    /** The review that it answers. */
    review: LocalId,
    agreedOn: CalendarDate,
    businessCase: official(Text),
    actions: atLeastOne(
      t.type({ id: LocalId, action: official(Text), by: CalendarDate }, 'ImprovementAction'),
    ),
  }),
});

export const learningEvents = [ReturnCorrected, FeedbackRecorded, ImprovementAgreed] as const;
