import { allActions, type AnyAction, type CommissionState } from '@commissioning/domain';
import { excessKeys, type Happened, type JsonObject } from '@commissioning/kernel';
import type { Act } from './act';

/** An act as it was asked for: its action and its command. */
export interface Asked {
  readonly action: AnyAction;
  readonly command: unknown;
}

type Data = Readonly<Record<string, unknown>>;
/** What a command says otherwise than its leading event does; a field that is undefined is left out. */
type Otherwise = (told: {
  readonly data: Data;
  readonly state: unknown;
  readonly of: (type: string) => Data | undefined;
  readonly act: Act;
}) => Data;

interface Leading {
  readonly kind: Act['kind'];
  /** The event by which the act is known: no other act records it, or none that stands after this one here. */
  readonly event: string;
  readonly action: string;
  readonly otherwise?: Otherwise;
}

const leads = (kind: Act['kind'], event: string, action: string, otherwise?: Otherwise): Leading => ({
  kind,
  event,
  action,
  ...(otherwise && { otherwise }),
});

const providerIn =
  (field: string): Otherwise =>
  ({ data }) => ({
    provider: (data[field] as { readonly provider?: unknown } | undefined)?.provider,
  });

const recommended: Otherwise = (told) => ({
  ...providerIn('recipient')(told),
  reserves: (told.of('ReservesNamed')?.['reserves'] as ReadonlyArray<Data> | undefined)?.map(
    ({ bid }) => bid,
  ),
});

const measuresWith: Otherwise = ({ of }) => {
  const { kpis, periods } = of('KPIsAgreed') ?? {};
  return { kpis, periods };
};

const approvedWith: Otherwise = ({ of }) => {
  const { for: purpose, invoice, period } = of('PaymentApproved') ?? {};
  return { approve: purpose === undefined ? undefined : without({ for: purpose, invoice, period }) };
};

/** The days that were named, where they are more than the route asks for. */
const namedDays: Otherwise = ({ data, state }) => {
  const asked = (state as CommissionState).route?.profile.standstillWorkingDays;
  return { workingDays: data['workingDays'] === asked ? undefined : data['workingDays'] };
};

const finding: Readonly<Record<string, string>> = {
  DutyFellDue: 'fell-due',
  DutyMissed: 'missed',
  DutyMet: 'met',
  DutyLapsed: 'lapsed',
};

const findings: Otherwise = ({ act }) => ({
  commission: act.id,
  findings: (act.events ?? []).map(({ type, data }) => ({ finding: finding[type], ...(data as Data) })),
});

/** A request for a direct grant, from the parts that it recorded. */
const directGrant: Otherwise = ({ of }) => {
  const [chosen, route, direct, funding] = [
    of('InstrumentChosen'),
    of('RouteChosen'),
    of('DirectAwardAuthorised'),
    of('FundingAllocated'),
  ];
  const [request, subsidy, diligence] = [
    of('QuoteReceived'),
    of('SubsidyAssessed'),
    of('DueDiligenceCompleted'),
  ];
  const { isSubsidy, reason, route: by, confirmation } = subsidy ?? {};
  const notifiedOn = of('AssistanceNotified')?.['notifiedOn'];
  const { outcome, finding: found, goodUntil } = diligence ?? {};
  return {
    provider: subsidy?.['provider'],
    amount: funding?.['amount'],
    for: request?.['for'],
    document: request?.['document'],
    fund: funding?.['fund'],
    theme: funding?.['theme'],
    profile: (route?.['profile'] as Data | undefined)?.['id'],
    legalPower: chosen?.['legalPower'],
    ground: direct?.['ground'],
    evidence: direct?.['evidence'],
    reasons: chosen?.['reason'],
    interests: of('InterestDeclared')?.['interests'],
    subsidy: without({ isSubsidy, reason, route: by, notifiedOn, confirmation }),
    diligence: { outcome, finding: found, goodUntil },
  };
};

const endReport: Otherwise = ({ of }) => ({
  ...of('FinancialReturned'),
  ...of('KPIReturned'),
  ...of('PerformanceReviewed'),
});

const publishedWith: Otherwise = ({ of }) => ({ publication: of('DecisionPublished') });

/** A correction by what it says anew; what stood there before it finds out itself. */
const saidAnew: Otherwise = ({ data }) => ({
  changes: (data['changes'] as ReadonlyArray<Data>).map((change) => {
    const values = change['public'] ?? change['released'] ?? change['official'] ?? change['sensitive'];
    return { field: change['field'], to: (values as Data | undefined)?.['to'] };
  }),
});

