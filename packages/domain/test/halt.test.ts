import type { Happened } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { CommissionEvent } from '../src/commission/events';
import { allActions } from '../src/actions';
import { FundingReleased, NoticePublished, SpecAmended } from '../src/commission/plan/events';
import { addEvidence } from '../src/commission/analyse/add-evidence';
import { amendSpec } from '../src/commission/plan/amend-spec';
import { publishNotice } from '../src/commission/plan/publish-notice';
import { cancelCommission } from '../src/commission/purchase/cancel-commission';
import {
  AgreementSigned,
  BidsOpened,
  BidWithdrawn,
  FeedbackGiven,
  NoAwardMade,
} from '../src/commission/purchase/events';
import { giveFeedback } from '../src/commission/purchase/give-feedback';
import { haltCommission } from '../src/commission/purchase/halt-commission';
import {
  CommissionCancelled,
  CommissionHalted,
  CommissionResumed,
} from '../src/commission/purchase/halt-events';
import { interruptedActions } from '../src/commission/purchase/interrupting';
import { makeNoAward } from '../src/commission/purchase/make-no-award';
import { openBids } from '../src/commission/purchase/open-bids';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import { receiveBid } from '../src/commission/purchase/receive-bid';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { resumeCommission } from '../src/commission/purchase/resume-commission';
import { scoreBid } from '../src/commission/purchase/score-bid';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { withdrawBid } from '../src/commission/purchase/withdraw-bid';
import { approvePayment } from '../src/commission/review/approve-payment';
import { closeCommission } from '../src/commission/review/close-commission';
import { CommissionClosed, PaymentApproved } from '../src/commission/review/events';
import { DecisionPublished } from '../src/decision/events';
import {
  act,
  awardedToBirch,
  decisionOf,
  evaluated,
  officer,
  officerOn,
  on,
  paidFrom,
  recommendedFor,
  signable,
  signing,
} from './support/awarded-tender';
import { made } from './support/made';
import {
  actorOf,
  afterHappened,
  biddingClosed,
  bids,
  closes,
  opened,
  planned,
  received,
  scores,
  sealedBid,
} from './support/tender';

const haltDecision = 'BEDS-PCC24-0074';
const halting = { halt: 'h1', decision: haltDecision, reason: 'The Ministry has not confirmed its grant.' };
const halted = made(CommissionHalted, halting);
const northHalted = made(CommissionHalted, { ...halting, lots: ['north'] });
const resuming = { halt: 'h1', decision: haltDecision, reason: 'The Ministry confirmed it.' };
const resumed = made(CommissionResumed, resuming);
const mayHalt = decisionOf(haltDecision, [act('halt')]);
const asOfficer = (day: string) => on(day, [mayHalt], { actor: officer });

const cancelDecision = 'BEDS-PCC24-0075';
const cancelling = {
  cancellation: 'c1',
  decision: cancelDecision,
  reason: 'The Ministry withdrew its grant.',
};
const cancelledWith = (more: object = {}) =>
  made(CommissionCancelled, {
    ...cancelling,
    whole: true,
    lots: ['north', 'south'],
    noticeDue: false,
    ...more,
  });
const mayCancel = decisionOf(cancelDecision, [act('cancel')]);

/** Received by 18 November; the deadline is at noon of the 20th. */
const taken = officerOn('2026-11-18', ...received);
/** Opened, scored and ranked by the 23rd. */
const ranked = officerOn('2026-11-23', ...evaluated);

