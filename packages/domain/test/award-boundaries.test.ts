import { fold, type Happened } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { NoticePublished } from '../src/commission/plan/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { awardAuthorised, decidedApart, deciderApart } from '../src/commission/purchase/authority';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { callReserve } from '../src/commission/purchase/call-reserve';
import { cancelCommission } from '../src/commission/purchase/cancel-commission';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import { AgreementTerminated, AgreementVaried } from '../src/commission/review/life-events';
import { DecisionPublished } from '../src/decision/events';
import { declineAward } from '../src/commission/purchase/decline-award';
import { declineQuote } from '../src/commission/purchase/decline-quote';
import {
  AgreementSigned,
  AssessmentSummariesSent,
  AwardRecommended,
  BidExcluded,
  BidReceived,
  BidsOpened,
  ContractAwarded,
  EvaluationCompleted,
  InterestManaged,
  QuoteDeclined,
  QuoteInvited,
  QuoteReceived,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { excludeBid } from '../src/commission/purchase/exclude-bid';
import {
  CommissionCancelled,
  CommissionHalted,
  CommissionResumed,
} from '../src/commission/purchase/halt-events';
import { deadlineInHalt, notHalted } from '../src/commission/purchase/halts';
import { freeOfInterest } from '../src/commission/purchase/interests';
import { uninterrupted } from '../src/commission/purchase/interrupting';
import { manageInterest } from '../src/commission/purchase/manage-interest';
import { openBids } from '../src/commission/purchase/open-bids';
import { receiveQuote } from '../src/commission/purchase/receive-quote';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { AwardDeclined, ReserveCalled } from '../src/commission/purchase/reserve-events';
import { left, replaced, reserveInOrder } from '../src/commission/purchase/reserves';
import { resumeCommission } from '../src/commission/purchase/resume-commission';
import { lotsUnsettled } from '../src/commission/review/outstanding';
import { scoreBid } from '../src/commission/purchase/score-bid';
import { ProviderExcluded, ProviderReinstated } from '../src/provider/events';
import { provider as providerAggregate } from '../src/provider/state';
import { sendAssessmentSummaries } from '../src/commission/purchase/send-assessment-summaries';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import {
  act,
  awardedToBirch,
  contractTo,
  decisionOf,
  evaluated,
  firstDecision,
  inStandstill,
  named,
  officer,
  officerOn,
  on,
  paidFrom,
  recommendedFor,
  signable,
  signing,
} from './support/awarded-tender';
import { made } from './support/made';
import { approver, contextOf, recorded } from './support/specification';
import {
  actorOf,
  after,
  afterHappened,
  appointed,
  biddingClosed,
  bids,
  by,
  commissionRef,
  declared,
  includingVat,
  opened,
  openedBid,
  planned,
  published,
  received,
  registered,
  rules,
  scored,
  scores,
  sealedBid,
} from './support/tender';

const stateOf = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));
const birch = 'BEDS-birch';
const taken = (authorises: ReadonlyArray<object>) =>
  decisionOf(firstDecision, authorises).taken as Parameters<typeof awardAuthorised>[1];

describe('what a decision lets be awarded', () => {
  const upTo = includingVat(10_500_000);
  const authorise = (authorised: object, ...before: ReadonlyArray<CommissionEvent>) =>
    awardAuthorised(
      stateOf(...evaluated, ...before),
      taken([act('award', { provider: birch, upTo, ...authorised })]),
      { provider: birch, lot: 'north', amount: includingVat(500_001) } as never,
    );
  const before = contractTo('birch', 'w0', firstDecision);

  test('is used up by what was awarded under it to the same provider', () => {
    expect(authorise({}, before)).toMatchObject({
      left: {
        facts: {
          decision: firstDecision,
          act: 'award',
          provider: birch,
          lot: 'north',
          amount: includingVat(500_001),
          upTo: [upTo],
        },
        field: '/decision',
      },
    });
    expect(E.isRight(authorise({ upTo: includingVat(10_500_001) }, before))).toBe(true);
  });

  test('is not used up by what another decision or another lot was about, what came to nothing, or what was before', () => {
    const declined = made(AwardDeclined, {
      award: 'w0',
      cause: 'declined',
      reason: 'It lost the worker.',
      declinedOn: '2026-11-23',
      lot: 'north',
      givenBack: paidFrom(10_000_000),
    });
    const prior = made(PriorAwardRecorded, {
      reference: commissionRef,
      title: 'As before',
      award: 'w0',
      recipient: named('birch'),
      amount: { basis: 'total', pence: 10_000_000 },
      years: [],
      decision: firstDecision,
      fundingStream: 'unknown',
      agreement: 'live',
      source: { id: '072', url: 'https://example.org/d/072', read: '2026-11-22' },
    });
    const inSouth = made(ContractAwarded, { ...before.data, lot: 'south' });
    expect(E.isRight(authorise({}, contractTo('birch', 'w0', 'BEDS-PCC24-0073')))).toBe(true);
    expect(E.isRight(authorise({}, contractTo('cedar', 'w0', firstDecision)))).toBe(true);
    expect(E.isRight(authorise({}, before, declined))).toBe(true);
    expect(E.isRight(authorise({}, prior))).toBe(true);
    expect(E.isRight(authorise({ lot: 'north' }, inSouth))).toBe(true);
    expect(E.isRight(authorise({}, inSouth))).toBe(false);
    expect(E.isRight(authorise({ lot: 'north' }, before))).toBe(false);
  });
});

