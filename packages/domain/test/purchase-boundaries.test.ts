import { fold, type Happened } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission as commissionAggregate } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { NoticePublished } from '../src/commission/plan/events';
import { notSuspended } from '../src/commission/purchase/challenges';
import {
  ChallengeRaised,
  ChallengeResolved,
  SuspensionLifted,
} from '../src/commission/purchase/challenge-events';
import { competingBids } from '../src/commission/purchase/bids';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import {
  AgreementSigned,
  BidsOpened,
  InterestManaged,
  NoAwardMade,
  StandstillStarted,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import {
  CommissionCancelled,
  CommissionHalted,
  CommissionResumed,
} from '../src/commission/purchase/halt-events';
import { liftSuspension } from '../src/commission/purchase/lift-suspension';
import { publishedLot } from '../src/commission/purchase/lots';
import { openLots } from '../src/commission/purchase/open-lots';
import { panelReading } from '../src/commission/purchase/reading';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import { raiseChallenge } from '../src/commission/purchase/raise-challenge';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { resolveChallenge } from '../src/commission/purchase/resolve-challenge';
import { withinSubsidyLimit } from '../src/commission/purchase/subsidy-limit';
import { noticed, terminationSaid } from '../src/commission/purchase/termination-notice';
import { DecisionPublished } from '../src/decision/events';
import {
  act,
  awardedToBirch,
  contractTo,
  decisionOf,
  evaluated,
  firstDecision,
  inStandstill,
  officer,
  officerOn,
  on,
  paidFrom,
  signing,
} from './support/awarded-tender';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';
import {
  after,
  afterHappened,
  appointed,
  commissionRef,
  declared,
  includingVat,
  moderating,
  opened,
  openedBid,
  planned,
  published,
  received,
  route,
  rules,
  specification,
} from './support/tender';

const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commissionAggregate, commissionAggregate.initial, recorded<CommissionEvent>(events));

const priorAward = (award: string, provider: string) =>
  made(PriorAwardRecorded, {
    reference: commissionRef,
    title: 'As before',
    award,
    recipient: { provider, name: 'The birch' },
    amount: { basis: 'total', pence: 31_000_000 },
    years: [],
    fundingStream: 'unknown',
    agreement: 'live',
    source: { id: '072', url: 'https://example.org/d/072', read: '2026-11-22' },
  });

const declinedAward = (award: string) =>
  made(AwardDeclined, {
    award,
    cause: 'declined',
    reason: 'It lost the worker it had counted on.',
    declinedOn: '2026-12-10',
    lot: 'north',
    givenBack: paidFrom(10_000_000),
  });

describe('what a member of the panel may read', () => {
  const ready = (...more: ReadonlyArray<CommissionEvent>) =>
    stateAfter(...planned(), published, appointed, ...more);
  const everything = [declared('ann', 'general'), declared('ann', 'bidders')];
  const handled = (how: string, lot?: string) =>
    made(InterestManaged, { actor: 'ann', handled: how, reason: 'Owns shares', ...(lot && { lot }) });

  test('is nothing for who is not on it, or was removed from it', () => {
    expect(panelReading(ready(), 'eve')).toBeUndefined();
    expect(panelReading(ready(...everything, handled('removed-from-panel')), 'ann')).toBeUndefined();
  });

  test('is whose bids there are, until interests were declared as often as the route asks', () => {
    expect(panelReading(ready(), 'ann')).toMatchObject({ declared: false });
    expect(panelReading(ready(declared('ann', 'general')), 'ann')).toMatchObject({ declared: false });
    expect(panelReading(ready(...everything), 'ann')).toMatchObject({ declared: true });
    expect(panelReading(stateAfter(published, appointed, ...everything), 'ann')).toMatchObject({
      declared: false,
    });
  });

  test('is what competes in lots in which no interest stands between', () => {
    const reading = panelReading(ready(...everything, handled('removed-from-lot', 'north')), 'ann');
    expect(reading?.freeIn('north')).toBe(false);
    expect(reading?.freeIn('south')).toBe(true);
  });
});

describe('a lot', () => {
  test('is known by its id, with what was published of it', () => {
    const state = stateAfter(published);
    expect(publishedLot(state, 'south')).toMatchObject({ id: 'south', envelope: includingVat(10_000_000) });
    expect(publishedLot(state, 'east')).toBeUndefined();
  });
});

