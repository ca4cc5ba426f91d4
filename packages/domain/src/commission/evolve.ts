import {
  type Aggregate,
  assertNever,
  effectiveAt,
  type Happened,
  londonDateOf,
  noPence,
  type Pence,
} from '@commissioning/kernel';
import { alike } from '../checks';
import { correcting, type Entered } from '../corrections/corrigible';
import { including, mapped, updated, withEntry, without } from '../collections';
import { unchanged } from './agreement-life';
import { consultingAfter } from './consulting';
import { type CommissionEvent, commissionEvents } from './events';
import { afterCorrection } from './evolve-corrected';
import { evolveInterrupted, lookedInto } from './evolve-interrupted';
import { exclusionsAfter } from './exclusions';
import { unsettledAfter } from './purchase/interests';
import { afterAgreementEvent } from './review/evolve-agreement';
import { afterLearning } from './review/evolve-learning';
import {
  type Allocation,
  type Award,
  type Bid,
  type CommissionState,
  type Declarations,
  type Evaluation,
  noCommission,
  noDeclarations,
  noEvaluation,
  type Payment,
  type PeriodReturns,
  type Quote,
} from './state';
import { subsidisedAfter } from './subsidised';
import { tally } from '../totals';

import { togetherAfter } from './together';

const noReturn = { standing: 'none', content: undefined, query: undefined, acceptedBy: undefined } as const;
const noReturns: PeriodReturns = { kpi: noReturn, financial: noReturn };

const inAward = (
  state: CommissionState,
  award: string,
  change: (award: Award) => Award,
): CommissionState => ({
  ...state,
  awards: updated(state.awards, award, change),
});

const inEvaluation = (
  state: CommissionState,
  lot: string,
  change: (before: Evaluation) => Evaluation,
): CommissionState => ({
  ...state,
  evaluations: updated(state.evaluations, lot, change, noEvaluation),
});

const inBid = (state: CommissionState, bid: string, change: (before: Bid) => Bid): CommissionState => ({
  ...state,
  bids: updated(state.bids, bid, change),
});

const inReturns = (
  state: CommissionState,
  award: string,
  period: string,
  change: (before: PeriodReturns) => PeriodReturns,
): CommissionState =>
  inAward(state, award, (before) => ({
    ...before,
    returns: updated(before.returns, period, change, noReturns),
  }));

const emptyAward = (lot: string, kind: Award['kind']): Award => ({
  lot,
  kind,
  bid: undefined,
  decision: undefined,
  provider: undefined,
  awarded: undefined,
  paidFrom: [],
  awardedOn: undefined,
  published: kind === 'prior',
  terms: undefined,
  prior: undefined,
  declined: undefined,
  agreement: undefined,
  kpis: new Map(),
  periods: new Map(),
  measured: new Map(),
  returns: new Map(),
  invoices: new Map(),
  payments: new Map(),
  approvedTotal: noPence,
  paidTotal: noPence,
  reviews: new Map(),
  life: unchanged,
});

const quoteOf = (before: Quote | undefined, provider: string): Quote =>
  before ?? { provider, invited: undefined, received: undefined, declined: undefined };

/** Who takes a place on the panel starts afresh; what the one who leaves has not locked counts for nothing. */
const withoutUnlocked = (evaluation: Evaluation, assessor: string): Evaluation =>
  evaluation.locked.has(assessor)
    ? evaluation
    : { ...evaluation, scores: mapped(evaluation.scores, (byAssessor) => without(byAssessor, assessor)) };

const add = (one: Pence, other: Pence): Pence => tally([one, other]);