describe('who decides', () => {
  const scoring = by(actorOf('cat'), '2026-11-23T12:00:00.000Z', scored('cat', 'azalea', 3, 3));
  const recommending = by(actorOf('cat'), '2026-11-23T12:00:00.000Z', recommendedFor('birch', 'r1'));
  const state = (...more: ReadonlyArray<Happened<CommissionEvent>>) =>
    fold(commission, commission.initial, [...recorded<CommissionEvent>(opened), ...more]);
  const byCat = { ...taken([]), by: 'cat' } as never;

  test('scored nothing and recommended nothing, one or the other or both', () => {
    expect(deciderApart(state(...scoring, ...recommending), byCat)).toMatchObject({
      left: { facts: { scored: ['cat'], recommended: ['cat'] } },
    });
    expect(deciderApart(state(...scoring), byCat)).toMatchObject({
      left: { facts: { scored: ['cat'], recommended: [] } },
    });
    expect(deciderApart(state(...recommending), byCat)).toMatchObject({
      left: { facts: { scored: [], recommended: ['cat'] } },
    });
    const asApprover = contextOf({ actor: approver });
    expect(E.isRight(decidedApart(state(...scoring, ...recommending), taken([]), asApprover))).toBe(true);
  });
});

describe('a score', () => {
  const as = contextOf({ actor: actorOf('ann') });
  const scoring = { bid: 'azalea', lot: 'north', scores: scores(3, 4) };

  test('for a criterion of nobody’s does not stand in for one that is missing', () => {
    const [quality] = scores(3, 4);
    after(...opened)
      .when(scoreBid, { ...scoring, scores: [quality, { ...quality, criterion: 'price' }] }, as)
      .refused(
        'score.every-criterion-once',
        { missing: ['social'], unknown: ['price'], twice: [] },
        '/scores',
      );
    after(...opened)
      .when(scoreBid, { ...scoring, scores: [quality, quality] }, as)
      .refused(
        'score.every-criterion-once',
        { missing: ['social'], unknown: [], twice: ['quality'] },
        '/scores',
      );
  });

  test('is not below the scale', () => {
    const fromOne = opened.map((event) =>
      event.type === 'SpecPublished'
        ? { ...event, data: { ...event.data, scale: { ...event.data.scale, minimum: 1 } } }
        : event,
    );
    after(...fromOne)
      .when(scoreBid, { ...scoring, scores: scores(0, 1) }, as)
      .refused('score.within-scale', { score: 0, minimum: 1 }, '/scores/0/score');
  });

  test('is not given once the lot was evaluated, moderated or not', () => {
    const evaluatedAlready = made(EvaluationCompleted, {
      lot: 'north',
      rounding: 'each criterion half up to hundredths',
      ranking: [],
      failed: [],
    });
    after(...opened, evaluatedAlready)
      .when(scoreBid, scoring, as)
      .refused('score.before-moderation', { lot: 'north' });
  });

  test('waits until it is known who competes', () => {
    const bare = [...planned(), published, appointed, declared('ann', 'general'), declared('ann', 'bidders')];
    after(...bare, made(BidReceived, sealedBid('azalea')))
      .when(scoreBid, scoring, as)
      .refused('bid.competes', { bid: 'azalea', lot: 'north', opened: false }, '/bid');
  });
});

