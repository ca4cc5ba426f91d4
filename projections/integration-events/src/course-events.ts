import { Withheld } from '@commissioning/domain';
import { CalendarDate, CommissionRef, DecisionRef, Line, LocalId, orNull, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

export const decisionPublished = integrationEvent(
  'decision-published',
  'A decision was made public. What it decided on awards has events of its own.',
  t.type(
    {
      decision: DecisionRef,
      title: Line,
      reasons: orNull(Text),
      decidedOn: CalendarDate,
      withheld: t.readonlyArray(Withheld),
    },
    'PublishedDecision',
  ),
);

export const commissionHalted = integrationEvent(
  'commission-halted',
  'A commission, or the lots that are named, was halted: nothing moves forward. Bids are still taken.',
  t.type(
    { commission: CommissionRef, halt: LocalId, decision: DecisionRef, lots: t.readonlyArray(LocalId) },
    'Halted',
  ),
);

export const commissionResumed = integrationEvent(
  'commission-resumed',
  'What was halted was taken up again.',
  t.type({ commission: CommissionRef, halt: LocalId, decision: DecisionRef }, 'Resumed'),
);

export const commissionCancelled = integrationEvent(
  'commission-cancelled',
  'A commission was cancelled whole, or the lots that are named.',
  t.type(
    { commission: CommissionRef, decision: DecisionRef, whole: t.boolean, lots: t.readonlyArray(LocalId) },
    'Cancelled',
  ),
);

export const commissionClosed = integrationEvent(
  'commission-closed',
  'A commission was closed, with its outcome.',
  t.type(
    {
      commission: CommissionRef,
      outcome: t.keyof(
        { delivered: null, 'partly-delivered': null, 'not-delivered': null, 'no-award': null },
        'Outcome',
      ),
      summary: Text,
    },
    'Closed',
  ),
);

export const itemWithheld = integrationEvent(
  'item-withheld',
  'A part of what is public was withheld. Events that told it told it then; whoever kept them should keep it no longer.',
  t.type(
    {
      commission: CommissionRef,
      award: orNull(LocalId),
      withholding: LocalId,
      item: Line,
      ground: Line,
      inTheViewOf: Line,
      /** The last day for which it is withheld; null is for good. */
      until: orNull(CalendarDate),
    },
    'WithheldItem',
  ),
);
