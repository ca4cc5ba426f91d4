import { type CalendarDate, type Instant, type LocalId, londonDateOf } from '@commissioning/kernel';
import type { FigureDocument, PeriodDocument, PlanDocument, ReturnDocument } from './documents';
import type { Told } from './events';

/** The types of the events that say how the return of a period stands. */
export type ReturnEvent = Told<
  'KPIReturned' | 'FinancialReturned' | 'ReturnQueried' | 'ReturnAccepted' | 'ReturnCorrected'
>;

type Half = 'kpi' | 'financial';
type Returned = NonNullable<ReturnDocument['financial']>;

/** A return came in. Whether in time is judged by when it was received, and by the first time that it was made. */
const returnedAt = (at: Instant, due: CalendarDate, first: Returned | null): Returned => {
  const today = londonDateOf(at);
  return {
    standing: 'returned',
    returnedOn: first?.returnedOn ?? today,
    late: first?.late ?? today > due,
    correctedOn: null,
  };
};

const figuresOf = (
  agreed: ReadonlyArray<LocalId>,
  values: Told<'KPIReturned'>['data']['values'],
): ReadonlyArray<FigureDocument> =>
  agreed.map((kpi) => {
    const { value = null, outOf = null } = values.find((found) => found.kpi === kpi) ?? {};
    return { kpi, value, outOf, suppressed: false };
  });

/** One half of a return stands otherwise, where it was made. */
const stands = (before: ReturnDocument, kind: Half, otherwise: Partial<Returned>): ReturnDocument => ({
  ...before,
  [kind]: before[kind] && { ...before[kind], ...otherwise },
});

/** A corrected return stands like one just made, but was made when it was: in time or late is said of the first. */
const corrected = (
  event: Told<'ReturnCorrected'>,
  { agreed }: PeriodDocument,
  before: ReturnDocument,
): ReturnDocument => {
  const { kind, measures } = event.data;
  const correctedOn = londonDateOf(event.metadata.recordedAt);
  const after = stands(before, kind, { standing: 'returned', correctedOn });
  return kind !== 'kpi' || measures === undefined
    ? after
    : { ...after, kpi: after.kpi && { ...after.kpi, figures: figuresOf(agreed, measures.values) } };
};

const changed = (event: ReturnEvent, period: PeriodDocument, before: ReturnDocument): ReturnDocument => {
  const { recordedAt } = event.metadata;
  switch (event.type) {
    case 'KPIReturned': {
      const made = returnedAt(recordedAt, period.due, before.kpi);
      return { ...before, kpi: { ...made, figures: figuresOf(period.agreed, event.data.values) } };
    }
    case 'FinancialReturned':
      return { ...before, financial: returnedAt(recordedAt, period.due, before.financial) };
    case 'ReturnQueried':
      return stands(before, event.data.kind, { standing: 'queried' });
    case 'ReturnAccepted':
      return stands(before, event.data.kind, { standing: 'accepted' });
    case 'ReturnCorrected':
      return corrected(event, period, before);
  }
};

/** What was returned for a period after an event; nothing of a period that no return was agreed for. */
export const returnAfter = (
  event: ReturnEvent,
  plan: PlanDocument | undefined,
  before: ReturnDocument | undefined,
): ReturnDocument | undefined => {
  const period = plan?.periods.find((each) => each.period === event.data.period);
  if (plan === undefined || period === undefined) return before;
  const none = { of: plan.of, period: period.period, kpi: null, financial: null };
  const after = changed(event, period, before ?? none);
  return after.kpi === null && after.financial === null ? before : after;
};