describe('opening bids', () => {
  const closed = [...received, biddingClosed];
  const opening = (list: ReadonlyArray<unknown>) =>
    after(...closed).when(openBids, { openers: ['officer-1', 'officer-2'], bids: list });

  test('leaves out none for another that was never received, nor opens one in the place of two', () => {
    const [azalea, one] = bids;
    opening([azalea, one, openedBid('date', 1)]).refused('opening.every-bid-once', {
      missing: ['cedar'],
      unknown: ['date'],
      twice: [],
    });
    opening([azalea, one, one]).refused('opening.every-bid-once', {
      missing: ['cedar'],
      unknown: [],
      twice: ['birch'],
    });
  });

  test('says the same in whatever order the bids are given', () => {
    opening(bids.toReversed()).then(
      made(BidsOpened, { openers: ['officer-1', 'officer-2'], bids: bids.toReversed() }),
    );
  });
});

describe('summaries', () => {
  test('go to every bidder that was assessed: nobody else in the place of one', () => {
    after(...evaluated, recommendedFor('birch', 'r1'), contractTo('birch', 'w1', firstDecision))
      .when(sendAssessmentSummaries, { lot: 'north', bids: ['birch', 'cedar', 'date'] })
      .refused('summaries.to-every-assessed-bidder', { missing: ['azalea'], others: ['date'] }, '/bids');
  });
});

describe('summaries and the award notice', () => {
  const sending = { lot: 'north', bids: ['birch', 'cedar', 'azalea'] };
  const asked = (kind: string, lot?: string) => {
    const notice = made(NoticePublished, {
      notice: 'n1',
      kind,
      channel: 'central-platform',
      reference: '2026/S 000-1',
      publishedOn: '2026-11-23',
      ...(lot && { lot }),
    });
    return after(
      ...evaluated,
      recommendedFor('birch', 'r1'),
      contractTo('birch', 'w1', firstDecision),
      notice,
    ).when(sendAssessmentSummaries, sending);
  };

  test('go before it, whether it names the lot or none; no other notice matters', () => {
    for (const lot of ['north', undefined])
      asked('UK6', lot).refused('summaries.before-award-notice', { lot: 'north' }, '/lot');
    asked('UK6', 'south').then(made(AssessmentSummariesSent, sending));
    asked('UK4', 'north').then(made(AssessmentSummariesSent, sending));
  });
});

describe('an interest', () => {
  const interest = (lot?: string) => ({ nature: 'Shareholder', ...(lot && { lot }) });
  const declaring = (...lots: ReadonlyArray<string | undefined>) =>
    declared(
      'ann',
      'bidders',
      lots.map((lot) => interest(lot)),
    );
  const managing = (handled: string, lot?: string) => ({
    actor: 'ann',
    handled,
    reason: 'Owns shares',
    ...(lot && { lot }),
  });
  const managed = (handled: string, lot?: string) => made(InterestManaged, managing(handled, lot));
  const asked = (command: object, ...events: ReadonlyArray<CommissionEvent>) =>
    after(...received, ...events).when(manageInterest, command);

  test('in another lot is left to settle by a removal from one', () => {
    const state = stateOf(
      ...received,
      declaring('north', 'south', undefined),
      managed('removed-from-lot', 'north'),
    );
    expect(state.declarations.get('ann' as never)?.waiting).toEqual([interest('south')]);
    expect(freeOfInterest(state, 'ann', 'south')).toMatchObject({
      left: { facts: { unsettled: 1, removedFrom: [] } },
    });
    expect(freeOfInterest(state, 'ann', 'north')).toMatchObject({
      left: { facts: { unsettled: 0, removedFrom: ['north'] } },
    });
    expect(freeOfInterest(state, 'ann')).toMatchObject({
      left: { facts: { unsettled: 1, removedFrom: ['north'] } },
    });
    const settled = stateOf(...received, declaring('north'), managed('removed-from-lot', 'north'));
    expect(E.isRight(freeOfInterest(settled, 'ann', 'south'))).toBe(true);
    expect(freeOfInterest(settled, 'ann')).toMatchObject({ left: { facts: { removedFrom: ['north'] } } });
  });

  test('in one lot may keep somebody from another, too', () => {
    asked(managing('removed-from-lot', 'north'), declaring('south')).then(
      managed('removed-from-lot', 'north'),
    );
  });

  test('is settled once; a removal may follow, and is not done twice', () => {
    asked(managing('no-conflict'), declaring(undefined), managed('no-conflict')).then();
    asked(managing('removed-from-panel'), declaring(undefined), managed('no-conflict')).then(
      managed('removed-from-panel'),
    );
    const again = { ...managing('removed-from-panel'), reason: 'As before' };
    asked(again, declaring(undefined), managed('removed-from-panel')).then();
    asked(
      { ...managing('removed-from-lot', 'north'), reason: 'As before' },
      declaring('north'),
      managed('removed-from-lot', 'north'),
    ).then();
    asked(
      managing('removed-from-lot', 'south'),
      declaring('north'),
      managed('removed-from-lot', 'north'),
    ).then(managed('removed-from-lot', 'south'));
    asked(
      { ...managing('no-conflict'), reason: 'Otherwise' },
      declaring(undefined),
      managed('no-conflict'),
    ).refused('interest.declared', { actor: 'ann' }, '/actor');
  });
});

