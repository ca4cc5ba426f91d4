import { fold, type Happened, type ProviderRef } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission as commissionAggregate } from '../src/commission/evolve';
import { ChallengeRaised, ChallengeResolved } from '../src/commission/purchase/challenge-events';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import { considerLowBid } from '../src/commission/purchase/consider-low-bid';
import { BidsOpened, BidWithdrawn } from '../src/commission/purchase/events';
import { excludeBid } from '../src/commission/purchase/exclude-bid';
import {
  BidExcluded,
  ExclusionNotified,
  ExclusionProceedingsNotified,
  LowBidAnswered,
  LowBidNotified,
  SubcontractorsChecked,
} from '../src/commission/purchase/exclusion-events';
import { checkSubcontractors } from '../src/commission/purchase/check-subcontractors';
import { eligibleProvider, exclusionOf } from '../src/commission/purchase/providers';
import { subcontractorsInOrder } from '../src/commission/purchase/subcontracting';
import { notifyExclusion } from '../src/commission/purchase/notify-exclusion';
import { notifyExclusionProceedings } from '../src/commission/purchase/notify-exclusion-proceedings';
import { raiseChallenge } from '../src/commission/purchase/raise-challenge';
import { notifyLowBid } from '../src/commission/purchase/notify-low-bid';
import { noCommission } from '../src/commission/state';
import { ProviderExcluded } from '../src/provider/events';
import { provider as providerAggregate } from '../src/provider/state';
import { contextAt } from './support/commission';
import { type Day, foundOf, told } from './support/duties';
import { made } from './support/made';
import { onRoute } from './support/other-route';
import { contextOf, recorded } from './support/specification';
import { after, moderating, opened, openedBid, received, registered, rules } from './support/tender';

const on = (day: string) => contextAt(`${day}T12:00:00.000Z`);
const today = on('2026-11-23');

const excluding = {
  bid: 'azalea',
  ground: 'Its price',
  reason: 'Less than the lowest wage for the hours it offers.',
  allowedAs: 'abnormally-low',
};
const excluded = made(BidExcluded, excluding);

const notifying = {
  notification: 'n1',
  bid: 'azalea',
  why: 'Half of what the others ask.',
  notifiedOn: '2026-11-23',
  answerBy: '2026-11-30',
};
const notified = made(LowBidNotified, notifying);

const considering = {
  notification: 'n1',
  answer: 'Volunteers do half of it.',
  answeredOn: '2026-11-25',
  demonstrated: false,
  reasons: 'Nobody says who they are.',
};
const considered = (demonstrated: boolean, more: object = {}) =>
  made(LowBidAnswered, { ...considering, demonstrated, ...more });

/** The same bids, azalea's for both lots. */
const inTwoLots = opened.map((event) =>
  event.type === 'BidsOpened'
    ? made(BidsOpened, { openers: [], bids: [openedBid('azalea', 1, ['north', 'south'])] })
    : event,
);

/** The competition under another regime. */
const under = (regime: string) => onRoute(opened, { regime });

