import { CalendarDate, Line } from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * The number that its source gives a decision taken before this record began, and the day it was taken: numbers restart, so
 * that only both together say which. Named, so that a correction says of which decision its entry is.
 */
export const SourceDecision = t.refinement(Line, () => true, 'SourceDecision');
export const SourceDecidedOn = t.refinement(CalendarDate, () => true, 'SourceDecidedOn');
