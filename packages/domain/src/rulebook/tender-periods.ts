import { Count, Line } from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * How long bidders for a standard public contract have at the least, in calendar days counted from the day after the
 * invitation; by whether they bid electronically and have all documents at once.
 */
export const TenderPeriods = t.type(
  {
    source: Line,
    electronicWithAllDocuments: Count,
    /** One of the two. */
    electronicOrAllDocuments: Count,
    otherwise: Count,
    /** After a planned procurement notice that qualifies, and where the need is urgent. */
    shortened: Count,
    /** A planned procurement notice qualifies from so many days after it was published, for so many months. */
    plannedNotice: t.type({ fromDays: Count, forMonths: Count }),
  },
  'TenderPeriods',
);
