import type { CalendarDate } from '@commissioning/kernel';
import type { Candidate } from './candidates';

/** On which day something comes about for a duty while nothing else happens: it falls due, or it is missed. */
export interface Schedule {
  readonly put: (day: CalendarDate, candidate: Candidate) => void;
  readonly drop: (candidate: Candidate) => void;
  /** The first day there is. */
  readonly first: () => CalendarDate | undefined;
  /** Takes away what comes about on a day, in the order in which it was put there. */
  readonly take: (day: CalendarDate) => ReadonlyArray<Candidate>;
}

export const emptySchedule = (): Schedule => {
  const days = new Map<CalendarDate, Map<string, Candidate>>();
  const dayOf = new Map<string, CalendarDate>();
  const drop: Schedule['drop'] = ({ id }) => {
    const day = dayOf.get(id);
    if (day === undefined) return;
    dayOf.delete(id);
    const onDay = days.get(day);
    onDay?.delete(id);
    if (onDay?.size === 0) days.delete(day);
  };
  return {
    put: (day, candidate) => {
      drop(candidate);
      const onDay = days.get(day) ?? new Map<string, Candidate>();
      days.set(day, onDay.set(candidate.id, candidate));
      dayOf.set(candidate.id, day);
    },
    drop,
    first: () => {
      let first: CalendarDate | undefined;
      for (const day of days.keys()) if (first === undefined || day < first) first = day;
      return first;
    },
    take: (day) => {
      const taken = [...(days.get(day)?.values() ?? [])];
      taken.forEach(drop);
      return taken;
    },
  };
};