describe('leaving out a bid', () => {
  test.each(['standard', 'light-touch'])('under %s says as what the Act allows it', (regime) => {
    const { allowedAs: _, ...unsaid } = excluding;
    after(...under(regime))
      .when(excludeBid, unsaid, today)
      .refused('exclusion.allowed-by-the-act', { regime }, '/allowedAs');
    const said = { ...unsaid, allowedAs: 'procedural-breach' };
    after(...under(regime))
      .when(excludeBid, said, today)
      .then(made(BidExcluded, said));
  });

  test.each(['below-threshold', 'exempt', 'grant'])('under %s need not', (regime) => {
    const { allowedAs: _, ...unsaid } = excluding;
    after(...under(regime))
      .when(excludeBid, unsaid, today)
      .then(made(BidExcluded, unsaid));
  });

  test('for its price comes after its bidder was told and could answer', () => {
    const facts = { bid: 'azalea', unheard: ['north'], demonstrated: [], answerBy: [] };
    after(...opened)
      .when(excludeBid, excluding, today)
      .refused('exclusion.abnormally-low-heard', facts, '/allowedAs');
    after(...under('grant'))
      .when(excludeBid, excluding, today)
      .refused('exclusion.abnormally-low-heard', facts, '/allowedAs');
  });

  test('for its price waits for the answer, or until its last day has passed', () => {
    const asked = (day: string) => after(...opened, notified).when(excludeBid, excluding, on(day));
    for (const day of ['2026-11-29', '2026-11-30'])
      asked(day).refused('exclusion.abnormally-low-heard', { unheard: ['north'], answerBy: ['2026-11-30'] });
    asked('2026-12-01').then(excluded);
    after(...opened, notified, considered(false))
      .when(excludeBid, excluding, on('2026-11-25'))
      .then(excluded);
  });

  test('for its price is refused for good where the bidder showed that it can perform', () => {
    const facts = { unheard: [], demonstrated: ['north'] };
    for (const day of ['2026-11-25', '2026-12-25'])
      after(...opened, notified, considered(true))
        .when(excludeBid, excluding, on(day))
        .refused('exclusion.abnormally-low-heard', facts, '/allowedAs');
    const again = made(LowBidNotified, { ...notifying, notification: 'n2' });
    after(...opened, notified, considered(true), again, considered(false, { notification: 'n2' }))
      .when(excludeBid, excluding, on('2026-12-25'))
      .refused('exclusion.abnormally-low-heard', facts);
  });

  test('on another ground does not wait for what is asked of its price', () => {
    const other = { ...excluding, allowedAs: 'condition-not-met' };
    after(...opened, notified, considered(true))
      .when(excludeBid, other, today)
      .then(made(BidExcluded, other));
  });

  test('for its price is about the lots that its bidder was heard on', () => {
    const north = made(LowBidNotified, { ...notifying, lot: 'north' });
    const asked = (more: object) =>
      after(...inTwoLots, north).when(excludeBid, { ...excluding, ...more }, on('2026-12-01'));
    asked({}).refused('exclusion.abnormally-low-heard', { unheard: ['south'] });
    asked({ lot: 'south' }).refused('exclusion.abnormally-low-heard', { unheard: ['south'] });
    asked({ lot: 'north' }).then(made(BidExcluded, { ...excluding, lot: 'north' }));
    after(...inTwoLots, notified)
      .when(excludeBid, { ...excluding, lot: 'south' }, on('2026-12-01'))
      .then(made(BidExcluded, { ...excluding, lot: 'south' }));
    after(...inTwoLots, north, considered(true))
      .when(excludeBid, { ...excluding, lot: 'south' }, on('2026-12-01'))
      .refused('exclusion.abnormally-low-heard', { unheard: ['south'], demonstrated: [] });
  });

  test('is about its own bidder: what another was told does not count', () => {
    const birch = made(LowBidNotified, { ...notifying, bid: 'birch' });
    after(...opened, birch)
      .when(excludeBid, excluding, on('2026-12-01'))
      .refused('exclusion.abnormally-low-heard', { unheard: ['north'], answerBy: [] });
  });
});

describe('telling a bidder that its price is thought abnormally low', () => {
  test('gives it until a day that is still to come', () => {
    const until = (answerBy: string) =>
      after(...opened).when(notifyLowBid, { ...notifying, answerBy }, today);
    until('2026-11-24').then(made(LowBidNotified, { ...notifying, answerBy: '2026-11-24' }));
    until('2026-11-23').refused(
      'low-bid.time-to-answer',
      { answerBy: '2026-11-23', today: '2026-11-23' },
      '/answerBy',
    );
  });

  test('has been done', () => {
    after(...opened)
      .when(notifyLowBid, { ...notifying, notifiedOn: '2026-11-24' }, today)
      .refused('dates.not-in-the-future', {}, '/notifiedOn');
  });

  test('is of a bid that competes, in the lot that is named', () => {
    const ask = (before: ReadonlyArray<CommissionEvent>, more: object = {}) =>
      after(...before).when(notifyLowBid, { ...notifying, ...more }, today);
    ask(opened, { lot: 'north' }).then(made(LowBidNotified, { ...notifying, lot: 'north' }));
    ask(opened, { lot: 'south' }).refused('bid.competes', { lot: 'south' }, '/bid');
    ask(opened, { bid: 'date' }).refused('bid.known', { bid: 'date' }, '/bid');
    ask(received).refused('bid.competes', { opened: false }, '/bid');
    ask([...received, made(BidWithdrawn, { bid: 'azalea' })]).refused('bid.competes');
    const out = made(BidExcluded, { ...excluding, lot: 'south', allowedAs: 'criterion-failed' });
    ask([...inTwoLots, out]).refused('bid.competes', { lot: 'south', excluded: true }, '/bid');
  });

  test('is said once', () => {
    after(...opened, notified)
      .when(notifyLowBid, { ...notifying, answerBy: '2026-12-07' }, today)
      .refused('entry.said-once', {}, '/notification');
  });
});