/** Total over every event of a commission: what has happened is never refused. */
const evolve = (state: CommissionState, event: Happened<Entered<CommissionEvent>>): CommissionState => {
  switch (event.type) {
    case 'NeedIdentified':
      return { ...state, reference: event.data.reference, need: event.data };
    case 'PriorAwardRecorded': {
      const { reference, award, recipient, decision } = event.data;
      const { provider } = recipient;
      const recorded: Award = { ...emptyAward(award, 'prior'), decision, provider, prior: event.data };
      return { ...state, reference, awards: withEntry(state.awards, award, recorded) };
    }
    case 'EvidenceAdded':
      return { ...state, evidence: withEntry(state.evidence, event.data.evidence, event.data) };
    case 'CoCommissioningConsidered':
      return { ...state, coCommissioning: [...state.coCommissioning, event.data] };
    case 'CoCommissionerJoined':
    case 'CoCommissionerLeft':
    case 'ContributionAgreed':
    case 'ContributionReceived':
    case 'ContributionWithdrawn':
      return togetherAfter(state, event);
    case 'NeedsAssessed':
      return { ...state, assessment: event.data };
    case 'ConsultationOpened':
    case 'ConsultationExtended':
    case 'ConsultationWithdrawn':
      return consultingAfter(state, event);
    case 'ConsultationHeld':
      return { ...state, consultations: withEntry(state.consultations, event.data.consultation, event.data) };
    case 'MarketEngaged':
      return { ...state, engagements: withEntry(state.engagements, event.data.engagement, event.data) };
    case 'DraftSpecShared':
      return { ...state, drafts: withEntry(state.drafts, event.data.draft, event.data) };
    case 'FundingAllocated': {
      const { allocation, fund, amount, theme } = event.data;
      const set: Allocation = { fund, theme, amount, releases: new Map() };
      return { ...state, allocations: withEntry(state.allocations, allocation, set) };
    }
    case 'FundingReleased': {
      const { release, allocation, amount, reason } = event.data;
      const give = (before: Allocation): Allocation => ({
        ...before,
        releases: withEntry(before.releases, release, { amount, reason }),
      });
      return { ...state, allocations: updated(state.allocations, allocation as string, give) };
    }
    case 'FundingReallocated': {
      const { release, allocation, amount, reason, to, decision } = event.data;
      const give = (before: Allocation): Allocation => ({
        ...before,
        releases: withEntry(before.releases, release, { amount, reason, to, decision }),
      });
      return { ...state, allocations: updated(state.allocations, allocation as string, give) };
    }
    case 'FundingConditionsChecked': {
      const { fund } = event.data;
      return {
        ...state,
        conditionsChecked: withEntry(state.conditionsChecked, fund as string, event.data),
      };
    }
    case 'InstrumentChosen': {
      // A route is chosen for an instrument: under another one it is an open question again.
      const same = state.instrument?.instrument === event.data.instrument;
      return { ...state, instrument: event.data, route: same ? state.route : undefined };
    }
    case 'RouteChosen': {
      // So is a ground for going without competition, under another route, who opens bids together, what a total means.
      const same = state.route?.profile.id === event.data.profile.id;
      const { directAward, openingKeys, matrix } = same ? state : noCommission;
      return { ...state, route: event.data, directAward, openingKeys, matrix };
    }
    case 'ProcurementTeamInvolved':
      return { ...state, procurementTeam: [...state.procurementTeam, event.data] };
    case 'DirectAwardAuthorised':
      return { ...state, directAward: event.data };
    case 'ConflictsAssessed':
      return { ...state, conflicts: event.data };
    case 'OpeningKeysSet':
      return { ...state, openingKeys: event.data };
    case 'AwardMatrixSet':
      return { ...state, matrix: event.data };
    case 'SpecPublished':
      return { ...state, specification: event.data };
    case 'SpecAmended': {
      const { amendment, closes, clarificationsUntil } = event.data;
      const before = state.specification;
      const amended = before && {
        ...before,
        closes: closes ?? before.closes,
        clarificationsUntil: clarificationsUntil ?? before.clarificationsUntil,
      };
      return {
        ...state,
        specification: amended,
        closing: closes === undefined ? state.closing : undefined,
        amendments: withEntry(state.amendments, amendment, event.data),
      };
    }
    case 'ClarificationAsked': {
      const { question, text } = event.data;
      return { ...state, questions: withEntry(state.questions, question, { text, answered: undefined }) };
    }
    case 'ClarificationAnswered': {
      const { question } = event.data;
      const answer = { text: state.questions.get(question)?.text ?? '', answered: event.data };
      return { ...state, questions: withEntry(state.questions, question, answer) };
    }
    case 'NoticePublished':
      return { ...state, notices: withEntry(state.notices, event.data.notice, event.data) };
    case 'PanelAppointed':
      return {
        ...state,
        panel: new Map(event.data.members.map((member) => [member.actor as string, member])),
      };
    case 'PanelMemberReplaced': {
      const { leaving, joining } = event.data;
      const panel = withEntry(without(state.panel, leaving), joining.actor as string, joining);
      const evaluations = mapped(state.evaluations, (evaluation) => withoutUnlocked(evaluation, leaving));
      return { ...state, panel, evaluations };
    }
    case 'InterestDeclared': {
      const { actor, stage, interests } = event.data;
      const declare = (before: Declarations): Declarations => ({
        ...before,
        [stage]: interests,
        waiting: [
          ...before.waiting,
          ...interests.filter((one) => !before.waiting.some((each) => alike(each, one))),
        ],
      });
      return { ...state, declarations: updated(state.declarations, actor, declare, noDeclarations) };
    }
    case 'InterestManaged': {
      const { actor, handled, lot } = event.data;
      const removed =
        handled === 'removed-from-panel' ? ['*'] : handled === 'removed-from-lot' && lot ? [lot] : [];
      const manage = (before: Declarations): Declarations => ({
        ...before,
        waiting: unsettledAfter(before.waiting, lot),
        managed: event.data,
        removedFrom: [...before.removedFrom, ...removed],
      });
      return { ...state, declarations: updated(state.declarations, actor, manage, noDeclarations) };
    }
    case 'QuoteInvited': {
      const { quote, invited } = event.data;
      const before = quoteOf(state.quotes.get(quote), invited.provider);
      return { ...state, quotes: withEntry(state.quotes, quote, { ...before, invited: event.data }) };
    }
    case 'QuoteReceived': {
      const { quote, from, lot, amount } = event.data;
      const before = quoteOf(state.quotes.get(quote), from.provider);
      const competing: Bid = {
        by: event.metadata.actor.id,
        seal: undefined,
        withdrawn: false,
        opened: { bid: quote, bidder: from, offers: [{ lot, price: amount }] },
        exclusions: [],
      };
      return {
        ...state,
        quotes: withEntry(state.quotes, quote, { ...before, received: event.data }),
        bids: withEntry(state.bids, quote, competing),
      };
    }
    case 'QuoteDeclined': {
      const decline = (before: Quote): Quote => ({ ...before, declined: event.data });
      return { ...state, quotes: updated(state.quotes, event.data.quote as string, decline) };
    }
    case 'BidReceived': {
      const { bid, commitment, sealed } = event.data;
      const received: Bid = {
        by: event.metadata.actor.id,
        seal: { commitment, document: sealed.sha256 },
        withdrawn: false,
        opened: undefined,
        exclusions: [],
      };
      return { ...state, bids: withEntry(state.bids, bid, received) };
    }
    case 'BidWithdrawn':
      return inBid(state, event.data.bid, (before) => ({ ...before, withdrawn: true }));
    case 'LateBidRefused':
      return { ...state, lateBids: including(state.lateBids, event.data.bid) };
    case 'BiddingClosed':
      return { ...state, closing: event.data };
    case 'BidsOpened': {
      const bids = event.data.bids.reduce(
        (before, opened) => updated(before, opened.bid as string, (bid) => ({ ...bid, opened })),
        state.bids,
      );
      return { ...state, bids, opened: true };
    }
    case 'BidExcluded':
      return inBid(state, event.data.bid, (before) => ({
        ...before,
        exclusions: [...before.exclusions, event.data],
      }));
    case 'LowBidNotified':
    case 'LowBidAnswered':
    case 'ExclusionNotified':
    case 'ExclusionProceedingsNotified':
    case 'SubcontractorsChecked':
      return exclusionsAfter(state, event);
    case 'BidScored': {
      const { bid, lot, assessor, scores } = event.data;
      return inEvaluation(state, lot, (before) => ({
        ...before,
        scores: updated(
          before.scores,
          bid as string,
          (byAssessor) => withEntry(byAssessor, assessor as string, scores),
          new Map(),
        ),
      }));
    }
    case 'ScoresLocked':
      return inEvaluation(state, event.data.lot, (before) => ({
        ...before,
        locked: including(before.locked, event.data.assessor),
      }));
    case 'ModerationOpened':
      return inEvaluation(state, event.data.lot, (before) => ({ ...before, moderating: true }));
    case 'ScoreModerated': {
      const { lot, bid, criterion, to } = event.data;
      return inEvaluation(state, lot, (before) => ({
        ...before,
        agreed: updated(
          before.agreed,
          bid as string,
          (byCriterion) => withEntry(byCriterion, criterion as string, to),
          new Map(),
        ),
      }));
    }
    case 'EvaluationCompleted': {
      const { lot, ranking, failed } = event.data;
      return inEvaluation(state, lot, (before) => ({ ...before, ranking, failed }));
    }
    case 'AwardRecommended': {
      const made = { ...event.data, by: event.metadata.actor.id };
      return { ...state, recommendations: withEntry(state.recommendations, made.recommendation, made) };
    }
    case 'AssistanceNotified':
    case 'AssistanceConfirmed':
    case 'SubsidyEntered':
      return subsidisedAfter(state, event);
    case 'SubsidyAssessed':
      return { ...state, subsidies: withEntry(state.subsidies, event.data.provider, event.data) };
    case 'DueDiligenceCompleted':
      return lookedInto(
        { ...state, diligence: withEntry(state.diligence, event.data.provider, event.data) },
        event.data.provider,
      );
    case 'GrantAwarded':
    case 'ContractAwarded': {
      const { award, lot, bid, decision, recipient, amount, paidFrom } = event.data;
      const made: Award = {
        ...emptyAward(lot, event.type === 'GrantAwarded' ? 'grant' : 'contract'),
        bid,
        decision,
        provider: recipient.provider,
        awarded: amount,
        awardedOn: londonDateOf(effectiveAt(event.metadata)),
        paidFrom,
        terms: event.data,
      };
      return { ...state, awards: withEntry(state.awards, award, made) };
    }
    case 'NoAwardMade':
      return inEvaluation(state, event.data.lot, (before) => ({ ...before, noAward: event.data }));
    case 'AssessmentSummariesSent': {
      // A standstill runs after it: what time limits follow goes by when the record was told.
      const summaries = { ...event.data, sentOn: londonDateOf(event.metadata.recordedAt) };
      return inEvaluation(state, event.data.lot, (before) => ({ ...before, summaries }));
    }
    case 'FeedbackGiven': {
      const { lot, bid, feedback } = event.data;
      return inEvaluation(state, lot, (before) => ({
        ...before,
        feedback: withEntry(before.feedback, bid, feedback),
      }));
    }
    case 'DecisionPublished': {
      const awards = (event.data.awards ?? []).reduce(
        (before, id) => updated(before, id as string, (award) => ({ ...award, published: true })),
        state.awards,
      );
      const publishedDecisions = including(state.publishedDecisions, event.data.decision as string);
      return { ...state, awards, publishedDecisions };
    }
    case 'StandstillStarted': {
      const standstill = { ...event.data, ended: false };
      return inEvaluation(state, event.data.lot, (before) => ({ ...before, standstill }));
    }
    case 'StandstillEnded':
      return inEvaluation(state, event.data.lot, ({ standstill, ...before }) => ({
        ...before,
        standstill: standstill && { ...standstill, ended: true },
      }));
    case 'AgreementSigned':
      return inAward(state, event.data.award, (before) => ({ ...before, agreement: event.data }));
    case 'ExceptionRecorded':
      return { ...state, exceptions: withEntry(state.exceptions, event.data.rule, event.data.decision) };
    case 'KPIsAgreed': {
      const { award, kpis, periods } = event.data;
      return inAward(state, award, (before) => ({
        ...before,
        kpis: new Map([...before.kpis, ...kpis.map((kpi) => [kpi.id as string, kpi] as const)]),
        periods: new Map([
          ...before.periods,
          ...periods.map((period) => [period.id as string, period] as const),
        ]),
        measured: new Map([
          ...before.measured,
          ...periods.map((period) => [period.id as string, kpis.map(({ id }) => id)] as const),
        ]),
      }));
    }
    case 'InvoiceReceived': {
      const { award, invoice } = event.data;
      return inAward(state, award, (before) => ({
        ...before,
        invoices: withEntry(before.invoices, invoice, event.data),
      }));
    }
    case 'PaymentApproved': {
      const { award, payment, amount, invoice, period } = event.data;
      const approvedBy = event.metadata.actor.id;
      const approved: Payment = { amount, for: event.data.for, invoice, period, approvedBy, made: undefined };
      return inAward(state, award, (before) => ({
        ...before,
        payments: withEntry(before.payments, payment, approved),
        approvedTotal: add(before.approvedTotal, amount.pence),
      }));
    }
    case 'PaymentMade': {
      const { award, payment, amount } = event.data;
      return inAward(state, award, (before) => ({
        ...before,
        payments: updated(before.payments, payment as string, (approved) => ({
          ...approved,
          made: event.data,
        })),
        paidTotal: add(before.paidTotal, amount.pence),
      }));
    }
    case 'KPIReturned': {
      const { award, period } = event.data;
      const kpi = { ...noReturn, standing: 'returned', content: event.data } as const;
      return inReturns(state, award, period, (before) => ({ ...before, kpi }));
    }
    case 'FinancialReturned': {
      const { award, period } = event.data;
      const financial = { ...noReturn, standing: 'returned', content: event.data } as const;
      return inReturns(state, award, period, (before) => ({ ...before, financial }));
    }
    case 'ReturnAccepted': {
      const { award, period, kind } = event.data;
      const accepted = { standing: 'accepted', acceptedBy: event.metadata.actor.id } as const;
      return inReturns(state, award, period, (before) => ({
        ...before,
        [kind]: { ...before[kind], ...accepted },
      }));
    }
    case 'ReturnQueried': {
      const { award, period, kind, query } = event.data;
      const queried = { standing: 'queried', query } as const;
      return inReturns(state, award, period, (before) => ({
        ...before,
        [kind]: { ...before[kind], ...queried },
      }));
    }
    case 'PerformanceReviewed': {
      const { award, review } = event.data;
      return inAward(state, award, (before) => ({
        ...before,
        reviews: withEntry(before.reviews, review, event.data),
      }));
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
    case 'InvoiceDisputed':
    case 'InvoiceDisputeSettled':
    case 'PaymentRecovered':
    case 'BreachResolved':
      return afterAgreementEvent(state, event);
    case 'ReturnCorrected':
    case 'ImprovementAgreed':
    case 'FeedbackRecorded':
      return afterLearning(state, event);
    case 'ItemWithheld':
      return { ...state, withholdings: withEntry(state.withholdings, event.data.withholding, event.data) };
    case 'InsightRecorded':
      return { ...state, insights: withEntry(state.insights, event.data.insight, event.data.text) };
    case 'ChallengeRaised':
    case 'SuspensionLifted':
    case 'ChallengeResolved':
    case 'CommissionHalted':
    case 'CommissionResumed':
    case 'CommissionCancelled':
    case 'AwardDeclined':
    case 'ReservesNamed':
    case 'ReserveCalled':
      return evolveInterrupted(state, event);
    case 'CommissionClosed':
      return { ...state, closed: event.data };
    default:
      return assertNever(event);
  }
};

/** The commission: one need followed through the whole cycle. */
export const commission: Aggregate<CommissionState, CommissionEvent> = correcting(
  { kind: 'commission', initial: noCommission, evolve },
  commissionEvents,
  afterCorrection,
);
