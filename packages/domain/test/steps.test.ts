import { fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission as commissionAggregate } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { lockScores } from '../src/commission/purchase/lock-scores';
import {
  AwardRecommended,
  BidsOpened,
  DueDiligenceCompleted,
  FeedbackGiven,
  InterestManaged,
  PanelMemberReplaced,
  QuoteInvited,
  QuoteReceived,
} from '../src/commission/purchase/events';
import { stepsDone } from '../src/commission/steps';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';
import {
  actorOf,
  after,
  appointed,
  bids,
  declared,
  includingVat,
  locked,
  member,
  panel,
  planned,
  published,
  received,
  route,
  scoredByAll,
} from './support/tender';

const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commissionAggregate, commissionAggregate.initial, recorded<CommissionEvent>(events));

const subject = { lot: 'north', provider: 'BEDS-birch' };
const named = { provider: 'BEDS-birch', name: 'The birch' };

/** Whether a step of the route is done after these events, seen from the end of the cycle. */
const done = (step: string, events: ReadonlyArray<CommissionEvent>, about: object = subject): boolean => {
  const profile = { ...route, steps: [step] } as unknown as typeof route;
  return E.isRight(stepsDone(stateAfter(...planned({ profile }), ...events), 'closing', about));
};

describe('interests are declared', () => {
  const step = 'interest-declarations';
  const general = panel.map(({ actor }) => declared(actor, 'general'));
  const against = panel.map(({ actor }) => declared(actor, 'bidders'));
  const open = made(BidsOpened, { openers: [], bids });

  test('once every member of the panel declared', () => {
    expect(done(step, [appointed])).toBe(false);
    expect(done(step, [appointed, ...general.slice(1)])).toBe(false);
    expect(done(step, [appointed, ...general])).toBe(true);
  });

  test('and again against the bidders, once they are known', () => {
    expect(done(step, [appointed, ...general, open])).toBe(false);
    expect(done(step, [appointed, ...general, open, ...against.slice(1)])).toBe(false);
    expect(done(step, [appointed, open, ...against])).toBe(false);
    expect(done(step, [appointed, ...general, open, ...against])).toBe(true);
  });

  test('whatever was not said by somebody whom an interest removed from the panel', () => {
    const removed = (handled: string, lot?: string) =>
      made(InterestManaged, { actor: 'ann', handled, reason: 'Owns shares', ...(lot && { lot }) });
    expect(done(step, [appointed, ...general.slice(1), removed('removed-from-panel')])).toBe(true);
    expect(done(step, [appointed, ...general.slice(1), removed('removed-from-lot', 'north')])).toBe(false);
    expect(done(step, [appointed, ...general.slice(1), removed('no-conflict', 'north')])).toBe(false);
  });

  test('and what was declared is settled, said once or twice', () => {
    const shareholder = [{ nature: 'Shareholder' }];
    const twice = [declared('ann', 'general', shareholder), declared('ann', 'bidders', shareholder)];
    const settled = made(InterestManaged, { actor: 'ann', handled: 'no-conflict', reason: 'Sold them' });
    expect(done(step, [appointed, ...general, ...twice])).toBe(false);
    expect(done(step, [appointed, ...general, ...twice, settled])).toBe(true);
    expect(stateAfter(...twice).declarations.get('ann' as never)?.waiting).toEqual(shareholder);
  });
});

describe('a lot is scored', () => {
  test('once all of its assessors locked, and it has some', () => {
    const scored = scoredByAll.slice(planned().length);
    expect(done('scoring', [...scored, locked('ann'), locked('bob')])).toBe(false);
    expect(done('scoring', [...scored, locked('ann'), locked('bob'), locked('cat')])).toBe(true);
    expect(done('scoring', [published])).toBe(false);
    const left = made(InterestManaged, {
      actor: 'cat',
      handled: 'removed-from-lot',
      lot: 'north',
      reason: 'Owns shares',
    });
    expect(done('scoring', [...scored, locked('ann'), locked('bob'), left])).toBe(true);
  });
});

describe('who is replaced on the panel', () => {
  test('takes their own scores with them, and nobody else’s', () => {
    const swapped = made(PanelMemberReplaced, { leaving: 'ann', joining: member('eve'), reason: 'Ill' });
    after(...scoredByAll, swapped)
      .when(lockScores, { lot: 'north' }, contextOf({ actor: actorOf('bob') }))
      .then(locked('bob'));
  });
});

describe('feedback is given', () => {
  const opened = [...received.slice(planned().length), made(BidsOpened, { openers: [], bids })];
  const told = (bid: string) => made(FeedbackGiven, { lot: 'north', bid, feedback: 'Clear.' });

  test('once every bidder for the lot was told how its bid was seen', () => {
    expect(done('feedback', [...opened, told('azalea'), told('birch')])).toBe(false);
    expect(done('feedback', [...opened, told('azalea'), told('birch'), told('cedar')])).toBe(true);
    expect(done('feedback', opened, { lot: 'south' })).toBe(true);
  });
});

describe('what is done for one is not done for another', () => {
  test('a recommendation is of a lot and a provider', () => {
    const recommended = made(AwardRecommended, {
      recommendation: 'r1',
      lot: 'north',
      recipient: named,
      amount: includingVat(1),
      reasons: 'Good.',
    });
    expect(done('recommendation', [recommended])).toBe(true);
    expect(done('recommendation', [recommended], { ...subject, lot: 'south' })).toBe(false);
    expect(done('recommendation', [recommended], { ...subject, provider: 'BEDS-cedar' })).toBe(false);
  });

  test('due diligence is of a provider, and finds it satisfactory or so on conditions', () => {
    const found = (outcome: string) =>
      made(DueDiligenceCompleted, {
        provider: 'BEDS-birch',
        depth: 'full',
        outcome,
        finding: 'As it stands.',
        goodUntil: '2027-05-01',
      });
    expect(done('due-diligence', [found('satisfactory')])).toBe(true);
    expect(done('due-diligence', [found('unsatisfactory')])).toBe(false);
    expect(done('due-diligence', [found('satisfactory')], { lot: 'north' })).toBe(false);
  });
});

describe('a quote', () => {
  test('is there once it was received: an invitation is none', () => {
    const invited = made(QuoteInvited, { quote: 'q1', invited: named, local: true });
    const quote = made(QuoteReceived, {
      quote: 'q1',
      lot: 'whole',
      from: named,
      amount: includingVat(1),
      for: 'All of it.',
    });
    expect(done('quotes', [invited])).toBe(false);
    expect(done('quotes', [invited, quote])).toBe(true);
  });
});

describe('what comes under an award', () => {
  test.each(['publication', 'kpis', 'review'])('%s waits for an award there is', (step) => {
    expect(done(step, [], subject)).toBe(false);
    expect(done(step, [], { ...subject, award: 'w9' })).toBe(false);
  });
});