describe('considering what a bidder says of its price', () => {
  const ask = (more: object, before: ReadonlyArray<CommissionEvent> = [notified], day = '2026-12-10') =>
    after(...opened, ...before).when(considerLowBid, { ...considering, ...more }, on(day));

  test('follows what it was told, on the same day or later, and once', () => {
    ask({}).then(considered(false));
    ask({ demonstrated: true }).then(considered(true));
    ask({ answeredOn: '2026-11-23' }).then(considered(false, { answeredOn: '2026-11-23' }));
    ask({ answeredOn: '2026-11-22' }).refused(
      'low-bid.answered-after-notification',
      { notifiedOn: '2026-11-23', answeredOn: '2026-11-22' },
      '/answeredOn',
    );
    ask({}, []).refused('low-bid.notified', { notification: 'n1' }, '/notification');
    ask({ demonstrated: true }, [notified, considered(false)]).refused(
      'entry.said-once',
      {},
      '/notification',
    );
  });

  test('is of an answer that has come, also of one that came late', () => {
    ask({ answeredOn: '2026-12-11' }).refused('dates.not-in-the-future', {}, '/answeredOn');
    ask({ answeredOn: '2026-12-10' }).then(considered(false, { answeredOn: '2026-12-10' }));
  });
});

describe('an authority is told of a supplier that was left out', () => {
  const ofSupplier = (allowedAs: string) => made(BidExcluded, { ...excluding, allowedAs });
  const telling = {
    exclusionNotice: 't1',
    bid: 'azalea',
    to: 'Minister for the Cabinet Office',
    grounds: 'Schedule 7 paragraph 12',
    notifiedOn: '2026-11-23',
  };
  const done = made(ExclusionNotified, telling);
  const ask = (more: object, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...opened, ...before).when(notifyExclusion, { ...telling, ...more }, today);

  test.each(['excluded-supplier', 'excludable-supplier'])('as %s', (allowedAs) => {
    ask({}, ofSupplier(allowedAs)).then(done);
  });

  test.each(['condition-not-met', 'criterion-failed', 'improper-behaviour', 'unfair-advantage'])(
    'and not as %s',
    (allowedAs) => {
      ask({}, ofSupplier(allowedAs)).refused(
        'exclusion-notice.of-an-exclusion',
        { bid: 'azalea', allowedAs: [allowedAs] },
        '/bid',
      );
    },
  );

  test('nor of a bid that was not left out, or of none', () => {
    ask({}).refused('exclusion-notice.of-an-exclusion', { allowedAs: [] });
    const { allowedAs: _, ...unsaid } = excluding;
    ask({}, made(BidExcluded, unsaid)).refused('exclusion-notice.of-an-exclusion', { allowedAs: [null] });
    ask({ bid: 'date' }).refused('bid.known', { bid: 'date' }, '/bid');
  });

  test('once, and after it was done', () => {
    ask({ to: 'Another' }, ofSupplier('excluded-supplier'), done).refused(
      'entry.said-once',
      {},
      '/exclusionNotice',
    );
    ask({ notifiedOn: '2026-11-24' }, ofSupplier('excluded-supplier')).refused(
      'dates.not-in-the-future',
      {},
      '/notifiedOn',
    );
  });

  describe('within 30 days, the day counting on which it was left out', () => {
    const owed = (regime: string, last: string, ...days: ReadonlyArray<Day>) =>
      foundOf('exclusion-notice', last, told(['2026-11-20', ...under(regime)], ...days));
    const out = ['2026-11-23', ofSupplier('excluded-supplier')] as const;

    test('in time on the last of them, late after it', () => {
      const duty = 'azalea/*: 2026-11-23 to 2026-12-22';
      expect(owed('standard', '2026-12-22', out)).toEqual([duty]);
      expect(owed('standard', '2026-12-23', out)).toEqual([duty, 'missed']);
      expect(owed('light-touch', '2027-01-01', out, ['2026-12-22', done])).toEqual([duty, 'met 2026-12-22']);
      expect(owed('standard', '2027-01-01', out, ['2026-12-23', done])).toEqual([
        duty,
        'missed',
        'met 2026-12-23',
      ]);
    });

    test('anew for another lot it is left out of later, whatever was told before', () => {
      const later = made(BidExcluded, { ...excluding, lot: 'south', allowedAs: 'excludable-supplier' });
      expect(owed('standard', '2026-12-02', out, ['2026-11-24', done], ['2026-12-01', later])).toEqual([
        'azalea/*: 2026-11-23 to 2026-12-22',
        'met 2026-11-24',
        'azalea/south: 2026-12-01 to 2026-12-30',
      ]);
    });

    test('not under another regime, nor for what the bid holds', () => {
      for (const regime of ['below-threshold', 'exempt', 'grant'])
        expect(owed(regime, '2027-01-01', out)).toEqual([]);
      expect(owed('standard', '2027-01-01', ['2026-11-23', ofSupplier('criterion-failed')])).toEqual([]);
    });

    test('of that bid: what was told of another does not meet it', () => {
      const ofBirch = made(ExclusionNotified, { ...telling, bid: 'birch' });
      expect(owed('standard', '2026-12-01', out, ['2026-11-24', ofBirch])).toHaveLength(1);
    });
  });
});