describe('a halt', () => {
  const closes = '2026-11-20T12:00:00.000Z';
  const halt = (lots?: ReadonlyArray<string>) =>
    made(CommissionHalted, { halt: 'h1', decision: firstDecision, reason: 'Wait.', ...(lots && { lots }) });
  const resumed = made(CommissionResumed, { halt: 'h1', decision: firstDecision, reason: 'Go on.' });
  const at = (moment: string, event: CommissionEvent) => by(officer, moment, event);
  const state = (...events: ReadonlyArray<Happened<CommissionEvent>>) =>
    fold(commission, commission.initial, [...officerOn('2026-11-18', ...received), ...events]);

  test('had the deadline in it from its first moment to its last', () => {
    const [before, later] = ['2026-11-20T11:59:59.999Z', '2026-11-20T12:00:00.001Z'];
    expect(deadlineInHalt(state(...at(closes, halt())))).toBe(true);
    expect(deadlineInHalt(state(...at(later, halt())))).toBe(false);
    expect(deadlineInHalt(state(...at(before, halt()), ...at(closes, resumed)))).toBe(true);
    expect(deadlineInHalt(state(...at('2026-11-19T12:00:00.000Z', halt()), ...at(before, resumed)))).toBe(
      false,
    );
    expect(deadlineInHalt(stateOf(...planned()))).toBe(false);
  });

  test('of one lot keeps nobody from another, and what is about all waits for it', () => {
    const north = stateOf(...received, halt(['north']));
    expect(E.isRight(notHalted(north, ['south']))).toBe(true);
    expect(notHalted(north, ['south', 'north'])).toMatchObject({
      left: { facts: { halts: ['h1'], lots: ['south', 'north'] } },
    });
    expect(notHalted(stateOf(...received, halt(['north', 'south'])), ['south'])).toMatchObject({
      left: { facts: { halts: ['h1'], lots: ['south'] } },
    });
    expect(notHalted(north, undefined)).toMatchObject({ left: { facts: { halts: ['h1'], lots: null } } });
    expect(notHalted(stateOf(...received, halt()), ['south'])).toMatchObject({
      left: { facts: { halts: ['h1'] } },
    });
    expect(E.isRight(notHalted(stateOf(...received, halt(), resumed), ['south']))).toBe(true);
  });
});

describe('what was cancelled', () => {
  const cancelled = (change: object = {}) =>
    made(CommissionCancelled, {
      cancellation: 'c1',
      decision: firstDecision,
      reason: 'The Ministry withdrew its grant.',
      whole: false,
      lots: ['north'],
      noticeDue: false,
      ...change,
    });
  const asked = (command: object, ...events: ReadonlyArray<CommissionEvent>) =>
    uninterrupted(
      stateOf(...evaluated, contractTo('birch', 'w1', firstDecision), ...events),
      'recommend-award',
      command,
    );
  const over = { left: { facts: { cancellations: ['c1'] } } };

  test('is over, by its lot or by that of its award; other lots go on', () => {
    expect(asked({ lot: 'north' }, cancelled())).toMatchObject(over);
    expect(asked({ award: 'w1' }, cancelled())).toMatchObject(over);
    expect(asked({ inPlaceOf: 'w1' }, cancelled({ lots: ['south', 'north'] }))).toMatchObject(over);
    expect(E.isRight(asked({ lot: 'south' }, cancelled()))).toBe(true);
    expect(E.isRight(asked({ award: 'w9' }, cancelled()))).toBe(true);
    expect(E.isRight(asked({}, cancelled()))).toBe(true);
    expect(asked({}, cancelled({ whole: true, lots: ['north', 'south'] }))).toMatchObject(over);
  });

  test('takes the awards of its lots with it that nobody signed, and no others', () => {
    const second = contractTo('cedar', 'w2', firstDecision);
    const inSouth = made(ContractAwarded, {
      ...contractTo('azalea', 'w3', firstDecision).data,
      lot: 'south',
    });
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    const mayCancel = decisionOf('BEDS-PCC24-0075', [act('cancel')]);
    const { decided } = afterHappened(...signable, ...officerOn('2026-12-10', second, inSouth, signed)).when(
      cancelCommission,
      {
        cancellation: 'c1',
        decision: 'BEDS-PCC24-0075',
        reason: 'The Ministry withdrew its grant.',
        lots: ['north'],
      },
      on('2026-12-10', [mayCancel], { actor: officer }),
    );
    const events = E.isRight(decided) ? decided.right : [];
    expect(events.filter(({ type }) => type === 'AwardDeclined').map(({ data }) => data)).toMatchObject([
      { award: 'w2', cause: 'cancelled' },
    ]);
  });
});

