import {
  CalendarDate,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  official,
  Pence,
  ProviderRef,
  released,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Routes by which an enterprise is told and asked first (Subsidy Control Act 2022 ss.36-39). */
export const AssistanceRoute = t.keyof(
  { 'minimal-financial-assistance': null, 'public-interest-services': null },
  'AssistanceRoute',
);
export type AssistanceRoute = t.TypeOf<typeof AssistanceRoute>;

export const AssistanceNotified = defineEvent({
  type: 'AssistanceNotified',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An enterprise was told what assistance it may be given by which route, and asked to confirm what it has had.',
  data: t.type({
    notification: official(LocalId),
    provider: official(ProviderRef),
    route: official(AssistanceRoute),
    /** The gross sum that may be given. */
    amount: official(Pence),
    notifiedOn: official(CalendarDate),
  }),
});

export const AssistanceConfirmed = defineEvent({
  type: 'AssistanceConfirmed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'An enterprise was told in writing what assistance it was given, and on which day.',
  data: t.type({
    award: LocalId,
    confirmation: LocalId,
    amount: official(Pence),
    givenOn: official(CalendarDate),
    confirmedOn: official(CalendarDate),
  }),
});

export const SubsidyEntered = defineEvent({
  type: 'SubsidyEntered',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'A subsidy, or what it came to once it was changed, was entered in the subsidy database.',
  data: t.type({
    award: LocalId,
    entry: LocalId,
    amount: released(Pence, 'DecisionPublished'),
    /** The number of the entry there. */
    reference: released(Line, 'DecisionPublished'),
    enteredOn: CalendarDate,
  }),
});

export const subsidyEvents = [AssistanceNotified, AssistanceConfirmed, SubsidyEntered] as const;
export type SubsidyEvent = EventOf<(typeof subsidyEvents)[number]>;
