import {
  CalendarDate,
  DecisionRef,
  defineEvent,
  DocumentRef,
  LocalId,
  Money,
  official,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * What a breach came to, where the agreement as a whole goes on or has ended before (Procurement Act 2023 s.71(3)). That
 * it was ended for the breach is told by its termination.
 */
const BreachOutcome = t.keyof(
  { damages: null, settlement: null, 'partial-termination': null },
  'BreachOutcome',
);

/** The public learns of it by the contract performance notice, where the Act asks for one. */
export const BreachResolved = defineEvent({
  type: 'BreachResolved',
  aggregate: 'commission',
  phase: 'review',
  says: 'A breach of an agreement came to damages, to a settlement or to the end of a part of it.',
  data: struct(
    {
      award: LocalId,
      breach: LocalId,
      outcome: official(BreachOutcome),
      /** The day of the award of damages, of the settlement, or on which the part ended. */
      resolvedOn: official(CalendarDate),
      /** What the provider had to do. */
      obligation: official(Text),
      /** What it did not do, for how long, and what came of that. */
      finding: official(Text),
    },
    {
      /** Damages, or what is paid in settlement. */
      amount: official(Money),
      /** By which the body agreed, where it did. */
      decision: DecisionRef,
      document: DocumentRef,
    },
  ),
});
