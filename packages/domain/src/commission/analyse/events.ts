import {
  atLeastOne,
  CommissionRef,
  defineEvent,
  DocumentRef,
  type EventOf,
  Line,
  LocalId,
  official,
  released,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { coCommissioningEvents } from './co-commissioning-events';

/** A need becomes public with its specification, or with the decision that answers it. */
const releasedWithSpecOrDecision = <C extends t.Mixed>(codec: C): C =>
  released(codec, 'SpecPublished', 'DecisionPublished');

export const NeedIdentified = defineEvent({
  type: 'NeedIdentified',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'A need was identified, and with it a commission begun.',
  data: struct(
    {
      reference: CommissionRef,
      title: correctable(releasedWithSpecOrDecision(Line)),
      summary: correctable(releasedWithSpecOrDecision(Text)),
      /** Objectives of the police and crime plan, by their ids in the rule book. */
      objectives: releasedWithSpecOrDecision(t.readonlyArray(LocalId)),
      themes: releasedWithSpecOrDecision(t.readonlyArray(Line)),
      areas: releasedWithSpecOrDecision(t.readonlyArray(Line)),
    },
    {
      /** The commission that this one follows. */
      predecessor: releasedWithSpecOrDecision(CommissionRef),
      /** The standing needs assessment that is relied on, where the route asks for no new one. */
      standingAssessment: correctable(releasedWithSpecOrDecision(Line)),
    },
  ),
});

export const EvidenceAdded = defineEvent({
  type: 'EvidenceAdded',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'Evidence of the need was added, with its source.',
  data: struct(
    {
      evidence: LocalId,
      kind: t.keyof({ quantitative: null, qualitative: null }),
      contributor: correctable(official(Line)),
      source: correctable(official(Line)),
      finding: correctable(official(Text)),
    },
    { document: official(DocumentRef) },
  ),
});

export const CoCommissioningConsidered = defineEvent({
  type: 'CoCommissioningConsidered',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'It was considered whether to commission together with others.',
  data: t.type({ with: official(atLeastOne(Line)), outcome: official(Text) }),
});

export const NeedsAssessed = defineEvent({
  type: 'NeedsAssessed',
  aggregate: 'commission',
  phase: 'analyse',
  says: 'The need was assessed on the evidence, and a conclusion drawn.',
  data: struct(
    {
      demand: releasedWithSpecOrDecision(Text),
      gaps: releasedWithSpecOrDecision(Text),
      equalityImpact: releasedWithSpecOrDecision(Text),
      conclusion: releasedWithSpecOrDecision(
        t.keyof({ commission: null, recommission: null, decommission: null, 'no-action': null }),
      ),
    },
    { answerToInsights: official(Text) },
  ),
});

export const analyseEvents = [
  NeedIdentified,
  EvidenceAdded,
  CoCommissioningConsidered,
  ...coCommissioningEvents,
  NeedsAssessed,
] as const;
export type AnalyseEvent = EventOf<(typeof analyseEvents)[number]>;