describe('halting', () => {
  const halt = (change: object = {}, history = taken, context = asOfficer('2026-11-19')) =>
    afterHappened(...history).when(haltCommission, { ...halting, ...change }, context);

  test('is under a decision that authorises it, all of the commission or lots of it', () => {
    halt().then(halted);
    halt({ lots: ['north'] }).then(northHalted);
    halt({}, taken, on('2026-11-19')).refused('authority.decision-taken');
    const other = decisionOf(haltDecision, [act('cancel')]);
    halt({}, taken, on('2026-11-19', [other])).refused(
      'authority.decision-authorises',
      { act: 'halt', decision: 'BEDS-PCC24-0074' },
      '/decision',
    );
  });

  test('is public with its decision: at once where that is published, later where it is not', () => {
    const publication = made(DecisionPublished, {
      decision: haltDecision,
      channel: 'website',
      reference: `https://example.org/${haltDecision}`,
      withheld: [],
      awards: [],
    });
    const published = decisionOf(haltDecision, [act('halt')], { published: true });
    halt({}, taken, on('2026-11-19', [published])).then(halted, publication);
    afterHappened(...taken, ...officerOn('2026-11-19', halted))
      .when(publishAwards, { decision: haltDecision }, on('2026-11-20', [published]))
      .then(publication);
  });

  test('is of lots there are, in which something still goes ahead, once', () => {
    halt({ lots: ['east'] }).refused('lot.known', {}, '/lots/0');
    halt({ reason: 'Another.' }, [...taken, ...officerOn('2026-11-19', halted)]).refused(
      'entry.said-once',
      {},
      '/halt',
    );
    const ended = made(NoAwardMade, { lot: 'north', decision: cancelDecision, reason: 'None passed.' });
    halt({ lots: ['north'] }, [...taken, ...officerOn('2026-11-19', ended)]).refused(
      'halt.something-open',
      { over: ['north'], open: ['south'] },
      '/lots',
    );
    const both = [ended, made(NoAwardMade, { lot: 'south', decision: cancelDecision, reason: 'None bid.' })];
    halt({}, [...taken, ...officerOn('2026-11-19', ...both)]).refused(
      'halt.something-open',
      { over: [], open: [] },
      '/lots',
    );
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    halt({ lots: ['north'] }, [...signable, ...officerOn('2026-12-09', signed)]).refused(
      'halt.something-open',
    );
  });
});

