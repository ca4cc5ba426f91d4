import type { CommissionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** A part that an event makes or changes: which one, and the fields the event gives it. */
export interface PartChange {
  readonly kind: string;
  readonly id: string;
  readonly of: string | null;
  readonly fields: { readonly [field: string]: unknown };
}

const part = (kind: string, id: string, of: string | null, fields: PartChange['fields']): PartChange => ({
  kind,
  id,
  of,
  fields,
});

const without = (data: object, ...left: ReadonlyArray<string>): PartChange['fields'] =>
  Object.fromEntries(Object.entries(data).filter(([field]) => !left.includes(field)));

/** The parts an event touches. What an event adds to a part stays beside what earlier ones gave it. */
export const partsOf = (event: Happened<CommissionEvent>): ReadonlyArray<PartChange> => {
  const { recordedAt, actor } = event.metadata;
  switch (event.type) {
    case 'EvidenceAdded':
      return [part('evidence', event.data.evidence, null, without(event.data, 'evidence'))];
    case 'NeedsAssessed':
      return [part('assessment', 'assessment', null, event.data)];
    case 'ConsultationHeld':
      return [part('consultation', event.data.consultation, null, without(event.data, 'consultation'))];
    case 'MarketEngaged':
      return [part('engagement', event.data.engagement, null, without(event.data, 'engagement'))];
    case 'FundingAllocated':
      return [
        part('allocation', event.data.allocation, null, {
          ...without(event.data, 'allocation'),
          released: 0,
        }),
      ];
    case 'FundingReleased':
      return [
        part('allocation', event.data.allocation, null, {
          released: event.data.amount,
          reason: event.data.reason,
        }),
      ];
    case 'SpecPublished':
      return [
        part('specification', 'specification', null, without(event.data, 'lots')),
        ...event.data.lots.map((lot) => part('lot', lot.id, null, without(lot, 'id'))),
      ];
    case 'SpecAmended': {
      const { amendment, closes, clarificationsUntil } = event.data;
      const dates = {
        ...(closes ? { closes } : {}),
        ...(clarificationsUntil ? { clarificationsUntil } : {}),
      };
      return [
        part('amendment', amendment, null, without(event.data, 'amendment')),
        part('specification', 'specification', null, dates),
      ];
    }
    case 'ClarificationAsked':
      return [part('question', event.data.question, null, { text: event.data.text, answer: null })];
    case 'ClarificationAnswered':
      return [
        part('question', event.data.question, null, { asked: event.data.asked, answer: event.data.answer }),
      ];
    case 'NoticePublished':
      return [part('notice', event.data.notice, null, without(event.data, 'notice'))];
    case 'PanelAppointed':
      return event.data.members.map((member) =>
        part('panel-member', member.actor, null, { ...without(member, 'actor'), left: false }),
      );
    case 'PanelMemberReplaced': {
      const { leaving, joining, reason } = event.data;
      return [
        part('panel-member', leaving, null, { left: true, reason }),
        part('panel-member', joining.actor, null, { ...without(joining, 'actor'), left: false }),
      ];
    }
    case 'InterestDeclared': {
      const { actor: who, stage, interests } = event.data;
      return [part('interests', who, null, { [stage]: interests, [`${stage}At`]: recordedAt })];
    }
    case 'InterestManaged':
      return [
        part('interests', event.data.actor, event.data.lot ?? null, {
          handled: event.data.handled,
          reason: event.data.reason,
        }),
      ];
    case 'QuoteInvited':
    case 'QuoteReceived':
    case 'QuoteDeclined':
      return [
        part('quote', event.data.quote, null, { ...without(event.data, 'quote'), standing: event.type }),
      ];
    case 'BidReceived':
      return [
        part('bid', event.data.bid, null, {
          ...without(event.data, 'bid'),
          receivedAt: recordedAt,
          standing: 'sealed',
        }),
      ];
    case 'BidWithdrawn':
      return [part('bid', event.data.bid, null, { standing: 'withdrawn' })];
    case 'LateBidRefused':
      return [
        part('bid', event.data.bid, null, { ...without(event.data, 'bid'), standing: 'late, unopened' }),
      ];
    case 'BidsOpened':
      return event.data.bids.map((bid) =>
        part('bid', bid.bid, null, { ...without(bid, 'bid'), standing: 'opened' }),
      );
    case 'BidExcluded': {
      const { bid, ground, reason } = event.data;
      return [part('bid', bid, null, { standing: 'excluded', excludedOn: ground, excludedFor: reason })];
    }
    case 'BidScored': {
      const { bid, lot, assessor, scores } = event.data;
      return [
        part('scores', `${lot}/${bid}/${assessor}`, lot, { bid, assessor, scores, scoredAt: recordedAt }),
      ];
    }
    case 'ScoresLocked':
      return [
        part('lock', `${event.data.lot}/${event.data.assessor}`, event.data.lot, { lockedAt: recordedAt }),
      ];
    case 'ScoreModerated': {
      const id = `${event.data.lot}/${String(event.revision).padStart(6, '0')}`;
      return [
        part('movement', id, event.data.lot, { ...without(event.data, 'lot'), by: actor.id, at: recordedAt }),
      ];
    }
    case 'EvaluationCompleted':
      return [part('evaluation', event.data.lot, event.data.lot, without(event.data, 'lot'))];
    case 'AwardRecommended':
      return [
        part('recommendation', event.data.recommendation, event.data.lot, {
          ...without(event.data, 'recommendation', 'lot'),
          by: actor.id,
        }),
      ];
    case 'SubsidyAssessed':
      return [part('subsidy', event.data.provider, null, without(event.data, 'provider'))];
    case 'DueDiligenceCompleted':
      return [part('diligence', event.data.provider, null, without(event.data, 'provider'))];
    case 'GrantAwarded':
    case 'ContractAwarded':
      return [
        part('award', event.data.award, event.data.lot, {
          ...without(event.data, 'award', 'lot'),
          instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
          paid: 0,
          published: false,
        }),
      ];
    case 'PriorAwardRecorded':
      return [
        part('award', event.data.award, null, {
          ...without(event.data, 'award', 'reference'),
          published: true,
        }),
      ];
    case 'NoAwardMade':
      return [part('lot', event.data.lot, null, { noAward: event.data.decision, reason: event.data.reason })];
    case 'FeedbackGiven':
      return [part('bid', event.data.bid, null, { feedback: event.data.feedback })];
    case 'DecisionPublished':
      return (event.data.awards ?? []).map((award) => part('award', award, null, { published: true }));
    case 'StandstillStarted':
      return [
        part('standstill', event.data.lot, event.data.lot, { ...without(event.data, 'lot'), ended: false }),
      ];
    case 'StandstillEnded':
      return [part('standstill', event.data.lot, event.data.lot, { ended: true })];
    case 'AgreementSigned':
      return [part('agreement', event.data.award, event.data.award, without(event.data, 'award'))];
    case 'ExceptionRecorded':
      return [part('exception', event.data.rule, null, without(event.data, 'rule'))];
    case 'KPIsAgreed':
      return [
        ...event.data.kpis.map((kpi) =>
          part('kpi', `${event.data.award}/${kpi.id}`, event.data.award, without(kpi, 'id')),
        ),
        ...event.data.periods.map((period) =>
          part('return', `${event.data.award}/${period.id}`, event.data.award, {
            ...without(period, 'id'),
            kpi: 'awaited',
            financial: 'awaited',
          }),
        ),
      ];
    case 'InvoiceReceived':
      return [
        part(
          'invoice',
          `${event.data.award}/${event.data.invoice}`,
          event.data.award,
          without(event.data, 'award', 'invoice'),
        ),
      ];
    case 'PaymentApproved':
      return [
        part('payment', `${event.data.award}/${event.data.payment}`, event.data.award, {
          ...without(event.data, 'award', 'payment'),
          standing: 'approved',
          approvedBy: actor.id,
        }),
      ];
    case 'PaymentMade': {
      const { award, payment, paidOn, from } = event.data;
      return [part('payment', `${award}/${payment}`, award, { standing: 'made', paidOn, from })];
    }
    case 'KPIReturned': {
      const { award, period } = event.data;
      return [
        part('return', `${award}/${period}`, award, {
          ...without(event.data, 'award', 'period'),
          kpi: 'returned',
        }),
      ];
    }
    case 'FinancialReturned': {
      const { award, period } = event.data;
      return [
        part('return', `${award}/${period}`, award, {
          ...without(event.data, 'award', 'period'),
          financial: 'returned',
        }),
      ];
    }
    case 'ReturnAccepted': {
      const { award, period, kind } = event.data;
      return [part('return', `${award}/${period}`, award, { [kind]: 'accepted' })];
    }
    case 'ReturnQueried': {
      const { award, period, kind, query } = event.data;
      return [part('return', `${award}/${period}`, award, { [kind]: 'queried', query })];
    }
    case 'PerformanceReviewed':
      return [
        part(
          'review',
          `${event.data.award}/${event.data.review}`,
          event.data.award,
          without(event.data, 'award', 'review'),
        ),
      ];
    case 'InsightRecorded':
      return [part('insight', event.data.insight, null, { text: event.data.text })];
    case 'NeedIdentified':
    case 'CoCommissioningConsidered':
    case 'InstrumentChosen':
    case 'RouteChosen':
    case 'ProcurementTeamInvolved':
    case 'DirectAwardAuthorised':
    case 'ConflictsAssessed':
    case 'ModerationOpened':
    case 'AssessmentSummariesSent':
    case 'CommissionClosed':
      return [];
  }
};
