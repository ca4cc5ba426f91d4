import { type Aggregate, assertNever, type CalendarDate, type Happened } from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import type { DutyEvent } from './events';

/** A duty that fell due, and what became of it. */
interface DutyStanding {
  readonly due: CalendarDate;
  readonly missed: boolean;
  readonly met: boolean;
  readonly lapsed: boolean;
}

/** The duties of one commission, or of a body for itself, by id. */
export type DutiesState = ReadonlyMap<string, DutyStanding>;

const evolve = (state: DutiesState, event: Happened<DutyEvent>): DutiesState => {
  const { duty } = event.data;
  switch (event.type) {
    case 'DutyFellDue':
      return withEntry(state, duty, { due: event.data.due, missed: false, met: false, lapsed: false });
    case 'DutyMissed':
      return updated(state, duty, (before) => ({ ...before, missed: true }));
    case 'DutyMet':
      return updated(state, duty, (before) => ({ ...before, met: true }));
    case 'DutyLapsed':
      return updated(state, duty, (before) => ({ ...before, lapsed: true }));
    default:
      return assertNever(event);
  }
};

/** What is owed for one commission, or by a body for itself. */
export const duties: Aggregate<DutiesState, DutyEvent> = { kind: 'duties', initial: new Map(), evolve };
