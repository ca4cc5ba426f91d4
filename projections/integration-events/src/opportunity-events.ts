import { Instrument, Regime } from '@commissioning/domain';
import { CommissionRef, Instant, Line, LocalId, Money, orNull, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

/** How a provider is found; null where it was not settled when the specification was published. */
export const HowFound = t.type(
  {
    instrument: orNull(Instrument),
    /** Who may bid: anybody where it is open, those invited where it is by quotes. */
    competition: orNull(t.keyof({ none: null, quotes: null, open: null })),
    regime: orNull(Regime),
  },
  'HowFound',
);
export type HowFound = t.TypeOf<typeof HowFound>;

const { instrument, competition, regime } = HowFound.props;

export const opportunityPublished = integrationEvent(
  'opportunity-published',
  'A specification was published: something may be bid for.',
  t.type(
    {
      commission: CommissionRef,
      title: Line,
      need: Text,
      instrument,
      competition,
      regime,
      lots: t.readonlyArray(
        t.type({ lot: LocalId, title: Line, envelope: Money, maximumAward: Money }, 'OfferedLot'),
      ),
      opens: Instant,
      clarificationsUntil: Instant,
      closes: Instant,
    },
    'OpportunityPublished',
  ),
);

export const opportunityAmended = integrationEvent(
  'opportunity-amended',
  'A specification was amended for everybody alike; a deadline is null where it was left as it was.',
  t.type(
    {
      commission: CommissionRef,
      amendment: LocalId,
      change: Text,
      reason: Text,
      clarificationsUntil: orNull(Instant),
      closes: orNull(Instant),
    },
    'OpportunityAmended',
  ),
);

export const clarificationAnswered = integrationEvent(
  'clarification-answered',
  'A question about a specification was answered to everybody; who asked is not told.',
  t.type(
    { commission: CommissionRef, question: LocalId, asked: Text, answer: Text },
    'ClarificationAnswered',
  ),
);