const register: Otherwise = ({ act }) => ({ register: act.id });

/** Acts that record what others record too: known by two events. */
const compound: ReadonlyArray<Leading & { readonly with: string }> = [
  { ...leads('commission', 'NeedIdentified', 'request-direct-grant', directGrant), with: 'QuoteReceived' },
  { ...leads('commission', 'CommissionClosed', 'close-with-end-report', endReport), with: 'KPIReturned' },
];

/** Every other act by the event that leads it, those first that bring others with them. */
const simple: ReadonlyArray<Leading> = [
  leads('commission', 'CommissionCancelled', 'cancel-commission', ({ data }) =>
    data['whole'] === true ? { lots: undefined } : {},
  ),
  leads('commission', 'AwardDeclined', 'decline-award'),
  leads('commission', 'NoAwardMade', 'make-no-award'),
  leads('commission', 'CommissionHalted', 'halt-commission'),
  leads('commission', 'CommissionResumed', 'resume-commission'),
  leads('commission', 'GrantAwarded', 'award-grant', providerIn('recipient')),
  leads('commission', 'ContractAwarded', 'award-contract', providerIn('recipient')),
  leads('commission', 'AgreementSigned', 'sign-agreement', measuresWith),
  leads('commission', 'AgreementVaried', 'vary-agreement'),
  leads('commission', 'AgreementExtended', 'extend-agreement'),
  leads('commission', 'AgreementTerminated', 'terminate-agreement'),
  leads('commission', 'PaymentMade', 'record-payment', approvedWith),
  leads('commission', 'AwardRecommended', 'recommend-award', recommended),
  leads('commission', 'CommissionClosed', 'close-commission'),
  leads('commission', 'NeedIdentified', 'identify-need'),
  leads('commission', 'EvidenceAdded', 'add-evidence'),
  leads('commission', 'CoCommissioningConsidered', 'consider-co-commissioning'),
  leads('commission', 'CoCommissionerJoined', 'join-co-commissioner'),
  leads('commission', 'CoCommissionerLeft', 'leave-co-commissioner'),
  leads('commission', 'ContributionAgreed', 'agree-contribution'),
  leads('commission', 'ContributionReceived', 'receive-contribution'),
  leads('commission', 'ContributionWithdrawn', 'withdraw-contribution'),
  leads('commission', 'NeedsAssessed', 'assess-need'),
  leads('commission', 'ConsultationHeld', 'hold-consultation'),
  leads('commission', 'MarketEngaged', 'engage-market'),
  leads('commission', 'DraftSpecShared', 'share-draft-spec'),
  leads('commission', 'FundingAllocated', 'allocate-funding'),
  leads('commission', 'FundingReallocated', 'reallocate-funding'),
  leads('commission', 'FundingConditionsChecked', 'check-funding-conditions'),
  leads('commission', 'InstrumentChosen', 'choose-instrument'),
  leads('commission', 'RouteChosen', 'choose-route', ({ data }) => ({
    profile: (data['profile'] as Data)['id'],
  })),
  leads('commission', 'ProcurementTeamInvolved', 'involve-procurement-team'),
  leads('commission', 'DirectAwardAuthorised', 'authorise-direct-award'),
  leads('commission', 'ConflictsAssessed', 'assess-conflicts'),
  leads('commission', 'OpeningKeysSet', 'set-opening-keys'),
  leads('commission', 'AwardMatrixSet', 'set-award-matrix'),
  leads('commission', 'ConsultationOpened', 'open-consultation'),
  leads('commission', 'ConsultationExtended', 'extend-consultation'),
  leads('commission', 'ConsultationWithdrawn', 'withdraw-consultation'),
  leads('commission', 'SpecPublished', 'publish-spec'),
  leads('commission', 'SpecAmended', 'amend-spec'),
  leads('commission', 'ClarificationAsked', 'ask-clarification'),
  leads('commission', 'ClarificationAnswered', 'answer-clarification'),
  leads('commission', 'NoticePublished', 'publish-notice'),
  leads('commission', 'PanelAppointed', 'appoint-panel'),
  leads('commission', 'PanelMemberReplaced', 'replace-panel-member'),
  leads('commission', 'InterestDeclared', 'declare-interests'),
  leads('commission', 'InterestManaged', 'manage-interest'),
  leads('commission', 'QuoteInvited', 'invite-quote', providerIn('invited')),
  leads('commission', 'QuoteReceived', 'receive-quote', providerIn('from')),
  leads('commission', 'QuoteDeclined', 'decline-quote'),
  leads('commission', 'BidReceived', 'receive-bid'),
  leads('commission', 'BidWithdrawn', 'withdraw-bid'),
  leads('commission', 'LateBidRefused', 'refuse-late-bid'),
  leads('commission', 'BiddingClosed', 'close-bidding'),
  leads('commission', 'BidsOpened', 'open-bids'),
  leads('commission', 'LowBidNotified', 'notify-low-bid'),
  leads('commission', 'LowBidAnswered', 'consider-low-bid'),
  leads('commission', 'BidExcluded', 'exclude-bid'),
  leads('commission', 'ExclusionNotified', 'notify-exclusion'),
  leads('commission', 'ExclusionProceedingsNotified', 'notify-exclusion-proceedings'),
  leads('commission', 'SubcontractorsChecked', 'check-subcontractors'),
  leads('commission', 'BidScored', 'score-bid'),
  leads('commission', 'ScoresLocked', 'lock-scores'),
  leads('commission', 'ModerationOpened', 'open-moderation'),
  leads('commission', 'ScoreModerated', 'moderate-score'),
  leads('commission', 'EvaluationCompleted', 'complete-evaluation'),
  leads('commission', 'AssistanceNotified', 'notify-assistance'),
  leads('commission', 'SubsidyAssessed', 'assess-subsidy'),
  leads('commission', 'AssistanceConfirmed', 'confirm-assistance'),
  leads('commission', 'SubsidyEntered', 'enter-subsidy'),
  leads('commission', 'DueDiligenceCompleted', 'complete-diligence'),
  leads('commission', 'AssessmentSummariesSent', 'send-assessment-summaries'),
  leads('commission', 'FeedbackGiven', 'give-feedback'),
  leads('commission', 'StandstillStarted', 'start-standstill', namedDays),
  leads('commission', 'StandstillEnded', 'end-standstill'),
  leads('commission', 'ReserveCalled', 'call-reserve'),
  leads('commission', 'ChallengeRaised', 'raise-challenge'),
  leads('commission', 'SuspensionLifted', 'lift-suspension'),
  leads('commission', 'ChallengeResolved', 'resolve-challenge'),
  leads('commission', 'ExceptionRecorded', 'record-exception'),
  leads('commission', 'KPIsAgreed', 'agree-kpis'),
  leads('commission', 'InvoiceReceived', 'receive-invoice'),
  leads('commission', 'InvoiceDisputed', 'dispute-invoice'),
  leads('commission', 'InvoiceDisputeSettled', 'settle-invoice-dispute'),
  leads('commission', 'PaymentApproved', 'approve-payment'),
  leads('commission', 'PaymentRecovered', 'recover-payment'),
  leads('commission', 'KPIReturned', 'return-kpis'),
  leads('commission', 'FinancialReturned', 'return-finances'),
  leads('commission', 'ReturnAccepted', 'accept-return'),
  leads('commission', 'ReturnQueried', 'query-return'),
  leads('commission', 'ReturnCorrected', 'correct-return'),
  leads('commission', 'FeedbackRecorded', 'record-feedback'),
  leads('commission', 'PerformanceReviewed', 'review-performance'),
  leads('commission', 'ImprovementAgreed', 'agree-improvement'),
  leads('commission', 'BreachResolved', 'resolve-breach'),
  leads('commission', 'InsightRecorded', 'record-insight'),
  leads('commission', 'ItemWithheld', 'withhold-item'),
  leads('commission', 'PriorAwardRecorded', 'record-prior-award'),
  leads('commission', 'FundingReleased', 'release-funding'),
  leads('commission', 'DecisionPublished', 'publish-awards'),
  leads('decision', 'DecisionTaken', 'take-decision', publishedWith),
  leads('decision', 'DecisionPublished', 'publish-decision'),
  leads('decision', 'MinutesPublished', 'publish-minutes'),
  leads('decision', 'DecisionSuperseded', 'supersede-decision'),
  leads('fund', 'FundOpened', 'open-fund'),
  leads('fund', 'FundingAccepted', 'accept-funding'),
  leads('fund', 'BudgetRevised', 'revise-budget'),
  leads('fund', 'OverAllocationApproved', 'approve-over-allocation'),
  leads('fund', 'FundsReserved', 'reserve-funds'),
  leads('fund', 'FundsReservedForward', 'reserve-funds'),
  leads('fund', 'ReservationReleased', 'release-reservation'),
  leads('fund', 'FundsCommitted', 'commit-funds'),
  leads('fund', 'CommitmentReduced', 'reduce-commitment'),
  leads('fund', 'CommitmentUndone', 'undo-commitment'),
  leads('fund', 'FundsPaid', 'pay-funds'),
  leads('fund', 'PaymentReturned', 'return-payment'),
  leads('fund', 'FunderReturnSent', 'send-funder-return'),
  leads('fund', 'FundingReturned', 'return-funding'),
  leads('fund', 'FundingCarriedForward', 'carry-forward'),
  leads('fund', 'FundingBroughtForward', 'bring-forward'),
  leads('fund', 'FundClosed', 'close-fund'),
  leads('fund', 'PriorFundingRecorded', 'record-prior-funding'),
  leads('provider', 'ProviderRegistered', 'register-provider'),
  leads('provider', 'ProviderDetailsChanged', 'change-details'),
  leads('provider', 'IdentifierClaimed', 'claim-identifier'),
  leads('provider', 'DiligenceChecked', 'check-diligence'),
  leads('provider', 'ProviderExcluded', 'exclude-provider'),
  leads('provider', 'ProviderReinstated', 'reinstate-provider'),
  leads('provider', 'PersonErased', 'erase-person'),
  leads('provider', 'RecordsHeld', 'hold-records'),
  leads('provider', 'HoldLifted', 'lift-hold'),
  leads('rulebook', 'BodyEstablished', 'establish-body'),
  leads('rulebook', 'RulesAdopted', 'adopt-rules'),
  leads('rulebook', 'BodySucceeded', 'succeed-body'),
  leads('rulebook', 'RetentionAdopted', 'adopt-retention'),
  leads('rulebook', 'StatementPublished', 'publish-statement'),
  leads('access', 'ItemViewed', 'note-viewing', register),
  leads('clock', 'ClockConfirmed', 'confirm-clock', ({ act }) => ({ clock: act.id })),
  ...(['commission', 'decision', 'fund', 'provider'] as const).map((kind) =>
    leads(kind, 'EntryCorrected', 'correct-entry', saidAnew),
  ),
  ...Object.keys(finding).map((event) => leads('duties', event, 'note-duties', findings)),
];

