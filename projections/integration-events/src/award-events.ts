import { LegalPower, Term, Withheld, YearProfile } from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  DecisionRef,
  FinancialYear,
  Line,
  LocalId,
  Money,
  orNull,
  Pence,
  ProviderRef,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

/** An award as it becomes known. Where a part is withheld `Withheld` stands in its place, or null, and its ground beside it. */
export const Awarded = t.type(
  {
    commission: CommissionRef,
    award: LocalId,
    lot: LocalId,
    title: Line,
    provider: Line,
    providerReference: orNull(ProviderRef),
    amount: Money,
    years: YearProfile,
    term: Term,
    purpose: orNull(Text),
    legalPower: LegalPower,
    decision: DecisionRef,
    awardedOn: CalendarDate,
    /** What had been paid under it, less what had come back, before it was published. */
    paid: Pence,
    withheld: t.readonlyArray(Withheld),
  },
  'Awarded',
);
export type Awarded = t.TypeOf<typeof Awarded>;

export const grantAwarded = integrationEvent(
  'grant-awarded',
  'The decision on a grant was published: who gets how much for what.',
  Awarded,
);

export const contractAwarded = integrationEvent(
  'contract-awarded',
  'The decision on a contract was published: who gets how much for what.',
  Awarded,
);

export const noAwardMade = integrationEvent(
  'no-award-made',
  'The decision was published by which lots ended without an award; a reason is null where it is withheld.',
  t.type(
    {
      commission: CommissionRef,
      decision: DecisionRef,
      lots: t.readonlyArray(t.type({ lot: LocalId, reason: orNull(Text) }, 'EndedLot')),
    },
    'NoAward',
  ),
);

export const awardDeclined = integrationEvent(
  'award-declined',
  'An award came to nothing before its agreement was signed.',
  t.type(
    {
      commission: CommissionRef,
      award: LocalId,
      lot: LocalId,
      cause: t.keyof(
        {
          declined: null,
          'diligence-failed': null,
          'conditions-unmet': null,
          'set-aside': null,
          cancelled: null,
        },
        'DeclineCause',
      ),
      declinedOn: CalendarDate,
    },
    'Declined',
  ),
);

export const priorAwardRecorded = integrationEvent(
  'prior-award-recorded',
  'An award made before this record began was brought in, as its source has it; null is unknown.',
  t.type(
    {
      commission: CommissionRef,
      award: LocalId,
      title: Line,
      provider: Line,
      providerReference: orNull(ProviderRef),
      amount: t.type({ pence: orNull(Pence), basis: Line }, 'StatedAmount'),
      years: t.readonlyArray(FinancialYear),
      fundingStream: Line,
      starts: orNull(CalendarDate),
      ends: orNull(CalendarDate),
      decision: orNull(Line),
      source: t.string,
    },
    'PriorAward',
  ),
);