describe('the lots in which something can still go ahead', () => {
  const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
  const north = [...evaluated, contractTo('birch', 'w1', firstDecision)];

  test('are those that did not end and in which not all that was awarded is signed', () => {
    expect(openLots(stateAfter(...north))).toEqual(['north', 'south']);
    expect(openLots(stateAfter(...north, signed))).toEqual(['south']);
    const second = contractTo('cedar', 'w2', firstDecision);
    expect(openLots(stateAfter(...north, second, signed))).toEqual(['north', 'south']);
    const none = made(NoAwardMade, { lot: 'south', decision: firstDecision, reason: 'Too dear' });
    expect(openLots(stateAfter(...north, none))).toEqual(['north']);
  });

  test('are none where all that is known is an award from before', () => {
    const before = priorAward('w0', 'BEDS-birch');
    expect(openLots(stateAfter(before))).toEqual([]);
    expect(openLots(stateAfter(before, ...planned()))).toEqual(['whole']);
    expect(openLots(stateAfter(published))).toEqual(['north', 'south']);
    expect(openLots(stateAfter(contractTo('birch', 'w1', firstDecision), published))).toEqual([
      'north',
      'south',
    ]);
  });
});

describe('what one enterprise may get by a subsidy route', () => {
  const assistance = (provider: string, more: object = {}) =>
    made(SubsidyAssessed, {
      provider,
      isSubsidy: true,
      reason: 'It competes with others.',
      route: 'minimal-financial-assistance',
      confirmation: { received: 1_500_000, confirmedOn: '2026-11-20', reference: 'Letter 1' },
      ...more,
    });
  const birch = 'BEDS-birch';
  const withBefore =
    (...events: ReadonlyArray<CommissionEvent>) =>
    (pence: number) =>
      withinSubsidyLimit(
        stateAfter(...planned(), published, assistance(birch), ...events),
        contextOf({ rules }),
        birch,
        includingVat(pence) as never,
      );
  const refusedAt = (total: number) => ({
    left: { facts: { route: 'minimal-financial-assistance', total, limit: 31_500_000 }, field: '/amount' },
  });

  test('counts what it confirmed and what it was awarded here, to the penny', () => {
    const awarding = withBefore(contractTo('birch', 'w1', firstDecision));
    expect(E.isRight(awarding(20_000_000))).toBe(true);
    expect(awarding(20_000_001)).toMatchObject(refusedAt(31_500_001));
  });

  test('does not count what others were awarded, what was awarded before, or what came to nothing', () => {
    for (const events of [
      [contractTo('cedar', 'w1', firstDecision)],
      [priorAward('w0', birch)],
      [contractTo('birch', 'w1', firstDecision), declinedAward('w1')],
    ])
      expect(E.isRight(withBefore(...events)(30_000_000))).toBe(true);
  });

  test('has no limit after a full assessment', () => {
    expect(E.isRight(withBefore(assistance(birch, { route: 'full-assessment' }))(90_000_000))).toBe(true);
  });
});

describe('a bid for more than one lot', () => {
  test('competes in each, at its price there', () => {
    const both = {
      ...openedBid('azalea', 10_000_000),
      offers: [
        { lot: 'north', price: includingVat(10_000_000) },
        { lot: 'south', price: includingVat(4_000_000) },
      ],
    };
    const state = stateAfter(
      ...received,
      made(BidsOpened, { openers: [], bids: [both, openedBid('birch', 9_000_000)] }),
    );
    const prices = (lot: string) => competingBids(state, lot).map(({ bid, price }) => [bid, price.pence]);
    expect(prices('north')).toEqual([
      ['azalea', 10_000_000],
      ['birch', 9_000_000],
    ]);
    expect(prices('south')).toEqual([['azalea', 4_000_000]]);
  });
});

describe('prices with and without VAT', () => {
  const mixed = [
    openedBid('azalea', 10_000_000),
    openedBid('birch', 10_500_000),
    { ...openedBid('cedar', 0), offers: [{ lot: 'north', price: { pence: 9_000_000, vat: 'excluding' } }] },
  ];
  const evaluating = (change: object) =>
    after(
      ...moderating.map((event) => {
        if (event.type === 'BidsOpened') return made(BidsOpened, { openers: [], bids: mixed });
        return event.type === 'SpecPublished'
          ? { ...event, data: { ...event.data, ...change } as typeof event.data }
          : event;
      }),
    ).when(completeEvaluation, { lot: 'north' });
  const [quality, social] = specification.criteria;
  const panelAlone = [{ ...quality, weight: 90 }, social];

  test('stand beside each other where nothing is decided by price', () => {
    for (const change of [
      { criteria: panelAlone, tieBreak: ['higher-quality'] },
      { priceMethod: 'not-scored', tieBreak: ['higher-quality'] },
    ])
      expect(evaluating(change).decided).toMatchObject({ _tag: 'Right' });
  });

  test('do not where price is scored, or breaks a tie', () => {
    for (const change of [
      { tieBreak: ['higher-quality'] },
      { criteria: panelAlone, tieBreak: ['higher-quality', 'lower-price'] },
    ])
      evaluating(change).refused('evaluation.one-vat-basis', { bases: ['including', 'excluding'] });
  });
});

