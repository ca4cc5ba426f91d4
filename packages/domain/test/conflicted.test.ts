import type { CommissionEvent } from '../src/commission/events';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import { considerLowBid } from '../src/commission/purchase/consider-low-bid';
import {
  AwardRecommended,
  BidExcluded,
  DueDiligenceCompleted,
  InterestManaged,
  ScoreModerated,
} from '../src/commission/purchase/events';
import { excludeBid } from '../src/commission/purchase/exclude-bid';
import { LowBidAnswered, LowBidNotified } from '../src/commission/purchase/exclusion-events';
import { moderateScore } from '../src/commission/purchase/moderate-score';
import { notifyLowBid } from '../src/commission/purchase/notify-low-bid';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { evaluated, lookedInto, named, officer, on } from './support/awarded-tender';
import { made } from './support/made';
import { actorOf, after, declared, includingVat, moderating, opened, received } from './support/tender';

const today = '2026-11-23';
const as = (id: string) => on(today, [], { actor: actorOf(id) });
const byOfficer = on(today, [], { actor: officer });

const interest = { nature: 'Shareholder', provider: 'BEDS-birch' };
/** An interest of somebody, in one lot or in all there are. */
const conflicted = (actor: string, lot?: string) =>
  declared(actor, 'bidders', [{ ...interest, ...(lot && { lot }) }]);
const settled = (actor: string, more: object) =>
  made(InterestManaged, { actor, reason: 'Looked into', ...more });
const removedFromNorth = (actor: string) => settled(actor, { handled: 'removed-from-lot', lot: 'north' });
const noConflict = (actor: string) => settled(actor, { handled: 'no-conflict' });

const moving = {
  bid: 'azalea',
  lot: 'north',
  criterion: 'quality',
  from: 367,
  to: 400,
  reason: 'The plan on page 4 was overlooked',
  passage: 'Page 4',
};
const recommending = {
  recommendation: 'first',
  lot: 'north',
  bid: 'birch',
  amount: includingVat(10_000_000),
  reasons: 'Ranked first',
};

describe('whoever has an interest in a lot', () => {
  const excluding = {
    bid: 'azalea',
    ground: 'A form is missing',
    reason: 'Form 3',
    allowedAs: 'procedural-breach',
  };
  const notifying = {
    notification: 'low',
    bid: 'azalea',
    lot: 'north',
    why: 'Half of what the others ask',
    notifiedOn: today,
    answerBy: '2026-12-01',
  };
  const considering = {
    notification: 'low',
    answer: 'Volunteers do it',
    answeredOn: today,
    demonstrated: false,
    reasons: 'It names none',
  };
  const told = made(LowBidNotified, notifying);
  const { provider, name } = named('birch');
  const finding = lookedInto('birch');

  const acts: ReadonlyArray<
    readonly [string, ReadonlyArray<CommissionEvent>, { decide: unknown }, object, CommissionEvent]
  > = [
    ['moves no score', moderating, moderateScore, moving, made(ScoreModerated, moving)],
    ['leaves no bid out', opened, excludeBid, excluding, made(BidExcluded, excluding)],
    ['asks about no price', opened, notifyLowBid, notifying, told],
    [
      'weighs no answer about a price',
      [...opened, told],
      considerLowBid,
      considering,
      made(LowBidAnswered, considering),
    ],
    [
      'recommends nobody',
      evaluated,
      recommendAward,
      { ...recommending, provider },
      made(AwardRecommended, { ...recommending, recipient: { provider, name } }),
    ],
    [
      'looks into nobody',
      evaluated,
      completeDiligence,
      finding.data,
      made(DueDiligenceCompleted, finding.data),
    ],
  ];

  test.each(acts)(
    '%s until it is settled, nor after it removed them',
    (_name, before, action, command, then) => {
      const ask = (...events: ReadonlyArray<CommissionEvent>) =>
        after(...before, ...events).when(action as never, command as never, byOfficer);
      ask().then(then);
      ask(conflicted(officer.id)).refused('interest.settled', { actor: officer.id, unsettled: 1 });
      ask(conflicted(officer.id, 'north')).refused('interest.settled');
      ask(conflicted(officer.id, 'north'), removedFromNorth(officer.id)).refused('interest.settled', {
        removedFrom: ['north'],
      });
      ask(conflicted(officer.id, 'south')).then(then);
      ask(conflicted(officer.id), noConflict(officer.id)).then(then);
    },
  );

  test('anywhere looks into no provider while it is not known in which lots that competes', () => {
    after(...received, conflicted(officer.id, 'south'))
      .when(completeDiligence, finding.data, byOfficer)
      .refused('interest.settled', { actor: officer.id });
    after(...received)
      .when(completeDiligence, finding.data, byOfficer)
      .then(made(DueDiligenceCompleted, finding.data));
  });
});

describe('a member of a panel', () => {
  test('moves scores and recommends where they sit on the panel, and nowhere else', () => {
    after(...moderating)
      .when(moderateScore, moving, as('ann'))
      .then(made(ScoreModerated, moving));
    after(...moderating)
      .when(moderateScore, moving, as('eve'))
      .refused('panel.own-panel', { actor: 'eve' });
    after(...evaluated)
      .when(recommendAward, { ...recommending, provider: 'BEDS-birch' }, as('eve'))
      .refused('panel.own-panel', { actor: 'eve' });
  });

  test('who declares an interest once moderation has opened is heard before the lot is ranked', () => {
    const ask = (...events: ReadonlyArray<CommissionEvent>) =>
      after(...moderating, ...events).when(completeEvaluation, { lot: 'north' }, byOfficer);
    ask(conflicted('bob')).refused('interest.settled', { actor: 'bob', unsettled: 1 });
    ask(conflicted('bob', 'north')).refused('interest.settled');
    ask(conflicted('bob'), removedFromNorth('bob')).refused('evaluation.enough-assessors', { scored: 2 });
  });
});
