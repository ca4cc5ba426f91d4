import type { CalendarDate } from '@commissioning/kernel';
import type { PerformanceDocument, ReturnStanding } from './documents';
import type { Told } from './events';

/** The last day of an agreement as an event leaves it; undefined where the event leaves it as it was. */
export const lastDaySaid = (
  event: Told<'AgreementVaried' | 'AgreementExtended' | 'AgreementTerminated'>,
): CalendarDate | undefined => {
  switch (event.type) {
    case 'AgreementVaried':
      return event.data.term?.ends;
    case 'AgreementExtended':
      return event.data.ends;
    case 'AgreementTerminated':
      return event.data.lastDay;
  }
};

/** What was returned stays as it is; what was not is awaited for a period that begins within the term, and no other. */
const standingUntil = (
  lastDay: CalendarDate,
  from: CalendarDate,
  standing: ReturnStanding,
): ReturnStanding => {
  if (standing !== 'awaited' && standing !== 'not-awaited') return standing;
  return from <= lastDay ? 'awaited' : 'not-awaited';
};

/** An award whose agreement ends on another day than before. A term made longer again awaits its periods again. */
export const endingOn = (lastDay: CalendarDate, before: PerformanceDocument): PerformanceDocument => {
  const until = <Stands extends { readonly standing: ReturnStanding }>(
    from: CalendarDate,
    each: Stands,
  ): Stands => ({ ...each, standing: standingUntil(lastDay, from, each.standing) });
  return {
    ...before,
    measures: before.measures.map((measure) => ({
      ...measure,
      series: measure.series.map((cell) => until(cell.from, cell)),
    })),
    returns: before.returns.map((each) => ({
      ...each,
      kpi: until(each.from, each.kpi),
      financial: until(each.from, each.financial),
    })),
  };
};