describe('an evaluation', () => {
  const asksForTwo = {
    ...route,
    steps: route.steps.filter((step) => step !== 'moderation'),
    panel: { ...route.panel, assessors: 1 },
  };

  test('by one assessor says nothing of who would have won without', () => {
    const alone = moderating.slice(planned().length).filter((event) => {
      const { assessor } = event.data as { readonly assessor?: string };
      return assessor === undefined || assessor === 'cat';
    });
    const removed = ['ann', 'bob'].map((actor) =>
      made(InterestManaged, { actor, handled: 'removed-from-panel', reason: 'Owns shares' }),
    );
    const { decided } = after(...planned({ profile: asksForTwo }), ...alone, ...removed).when(
      completeEvaluation,
      {
        lot: 'north',
      },
    );
    expect(decided).toMatchObject({ right: [{ data: { robustness: { assessors: [] } } }] });
  });

  test('does not count the scores of somebody whom an interest removed from the panel', () => {
    const removed = made(InterestManaged, {
      actor: 'bob',
      handled: 'removed-from-panel',
      reason: 'Owns shares',
    });
    after(...moderating, removed)
      .when(completeEvaluation, { lot: 'north' })
      .refused('evaluation.enough-assessors', { scored: 2, asked: 3 });
  });

  test('by two says who would have won without either', () => {
    const removed = made(InterestManaged, {
      actor: 'bob',
      handled: 'removed-from-panel',
      reason: 'Owns shares',
    });
    const rest = moderating.slice(planned().length);
    const { decided } = after(...planned({ profile: asksForTwo }), ...rest, removed).when(
      completeEvaluation,
      {
        lot: 'north',
      },
    );
    expect(decided).toMatchObject({
      right: [
        {
          data: {
            robustness: { assessors: [{ assessor: 'ann', winners: ['azalea'] }, { assessor: 'cat' }] },
          },
        },
      ],
    });
  });

  test('by price alone waits for no panel', () => {
    const [, , price] = specification.criteria;
    const byPrice = { ...specification, criteria: [{ ...price, weight: 100 }] };
    const history = opened.map((event) =>
      event.type === 'SpecPublished' ? { ...event, data: byPrice as unknown as typeof event.data } : event,
    );
    const { decided } = after(...history).when(completeEvaluation, { lot: 'north' });
    expect(decided).toMatchObject({ right: [{ data: { ranking: [{ bid: 'azalea' }, {}, {}] } }] });
  });
});

describe('what a challenge keeps from being signed', () => {
  const raised = (about: object) =>
    made(ChallengeRaised, {
      challenge: 'claim',
      by: 'provider',
      means: 'complaint',
      receivedOn: '2026-12-03',
      suspends: 'stated',
      because: 'The scores are being looked at again.',
      about: 'How its bid was scored.',
      ...about,
    });
  const waits = (about: object, lot: string, award?: string) =>
    notSuspended(
      stateAfter(...evaluated, contractTo('birch', 'w1', firstDecision), raised(about)),
      lot,
      award,
    );
  const suspended = (lot: string) => ({ left: { facts: { lot, challenges: ['claim'] } } });

  test('about an award is that award, and what ends in its lot', () => {
    expect(waits({ award: 'w1' }, 'north', 'w1')).toMatchObject(suspended('north'));
    expect(E.isRight(waits({ award: 'w1' }, 'north', 'w2'))).toBe(true);
    expect(waits({ award: 'w1' }, 'north')).toMatchObject(suspended('north'));
    expect(E.isRight(waits({ award: 'w1' }, 'south'))).toBe(true);
    expect(E.isRight(waits({ award: 'w9' }, 'south'))).toBe(true);
  });

  test('about a lot is every award of it; about neither, everything', () => {
    expect(waits({ lot: 'north' }, 'north', 'w2')).toMatchObject(suspended('north'));
    expect(E.isRight(waits({ lot: 'north' }, 'south', 'w2'))).toBe(true);
    expect(waits({}, 'south', 'w2')).toMatchObject(suspended('south'));
  });
});