describe('what is decided of a commission under a published decision', () => {
  const decision = 'BEDS-PCC24-0075';
  const published = made(DecisionPublished, {
    decision,
    channel: 'website',
    reference: `https://example.org/${decision}`,
    withheld: [],
    awards: [],
  });
  const around = (name: string) =>
    on('2026-11-19', [decisionOf(decision, [act(name)], { published: true })], { actor: officer });
  const beforeClosing = officerOn('2026-11-18', ...received);

  test('is public with it, and names no award', () => {
    const cancelling = {
      cancellation: 'c1',
      decision,
      reason: 'The Ministry withdrew its grant.',
      lots: ['north'],
    };
    afterHappened(...beforeClosing)
      .when(cancelCommission, cancelling, around('cancel'))
      .then(made(CommissionCancelled, { ...cancelling, whole: false, noticeDue: false }), published);
    const halted = made(CommissionHalted, { halt: 'h1', decision: firstDecision, reason: 'Wait.' });
    const resuming = { halt: 'h1', decision, reason: 'Go on.' };
    afterHappened(...beforeClosing, ...officerOn('2026-11-18', halted))
      .when(resumeCommission, resuming, around('halt'))
      .then(made(CommissionResumed, resuming), published);
  });
});

describe('a lot whose award came to nothing', () => {
  test('is not settled by it', () => {
    const declined = made(AwardDeclined, {
      award: 'w1',
      cause: 'declined',
      reason: 'It lost the worker.',
      declinedOn: '2026-12-10',
      lot: 'north',
      givenBack: paidFrom(10_000_000),
    });
    const awarded = [...evaluated, contractTo('birch', 'w1', firstDecision)];
    expect(lotsUnsettled(stateOf(...awarded))).toEqual(['south']);
    expect(lotsUnsettled(stateOf(...awarded, declined))).toEqual(['north', 'south']);
  });
});

describe('a quote', () => {
  const quoting = {
    quote: 'q1',
    provider: birch,
    amount: includingVat(1),
    for: 'All of it.',
    lot: 'north',
  };
  const around = contextOf({ providers: new Map([registered(birch)]), rules });
  const invited = made(QuoteInvited, { quote: 'q1', invited: named('birch'), local: true });
  const declining = { quote: 'q1', reason: 'Too busy.' };
  const heard = made(QuoteReceived, {
    quote: 'q1',
    lot: 'north',
    from: named('birch'),
    amount: includingVat(1),
    for: 'All of it.',
  });

  test('that is declined was invited and not given', () => {
    after(...planned(), invited, heard)
      .when(declineQuote, declining)
      .refused('quote.declined-after-invitation', { quote: 'q1', invited: true, received: true }, '/quote');
    after(...planned(), invited, made(QuoteDeclined, declining))
      .when(declineQuote, { ...declining, reason: 'Otherwise.' })
      .refused('entry.said-once', {}, '/quote');
  });

  test('answers the invitation that was not declined', () => {
    after(...planned(), invited, made(QuoteDeclined, declining))
      .when(receiveQuote, quoting, around)
      .refused('quote.invited-first', { quote: 'q1', invited: birch, declined: true }, '/quote');
    const cedar = contextOf({ ...around, providers: new Map([registered('BEDS-cedar')]) });
    after(...planned(), invited)
      .when(receiveQuote, { ...quoting, provider: 'BEDS-cedar' }, cedar)
      .refused('quote.invited-first', { invited: birch, declined: false }, '/quote');
  });

  test('names its lot where there is more than one, between the opening and the closing', () => {
    const { lot: _lot, ...unnamed } = quoting;
    const early = contextOf({ ...around, now: '2026-11-01T12:00:00.000Z' as never });
    after(...planned(), published, invited)
      .when(receiveQuote, unnamed, early)
      .refused('lot.known', { lots: ['north', 'south'] }, '/lot');
    after(...planned(), published, invited)
      .when(receiveQuote, quoting, contextOf({ ...around, now: '2026-10-01T08:59:59.999Z' as never }))
      .refused('quote.before-closing', { opens: '2026-10-01T09:00:00.000Z' });
  });
});