describe('while halted', () => {
  const stopped = officerOn('2026-11-23', halted);
  const northStopped = officerOn('2026-11-23', northHalted);
  const ann = actorOf('ann');
  const scoring = { bid: 'azalea', lot: 'north', scores: scores(3, 3) };
  const asAnn = on('2026-11-24', [], { actor: ann });
  const openedBids = officerOn('2026-11-23', ...opened);

  test('nothing moves forward', () => {
    afterHappened(...openedBids, ...stopped)
      .when(scoreBid, scoring, asAnn)
      .refused('halt.nothing-moves-forward', { halts: ['h1'] });
    const { recipient: _recipient, ...recommending } = recommendedFor('birch', 'r1').data;
    afterHappened(...ranked, ...stopped)
      .when(recommendAward, { ...recommending, provider: 'BEDS-birch' }, asOfficer('2026-11-24'))
      .refused('halt.nothing-moves-forward');
    afterHappened(...signable, ...officerOn('2026-12-09', halted))
      .when(signAgreement, signing('w1', '2026-12-09'), asOfficer('2026-12-10'))
      .refused('halt.nothing-moves-forward', { lots: ['north'] });
  });

  test('the other lots go on', () => {
    const southStopped = officerOn('2026-11-23', made(CommissionHalted, { ...halting, lots: ['south'] }));
    afterHappened(...openedBids, ...northStopped)
      .when(scoreBid, scoring, asAnn)
      .refused('halt.nothing-moves-forward', { lots: ['north'] });
    expect(afterHappened(...openedBids, ...southStopped).when(scoreBid, scoring, asAnn).decided._tag).toBe(
      'Right',
    );
  });

  test('bids are taken and withdrawn, and stay sealed', () => {
    const held = officerOn('2026-11-19', halted);
    const late = asOfficer('2026-11-19');
    afterHappened(...taken, ...held)
      .when(withdrawBid, { bid: 'azalea' }, late)
      .then(made(BidWithdrawn, { bid: 'azalea' }));
    expect(
      afterHappened(...taken, ...held).when(receiveBid, sealedBid('date', 'd'.repeat(64)), late).decided._tag,
    ).toBe('Right');
    const opening = { openers: ['officer-1', 'officer-2'], bids };
    afterHappened(...taken, ...held)
      .when(openBids, opening, asOfficer('2026-11-23'))
      .refused('halt.deadline-extended');
    afterHappened(...taken, ...officerOn('2026-11-21', biddingClosed, northHalted))
      .when(openBids, opening, asOfficer('2026-11-23'))
      .refused('halt.nothing-moves-forward');
  });

  test('evidence is added and feedback given', () => {
    const evidence = {
      evidence: 'e9',
      kind: 'qualitative',
      contributor: 'Victims',
      source: 'Interviews',
      finding: 'Nobody called back.',
    };
    expect(
      afterHappened(...taken, ...officerOn('2026-11-19', halted)).when(
        addEvidence,
        evidence,
        asOfficer('2026-11-19'),
      ).decided._tag,
    ).toBe('Right');
    const feedback = { lot: 'north', bid: 'azalea', feedback: 'Say who.' };
    afterHappened(...awardedToBirch, ...officerOn('2026-11-24', halted))
      .when(giveFeedback, feedback, asOfficer('2026-11-24'))
      .then(made(FeedbackGiven, feedback));
  });

  test('what was delivered under an agreement is paid for', () => {
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    const approving = { award: 'w1', payment: 'p1', amount: { pence: 100, vat: 'including' }, for: 'April' };
    afterHappened(...signable, ...officerOn('2026-12-09', signed), ...officerOn('2026-12-10', halted))
      .when(approvePayment, approving, on('2026-12-11'))
      .then(made(PaymentApproved, approving));
  });

  test('nobody closes it: a halt ends by being resumed, or in a cancellation', () => {
    const closing = { outcome: 'no-award', summary: 'Nothing came of it.', lessons: [] };
    const ended = ['north', 'south'].map((lot) =>
      made(NoAwardMade, { lot, decision: cancelDecision, reason: 'None passed.' }),
    );
    afterHappened(...taken, ...officerOn('2026-11-19', halted))
      .when(
        makeNoAward,
        { ...ended[0]?.data },
        on('2026-11-20', [decisionOf(cancelDecision, [act('no-award')])]),
      )
      .refused('halt.nothing-moves-forward');
    expect(
      afterHappened(...taken, ...officerOn('2026-11-19', ...ended)).when(closeCommission, closing).decided
        ._tag,
    ).toBe('Right');
  });

  test('a halt of what is cancelled since keeps nobody from what goes on', () => {
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    const southOver = cancelledWith({ lots: ['south'] });
    const ended = made(NoticePublished, {
      notice: 'uk11',
      kind: 'UK11',
      channel: 'central-platform',
      reference: 'https://example.org/UK11',
      publishedOn: '2029-04-20',
    });
    const history = [
      ...signable,
      ...officerOn('2026-12-09', signed),
      ...officerOn('2026-12-10', halted),
      ...officerOn('2029-04-20', ended),
    ];
    const closing = { outcome: 'delivered', summary: 'It went well.', lessons: [] };
    afterHappened(...history)
      .when(closeCommission, closing, asOfficer('2029-05-01'))
      .refused('closing.lots-settled', { lots: ['south'] });
    expect(
      afterHappened(...history, ...officerOn('2026-12-11', southOver)).when(
        closeCommission,
        closing,
        asOfficer('2029-05-01'),
      ).decided._tag,
    ).toBe('Right');
  });

  test('what it asks again that was done before is answered as before', () => {
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    afterHappened(...signable, ...officerOn('2026-12-09', signed, halted))
      .when(signAgreement, signing('w1', '2026-12-09'), asOfficer('2026-12-10'))
      .then();
  });
});