describe('proceedings', () => {
  const claiming = {
    challenge: 'claim',
    by: 'provider',
    means: 'court-proceedings',
    receivedOn: '2026-12-03',
    suspends: 'automatic',
    about: 'How its bid was scored for social value.',
  };
  const raise = (change: object, history: ReadonlyArray<Happened<CommissionEvent>>) =>
    afterHappened(...history).when(
      raiseChallenge,
      { ...claiming, ...change },
      on('2026-12-03', [], { actor: officer }),
    );
  const under = (regime: string) =>
    inStandstill.map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, regime: regime as typeof event.data.regime } }
        : event,
    );

  test('that name neither lot nor award suspend all that stands still', () => {
    raise({}, inStandstill).then(made(ChallengeRaised, claiming));
  });

  test('about one lot are not about a standstill in another', () => {
    const inSouth = made(StandstillStarted, {
      lot: 'south',
      noticePublishedOn: '2026-11-01',
      lastDay: '2026-11-12',
      workingDays: 8,
      calendar: rules.workingDays.name,
    });
    raise({ lot: 'north' }, [...inStandstill, ...officerOn('2026-12-01', inSouth)]).then(
      made(ChallengeRaised, { ...claiming, lot: 'north' }),
    );
    raise({ lot: 'south', suspends: 'automatic' }, [
      ...inStandstill,
      ...officerOn('2026-12-01', inSouth),
    ]).refused('challenge.suspends-by-the-act', { automatic: false });
  });

  test('about a grant suspend nothing of themselves, under whatever regime its route was noted', () => {
    const grant = inStandstill.map((event) =>
      event.type === 'InstrumentChosen'
        ? { ...event, data: { ...event.data, instrument: 'grant' as const } }
        : event,
    );
    raise({}, grant).refused('challenge.suspends-by-the-act', { automatic: false, regime: 'light-touch' });
  });

  test('suspend of themselves under the Act’s standard and light-touch regimes, and under no other', () => {
    for (const regime of ['standard', 'light-touch'])
      raise({}, under(regime)).then(made(ChallengeRaised, claiming));
    raise({}, under('below-threshold')).refused('challenge.suspends-by-the-act', {
      regime: 'below-threshold',
      automatic: false,
    });
  });
});

describe('the day a challenge came', () => {
  const claimed = made(ChallengeRaised, {
    challenge: 'claim',
    by: 'provider',
    means: 'court-proceedings',
    receivedOn: '2026-12-03',
    suspends: 'automatic',
    about: 'How its bid was scored for social value.',
  });
  const history = [...inStandstill, ...officerOn('2026-12-03', claimed)];
  const context = on('2026-12-03', [], { actor: officer });

  test('may be the day it is lifted or resolved', () => {
    const lifting = {
      challenge: 'claim',
      by: 'court',
      liftedOn: '2026-12-03',
      reason: 'Damages would be enough.',
    };
    afterHappened(...history)
      .when(liftSuspension, lifting, context)
      .then(made(SuspensionLifted, lifting));
    const resolving = {
      challenge: 'claim',
      outcome: 'withdrawn',
      resolvedOn: '2026-12-03',
      finding: 'Taken back.',
    };
    afterHappened(...history)
      .when(resolveChallenge, resolving, context)
      .then(made(ChallengeResolved, resolving));
  });

  test('is told in the refusal of a remedy that does not fit its outcome', () => {
    const dismissed = {
      challenge: 'claim',
      outcome: 'dismissed',
      resolvedOn: '2026-12-03',
      finding: 'No breach.',
    };
    afterHappened(...history)
      .when(resolveChallenge, { ...dismissed, remedy: 'award-set-aside' }, context)
      .refused(
        'challenge.remedy-fits-outcome',
        { outcome: 'dismissed', remedy: 'award-set-aside' },
        '/remedy',
      );
    afterHappened(...history)
      .when(resolveChallenge, { ...dismissed, outcome: 'withdrawn', remedy: 'award-set-aside' }, context)
      .refused(
        'challenge.remedy-fits-outcome',
        { outcome: 'withdrawn', remedy: 'award-set-aside' },
        '/remedy',
      );
  });
});