describe('a recommendation', () => {
  test('in another lot passes nobody over in this one', () => {
    const elsewhere = made(AwardRecommended, { ...recommendedFor('birch', 'r0').data, lot: 'south' });
    after(...evaluated, elsewhere)
      .when(
        recommendAward,
        {
          recommendation: 'r1',
          lot: 'north',
          bid: 'cedar',
          provider: 'BEDS-cedar',
          amount: includingVat(1),
          reasons: 'Good.',
        },
        on('2026-11-23', [], { actor: officer }),
      )
      .refused('recommendation.departure-explained', { lot: 'north', higher: ['birch'] }, '/departure');
  });
});

describe('reserves that are named', () => {
  const recommender = on('2026-11-23', [], { actor: actorOf('officer-9', 'commissioning-officer') });
  const naming = (
    recommendation: string,
    bid: string,
    reserves: ReadonlyArray<string>,
    ...before: ReadonlyArray<CommissionEvent>
  ) => {
    const { recipient: _recipient, ...recommending } = recommendedFor(bid, recommendation).data;
    return after(...evaluated, ...before).when(
      recommendAward,
      { ...recommending, provider: `BEDS-${bid}`, reserves, departure: 'Birch withdrew its staff' },
      recommender,
    );
  };
  const first = recommendedFor('birch', 'r1');

  test('follow what is recommended beside it in the lot, and not what is recommended in another', () => {
    expect(E.isRight(naming('r2', 'cedar', ['azalea'], first).decided)).toBe(true);
    const elsewhere = made(AwardRecommended, { ...first.data, lot: 'south' });
    expect(E.isRight(naming('r2', 'cedar', ['birch', 'azalea'], elsewhere).decided)).toBe(true);
    naming('r2', 'cedar', ['azalea'], elsewhere).refused(
      'reserve.named-in-ranked-order',
      { lot: 'north', reserves: ['azalea'], follow: ['birch', 'azalea'] },
      '/reserves',
    );
  });

  test('of one rank are in any order, each once', () => {
    const criteria = [{ criterion: 'quality', agreed: 400, weighted: 4800 }];
    const place = (rank: number, bid: string) => ({ rank, bid, total: 9, criteria, tieBreaks: [] });
    const tied = made(EvaluationCompleted, {
      lot: 'north',
      rounding: 'each criterion half up to hundredths',
      ranking: [place(1, 'birch'), place(2, 'azalea'), place(2, 'cedar')],
      failed: [],
    });
    expect(E.isRight(naming('r1', 'birch', ['cedar', 'azalea'], tied).decided)).toBe(true);
    naming('r1', 'birch', ['cedar', 'cedar'], tied).refused('reserve.named-in-ranked-order');
  });
});

describe('what is made public of a change', () => {
  const changeDecision = 'BEDS-PCC24-0090';
  const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
  const published = (decision: string, ...awards: ReadonlyArray<string>) =>
    made(DecisionPublished, {
      decision,
      channel: 'website',
      reference: `https://example.org/${decision}`,
      withheld: [],
      awards,
    });
  const varied = (decision: string) =>
    made(AgreementVaried, {
      award: 'w1',
      variation: 'v1',
      decision,
      agreedOn: '2026-12-10',
      reason: 'Evenings too.',
    });
  const ended = (decision: string) =>
    made(AgreementTerminated, {
      award: 'w1',
      by: 'body',
      ground: 'breach',
      reason: 'The worker left.',
      lastDay: '2027-05-31',
      stillOwed: includingVat(0),
      comesBack: includingVat(0),
      amount: includingVat(0),
      decision,
      less: paidFrom(10_000_000),
    });
  const publishing = (change: CommissionEvent) =>
    afterHappened(...signable, ...officerOn('2026-12-10', signed, change)).when(
      publishAwards,
      { decision: changeDecision },
      on('2026-12-11', [decisionOf(changeDecision, [act('vary')], { published: true })]),
    );

  test('is what its own decision changed or ended, and nothing that another did', () => {
    publishing(varied(changeDecision)).then(published(changeDecision, 'w1'));
    publishing(ended(changeDecision)).then(published(changeDecision, 'w1'));
    for (const other of [varied('BEDS-PCC24-0091'), ended('BEDS-PCC24-0091')])
      publishing(other).refused('publication.decided-here', { decision: changeDecision }, '/decision');
  });
});