describe('proceedings about an exclusion', () => {
  const left = made(BidExcluded, { ...excluding, allowedAs: 'excluded-supplier' });
  const suing = {
    challenge: 'claim',
    by: 'provider',
    means: 'court-proceedings',
    receivedOn: '2026-11-23',
    suspends: 'none',
    about: 'That it was left out.',
    exclusionOf: 'azalea',
  };
  const sued = made(ChallengeRaised, suing);
  const ended = made(ChallengeResolved, {
    challenge: 'claim',
    outcome: 'dismissed',
    resolvedOn: '2027-01-11',
    finding: 'The ground applies.',
  });
  const raise = (more: object, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...opened, ...before).when(raiseChallenge, { ...suing, ...more }, today);

  test('name the bid that was left out for its supplier', () => {
    raise({}, left).then(sued);
    raise({}).refused('challenge.about-an-exclusion', { bid: 'azalea' }, '/exclusionOf');
    raise({}, made(BidExcluded, { ...excluding, allowedAs: 'criterion-failed' })).refused(
      'challenge.about-an-exclusion',
    );
    raise({ exclusionOf: 'date' }, left).refused('challenge.about-an-exclusion', { bid: 'date' });
  });

  const telling = {
    exclusionNotice: 'told-2',
    challenge: 'claim',
    stage: 'begun',
    to: 'Minister for the Cabinet Office',
    notifiedOn: '2026-11-23',
  };
  const begun = made(ExclusionProceedingsNotified, telling);
  const tell = (more: object, day: string, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...opened, left, ...before).when(notifyExclusionProceedings, { ...telling, ...more }, on(day));
  const rule = 'exclusion-notice.of-proceedings';

  test('are told of when they have begun, and when they have ended', () => {
    tell({}, '2026-11-23', sued).then(begun);
    tell({ notifiedOn: '2026-11-22' }, '2026-11-23', sued).refused(
      rule,
      { since: '2026-11-23', notifiedOn: '2026-11-22' },
      '/challenge',
    );
    const end = { exclusionNotice: 'told-3', stage: 'ended', notifiedOn: '2027-01-11' };
    tell(end, '2027-01-11', sued, begun).refused(rule, { stage: 'ended', since: null });
    tell(end, '2027-01-11', sued, begun, ended).then(
      made(ExclusionProceedingsNotified, { ...telling, ...end }),
    );
    tell({}, '2026-11-23', sued, begun).then();
    tell({ to: 'Another' }, '2026-11-23', sued, begun).refused('entry.said-once', {}, '/exclusionNotice');
    const { exclusionNotice } = telling;
    const ofTheExclusion = made(ExclusionNotified, {
      exclusionNotice,
      bid: 'azalea',
      to: 'Minister for the Cabinet Office',
      grounds: 'Schedule 7 paragraph 12',
      notifiedOn: '2026-11-23',
    });
    tell({}, '2026-11-23', sued, ofTheExclusion).refused('entry.said-once', {}, '/exclusionNotice');
    tell({ notifiedOn: '2026-11-24' }, '2026-11-23', sued).refused(
      'dates.not-in-the-future',
      {},
      '/notifiedOn',
    );
  });

  test('are neither a complaint nor a claim about something else', () => {
    tell({}, '2026-11-23', made(ChallengeRaised, { ...suing, means: 'complaint' })).refused(rule, {
      means: 'complaint',
    });
    const { exclusionOf: _bid, ...other } = suing;
    tell({}, '2026-11-23', made(ChallengeRaised, other)).refused(rule, { exclusionOf: null });
    tell({}, '2026-11-23').refused('challenge.known', { challenge: 'claim' }, '/challenge');
  });

  const owed = (regime: string, last: string, ...days: ReadonlyArray<Day>) =>
    foundOf('exclusion-proceedings-notice', last, told(['2026-11-20', ...under(regime), left], ...days));
  const inCourt = ['2026-11-23', sued] as const;

  test('are owed to be told within 30 days of either, the day itself counting', () => {
    expect(owed('standard', '2026-12-23', inCourt)).toEqual([
      'claim/begun: 2026-11-23 to 2026-12-22',
      'missed',
    ]);
    expect(owed('light-touch', '2027-02-10', inCourt, ['2026-12-22', begun], ['2027-01-12', ended])).toEqual([
      'claim/begun: 2026-11-23 to 2026-12-22',
      'met 2026-12-22',
      'claim/ended: 2027-01-11 to 2027-02-09',
      'missed',
    ]);
    const endTold = made(ExclusionProceedingsNotified, { ...telling, exclusionNotice: 'x', stage: 'ended' });
    expect(owed('standard', '2027-02-01', inCourt, ['2027-01-12', ended], ['2027-01-20', endTold])).toEqual([
      'claim/begun: 2026-11-23 to 2026-12-22',
      'missed',
      'claim/ended: 2027-01-11 to 2027-02-09',
      'met 2027-01-20',
    ]);
  });

  test('are not owed under another regime, of a complaint, nor of a claim about something else', () => {
    for (const regime of ['below-threshold', 'exempt', 'grant'])
      expect(owed(regime, '2027-02-10', inCourt)).toEqual([]);
    const complaint = made(ChallengeRaised, { ...suing, means: 'complaint' });
    expect(owed('standard', '2027-02-10', ['2026-11-23', complaint], ['2027-01-12', ended])).toEqual([]);
    const { exclusionOf: _bid, ...other } = suing;
    expect(owed('standard', '2027-02-10', ['2026-11-23', made(ChallengeRaised, other)])).toEqual([]);
  });
});