describe('what a published decision makes public', () => {
  const secondDecision = 'BEDS-PCC24-0099';
  const publicationOf = (decision: string, ...awards: ReadonlyArray<string>) =>
    made(DecisionPublished, {
      decision,
      channel: 'website',
      reference: `https://example.org/${decision}`,
      withheld: [],
      awards,
    });
  const publishing = (decision: string, ...events: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...awardedToBirch, ...officerOn('2026-11-24', ...events)).when(
      publishAwards,
      { decision },
      on('2026-11-24', [decisionOf(decision, [act('award')], { published: true })]),
    );

  test('is what was decided by it: an award, a halt, an end, a cancellation', () => {
    publishing(firstDecision).then(publicationOf(firstDecision, 'w1'));
    const halted = made(CommissionHalted, { halt: 'h1', decision: firstDecision, reason: 'Wait.' });
    const resumed = made(CommissionResumed, { halt: 'h1', decision: secondDecision, reason: 'Go on.' });
    publishing(secondDecision, halted).refused(
      'publication.decided-here',
      { decision: secondDecision },
      '/decision',
    );
    publishing(secondDecision, halted, resumed).then(publicationOf(secondDecision));
    const none = made(NoAwardMade, { lot: 'south', decision: secondDecision, reason: 'Too dear' });
    publishing(secondDecision, none).then(publicationOf(secondDecision));
    const cancelled = (decision: string) =>
      made(CommissionCancelled, {
        cancellation: 'c1',
        decision,
        reason: 'The Ministry withdrew its grant.',
        whole: false,
        lots: ['south'],
        noticeDue: false,
      });
    publishing(secondDecision, cancelled(secondDecision)).then(publicationOf(secondDecision));
    publishing(secondDecision, cancelled('BEDS-PCC24-0100')).refused('publication.decided-here');
  });

  test('is nothing of awards from before this record, whatever they cite', () => {
    const before = { ...priorAward('w0', 'BEDS-birch').data, decision: secondDecision };
    publishing(secondDecision, made(PriorAwardRecorded, before)).refused('publication.decided-here');
  });

  test('waits until the decision is known to be published', () => {
    afterHappened(...awardedToBirch)
      .when(publishAwards, { decision: firstDecision }, on('2026-11-24'))
      .refused('publication.with-decision', { decision: firstDecision }, '/decision');
  });
});

describe('the termination notice of a lot that ended without an award', () => {
  const none = made(NoAwardMade, { lot: 'north', decision: firstDecision, reason: 'Too dear' });
  const notice = (kind: string, lot?: string) =>
    made(NoticePublished, {
      notice: `${kind.toLowerCase()}-${lot ?? 'all'}`,
      kind,
      channel: 'central-platform',
      reference: '2026/S 000-1',
      publishedOn: '2026-11-20',
      ...(lot && { lot }),
    });
  const owing = (regime: string, ...events: ReadonlyArray<CommissionEvent>) =>
    terminationSaid(
      stateAfter(
        ...evaluated.map((event) =>
          event.type === 'RouteChosen'
            ? { ...event, data: { ...event.data, regime: regime as typeof event.data.regime } }
            : event,
        ),
        ...events,
      ),
    );
  const owed = { left: { rule: { id: 'closing.termination-notice' }, facts: { lots: ['north'] } } };

  test.each(['standard', 'light-touch'])(
    'is owed under the %s regime after a tender or a transparency notice',
    (regime) => {
      for (const kind of ['UK4', 'UK5']) expect(owing(regime, none, notice(kind))).toMatchObject(owed);
      expect(owing(regime, none, notice('UK4', 'north'))).toMatchObject(owed);
      expect(E.isRight(owing(regime, none, notice('UK4', 'south')))).toBe(true);
      expect(E.isRight(owing(regime, none, notice('UK3')))).toBe(true);
    },
  );

  test('is owed of any of the lots that were put out', () => {
    const state = stateAfter(...evaluated, notice('UK4', 'north'));
    expect(noticed(state, ['north', 'south'])).toBe(true);
    expect(noticed(state, ['south'])).toBe(false);
  });

  test('is met by one for the lot or for all', () => {
    expect(E.isRight(owing('standard', none, notice('UK4'), notice('UK12')))).toBe(true);
    expect(E.isRight(owing('standard', none, notice('UK4'), notice('UK12', 'north')))).toBe(true);
    expect(owing('standard', none, notice('UK4'), notice('UK12', 'south'))).toMatchObject(owed);
  });

  test('is not owed under another regime, of a lot that goes on, or where a cancellation said none is due', () => {
    expect(E.isRight(owing('below-threshold', none, notice('UK4')))).toBe(true);
    expect(E.isRight(owing('standard', notice('UK4')))).toBe(true);
    const cancelled = (noticeDue: boolean) =>
      made(CommissionCancelled, {
        cancellation: 'c1',
        decision: firstDecision,
        reason: 'The Ministry withdrew its grant.',
        whole: false,
        lots: ['north'],
        noticeDue,
      });
    expect(E.isRight(owing('standard', notice('UK4'), cancelled(false)))).toBe(true);
    expect(owing('standard', notice('UK4'), cancelled(true))).toMatchObject(owed);
  });
});
