import { effectiveAt, type Happened } from './envelope';
import { type CommissionRef, parseStreamName } from './ids';
import { type CalendarDate, londonDateOf } from './time';

/** The commission whose stream an event stands in. */
export const commissionOf = (event: Happened): CommissionRef =>
  (parseStreamName(event.stream)?.id ?? '') as CommissionRef;

/** The London day on which an event took effect. */
export const dayOf = (event: Happened): CalendarDate => londonDateOf(effectiveAt(event.metadata));