describe('ranking', () => {
  const barred = (until?: string) => {
    const [id, state] = registered('BEDS-birch');
    const happened = recorded([
      made(ProviderExcluded, { ground: 'On the debarment list', ...(until && { until }) }),
    ]) as ReadonlyArray<Happened<never>>;
    return contextOf({
      ...today,
      rules,
      providers: new Map([registered('BEDS-azalea'), [id, fold(providerAggregate, state, happened)]]),
    });
  };
  const ranked = (...before: ReadonlyArray<CommissionEvent>) => after(...moderating, ...before);

  test('leaves no excluded supplier in: its bid is left out first', () => {
    for (const context of [barred(), barred('2026-11-23'), barred('2026-11-24')])
      ranked()
        .when(completeEvaluation, { lot: 'north' }, context)
        .refused('evaluation.without-excluded-suppliers', { lot: 'north', excluded: ['birch'] }, '/lot');
    expect(
      ranked(made(BidExcluded, { ...excluding, bid: 'birch', allowedAs: 'excluded-supplier' })).when(
        completeEvaluation,
        { lot: 'north' },
        barred(),
      ).decided,
    ).toMatchObject({ right: [{ data: { ranking: [{}, {}] } }] });
  });

  test('says until when a supplier is excluded, where that is known', () => {
    const birch = 'BEDS-birch' as ProviderRef;
    expect(exclusionOf(barred(), birch)).toEqual({ until: '' });
    expect(exclusionOf(barred('2026-11-24'), birch)).toEqual({ until: '2026-11-24' });
    expect(exclusionOf(barred('2026-11-22'), birch)).toBeUndefined();
    expect(exclusionOf(barred(), 'BEDS-azalea')).toBeUndefined();
    expect(eligibleProvider(barred('2026-11-24'), birch)).toMatchObject({
      left: { facts: { provider: birch, until: '2026-11-24' }, field: '/provider' },
    });
    expect(eligibleProvider(barred(), birch)).toMatchObject({ left: { facts: { until: '' } } });
  });

  test('goes on once the exclusion is over', () => {
    expect(ranked().when(completeEvaluation, { lot: 'north' }, barred('2026-11-22')).decided).toMatchObject({
      right: [{ data: { ranking: [{}, {}, {}] } }],
    });
  });

  test('looks up everybody who competes in the lot', () => {
    const state = recorded<CommissionEvent>(moderating);
    expect(
      completeEvaluation.needs({ lot: 'north' } as never, fold(commissionAggregate, noCommission, state)),
    ).toEqual({ providers: ['BEDS-azalea', 'BEDS-birch', 'BEDS-cedar'] });
  });
});

