import {
  atLeastOne,
  CalendarDate,
  Count,
  defineEvent,
  type EventOf,
  FundRef,
  Instant,
  Line,
  LocalId,
  official,
  Pence,
  released,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { AwardMatrixSet } from './matrix-events';
import { OpeningKeysSet } from './opening-keys-events';
import { Instrument, LegalPower } from '../../shapes';
import { Consulted, consultationEvents } from './consultation-events';
import { DraftSpecShared } from './draft-events';
import { FundingConditionsChecked } from './condition-events';
import { NoticePublished } from './notice-events';
import { FundingReallocated } from './reallocation-events';
import { RouteChosen } from './route-events';
import { SpecPublished } from './spec-events';

export { NoticePublished, RouteChosen, SpecPublished };

export const ConsultationHeld = defineEvent({
  type: 'ConsultationHeld',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Those who know the need were consulted, and what they said was noted.',
  data: t.type({
    consultation: LocalId,
    consulted: atLeastOne(Consulted),
    from: CalendarDate,
    to: CalendarDate,
    findings: correctable(official(Text)),
  }),
});

export const MarketEngaged = defineEvent({
  type: 'MarketEngaged',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Possible providers were spoken with before the specification was settled.',
  data: t.type({
    engagement: LocalId,
    means: t.keyof({ event: null, 'request-for-information': null, survey: null }),
    attendance: official(t.readonlyArray(t.type({ sector: Line, count: Count }))),
    insights: correctable(official(Text)),
  }),
});

export const FundingAllocated = defineEvent({
  type: 'FundingAllocated',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Money of a fund was set aside for this commission.',
  data: struct({ allocation: LocalId, fund: FundRef, amount: official(Pence) }, { theme: Line }),
});

export const FundingReleased = defineEvent({
  type: 'FundingReleased',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Money set aside and not needed was given back to its fund.',
  data: t.type({
    release: LocalId,
    allocation: LocalId,
    fund: FundRef,
    amount: official(Pence),
    reason: official(Text),
  }),
});

export const InstrumentChosen = defineEvent({
  type: 'InstrumentChosen',
  aggregate: 'commission',
  phase: 'plan',
  says: 'It was settled whether to give a grant, let a contract or provide in-house, under which power and why.',
  data: t.type({ instrument: Instrument, legalPower: LegalPower, reason: official(Text) }),
});

export const ProcurementTeamInvolved = defineEvent({
  type: 'ProcurementTeamInvolved',
  aggregate: 'commission',
  phase: 'plan',
  says: 'The procurement team took part.',
  data: t.type({ advice: official(Text), on: CalendarDate }),
});

export const DirectAwardAuthorised = defineEvent({
  type: 'DirectAwardAuthorised',
  aggregate: 'commission',
  phase: 'plan',
  says: 'An award without competition was allowed, on a ground of the rule book, with what shows it.',
  data: t.type({
    ground: released(LocalId, 'DecisionPublished'),
    evidence: released(Text, 'DecisionPublished'),
  }),
});

export const ConflictsAssessed = defineEvent({
  type: 'ConflictsAssessed',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Conflicts of interest in the process were looked for, and what to do about them was settled.',
  data: t.type({ finding: official(Text), mitigations: t.readonlyArray(official(Text)) }),
});

export const SpecAmended = defineEvent({
  type: 'SpecAmended',
  aggregate: 'commission',
  phase: 'plan',
  says: 'The published specification was changed for everybody alike; never its criteria, weights or method.',
  data: struct(
    { amendment: LocalId, change: Text, reason: Text },
    { closes: Instant, clarificationsUntil: Instant },
  ),
});

export const ClarificationAsked = defineEvent({
  type: 'ClarificationAsked',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Somebody asked what the specification means.',
  data: t.type({ question: LocalId, text: official(Text) }),
});

export const ClarificationAnswered = defineEvent({
  type: 'ClarificationAnswered',
  aggregate: 'commission',
  phase: 'plan',
  says: 'A question was answered, to everybody at once and without saying who had asked.',
  data: t.type({ question: LocalId, asked: Text, answer: Text }),
});

export const planEvents = [
  ...consultationEvents,
  ConsultationHeld,
  MarketEngaged,
  DraftSpecShared,
  FundingAllocated,
  FundingReleased,
  FundingReallocated,
  FundingConditionsChecked,
  InstrumentChosen,
  RouteChosen,
  ProcurementTeamInvolved,
  DirectAwardAuthorised,
  ConflictsAssessed,
  OpeningKeysSet,
  AwardMatrixSet,
  SpecPublished,
  SpecAmended,
  ClarificationAsked,
  ClarificationAnswered,
  NoticePublished,
] as const;
export type PlanEvent = EventOf<(typeof planEvents)[number]>;
