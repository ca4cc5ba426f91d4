import {
  CalendarDate,
  DecisionRef,
  defineEvent,
  DocumentRef,
  FundRef,
  Line,
  LocalId,
  official,
  Pence,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

export const FundingReturned = defineEvent({
  type: 'FundingReturned',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money of a tranche that was not spent went back to the funder.',
  data: t.type({ return: LocalId, tranche: LocalId, amount: Pence, returnedOn: CalendarDate, reason: Line }),
});

/** By which words of the funder money may be spent in another year than the one it was given for. */
export const FunderLeave = t.type({ by: Line, reference: Line, on: CalendarDate }, 'FunderLeave');

export const FundingCarriedForward = defineEvent({
  type: 'FundingCarriedForward',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money of a tranche that was not spent left for the next year, by the funder’s leave and a decision.',
  data: struct(
    {
      carry: LocalId,
      tranche: LocalId,
      to: FundRef,
      amount: Pence,
      /** The conditions of the tranche: they travel with the money. */
      conditions: t.readonlyArray(LocalId),
      leave: FunderLeave,
      decision: DecisionRef,
    },
    { theme: Line, spendBy: CalendarDate },
  ),
});

export const FundingBroughtForward = defineEvent({
  type: 'FundingBroughtForward',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money that the year before had carried forward came into this one, as a tranche with its conditions.',
  data: struct(
    {
      tranche: LocalId,
      from: FundRef,
      carry: LocalId,
      amount: Pence,
      conditions: t.readonlyArray(LocalId),
      decision: DecisionRef,
    },
    { theme: Line, spendBy: CalendarDate },
  ),
});

/** What a funder was told of a year, in pence. */
export const ReportedFigures = t.type({ spent: Pence, committed: Pence, unspent: Pence }, 'ReportedFigures');

export const FunderReturnSent = defineEvent({
  type: 'FunderReturnSent',
  aggregate: 'fund',
  phase: 'fund',
  says: 'The funder was told what became of its money.',
  data: struct(
    { return: LocalId, sentOn: CalendarDate, reported: official(ReportedFigures), document: DocumentRef },
    /** Why what was reported is not what the record said that day. */
    { difference: official(Text) },
  ),
});

export const FundClosed = defineEvent({
  type: 'FundClosed',
  aggregate: 'fund',
  phase: 'fund',
  says: 'The year of a fund was closed: nothing was reserved or owed, and what was left was explained.',
  data: struct({ left: Pence }, { explanation: official(Text) }),
});

export const yearEndEvents = [
  FundingReturned,
  FundingCarriedForward,
  FundingBroughtForward,
  FunderReturnSent,
  FundClosed,
] as const;