describe('a reserve', () => {
  const declined = made(AwardDeclined, {
    award: 'w1',
    cause: 'declined',
    reason: 'It lost the worker.',
    declinedOn: '2026-12-10',
    lot: 'north',
    givenBack: paidFrom(10_000_000),
  });
  const called = made(ReserveCalled, {
    call: 'call-1',
    inPlaceOf: 'w1',
    bid: 'cedar',
    lot: 'north',
    provider: named('cedar'),
    rank: 2,
  });
  const fell = [...evaluated, contractTo('birch', 'w1', firstDecision), declined];

  test('takes the place of the award it was called for, once it was awarded', () => {
    expect(replaced(stateOf(...fell, called), 'w1')).toBe(false);
    const then = stateOf(...fell, called, contractTo('cedar', 'w2', 'BEDS-PCC24-0080'));
    expect(replaced(then, 'w1')).toBe(true);
    expect(replaced(then, 'w2')).toBe(false);
    expect(left(then, 'north').map(({ bid }) => bid)).toEqual(['azalea']);
    expect(left(stateOf(...received), 'north')).toEqual([]);
  });

  test('is one that was called in this lot, for this bid', () => {
    const { route } = stateOf(...fell);
    const order = (bid: string, lot = 'north') =>
      reserveInOrder(stateOf(...fell, called), route as never, { lot, bid, decision: firstDecision });
    expect(order('cedar')).toMatchObject({
      left: { facts: { decision: firstDecision, inPlaceOf: 'w1' }, field: '/decision' },
    });
    // North has room for two awards, so that another bid needs no place that fell free.
    expect(E.isRight(order('azalea'))).toBe(true);
    expect(E.isRight(order('cedar', 'south'))).toBe(true);
  });

  test('is asked for in no lot because of what came to nothing in another', () => {
    const ranked = made(EvaluationCompleted, {
      lot: 'south',
      rounding: 'each criterion half up to hundredths',
      ranking: [
        {
          rank: 1,
          bid: 'azalea',
          total: 9,
          criteria: [{ criterion: 'quality', agreed: 400, weighted: 4800 }],
          tieBreaks: [],
        },
      ],
      failed: [],
    });
    const state = stateOf(...fell, ranked);
    const award = { lot: 'south', bid: 'azalea', decision: 'BEDS-PCC24-0081' };
    expect(E.isRight(reserveInOrder(state, state.route as never, award))).toBe(true);
  });

  test('asks to see the bidder it calls', () => {
    const calling = { call: 'call-1', inPlaceOf: 'w1', bid: 'cedar' } as never;
    expect(callReserve.needs(calling, stateOf(...fell))).toEqual({ providers: ['BEDS-cedar'] });
    expect(callReserve.needs(calling, stateOf(...received))).toEqual({});
    expect(callReserve.needs({ ...(calling as object), bid: 'date' } as never, stateOf(...fell))).toEqual({});
  });
});

describe('an assessment for a subsidy', () => {
  test('is made of one provider whatever another was awarded', () => {
    const assessing = { provider: 'BEDS-cedar', isSubsidy: false, reason: 'Paid at market price' };
    after(...evaluated, contractTo('birch', 'w1', firstDecision))
      .when(assessSubsidy, assessing, on('2026-11-23', [], { actor: officer }))
      .then(made(SubsidyAssessed, assessing));
  });
});

describe('an award', () => {
  test('may be declined on the day it was made', () => {
    const declining = {
      award: 'w1',
      cause: 'declined',
      reason: 'It lost the worker.',
      declinedOn: '2026-11-23',
    };
    afterHappened(...awardedToBirch)
      .when(declineAward, declining, on('2026-11-23', [], { actor: officer }))
      .then(made(AwardDeclined, { ...declining, lot: 'north', givenBack: paidFrom(10_000_000) }));
  });

  test('may be signed for a single day', () => {
    const oneDay = { ...signing('w1', '2026-12-09'), term: { starts: '2027-04-01', ends: '2027-04-01' } };
    afterHappened(...signable)
      .when(signAgreement, oneDay, on('2026-12-09', [], { actor: officer }))
      .then(made(AgreementSigned, oneDay));
  });
});

