import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '@commissioning/domain';
import type { Json, JsonObject } from '@commissioning/kernel';

/** The fields of an event that anybody may read at once, `*` for each entry of a list; those of its fixture. */
const publicFields = (type: string): ReadonlyArray<string> => {
  const file = join(__dirname, '../packages/domain/fixtures', `${type}.json`);
  const withheld = new Set(registry.classifiedIn(type).map(({ path }) => path.join('/')));
  const open = (value: Json, path: ReadonlyArray<string>): ReadonlyArray<string> => {
    if (withheld.has(path.join('/'))) return [];
    if (Array.isArray(value)) return value.flatMap((each: Json) => open(each, [...path, '*']));
    if (typeof value !== 'object' || value === null) return [path.join('/')];
    return Object.entries(value as JsonObject).flatMap(([key, field]) => open(field, [...path, key]));
  };
  return [...new Set(open(JSON.parse(readFileSync(file, 'utf8')) as Json, []))];
};

describe('what anybody may read at once', () => {
  test.each([
    ['NeedIdentified', ['reference']],
    ['EvidenceAdded', ['evidence', 'kind']],
    ['CoCommissioningConsidered', []],
    ['CoCommissionerJoined', ['since']],
    ['CoCommissionerLeft', ['leftOn']],
    ['ContributionAgreed', ['agreedOn']],
    ['ContributionReceived', ['receivedOn']],
    ['ContributionWithdrawn', ['withdrawnOn']],
    ['NeedsAssessed', []],
    ['DirectAwardAuthorised', []],
  ])('of %s, before the need is public: no more than that there is one, and days', (type, fields) => {
    expect(publicFields(type)).toEqual(fields);
  });

  test('of a draft that was shared: with whom and when, and nothing that was said', () => {
    expect(publicFields('DraftSpecShared')).toEqual([
      'draft',
      'sharedWith/*',
      'openly',
      'sharedOn',
      'feedbackUntil',
    ]);
  });

  test.each([
    ['BidReceived', []],
    ['BidWithdrawn', []],
    ['LateBidRefused', ['closed']],
    ['QuoteInvited', []],
    ['QuoteReceived', ['lot']],
    ['QuoteDeclined', []],
  ])('of %s, before bids are opened: nothing of a bid', (type, fields) => {
    expect(publicFields(type)).toEqual(fields);
  });

  test.each([
    ['BidsOpened', ['openers/*', 'portalLog/mediaType', 'portalLog/length', 'portalLog/sha256']],
    ['BidExcluded', ['lot']],
    ['LowBidNotified', []],
    ['LowBidAnswered', []],
    ['ExclusionNotified', []],
    ['SubcontractorsChecked', []],
    ['BidScored', ['lot', 'assessor']],
    ['ScoreModerated', ['lot', 'criterion']],
    ['EvaluationCompleted', ['lot', 'rounding']],
    ['AwardRecommended', ['recommendation', 'lot']],
    ['AssistanceNotified', []],
    ['AssistanceConfirmed', ['award', 'confirmation']],
    ['SubsidyEntered', ['award', 'entry', 'enteredOn']],
    ['SubsidyAssessed', []],
    ['DueDiligenceCompleted', []],
    ['GrantAwarded', ['lot', 'decision', 'legalPower']],
    ['ContractAwarded', ['lot', 'decision', 'legalPower']],
    ['DutyFellDue', ['rule', 'from', 'due', 'owedBy', 'ruleBookVersion', 'startedBy']],
    ['DutyMissed', ['rule', 'due', 'escalatedTo']],
    ['DutyMet', ['rule', 'due', 'on', 'metBy']],
    ['DutyLapsed', ['rule', 'lapsedBy']],
    ['ReservesNamed', ['recommendation', 'lot']],
    ['ReserveCalled', ['lot']],
    ['AwardDeclined', ['lot', 'declinedOn']],
    ['CommitmentUndone', ['reservation', 'reason']],
    ['CommissionHalted', ['halt', 'decision', 'lots/*']],
    ['CommissionResumed', ['halt', 'decision']],
    ['CommissionCancelled', ['cancellation', 'decision', 'whole', 'lots/*', 'noticeDue']],
    [
      'AgreementVaried',
      [
        'award',
        'variation',
        'decision',
        'agreedOn',
        'document/mediaType',
        'document/length',
        'document/sha256',
      ],
    ],
    [
      'AgreementExtended',
      [
        'award',
        'extension',
        'decision',
        'agreedOn',
        'document/mediaType',
        'document/length',
        'document/sha256',
      ],
    ],
    [
      'AgreementTerminated',
      [
        'award',
        'by',
        'ground',
        'lastDay',
        'decision',
        'document/mediaType',
        'document/length',
        'document/sha256',
      ],
    ],
    ['FundsCommitted', ['reservation', 'for/commission', 'for/line', 'for/theme']],
    ['ChallengeRaised', ['by', 'means', 'receivedOn', 'suspends', 'lot']],
    ['SuspensionLifted', ['by', 'liftedOn']],
    ['ChallengeResolved', ['outcome', 'resolvedOn', 'remedy']],
  ])('of %s, before the decision is published: nobody and no sum', (type, fields) => {
    expect(publicFields(type).toSorted()).toEqual(fields.toSorted());
  });

  test('of who was shown what: nothing', () => {
    expect(publicFields('ItemViewed')).toEqual([]);
  });

  test.each([
    ['InvoiceDisputed', ['award', 'invoice']],
    ['InvoiceDisputeSettled', ['award', 'invoice', 'settledOn']],
    ['FeedbackRecorded', ['feedback', 'from', 'heardOn', 'award']],
    [
      'EntryCorrected',
      [
        'correction',
        'entry',
        'of',
        'changes/*/field',
        'changes/*/public/from',
        'changes/*/public/to',
        'names/*/field',
        'names/*/id',
      ],
    ],
  ])('of %s: that it happened, and nothing that was said', (type, fields) => {
    expect(publicFields(type).toSorted()).toEqual(fields.toSorted());
  });
});