/** Events that lead no act: they only come with others. */
const following: ReadonlyArray<string> = ['ReservesNamed', 'ForwardCovered'];

/** The types of event by which an act can be told, or that come with one that can. */
export const toldBy: ReadonlySet<string> = new Set([...simple.map(({ event }) => event), ...following]);

/** The actions whose acts are decided again, each under its kind of stream. */
export const decidedAgain: ReadonlySet<string> = new Set(
  [...compound, ...simple].map(({ kind, action }) => `${kind} ${action}`),
);

const actions = new Map(allActions.map((action) => [`${action.aggregate} ${action.name}`, action]));

/** An object without the fields that have no value. */
function without(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

const removed = (value: unknown, [key = '', ...rest]: ReadonlyArray<string>): unknown => {
  if (Array.isArray(value))
    return value.map((each: unknown, index) => (String(index) === key ? removed(each, rest) : each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, each]) => [name, name === key ? removed(each, rest) : each]),
  );
};

const keysOf = (pointer: string): ReadonlyArray<string> =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What of an event a command says: the record adds names, funds and sums that it found itself. */
const asCommanded = (action: AnyAction, data: Data): unknown =>
  excessKeys(action.command, data).reduce<unknown>((left, pointer) => removed(left, keysOf(pointer)), data);

const leadingOf = (kind: Act['kind'], types: ReadonlyArray<string>): Leading | undefined =>
  compound.find((each) => each.kind === kind && types.includes(each.event) && types.includes(each.with)) ??
  simple.find((each) => each.kind === kind && types.includes(each.event));

/**
 * How an act was asked for, found again from what it recorded: an event says all that its command said. Undefined where
 * no action is known to record such events, or the command is not of the action’s shape.
 */
export const askedAgain = (act: Act, events: ReadonlyArray<Happened>, state: unknown): Asked | undefined => {
  const leading = leadingOf(
    act.kind,
    events.map(({ type }) => type),
  );
  const action = leading && actions.get(`${leading.kind} ${leading.action}`);
  const of = (type: string): Data | undefined => events.find((event) => event.type === type)?.data as Data;
  const data = leading && of(leading.event);
  if (leading === undefined || action === undefined || data === undefined) return undefined;
  const otherwise = leading.otherwise?.({ data, state, of, act }) ?? {};
  const command = asCommanded(action, without({ ...data, ...otherwise })) as JsonObject;
  return action.command.is(command) ? { action, command } : undefined;
};
