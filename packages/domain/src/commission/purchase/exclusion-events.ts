import {
  CalendarDate,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  official,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Whoever names a bid or a quote may name it for its bidder, and most who compete are never made public. */
const CompetitorId = official(LocalId);

/** As what the Procurement Act lets a bid be left out (ss.19, 26 to 28, 30, 82). */
export const AllowedAs = t.keyof(
  {
    'condition-not-met': null,
    'criterion-failed': null,
    'procedural-breach': null,
    'abnormally-low': null,
    'excluded-supplier': null,
    'excludable-supplier': null,
    'improper-behaviour': null,
    'unfair-advantage': null,
  },
  'AllowedAs',
);
export type AllowedAs = t.TypeOf<typeof AllowedAs>;

/** Whether a bid is left out for its supplier, and not for what it holds. */
export const ofSupplier = (allowedAs: AllowedAs | undefined): boolean =>
  allowedAs === 'excluded-supplier' || allowedAs === 'excludable-supplier';

const leftOut = { bid: CompetitorId, ground: official(Line), reason: official(Text) };
/** The lot it is left out of, all of them where none is named; the published criterion that it failed. */
const outOf = { lot: LocalId, criterion: official(LocalId) };

export const BidExcluded = defineEvent({
  type: 'BidExcluded',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bid was left out of the competition, on a stated ground.',
  data: struct(leftOut, { ...outOf, allowedAs: official(AllowedAs) }),
  earlier: [{ codec: struct(leftOut, outOf), upcast: (data) => data }],
});

export const LowBidNotified = defineEvent({
  type: 'LowBidNotified',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bidder was told that its price is thought abnormally low, and until when it can show that it can perform for it.',
  data: struct(
    {
      notification: CompetitorId,
      bid: CompetitorId,
      why: official(Text),
      notifiedOn: official(CalendarDate),
      /** The last day for its answer. */
      answerBy: official(CalendarDate),
    },
    /** The lot whose price it is about, all that it bid for where none is named. */
    { lot: official(LocalId) },
  ),
});

export const LowBidAnswered = defineEvent({
  type: 'LowBidAnswered',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bidder answered what was asked about its low price, and it was settled whether that shows that it can perform.',
  data: t.type({
    notification: CompetitorId,
    answer: official(Text),
    answeredOn: official(CalendarDate),
    demonstrated: official(t.boolean),
    reasons: official(Text),
  }),
});

export const ExclusionNotified = defineEvent({
  type: 'ExclusionNotified',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An authority was told that a supplier was left out as excluded or excludable, and on which ground.',
  data: struct(
    {
      exclusionNotice: CompetitorId,
      bid: CompetitorId,
      /** The authority of s.59 that was told. */
      to: official(Line),
      grounds: official(Text),
      notifiedOn: official(CalendarDate),
    },
    { reference: official(Line) },
  ),
});

export const ExclusionProceedingsNotified = defineEvent({
  type: 'ExclusionProceedingsNotified',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An authority was told that proceedings about the exclusion of a supplier began, or how they ended.',
  data: struct(
    {
      exclusionNotice: CompetitorId,
      challenge: CompetitorId,
      stage: official(t.keyof({ begun: null, ended: null }, 'ProceedingsStage')),
      /** The authority of s.59 that was told. */
      to: official(Line),
      notifiedOn: official(CalendarDate),
    },
    { reference: official(Line) },
  ),
});

export const SubcontractorsChecked = defineEvent({
  type: 'SubcontractorsChecked',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A bidder said to whom it would subcontract, and the debarment list was looked at for them.',
  data: t.type({
    bid: CompetitorId,
    /** Whom it named; empty where it subcontracts nothing. */
    subcontractors: official(t.readonlyArray(Line)),
    /** Which of them stand on the list. */
    debarred: official(t.readonlyArray(Line)),
    checkedOn: official(CalendarDate),
  }),
});

export const exclusionEvents = [
  BidExcluded,
  LowBidNotified,
  LowBidAnswered,
  ExclusionNotified,
  ExclusionProceedingsNotified,
  SubcontractorsChecked,
] as const;
/** What follows a bid's opening, where it may be left out. */
export type ExclusionEvent = EventOf<(typeof exclusionEvents)[number]>;
