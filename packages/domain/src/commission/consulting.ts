import { assertNever, type CalendarDate, type Happened, type DataOf } from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import type {
  ConsultationEvent,
  ConsultationExtended,
  ConsultationOpened,
  ConsultationWithdrawn,
} from './plan/consultation-events';

/** A consultation as those who are asked know it. */
export interface Asking {
  readonly opened: DataOf<typeof ConsultationOpened>;
  /** The last day as extended. */
  readonly until: CalendarDate;
  readonly extensions: ReadonlyMap<string, DataOf<typeof ConsultationExtended>>;
  readonly withdrawn: DataOf<typeof ConsultationWithdrawn> | undefined;
}

/** The consultations that were opened to those who are asked. */
export interface Consulting {
  readonly asking: ReadonlyMap<string, Asking>;
}

/** A commission in which nobody was asked openly. */
export const askingNobody: Consulting = { asking: new Map() };

/** What is asked after an event of it. */
export const consultingAfter = <State extends Consulting>(
  state: State,
  event: Happened<ConsultationEvent>,
): State => {
  const of = (change: (before: Asking) => Asking): State => ({
    ...state,
    asking: updated(state.asking, event.data.consultation as string, change),
  });
  switch (event.type) {
    case 'ConsultationOpened': {
      const { until } = event.data;
      const opened = { opened: event.data, until, extensions: new Map(), withdrawn: undefined };
      return { ...state, asking: withEntry(state.asking, event.data.consultation, opened) };
    }
    case 'ConsultationExtended':
      return of((before) => ({
        ...before,
        until: event.data.until,
        extensions: withEntry(before.extensions, event.data.extension, event.data),
      }));
    case 'ConsultationWithdrawn':
      return of((before) => ({ ...before, withdrawn: event.data }));
    default:
      return assertNever(event);
  }
};
