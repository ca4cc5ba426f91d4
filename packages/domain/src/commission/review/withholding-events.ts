import { CalendarDate, defineEvent, Line, LocalId, sensitive, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/** What of an award the public is told, part by part. */
export const awardItems = {
  title: null,
  purpose: null,
  provider: null,
  outcomes: null,
  conditions: null,
  reasons: null,
} as const;

/** What of a commission it is told. */
export const commissionItems = { title: null, summary: null, need: null, areas: null } as const;

/** Nothing that was recorded changes; what is shown does, and that something is withheld is shown with its ground. */
export const ItemWithheld = defineEvent({
  type: 'ItemWithheld',
  aggregate: 'commission',
  phase: 'review',
  says: 'A part that is public, or is to be, was withheld from now on, on a ground of law and in a stated view.',
  data: struct(
    {
      withholding: LocalId,
      item: t.keyof({ ...awardItems, ...commissionItems }, 'WithheldItem'),
      ground: Line,
      inTheViewOf: Line,
      /** The day on which that view was formed. */
      formedOn: CalendarDate,
    },
    {
      /** The award it is a part of; of the commission where none is named. */
      award: LocalId,
      /** The last day for which it is withheld; without it, for good. */
      until: CalendarDate,
      because: sensitive(Text),
    },
  ),
});

export const withholdingEvents = [ItemWithheld] as const;