describe('signing', () => {
  test('asks to see the funds that pay for the award, and its provider', () => {
    const command = signing('w1', '2026-12-09') as never;
    const state = stateOf(...evaluated, contractTo('birch', 'w1', firstDecision));
    expect(signAgreement.needs(command, state)).toEqual({
      funds: ['BEDS-moj-victims-2026-27'],
      providers: ['BEDS-birch'],
    });
    expect(signAgreement.needs(command, stateOf(...evaluated))).toEqual({});
  });

  test('is not done with a provider that was excluded by that day', () => {
    const [id, registeredBirch] = registered('BEDS-birch');
    const excludedOn = (day: string, until?: string) =>
      fold(
        providerAggregate,
        registeredBirch,
        by(
          approver,
          `${day}T09:00:00.000Z`,
          made(ProviderExcluded, { ground: 'On the debarment list', ...(until && { until }) }),
        ),
      );
    const ask = (provider: typeof registeredBirch) =>
      afterHappened(...signable).when(
        signAgreement,
        signing('w1', '2026-12-10'),
        on('2026-12-15', [], { actor: officer, providers: new Map([[id, provider]]) as never }),
      );
    ask(excludedOn('2026-12-10')).refused('purchase.provider-not-excluded', { provider: id }, '/award');
    ask(excludedOn('2026-12-01', '2026-12-10')).refused('purchase.provider-not-excluded');
    for (const other of [excludedOn('2026-12-11'), excludedOn('2026-12-01', '2026-12-09'), registeredBirch])
      ask(other).then(made(AgreementSigned, signing('w1', '2026-12-10')));
    const reinstated = made(ProviderReinstated, { reason: 'Taken off the list' });
    ask(fold(providerAggregate, excludedOn('2026-12-01'), recorded([reinstated]))).then(
      made(AgreementSigned, signing('w1', '2026-12-10')),
    );
  });
});

describe('signing with what is measured', () => {
  const measure = {
    id: 'said',
    name: 'Victims who say it helped',
    figure: 'count',
    unit: 'victims',
    direction: 'higher-is-better',
    target: 30,
    frequency: 'quarterly',
    measuresUserFeedback: true,
  };

  test('says at which field its periods or its award are at fault', () => {
    const early = { id: 'q1', from: '2027-03-01', to: '2027-05-31', due: '2027-06-21' };
    const asked = (history: typeof signable) =>
      afterHappened(...history).when(
        signAgreement,
        { ...signing('w1', '2026-12-09'), kpis: [measure], periods: [early] },
        on('2026-12-09', [], { actor: officer }),
      );
    asked(signable).refused('kpis.periods-within-term', { period: 'q1' }, '/periods');
  });
});

describe('a standstill', () => {
  test('begins with a notice on the day of the last award or later', () => {
    const second = by(approver, '2026-11-26T09:00:00.000Z', contractTo('cedar', 'w2', firstDecision));
    const starting = (noticePublishedOn: string) =>
      afterHappened(...inStandstill.slice(0, -1), ...second).when(
        startStandstill,
        { lot: 'north', noticePublishedOn },
        on('2026-11-27', [], { actor: officer }),
      );
    starting('2026-11-25').refused(
      'standstill.on-an-award',
      { awardedOn: ['2026-11-23', '2026-11-26'], noticePublishedOn: '2026-11-25' },
      '/noticePublishedOn',
    );
    expect(E.isRight(starting('2026-11-26').decided)).toBe(true);
  });
});

describe('excluding a bid', () => {
  const excluding = {
    bid: 'azalea',
    ground: 'Mandatory exclusion',
    reason: 'On the debarment list',
    allowedAs: 'excluded-supplier',
  };

  test('is from lots that it was made for, before any of them is ranked', () => {
    after(...opened)
      .when(excludeBid, { ...excluding, lot: 'south' })
      .refused('exclusion.once-opened', { bid: 'azalea', lots: ['south'], withdrawn: false }, '/bid');
    after(...planned())
      .when(excludeBid, excluding)
      .refused('bid.known', {}, '/bid');
    const twoLots = opened.map((event) =>
      event.type === 'BidsOpened'
        ? made(BidsOpened, { openers: [], bids: [openedBid('azalea', 1, ['north', 'south'])] })
        : event,
    );
    const ranked = made(EvaluationCompleted, {
      lot: 'south',
      rounding: 'each criterion half up to hundredths',
      ranking: [],
      failed: [],
    });
    after(...twoLots, ranked)
      .when(excludeBid, excluding)
      .refused('exclusion.before-ranking', { ranked: ['south'] }, '/lot');
    after(...twoLots, ranked)
      .when(excludeBid, { ...excluding, lot: 'north' })
      .then(made(BidExcluded, { ...excluding, lot: 'north' }));
  });
});
