import {
  CalendarDate,
  CommissionRef,
  defineEvent,
  type EventOf,
  FinancialYear,
  Line,
  LocalId,
  Pence,
  ProviderRef,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Instrument } from '../../shapes';
import { SourceDecidedOn, SourceDecision } from '../../shapes-of-source';

/**
 * An award made before this record began, as its source has it. It opens review without purchase, and is never a grant
 * or contract awarded here: what nobody wrote down stays unknown, an amount above all.
 */
export const PriorAwardRecorded = defineEvent({
  type: 'PriorAwardRecorded',
  aggregate: 'commission',
  phase: 'history',
  says: 'An award made before this record began was noted, with its source; what is unknown stays unknown.',
  data: struct(
    {
      reference: CommissionRef,
      award: LocalId,
      title: correctable(Line),
      recipient: struct({ name: Line }, { provider: ProviderRef }),
      /** Money in pence on the stated basis (`total`, `per annum`); no pence when the source does not say. */
      amount: struct({ basis: Line }, { pence: Pence }),
      years: t.readonlyArray(FinancialYear),
      fundingStream: Line,
      agreement: t.keyof({ live: null, ended: null, unknown: null }),
      source: t.type({ id: Line, url: Line, read: CalendarDate }),
    },
    {
      instrument: Instrument,
      route: Line,
      decision: SourceDecision,
      decidedOn: SourceDecidedOn,
      starts: CalendarDate,
      ends: CalendarDate,
      outputs: Text,
      note: correctable(Text),
    },
  ),
});

export const historyEvents = [PriorAwardRecorded] as const;
export type HistoryEvent = EventOf<(typeof historyEvents)[number]>;