describe('a deadline that fell into a halt', () => {
  const opening = { openers: ['officer-1', 'officer-2'], bids };
  const fellIn = [...taken, ...officerOn('2026-11-19', halted), ...officerOn('2026-11-24', resumed)];
  const extending = {
    amendment: 'm1',
    change: 'Closes on 4 December.',
    reason: 'It was halted.',
    closes: '2026-12-04T12:00:00.000Z',
  };

  test('is extended for everybody before bids are opened', () => {
    afterHappened(...fellIn)
      .when(openBids, opening, asOfficer('2026-11-25'))
      .refused('halt.deadline-extended', { deadline: closes });
    afterHappened(...fellIn)
      .when(amendSpec, extending, asOfficer('2026-11-25'))
      .then(made(SpecAmended, extending));
    afterHappened(
      ...fellIn,
      ...officerOn('2026-11-25', made(SpecAmended, extending)),
      ...officerOn('2026-12-05', biddingClosed),
    )
      .when(openBids, opening, asOfficer('2026-12-07'))
      .then(made(BidsOpened, opening));
  });

  test('is extended while it is halted too, and again where that falls into it as well', () => {
    const extended = officerOn('2026-11-21', made(SpecAmended, extending));
    const resumedOn = (day: string) => [
      ...taken,
      ...officerOn('2026-11-19', halted),
      ...extended,
      ...officerOn(day, resumed),
      ...officerOn('2026-12-06', biddingClosed),
    ];
    afterHappened(...resumedOn('2026-12-01'))
      .when(openBids, opening, asOfficer('2026-12-07'))
      .then(made(BidsOpened, opening));
    afterHappened(...resumedOn('2026-12-05'))
      .when(openBids, opening, asOfficer('2026-12-07'))
      .refused('halt.deadline-extended');
  });

  test('stands where the halt was over before it, began after it, or was of a lot that ended', () => {
    const open = (...between: ReadonlyArray<Happened<CommissionEvent>>) =>
      afterHappened(...taken, ...between, ...officerOn('2026-12-06', biddingClosed)).when(
        openBids,
        opening,
        asOfficer('2026-12-07'),
      );
    open(...officerOn('2026-11-18', halted), ...officerOn('2026-11-20', resumed)).then(
      made(BidsOpened, opening),
    );
    open(...officerOn('2026-11-21', halted), ...officerOn('2026-11-24', resumed)).then(
      made(BidsOpened, opening),
    );
    const southOver = cancelledWith({ whole: false, lots: ['south'] });
    open(
      ...officerOn('2026-11-19', made(CommissionHalted, { ...halting, lots: ['south'] })),
      ...officerOn('2026-11-24', southOver),
    ).then(made(BidsOpened, opening));
  });
});

describe('resuming', () => {
  const resume = (change: object = {}, decision = mayHalt) =>
    afterHappened(...taken, ...officerOn('2026-11-19', halted)).when(
      resumeCommission,
      { ...resuming, ...change },
      on('2026-11-24', [decision]),
    );

  test('is under the decision that halted, or a later one about halting', () => {
    resume().then(resumed);
    const later = 'BEDS-PCC24-0076';
    resume({ decision: later }, decisionOf(later, [act('halt')])).then(
      made(CommissionResumed, { ...resuming, decision: later }),
    );
    resume({ decision: later }, decisionOf(later, [act('cancel')])).refused(
      'authority.decision-authorises',
      { decision: 'BEDS-PCC24-0076', act: 'halt' },
      '/decision',
    );
    resume({ decision: later }).refused('authority.decision-taken');
  });

  test('is of what was halted, once', () => {
    resume({ halt: 'h2' }).refused('resume.halt-known', { halt: 'h2' }, '/halt');
    afterHappened(...taken, ...officerOn('2026-11-19', halted, resumed))
      .when(resumeCommission, { ...resuming, reason: 'Another.' }, on('2026-11-24', [mayHalt]))
      .refused('entry.said-once', {}, '/halt');
  });
});

const released = (allocation: string, year: string, amount: number) =>
  made(FundingReleased, {
    release: 'on-cancelling',
    reason: 'Not needed: cancelled.',
    allocation,
    fund: `BEDS-moj-victims-${year}`,
    amount,
  });
const allGivenBack = [released('first', '2026-27', 25_000_000), released('second', '2027-28', 15_000_000)];