describe('asking a bidder for its subcontractors', () => {
  const asking = {
    bid: 'azalea',
    subcontractors: ['Bright Minds', 'Northern Interpreters'],
    debarred: ['Northern Interpreters'],
    checkedOn: '2026-11-23',
  };
  const checked = (more: object = {}) => made(SubcontractorsChecked, { ...asking, ...more });
  const ask = (more: object = {}, before: ReadonlyArray<CommissionEvent> = opened) =>
    after(...before).when(checkSubcontractors, { ...asking, ...more }, today);

  test('is of a bid that was opened, and finds debarred only whom it named', () => {
    ask().then(checked());
    ask({ subcontractors: [], debarred: [] }).then(checked({ subcontractors: [], debarred: [] }));
    ask({ debarred: ['Bright Minds', 'Somebody'] }).refused(
      'subcontractors.of-an-opened-bid',
      { bid: 'azalea', others: ['Somebody'] },
      '/debarred',
    );
    ask({}, received).refused('subcontractors.of-an-opened-bid', { others: [] });
    ask({ bid: 'date' }).refused('bid.known', { bid: 'date' }, '/bid');
    ask({ checkedOn: '2026-11-24' }).refused('dates.not-in-the-future', {}, '/checkedOn');
  });

  test('may be done anew: what was found last counts', () => {
    ask({ debarred: [] }, [...opened, checked()]).then(checked({ debarred: [] }));
  });

  const inOrder = (bid: string | undefined, ...events: ReadonlyArray<CommissionEvent>) =>
    subcontractorsInOrder(fold(commissionAggregate, noCommission, recorded<CommissionEvent>(events)), bid);
  const unasked = (regime: string) => under(regime).filter(({ type }) => type !== 'SubcontractorsChecked');

  test.each(['standard', 'light-touch'])('comes before a contract under %s is awarded', (regime) => {
    expect(inOrder('azalea', ...unasked(regime))).toMatchObject({
      left: {
        rule: { id: 'award.after-subcontractors-checked' },
        facts: { bid: 'azalea', asked: false, debarred: [] },
        field: '/bid',
      },
    });
    expect(inOrder('azalea', ...under(regime))).toMatchObject({ _tag: 'Right' });
    expect(inOrder('azalea', ...under(regime), checked())).toMatchObject({
      left: { facts: { asked: true, debarred: ['Northern Interpreters'] } },
    });
    expect(inOrder('azalea', ...under(regime), checked(), checked({ debarred: [] }))).toMatchObject({
      _tag: 'Right',
    });
    expect(inOrder(undefined, ...unasked(regime))).toMatchObject({ _tag: 'Right' });
  });

  test.each(['below-threshold', 'exempt', 'grant'])('and not under %s', (regime) => {
    expect(inOrder('azalea', ...unasked(regime))).toMatchObject({ _tag: 'Right' });
  });
});
