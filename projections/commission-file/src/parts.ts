import type { CommissionEvent } from '@commissioning/domain';
import { type Happened, noPence } from '@commissioning/kernel';
import { partsOfAgreementLife } from './agreement-life';
import { partsOfCorrection } from './corrections';
import { partsOfLearning } from './learning';
import { partsOfTogether } from './together';
import { type Fields, part, type PartChange, without } from './part';

/** What a route chosen before may have said, and one chosen anew says no longer. */
const unsaid = { lightTouch: null, buys: null, onOtherBasis: null, aggregation: null };

/** The id of a part that its event gives none: such parts come in the order of the events. */
const inOrder = ({ revision }: Happened): string => String(revision).padStart(6, '0');

/** One half of a return, of measures or of finances, as it was returned last. */
const returned = (event: Happened<CommissionEvent>, fields: Fields): Fields => ({
  standing: 'returned',
  returnedAt: event.metadata.recordedAt,
  ...fields,
});

/** The parts an event touches. What an event gives a part stays beside what earlier ones gave it. */
export const partsOf = (event: Happened<CommissionEvent>): ReadonlyArray<PartChange> => {
  const { recordedAt, actor } = event.metadata;
  switch (event.type) {
    case 'NeedIdentified':
      return [part('need', 'need', null, without(event.data, 'reference'))];
    case 'EvidenceAdded': {
      const { evidence, kind: evidenceKind } = event.data;
      const fields = { ...without(event.data, 'evidence', 'kind'), evidenceKind };
      return [part('evidence', evidence, null, fields)];
    }
    case 'CoCommissioningConsidered':
      return [part('co-commissioning', inOrder(event), null, event.data)];
    case 'CoCommissionerJoined':
    case 'CoCommissionerLeft':
    case 'ContributionAgreed':
    case 'ContributionReceived':
    case 'ContributionWithdrawn':
      return partsOfTogether(event);
    case 'NeedsAssessed':
      return [part('assessment', 'assessment', null, event.data)];
    case 'ConsultationOpened':
      return [
        part('consultation', event.data.consultation, null, {
          ...without(event.data, 'consultation'),
          withdrawn: null,
        }),
      ];
    case 'ConsultationExtended':
      return [part('consultation', event.data.consultation, null, { until: event.data.until })];
    case 'ConsultationWithdrawn':
      return [part('consultation', event.data.consultation, null, { withdrawn: event.data.reason })];
    case 'ConsultationHeld':
      return [part('consultation', event.data.consultation, null, without(event.data, 'consultation'))];
    case 'MarketEngaged':
      return [part('engagement', event.data.engagement, null, without(event.data, 'engagement'))];
    case 'DraftSpecShared':
      return [part('draft', event.data.draft, null, without(event.data, 'draft'))];
    case 'FundingAllocated': {
      const fields = { ...without(event.data, 'allocation'), released: noPence };
      return [part('allocation', event.data.allocation, null, fields)];
    }
    case 'FundingConditionsChecked':
      return [part('funding-conditions', event.data.fund, null, event.data)];
    case 'FundingReallocated':
    case 'FundingReleased': {
      const { release, allocation, amount } = event.data;
      return [
        part('release', release, allocation, without(event.data, 'release', 'allocation')),
        part('allocation', allocation, null, {}, { adds: { released: amount } }),
      ];
    }
    case 'InstrumentChosen':
      return [part('instrument', 'instrument', null, event.data)];
    case 'RouteChosen':
      return [part('route', 'route', null, { ...unsaid, ...event.data })];
    case 'ProcurementTeamInvolved':
      return [part('procurement-advice', inOrder(event), null, event.data)];
    case 'DirectAwardAuthorised':
      return [part('direct-award', 'direct-award', null, event.data)];
    case 'ConflictsAssessed':
      return [part('conflicts', 'conflicts', null, event.data)];
    case 'OpeningKeysSet':
      return [part('opening-keys', 'opening-keys', null, event.data)];
    case 'AwardMatrixSet':
      return [part('award-matrix', 'award-matrix', null, event.data)];
    case 'SpecPublished':
      return [
        part('specification', 'specification', null, without(event.data, 'lots')),
        ...event.data.lots.map((lot) => part('lot', lot.id, null, without(lot, 'id'))),
      ];
    case 'SpecAmended': {
      const { amendment, closes, clarificationsUntil } = event.data;
      const dates = { ...(closes && { closes }), ...(clarificationsUntil && { clarificationsUntil }) };
      return [
        part('amendment', amendment, null, without(event.data, 'amendment')),
        part('specification', 'specification', null, dates),
      ];
    }
    case 'ClarificationAsked':
      return [part('question', event.data.question, null, { text: event.data.text, answer: null })];
    case 'ClarificationAnswered': {
      const { question, asked, answer } = event.data;
      return [part('question', question, null, { asked, answer })];
    }
    case 'NoticePublished': {
      const { notice, kind: noticeKind } = event.data;
      return [part('notice', notice, null, { ...without(event.data, 'notice', 'kind'), noticeKind })];
    }
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
    case 'InterestManaged': {
      const { actor: who, handled, reason, lot = null } = event.data;
      return [part('interest-settled', `${who}/${lot ?? 'panel'}`, lot, { actor: who, handled, reason })];
    }
    case 'QuoteInvited': {
      const { quote } = event.data;
      return [part('quote', quote, null, { ...without(event.data, 'quote'), standing: 'invited' })];
    }
    case 'QuoteReceived': {
      const { quote } = event.data;
      return [part('quote', quote, null, { ...without(event.data, 'quote'), standing: 'received' })];
    }
    case 'QuoteDeclined': {
      const { quote, reason } = event.data;
      return [part('quote', quote, null, { standing: 'declined', reason })];
    }
    case 'BidReceived': {
      const fields = { ...without(event.data, 'bid'), receivedAt: recordedAt, standing: 'sealed' };
      return [part('bid', event.data.bid, null, fields)];
    }
    case 'BidWithdrawn':
      return [part('bid', event.data.bid, null, { standing: 'withdrawn' })];
    case 'LateBidRefused': {
      const fields = { ...without(event.data, 'bid'), standing: 'late, unopened' };
      return [part('bid', event.data.bid, null, fields)];
    }
    case 'BiddingClosed':
      return [part('bidding-closed', 'bidding', null, { ...event.data, closedAt: recordedAt })];
    case 'BidsOpened':
      return event.data.bids.map((bid) =>
        part('bid', bid.bid, null, { ...without(bid, 'bid'), standing: 'opened', openedAt: recordedAt }),
      );
    case 'BidExcluded': {
      const { bid, lot = null } = event.data;
      const everywhere = lot === null ? [part('bid', bid, null, { standing: 'excluded' })] : [];
      return [
        part('exclusion', `${bid}/${lot ?? 'every lot'}`, lot, without(event.data, 'lot')),
        ...everywhere,
      ];
    }
    case 'LowBidNotified': {
      const { notification, lot = null } = event.data;
      return [
        part('low-bid', notification, lot, { ...without(event.data, 'notification', 'lot'), answer: null }),
      ];
    }
    case 'LowBidAnswered':
      return [part('low-bid', event.data.notification, null, without(event.data, 'notification'))];
    case 'ExclusionNotified':
    case 'ExclusionProceedingsNotified':
      return [
        part('exclusion-notice', event.data.exclusionNotice, null, without(event.data, 'exclusionNotice')),
      ];
    case 'SubcontractorsChecked':
      return [part('subcontracting', event.data.bid, null, event.data)];
    case 'ScoresLocked': {
      const { lot, assessor } = event.data;
      return [part('lock', `${lot}/${assessor}`, lot, { assessor, lockedAt: recordedAt })];
    }
    case 'ModerationOpened':
      return [part('moderation', event.data.lot, event.data.lot, { openedAt: recordedAt, by: actor.id })];
    case 'ScoreModerated': {
      const fields = { ...without(event.data, 'lot'), by: actor.id, at: recordedAt };
      return [part('movement', `${event.data.lot}/${inOrder(event)}`, event.data.lot, fields)];
    }
    case 'EvaluationCompleted':
      return [part('evaluation', event.data.lot, event.data.lot, without(event.data, 'lot'))];
    case 'AwardRecommended': {
      const fields = { ...without(event.data, 'recommendation', 'lot'), by: actor.id };
      return [part('recommendation', event.data.recommendation, event.data.lot, fields)];
    }
    case 'ReservesNamed': {
      const { recommendation, lot, reserves } = event.data;
      return [part('recommendation', recommendation, lot, { reserves })];
    }
    case 'AwardDeclined': {
      const { award, lot, cause, reason, declinedOn } = event.data;
      return [part('award', award, lot, { declined: { cause, reason, declinedOn } })];
    }
    case 'ReserveCalled': {
      const { call, lot } = event.data;
      return [part('reserve', call, lot, { ...without(event.data, 'call', 'lot'), calledAt: recordedAt })];
    }
    case 'ChallengeRaised': {
      const { challenge, lot = null, award = null } = event.data;
      const fields = { ...without(event.data, 'challenge', 'lot'), standing: 'raised' };
      return [part('challenge', challenge, award ?? lot, fields)];
    }
    case 'SuspensionLifted': {
      const { challenge, by, liftedOn, reason } = event.data;
      return [part('challenge', challenge, null, { lifted: { by, liftedOn, reason } })];
    }
    case 'ChallengeResolved': {
      const { challenge } = event.data;
      return [
        part('challenge', challenge, null, { ...without(event.data, 'challenge'), standing: 'resolved' }),
      ];
    }
    case 'CommissionHalted': {
      const fields = { ...without(event.data, 'halt'), haltedAt: recordedAt, resumedAt: null };
      return [part('halt', event.data.halt, null, fields)];
    }
    case 'CommissionResumed': {
      const { halt, decision, reason } = event.data;
      return [part('halt', halt, null, { resumedAt: recordedAt, resumed: { decision, reason } })];
    }
    case 'CommissionCancelled':
      return [part('cancellation', event.data.cancellation, null, without(event.data, 'cancellation'))];
    case 'AssistanceNotified': {
      const { notification } = event.data;
      return [part('assistance-notice', notification, null, without(event.data, 'notification'))];
    }
    case 'AssistanceConfirmed': {
      const { confirmation, award } = event.data;
      const fields = without(event.data, 'confirmation', 'award');
      return [part('assistance-confirmation', confirmation, award, fields)];
    }
    case 'SubsidyEntered': {
      const { entry, award } = event.data;
      return [part('subsidy-entry', entry, award, without(event.data, 'entry', 'award'))];
    }
    case 'SubsidyAssessed':
      return [part('subsidy', event.data.provider, null, without(event.data, 'provider'))];
    case 'DueDiligenceCompleted':
      return [part('diligence', event.data.provider, null, without(event.data, 'provider'))];
    case 'GrantAwarded':
    case 'ContractAwarded': {
      const instrument = event.type === 'GrantAwarded' ? 'grant' : 'contract';
      const nothingYet = { published: false, signedOn: null, approved: noPence, paid: noPence, rating: null };
      const fields = { ...without(event.data, 'award', 'lot'), instrument, ...nothingYet };
      return [part('award', event.data.award, event.data.lot, fields)];
    }
    case 'PriorAwardRecorded': {
      const nothingYet = { published: true, signedOn: null, approved: noPence, paid: noPence, rating: null };
      const fields = { ...without(event.data, 'award', 'reference'), ...nothingYet };
      return [part('award', event.data.award, null, fields)];
    }
    case 'NoAwardMade':
      return [part('no-award', event.data.lot, event.data.lot, without(event.data, 'lot'))];
    case 'DecisionPublished': {
      const { decision, awards = [] } = event.data;
      return [
        part('publication', `${decision}/${inOrder(event)}`, null, event.data),
        ...awards.map((award) => part('award', award, null, { published: true })),
      ];
    }
    case 'AssessmentSummariesSent': {
      const { lot, bids } = event.data;
      return [part('summaries', lot, lot, { bids, sentAt: recordedAt })];
    }
    case 'FeedbackGiven': {
      const { lot, bid, feedback } = event.data;
      return [part('feedback', `${lot}/${bid}`, lot, { bid, feedback, givenAt: recordedAt })];
    }
    case 'StandstillStarted': {
      const fields = { ...without(event.data, 'lot'), ended: false };
      return [part('standstill', event.data.lot, event.data.lot, fields)];
    }
    case 'StandstillEnded':
      return [part('standstill', event.data.lot, event.data.lot, { ended: true })];
    case 'AgreementSigned': {
      const { award, signedOn } = event.data;
      return [
        part('agreement', award, award, without(event.data, 'award')),
        part('award', award, null, { signedOn }),
      ];
    }
    case 'ExceptionRecorded': {
      const { rule, decision } = event.data;
      return [part('exception', `${rule}/${decision}`, null, event.data)];
    }
    case 'KPIsAgreed': {
      const { award, kpis, periods } = event.data;
      const awaited = { kpi: { standing: 'awaited' }, financial: { standing: 'awaited' } };
      return [
        ...kpis.map((kpi) => part('kpi', `${award}/${kpi.id}`, award, without(kpi, 'id'))),
        ...periods.map((period) =>
          part('return', `${award}/${period.id}`, award, { ...without(period, 'id'), ...awaited }),
        ),
      ];
    }
    case 'InvoiceReceived': {
      const { award, invoice } = event.data;
      return [part('invoice', `${award}/${invoice}`, award, without(event.data, 'award', 'invoice'))];
    }
    case 'PaymentApproved': {
      const { award, payment, amount } = event.data;
      const fields = {
        ...without(event.data, 'award', 'payment'),
        standing: 'approved',
        approvedBy: actor.id,
      };
      return [
        part('payment', `${award}/${payment}`, award, fields),
        part('award', award, null, {}, { adds: { approved: amount.pence } }),
      ];
    }
    case 'PaymentMade': {
      const { award, payment, amount } = event.data;
      const fields = { ...without(event.data, 'award', 'payment'), standing: 'made' };
      return [
        part('payment', `${award}/${payment}`, award, fields),
        part('award', award, null, {}, { adds: { paid: amount.pence } }),
      ];
    }
    case 'KPIReturned': {
      const { award, period } = event.data;
      const kpi = returned(event, without(event.data, 'award', 'period'));
      return [part('return', `${award}/${period}`, award, { kpi })];
    }
    case 'FinancialReturned': {
      const { award, period } = event.data;
      const financial = returned(event, without(event.data, 'award', 'period'));
      return [part('return', `${award}/${period}`, award, { financial })];
    }
    case 'ReturnAccepted': {
      const { award, period, kind } = event.data;
      return [
        part('return', `${award}/${period}`, award, {}, { inside: { [kind]: { standing: 'accepted' } } }),
      ];
    }
    case 'ReturnQueried': {
      const { award, period, kind, query } = event.data;
      const inside = { [kind]: { standing: 'queried', query } };
      return [part('return', `${award}/${period}`, award, {}, { inside })];
    }
    case 'PerformanceReviewed': {
      const { award, review, rating } = event.data;
      return [
        part('review', `${award}/${review}`, award, without(event.data, 'award', 'review')),
        part('award', award, null, { rating }),
      ];
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
    case 'InvoiceDisputed':
    case 'InvoiceDisputeSettled':
    case 'PaymentRecovered':
    case 'BreachResolved':
      return partsOfAgreementLife(event);
    case 'ReturnCorrected':
    case 'FeedbackRecorded':
    case 'ImprovementAgreed':
      return partsOfLearning(event);
    case 'ItemWithheld': {
      const { withholding, award = null } = event.data;
      return [part('withholding', withholding, award, without(event.data, 'withholding', 'award'))];
    }
    case 'InsightRecorded':
      return [part('insight', event.data.insight, null, { text: event.data.text })];
    case 'EntryCorrected':
      return partsOfCorrection(event);
    case 'CommissionClosed':
      return [part('closing', 'closing', null, event.data)];
    // Scores are kept apart: nobody sees them before all are locked.
    case 'BidScored':
      return [];
  }
};