describe('cancelling', () => {
  const cancel = (change: object = {}, history = taken, context = on('2026-11-24', [mayCancel])) =>
    afterHappened(...history).when(cancelCommission, { ...cancelling, ...change }, context);

  test('ends every open lot and gives back what is promised to nobody', () => {
    cancel().then(cancelledWith(), ...allGivenBack);
  });

  test('of some lots keeps the money while others go on', () => {
    cancel({ lots: ['south'] }).then(cancelledWith({ whole: false, lots: ['south'] }));
    const southOver = officerOn(
      '2026-11-19',
      cancelledWith({ cancellation: 'c0', whole: false, lots: ['south'] }),
    );
    cancel({ lots: ['north'] }, [...taken, ...southOver]).then(
      cancelledWith({ whole: false, lots: ['north'] }),
      ...allGivenBack,
    );
  });

  test('ends a halt with it', () => {
    const over = [...taken, ...officerOn('2026-11-19', halted), ...officerOn('2026-11-24', cancelledWith())];
    const closing = { outcome: 'no-award', summary: 'The Ministry withdrew.', lessons: [] };
    expect(afterHappened(...over).when(closeCommission, closing).decided._tag).toBe('Right');
  });

  test('before anything was put out, ends the whole', () => {
    cancel({}, officerOn('2026-11-01', ...planned())).then(
      cancelledWith({ lots: ['whole'] }),
      ...allGivenBack,
    );
  });

  test('takes with it an award that nobody signed, and gives back its money', () => {
    cancel({}, awardedToBirch).then(
      cancelledWith(),
      made(AwardDeclined, {
        award: 'w1',
        lot: 'north',
        cause: 'cancelled',
        reason: cancelling.reason,
        declinedOn: '2026-11-24',
        givenBack: paidFrom(10_000_000),
      }),
      ...allGivenBack,
    );
  });

  test('is of something that still goes ahead', () => {
    const ended = ['north', 'south'].map((lot) =>
      made(NoAwardMade, { lot, decision: haltDecision, reason: 'None passed.' }),
    );
    cancel({}, [...taken, ...officerOn('2026-11-19', ...ended)]).refused(
      'cancel.something-open',
      { over: [], open: [] },
      '/lots',
    );
  });

  test('never touches what was signed, nor the money promised to it', () => {
    const signed = officerOn('2026-12-09', made(AgreementSigned, signing('w1', '2026-12-09')));
    cancel({ lots: ['north'] }, [...signable, ...signed], on('2026-12-10', [mayCancel])).refused(
      'cancel.something-open',
      { over: ['north'], open: ['south'] },
      '/lots',
    );
    cancel({}, [...signable, ...signed], on('2026-12-10', [mayCancel])).then(
      cancelledWith({ lots: ['south'] }),
      released('first', '2026-27', 15_000_000),
      released('second', '2027-28', 15_000_000),
    );
  });

  test('is under a decision that authorises it, by somebody who neither scored nor recommended', () => {
    cancel({}, taken, on('2026-11-24')).refused('authority.decision-taken');
    cancel({}, taken, on('2026-11-24', [decisionOf(cancelDecision, [act('halt')])])).refused(
      'authority.decision-authorises',
      { act: 'cancel', decision: 'BEDS-PCC24-0075' },
      '/decision',
    );
    cancel({}, ranked, on('2026-11-24', [mayCancel], { actor: actorOf('ann', 'approver') })).refused(
      'authority.approver-apart',
    );
    cancel({ lots: ['east'] }).refused('lot.known', {}, '/lots/0');
    cancel({ reason: 'Another.' }, [...taken, ...officerOn('2026-11-19', cancelledWith())]).refused(
      'entry.said-once',
      {},
      '/cancellation',
    );
  });
});

describe('once cancelled', () => {
  const over = [...taken, ...officerOn('2026-11-19', cancelledWith(), ...allGivenBack)];

  test('nothing is taken in, put out or awarded any more', () => {
    afterHappened(...over)
      .when(receiveBid, sealedBid('date', 'd'.repeat(64)), asOfficer('2026-11-19'))
      .refused('cancel.nothing-follows', { cancellations: ['c1'] });
    const extending = {
      amendment: 'm1',
      change: 'Later.',
      reason: 'Why not.',
      closes: '2026-12-04T12:00:00.000Z',
    };
    afterHappened(...over)
      .when(amendSpec, extending, asOfficer('2026-11-19'))
      .refused('cancel.nothing-follows');
    afterHappened(...over, ...officerOn('2026-11-22', biddingClosed))
      .when(openBids, { openers: ['officer-1', 'officer-2'], bids }, asOfficer('2026-11-23'))
      .refused('cancel.nothing-follows');
  });

  test('a lot is over alone: bids for the others are opened, and nothing is awarded in it', () => {
    const southOver = [
      ...ranked,
      ...officerOn('2026-11-24', cancelledWith({ whole: false, lots: ['north'] })),
    ];
    const { recipient: _recipient, ...recommending } = recommendedFor('birch', 'r1').data;
    afterHappened(...southOver)
      .when(recommendAward, { ...recommending, provider: 'BEDS-birch' }, asOfficer('2026-11-25'))
      .refused('cancel.nothing-follows');
  });

  test('bidders are told, and it is closed as one without an award', () => {
    const told = { lot: 'north', bid: 'azalea', feedback: 'It was not how you bid.' };
    const openedFirst = [...ranked, ...officerOn('2026-11-24', cancelledWith(), ...allGivenBack)];
    afterHappened(...openedFirst)
      .when(giveFeedback, told, asOfficer('2026-11-25'))
      .then(made(FeedbackGiven, told));
    const closing = { outcome: 'no-award', summary: 'The Ministry withdrew.', lessons: [] };
    afterHappened(...openedFirst)
      .when(closeCommission, closing)
      .then(made(CommissionClosed, closing));
  });

  test('the termination notice is asked for where the Act has one, before it closes', () => {
    const notice = (kind: string) =>
      made(NoticePublished, {
        notice: kind.toLowerCase(),
        kind,
        channel: 'central-platform',
        reference: `https://example.org/${kind}`,
        publishedOn: '2026-11-18',
      });
    const noticed = [...taken, ...officerOn('2026-11-18', notice('UK4'))];
    afterHappened(...noticed)
      .when(cancelCommission, cancelling, on('2026-11-24', [mayCancel]))
      .then(cancelledWith({ noticeDue: true }), ...allGivenBack);
    const due = [...noticed, ...officerOn('2026-11-24', cancelledWith({ noticeDue: true }), ...allGivenBack)];
    const closing = { outcome: 'no-award', summary: 'The Ministry withdrew.', lessons: [] };
    afterHappened(...due)
      .when(closeCommission, closing, asOfficer('2026-11-25'))
      .refused('closing.termination-notice', { lots: ['north', 'south'] });
    afterHappened(...due)
      .when(publishNotice, notice('UK12').data, asOfficer('2026-11-25'))
      .then(notice('UK12'));
    afterHappened(...due, ...officerOn('2026-11-25', notice('UK12')))
      .when(closeCommission, closing, asOfficer('2026-11-25'))
      .then(made(CommissionClosed, closing));
  });
});

test('a lot that was put out and decided to end without an award has its termination notice before it closes', () => {
  const about = (kind: string, lot?: string) =>
    made(NoticePublished, {
      notice: `${kind.toLowerCase()}-${lot ?? 'all'}`,
      kind,
      channel: 'central-platform',
      reference: `https://example.org/${kind}`,
      publishedOn: '2026-11-18',
      ...(lot === undefined ? {} : { lot }),
    });
  const none = (lot: string) =>
    made(NoAwardMade, { lot, decision: 'BEDS-PCC24-0040', reason: 'Nobody passed.' });
  const closing = { outcome: 'no-award', summary: 'Nobody passed.', lessons: [] };
  const ended = [...taken, ...officerOn('2026-11-24', none('north'), none('south'))];
  const put = [...ended, ...officerOn('2026-11-18', about('UK4'))];
  const close = (events: typeof ended) =>
    afterHappened(...events).when(closeCommission, closing, asOfficer('2026-11-25'));
  const rule = 'closing.termination-notice';
  close(put).refused(rule, { lots: ['north', 'south'] });
  close([...put, ...officerOn('2026-11-25', about('UK12', 'north'))]).refused(rule, { lots: ['south'] });
  for (const noticed of [[...put, ...officerOn('2026-11-25', about('UK12'))], ended]) {
    const { decided } = close(noticed);
    expect(E.isLeft(decided) ? decided.left.rule.id : 'closed').not.toBe(rule);
  }
});

test('what waits for a halt, and what is over with a cancellation, are actions that there are', () => {
  const names = new Set(allActions.map(({ name }) => name));
  expect(interruptedActions.filter((name) => !names.has(name))).toEqual([]);
});
