import type { Actor, Instant, Rule } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { appointPanel } from '../src/commission/purchase/appoint-panel';
import { BiddingClosed } from '../src/commission/purchase/closing-events';
import { closeBidding } from '../src/commission/purchase/close-bidding';
import { declareInterests } from '../src/commission/purchase/declare-interests';
import { declineQuote } from '../src/commission/purchase/decline-quote';
import {
  BidExcluded,
  BidReceived,
  BidsOpened,
  BidWithdrawn,
  EvaluationCompleted,
  ExceptionRecorded,
  InterestManaged,
  LateBidRefused,
  PanelAppointed,
  PanelMemberReplaced,
  QuoteDeclined,
  QuoteInvited,
  QuoteReceived,
} from '../src/commission/purchase/events';
import { excludeBid } from '../src/commission/purchase/exclude-bid';
import { inviteQuote } from '../src/commission/purchase/invite-quote';
import { manageInterest } from '../src/commission/purchase/manage-interest';
import { OpeningKeysSet } from '../src/commission/plan/opening-keys-events';
import { openBids } from '../src/commission/purchase/open-bids';
import { receiveBid } from '../src/commission/purchase/receive-bid';
import { receiveQuote } from '../src/commission/purchase/receive-quote';
import { refuseLateBid } from '../src/commission/purchase/refuse-late-bid';
import { replacePanelMember } from '../src/commission/purchase/replace-panel-member';
import { withdrawBid } from '../src/commission/purchase/withdraw-bid';
import { SpecAmended } from '../src/commission/plan/events';
import type { RouteProfile } from '../src/rulebook/events';
import { made } from './support/made';
import { contextOf } from './support/specification';
import {
  actorOf,
  after,
  biddingClosed,
  appointed,
  bids,
  closes,
  declared,
  locked,
  lockedByAll,
  member,
  opened,
  openedBid,
  panel,
  planned,
  published,
  received,
  registered,
  route,
  rules,
  scoredByAll,
  sealedBid,
} from './support/tender';

const at = (moment: string) => contextOf({ now: moment as Instant });
const as = (id: string) => contextOf({ actor: actorOf(id) });
const excepted = (rule: Pick<Rule, 'id'>) =>
  made(ExceptionRecorded, {
    rule: rule.id,
    ground: 'Nobody else',
    authorisedBy: 'approver-1',
    decision: 'BEDS-PFCC24-0001',
  });

describe('appointing a panel', () => {
  const appointing = { members: panel };
  const asked = (...members: ReadonlyArray<object>) => after(...planned()).when(appointPanel, { members });

  test('takes assessors and advisers, one of them independent', () => {
    after(...planned())
      .when(appointPanel, appointing)
      .then(appointed);
  });

  test('needs a route that says how large it is', () => {
    after(...planned().slice(0, 1))
      .when(appointPanel, appointing)
      .refused('purchase.on-a-route');
  });

  test('needs as many assessors and independent members as the route names, an adviser being no assessor', () => {
    const few = { assessors: 2, independent: 1 };
    asked(member('ann'), member('cat', { independent: true }), member('dan', { part: 'adviser' })).refused(
      'panel.large-enough',
      few,
      '/members',
    );
    asked(member('ann'), member('bob'), member('cat')).refused('panel.large-enough', { independent: 0 });
    asked(
      member('ann'),
      member('bob'),
      member('cat'),
      member('dan', { part: 'adviser', independent: true }),
    ).refused('panel.large-enough', { assessors: 3, independent: 0 });
  });

  test('may be smaller where an exception was recorded', () => {
    const members = [member('ann')];
    after(...planned(), excepted({ id: 'panel.large-enough' }))
      .when(appointPanel, { members })
      .then(made(PanelAppointed, { members }));
  });

  test('takes nobody twice', () => {
    asked(...panel, member('ann', { part: 'adviser' })).refused(
      'panel.nobody-twice',
      { twice: ['ann'] },
      '/members',
    );
  });

  test('happens once and before bids are opened', () => {
    after(...planned(), appointed)
      .when(appointPanel, { members: panel.slice(0, 3) })
      .refused('panel.once', { members: ['ann', 'bob', 'cat', 'dan'] });
    const none = [...planned(), published, made(BidsOpened, { openers: [], bids: [] })];
    after(...none)
      .when(appointPanel, appointing)
      .refused('panel.before-opening');
  });
});

describe('replacing a member of the panel', () => {
  const replacing = { leaving: 'bob', joining: member('eve'), reason: 'Ill' };
  const replaced = made(PanelMemberReplaced, replacing);

  test('lets a newcomer take the place until scores are locked', () => {
    after(...scoredByAll)
      .when(replacePanelMember, replacing)
      .then(replaced);
    after(...scoredByAll, locked('ann'))
      .when(replacePanelMember, replacing)
      .then(replaced);
  });

  test('keeps whoever has locked scores that count', () => {
    after(...scoredByAll, locked('bob'))
      .when(replacePanelMember, replacing)
      .refused('panel.replaced-until-locked', { lots: ['north'], actor: 'bob' }, '/leaving');
  });

  test('lets go whoever was removed for an interest, locked or not', () => {
    const removed = made(InterestManaged, {
      actor: 'bob',
      handled: 'removed-from-panel',
      reason: 'Works for one',
    });
    after(...lockedByAll, removed)
      .when(replacePanelMember, replacing)
      .then(replaced);
  });

  test('lets go whoever locked once the lot has been evaluated', () => {
    const done = made(EvaluationCompleted, {
      lot: 'north',
      rounding: 'each criterion half up to hundredths',
      ranking: [],
      failed: [],
    });
    after(...lockedByAll, done)
      .when(replacePanelMember, replacing)
      .then(replaced);
  });

  test('takes nobody who is on the panel, and lets nobody go who is not', () => {
    after(...opened)
      .when(replacePanelMember, { ...replacing, joining: member('ann') })
      .refused('panel.nobody-twice', { joining: 'ann' }, '/joining');
    after(...opened)
      .when(replacePanelMember, { ...replacing, joining: member('bob', { part: 'adviser' }) })
      .refused('panel.nobody-twice');
    after(...opened)
      .when(replacePanelMember, { ...replacing, leaving: 'eve', joining: member('fay') })
      .refused('panel.member-on-panel', { leaving: 'eve' }, '/leaving');
  });

  test('keeps the panel large enough', () => {
    after(...opened)
      .when(replacePanelMember, { ...replacing, leaving: 'cat' })
      .refused('panel.large-enough', { independent: 0 }, '/joining');
  });
});

describe('declaring interests', () => {
  const interest = { nature: 'Shareholder', provider: 'BEDS-birch', lot: 'north' };

  test('is done by everybody for themselves, with interests or none', () => {
    after(...planned(), appointed)
      .when(declareInterests, { stage: 'general', interests: [] }, as('ann'))
      .then(declared('ann', 'general'));
    const approving = contextOf({ actor: actorOf('approver-1', 'approver') });
    after(...received)
      .when(declareInterests, { stage: 'general', interests: [interest] }, approving)
      .then(declared('approver-1', 'general', [interest]));
  });

  test('is done again against the bidders, once it is known who they are', () => {
    const again = { stage: 'bidders', interests: [] };
    after(...received)
      .when(declareInterests, again, as('ann'))
      .refused('interest.bidders-known', {}, '/stage');
    after(...received, made(BidsOpened, { openers: [], bids: [] }))
      .when(declareInterests, again, as('ann'))
      .then(declared('ann', 'bidders'));
  });

  test('takes what has come up since, and repeats nothing', () => {
    const late = { stage: 'bidders', interests: [interest] };
    after(...opened)
      .when(declareInterests, late, as('ann'))
      .then(declared('ann', 'bidders', [interest]));
    after(...opened)
      .when(declareInterests, { stage: 'bidders', interests: [] }, as('ann'))
      .then();
  });

  test('names lots that exist', () => {
    const command = { stage: 'general', interests: [{ ...interest, lot: 'east' }] };
    after(...received)
      .when(declareInterests, command, as('ann'))
      .refused('lot.known', { lot: 'east' }, '/interests');
  });
});

describe('settling an interest', () => {
  const interests = [
    { nature: 'Shareholder', lot: 'north' },
    { nature: 'Sister works there', lot: 'south' },
  ];
  const conflicted = [...opened, declared('ann', 'bidders', interests)];
  const fromNorth = { actor: 'ann', handled: 'removed-from-lot', lot: 'north', reason: 'Owns shares' };
  const noConflict = { actor: 'ann', handled: 'no-conflict', reason: 'Too remote' };
  const fromPanel = { actor: 'ann', handled: 'removed-from-panel', reason: 'Both' };

  test('removes from a lot, from the panel, or finds no conflict', () => {
    for (const command of [fromNorth, noConflict, fromPanel])
      after(...conflicted)
        .when(manageInterest, command)
        .then(made(InterestManaged, command));
  });

  test('settles the rest afterwards, and may remove later', () => {
    const left = [...conflicted, made(InterestManaged, fromNorth)];
    after(...left)
      .when(manageInterest, noConflict)
      .then(made(InterestManaged, noConflict));
    after(...left, made(InterestManaged, noConflict))
      .when(manageInterest, fromPanel)
      .then(made(InterestManaged, fromPanel));
  });

  test('never takes a removal back', () => {
    after(...conflicted, made(InterestManaged, fromPanel))
      .when(manageInterest, noConflict)
      .refused('interest.declared', { actor: 'ann' }, '/actor');
  });

  test('is nobody’s own business', () => {
    const oneself = contextOf({ actor: actorOf('ann', 'commissioning-officer') });
    after(...conflicted)
      .when(manageInterest, noConflict, oneself)
      .refused('interest.not-by-oneself', { actor: 'ann' }, '/actor');
  });

  test('needs an interest that was declared', () => {
    for (const command of [noConflict, fromPanel])
      after(...opened)
        .when(manageInterest, command)
        .refused('interest.declared');
  });

  test('names a lot when it removes from one, and only then', () => {
    const { lot: _, ...unnamed } = fromNorth;
    after(...conflicted)
      .when(manageInterest, unnamed)
      .refused('interest.removal-names-lot', { handled: 'removed-from-lot' }, '/lot');
    after(...conflicted)
      .when(manageInterest, { ...noConflict, lot: 'north' })
      .refused('interest.removal-names-lot');
    after(...conflicted)
      .when(manageInterest, { ...fromNorth, lot: 'east' })
      .refused('lot.known');
  });
});

describe('quotes', () => {
  const quotesRoute = rules.profiles.find(({ id }) => id === 'three-quotes') as RouteProfile;
  const quoting = planned({ profile: quotesRoute });
  const [known] = [registered('BEDS-azalea', true)];
  const withProvider = contextOf({ providers: new Map([known]) });
  const inviting = { quote: 'q1', provider: 'BEDS-azalea' };
  const azalea = { provider: 'BEDS-azalea', name: 'The azalea' };
  const invited = made(QuoteInvited, { quote: 'q1', invited: azalea, local: true });
  const quote = { quote: 'q1', amount: { pence: 900_000, vat: 'including' }, for: 'Twelve workshops' };
  const receiving = { ...quote, provider: 'BEDS-azalea' };
  const quoted = made(QuoteReceived, { ...quote, lot: 'whole', from: azalea });
  const declining = { quote: 'q1', reason: 'No staff' };

  test('are invited from registered providers, local or not as registered', () => {
    after(...quoting)
      .when(inviteQuote, inviting, withProvider)
      .then(invited);
    const reason = { noLocalProvider: 'None within the county' };
    after(...quoting)
      .when(inviteQuote, { ...inviting, ...reason }, withProvider)
      .then(made(QuoteInvited, { quote: 'q1', invited: azalea, local: true, ...reason }));
  });

  test('are not invited from providers that are unknown or excluded', () => {
    after(...quoting)
      .when(inviteQuote, inviting)
      .refused('purchase.provider-registered', {}, '/provider');
    const [id, state] = known;
    const until = (day?: string) =>
      contextOf({
        providers: new Map([
          [id, { ...state, excluded: { ground: 'Fraud', ...(day && { until: day }) } as never }],
        ]),
      });
    after(...quoting)
      .when(inviteQuote, inviting, until())
      .refused('purchase.provider-not-excluded');
    after(...quoting)
      .when(inviteQuote, inviting, until('2026-11-23'))
      .refused('purchase.provider-not-excluded');
    after(...quoting)
      .when(inviteQuote, inviting, until('2026-11-22'))
      .then(invited);
  });

  test('stand for one provider each', () => {
    const other = contextOf({ providers: new Map([known, registered('BEDS-birch')]) });
    after(...quoting, invited)
      .when(inviteQuote, { quote: 'q1', provider: 'BEDS-birch' }, other)
      .refused('entry.said-once', {}, '/quote');
  });

  test('are received from whoever was invited', () => {
    after(...quoting, invited)
      .when(receiveQuote, receiving, withProvider)
      .then(quoted);
    after(...quoting)
      .when(receiveQuote, receiving, withProvider)
      .refused('quote.invited-first', { quote: 'q1', invited: '', declined: false }, '/quote');
    const other = contextOf({ providers: new Map([registered('BEDS-birch')]) });
    after(...quoting, invited)
      .when(receiveQuote, { ...receiving, provider: 'BEDS-birch' }, other)
      .refused('quote.invited-first');
    after(...quoting, invited)
      .when(receiveQuote, receiving)
      .refused('purchase.provider-registered');
    after(...planned().slice(0, 1))
      .when(receiveQuote, receiving, withProvider)
      .refused('purchase.on-a-route');
  });

  test('come uninvited where the route invites nobody', () => {
    const small = rules.profiles.find(({ id }) => id === 'small-direct-grant') as RouteProfile;
    after(...planned({ profile: small, instrument: 'grant' }))
      .when(receiveQuote, receiving, withProvider)
      .then(quoted);
  });

  test('say one thing once', () => {
    const dearer = { ...receiving, amount: { pence: 900_001, vat: 'including' } };
    after(...quoting, invited, quoted)
      .when(receiveQuote, dearer, withProvider)
      .refused('entry.said-once', {}, '/quote');
  });

  test('are declined by who was invited and has not quoted', () => {
    after(...quoting, invited)
      .when(declineQuote, declining)
      .then(made(QuoteDeclined, declining));
    after(...quoting)
      .when(declineQuote, declining)
      .refused('quote.declined-after-invitation', { quote: 'q1', invited: false, received: false }, '/quote');
    after(...quoting, invited, quoted)
      .when(declineQuote, declining)
      .refused('quote.declined-after-invitation');
    const declined = made(QuoteDeclined, declining);
    after(...quoting, invited, declined)
      .when(declineQuote, { ...declining, reason: 'Too dear' })
      .refused('entry.said-once', {}, '/quote');
    after(...quoting, invited, declined)
      .when(receiveQuote, receiving, withProvider)
      .refused('quote.invited-first');
  });
});

describe('a sealed bid', () => {
  const open = [...planned(), published];
  const bid = sealedBid('azalea');
  const taken = made(BidReceived, bid);

  test('is taken until the deadline, to the millisecond', () => {
    after(...open)
      .when(receiveBid, bid, at('2026-10-01T09:00:00.000Z'))
      .then(taken);
    after(...open)
      .when(receiveBid, bid, at(closes))
      .then(taken);
  });

  test('is refused a millisecond after it', () => {
    after(...open)
      .when(receiveBid, bid, at('2026-11-20T12:00:00.001Z'))
      .refused('bid.before-deadline', { deadline: closes, received: '2026-11-20T12:00:00.001Z' });
  });

  test('is in time by the deadline as it was extended', () => {
    const later = '2026-11-24T12:00:00.000Z';
    const extended = made(SpecAmended, {
      amendment: 'outage',
      change: 'Two more days',
      reason: 'The portal was down',
      closes: later,
    });
    after(...open, extended)
      .when(receiveBid, bid, at(later))
      .then(taken);
    after(...open, extended)
      .when(refuseLateBid, { bid: 'azalea', via: 'here' }, at(later))
      .refused('bid.late-after-deadline', {
        deadline: '2026-11-24T12:00:00.000Z',
        received: '2026-11-24T12:00:00.000Z',
      });
    after(...open, extended)
      .when(openBids, { openers: ['officer-1', 'officer-2'], bids: [] }, at(later))
      .refused('opening.after-deadline', { asked: '2026-11-24T12:00:00.000Z' });
  });

  test('is not taken before the opportunity opens, nor without one, nor once bids are opened', () => {
    after(...open)
      .when(receiveBid, bid, at('2026-10-01T08:59:59.999Z'))
      .refused('bid.after-publication', {
        opens: '2026-10-01T09:00:00.000Z',
        received: '2026-10-01T08:59:59.999Z',
      });
    after(...planned())
      .when(receiveBid, bid)
      .refused('bid.after-publication');
    after(...opened)
      .when(receiveBid, sealedBid('date'), at(closes))
      .refused('bid.before-deadline');
  });

  test('stands for one bid', () => {
    after(...open, taken)
      .when(receiveBid, sealedBid('azalea', 'b'.repeat(64)), at(closes))
      .refused('bid.once', { bid: 'azalea' }, '/bid');
  });

  test('that came late is refused on record and stays unopened', () => {
    const late = { bid: 'azalea', via: 'email' };
    const now = '2026-11-20T12:00:00.001Z';
    const refused = made(LateBidRefused, { ...late, closed: closes, received: now });
    after(...open)
      .when(refuseLateBid, late, at(now))
      .then(refused);
    after(...open)
      .when(refuseLateBid, late, at(closes))
      .refused('bid.late-after-deadline');
    after(...open, taken)
      .when(refuseLateBid, late, at(now))
      .refused('bid.once', { bid: 'azalea' }, '/bid');
    after(...planned())
      .when(refuseLateBid, late, at(now))
      .refused('bid.after-publication');
    after(
      ...open,
      published,
      appointed,
      ...panel.map(({ actor }) => declared(actor, 'general')),
      refused,
      biddingClosed,
    )
      .when(openBids, { openers: ['officer-1', 'officer-2'], bids: [openedBid('azalea', 1)] })
      .refused('opening.every-bid-once', { unknown: ['azalea'] }, '/bids');
  });

  test('is withdrawn by the provider that handed it in, and by no other', () => {
    // What was recorded was handed in by the officer; as a provider the same person has another name here.
    const provider = { id: 'bidder-1', role: 'provider' } as Actor;
    after(...open, taken)
      .when(withdrawBid, { bid: 'azalea' }, contextOf({ actor: provider }))
      .refused('bid.withdrawn-by-its-bidder', { bid: 'azalea' }, '/bid');
    const own = { id: 'officer-1', role: 'provider' } as Actor;
    after(...open, taken)
      .when(withdrawBid, { bid: 'azalea' }, contextOf({ actor: own }))
      .then(made(BidWithdrawn, { bid: 'azalea' }));
  });

  test('is withdrawn until bids are opened', () => {
    const withdrawn = made(BidWithdrawn, { bid: 'azalea' });
    after(...open, taken)
      .when(withdrawBid, { bid: 'azalea' })
      .then(withdrawn);
    after(...open)
      .when(withdrawBid, { bid: 'azalea' })
      .refused('bid.known');
    after(...opened)
      .when(withdrawBid, { bid: 'azalea' })
      .refused('bid.withdrawn-before-opening', { bid: 'azalea' }, '/bid');
  });
});

describe('opening bids', () => {
  const opening = { openers: ['officer-1', 'officer-2'], bids };
  const portalLog = { mediaType: 'application/pdf', length: 1, sha256: 'c'.repeat(64) };

  const closed = (...history: ReadonlyArray<CommissionEvent>) => after(...history, biddingClosed);

  test('waits until bidding was closed, and does so again where the deadline was extended since', () => {
    after(...received)
      .when(openBids, opening)
      .refused('opening.after-closing');
    const later = '2026-11-24T12:00:00.000Z';
    const extended = made(SpecAmended, { amendment: 'm1', change: 'Later', reason: 'Outage', closes: later });
    closed(...received, biddingClosed, extended)
      .when(openBids, opening, at('2026-11-25T12:00:00.000Z'))
      .then(made(BidsOpened, opening));
    after(...received, biddingClosed, extended)
      .when(openBids, opening, at('2026-11-25T12:00:00.000Z'))
      .refused('opening.after-closing');
    const told = made(SpecAmended, { amendment: 'm1', change: 'A word', reason: 'Unclear' });
    after(...received, biddingClosed, told)
      .when(openBids, opening)
      .then(made(BidsOpened, opening));
  });

  test('is done by two people together, after the deadline', () => {
    closed(...received)
      .when(openBids, opening)
      .then(made(BidsOpened, opening));
    closed(...received)
      .when(openBids, opening, at('2026-11-20T12:00:00.001Z'))
      .then(made(BidsOpened, opening));
    closed(...received)
      .when(openBids, opening, at(closes))
      .refused('opening.after-deadline', { deadline: closes });
  });

  test('is not done by one, by one twice, or without whoever asks', () => {
    for (const openers of [['officer-1'], ['officer-1', 'officer-1'], ['officer-2', 'officer-3'], []])
      closed(...received)
        .when(openBids, { ...opening, openers })
        .refused('opening.together', { openers, asked: 2, actor: 'officer-1' }, '/openers');
  });

  test('that are sealed to keys takes somebody who holds one of each half', () => {
    const held = (holder: string, letter: string) => ({ holder, recipient: `age1${letter.repeat(58)}` });
    const halves = [[held('officer-1', 'q'), held('officer-3', 'p')], [held('officer-2', 'z')]];
    const [before, rest] = [received.slice(0, planned().length), received.slice(planned().length)];
    const sealed = closed(...before, made(OpeningKeysSet, { halves }), ...rest);
    sealed.when(openBids, opening).then(made(BidsOpened, opening));
    sealed
      .when(openBids, { ...opening, openers: ['officer-1', 'officer-3'] })
      .refused(
        'opening.by-those-who-hold-the-keys',
        { without: [['officer-2']], openers: ['officer-1', 'officer-3'] },
        '/openers',
      );
    sealed.when(openBids, { openers: [], bids, portalLog }).refused('opening.by-those-who-hold-the-keys');
  });

  test('may rest on the log of a portal', () => {
    const logged = { openers: [], bids, portalLog };
    closed(...received)
      .when(openBids, logged)
      .then(made(BidsOpened, logged));
    closed(...received)
      .when(openBids, { ...logged, openers: ['officer-1', 'officer-1'] })
      .refused('opening.together');
  });

  test('is not done by a member of the panel who has not declared, nor by anybody with an interest unsettled', () => {
    const undeclared = [...planned(), published, appointed, made(BidReceived, sealedBid('azalea'))];
    const ann = { openers: ['officer-1', 'ann'], bids: bids.slice(0, 1) };
    closed(...undeclared)
      .when(openBids, ann)
      .refused('opening.by-those-who-declared', { undeclared: ['ann'] }, '/openers');
    closed(...undeclared, declared('ann', 'general'))
      .when(openBids, ann)
      .then(made(BidsOpened, ann));
    const conflicted = declared('officer-2', 'general', [{ nature: 'Shareholder' }]);
    closed(...received, conflicted)
      .when(openBids, opening)
      .refused('interest.settled', { actor: 'officer-2', unsettled: 1 });
    const found = made(InterestManaged, {
      actor: 'officer-2',
      handled: 'no-conflict',
      reason: 'Sold long ago',
    });
    closed(...received, conflicted, found)
      .when(openBids, opening)
      .then(made(BidsOpened, opening));
  });

  test('waits for the panel, where the route asks for one', () => {
    const unmanned = [
      published,
      ...['azalea', 'birch', 'cedar'].map((bid) => made(BidReceived, sealedBid(bid))),
    ];
    closed(...planned(), ...unmanned)
      .when(openBids, opening)
      .refused('opening.after-panel');
    const asksForNone = planned({ profile: { ...route, steps: ['sealed-bids'] } });
    closed(...asksForNone, ...unmanned)
      .when(openBids, opening)
      .then(made(BidsOpened, opening));
  });

  test('opens every bid that was not withdrawn, each once, and no other', () => {
    const [azalea, birch, cedar] = bids;
    const asked = (...revealed: ReadonlyArray<unknown>) =>
      closed(...received).when(openBids, { ...opening, bids: revealed });
    asked(azalea, birch).refused('opening.every-bid-once', { missing: ['cedar'] });
    asked(azalea, birch, cedar, openedBid('date', 1)).refused('opening.every-bid-once', {
      unknown: ['date'],
    });
    asked(azalea, birch, cedar, cedar).refused('opening.every-bid-once', { twice: ['cedar'] });
    const withdrawn = [...received, made(BidWithdrawn, { bid: 'cedar' })];
    closed(...withdrawn)
      .when(openBids, opening)
      .refused('opening.every-bid-once', { unknown: ['cedar'] });
    const rest = { ...opening, bids: [azalea, birch] };
    closed(...withdrawn)
      .when(openBids, rest)
      .then(made(BidsOpened, rest));
  });

  test('takes a bid whose seal does not hold like any other', () => {
    const broken = { ...opening, bids: bids.map((bid) => ({ ...bid, commitmentHolds: false })) };
    closed(...received)
      .when(openBids, broken)
      .then(made(BidsOpened, broken));
  });

  test('happens once, with nobody bidding too', () => {
    const nobody = { ...opening, bids: [] };
    closed(...received.slice(0, -3))
      .when(openBids, nobody)
      .then(made(BidsOpened, nobody));
    const cheaper = {
      ...opening,
      bids: bids.map((bid) => ({
        ...bid,
        offers: [{ lot: 'north', price: { pence: 1, vat: 'including' } }],
      })),
    };
    after(...opened)
      .when(openBids, cheaper)
      .refused('opening.once');
    after(...opened)
      .when(openBids, { ...opening, bids: bids.toReversed() })
      .then();
  });

  test('needs a specification', () => {
    closed(...planned())
      .when(openBids, opening)
      .refused('bid.after-publication');
    closed(...planned().slice(0, 1), published)
      .when(openBids, opening)
      .refused('purchase.on-a-route');
  });
});

describe('closing bidding', () => {
  const digest = 'd'.repeat(64);
  const all = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  const committed = [
    ...received.slice(0, -3),
    ...['cedar', 'azalea', 'birch'].map((bid, index) =>
      made(BidReceived, sealedBid(bid, all[(index + 2) % 3] as string)),
    ),
  ];
  const closing = { digest, salt: 'salt', commitments: all };
  const justAfter = at('2026-11-20T12:00:00.001Z');

  test('publishes one digest over every bid, after the deadline, by somebody or by itself', () => {
    for (const actor of [undefined, { id: 'system:closing', role: 'system' } as Actor])
      after(...committed)
        .when(closeBidding, closing, actor ? contextOf({ actor, now: justAfter.now }) : justAfter)
        .then(made(BiddingClosed, closing));
    after(...committed)
      .when(closeBidding, closing, at(closes))
      .refused('closing.after-deadline', { deadline: closes, asked: '2026-11-20T12:00:00.000Z' });
    after(...opened.filter((each) => each.type !== 'BiddingClosed'))
      .when(closeBidding, closing, justAfter)
      .refused('closing.after-deadline');
  });

  test('leaves out no bid, and none is there twice or that was withdrawn', () => {
    const [one, two, three] = all;
    const over = (commitments: ReadonlyArray<unknown>, ...more: ReadonlyArray<CommissionEvent>) =>
      after(...committed, ...more).when(closeBidding, { ...closing, commitments }, justAfter);
    for (const wrong of [
      [one, two],
      [one, two, three, three],
      [two, one, three],
      [one, two, 'e'.repeat(64)],
    ])
      over(wrong).refused('closing.over-every-bid', { given: wrong.length, received: 3 }, '/commitments');
    const withdrawn = made(BidWithdrawn, { bid: 'cedar' });
    over(all, withdrawn).refused('closing.over-every-bid');
    after(...received.slice(0, -3))
      .when(closeBidding, { ...closing, commitments: [] }, justAfter)
      .then(made(BiddingClosed, { ...closing, commitments: [] }));
  });

  test('is done once, and anew where the deadline was extended', () => {
    after(...committed, biddingClosed)
      .when(closeBidding, closing, justAfter)
      .then();
    const later = '2026-11-24T12:00:00.000Z';
    const extended = made(SpecAmended, { amendment: 'm1', change: 'Later', reason: 'Outage', closes: later });
    after(...committed, biddingClosed, extended)
      .when(closeBidding, closing, justAfter)
      .refused('closing.after-deadline');
    after(...committed, biddingClosed, extended)
      .when(closeBidding, closing, at('2026-11-24T12:00:00.001Z'))
      .then(made(BiddingClosed, closing));
  });

  test('is of a published opportunity on a route that asks for sealed bids', () => {
    after(...planned())
      .when(closeBidding, closing, justAfter)
      .refused('bid.after-publication');
    after(...planned({ profile: { ...route, steps: [] } }), published)
      .when(closeBidding, { ...closing, commitments: [] }, justAfter)
      .refused('bid.where-sealed-bids-are-asked', { route: 'tender' });
  });
});

describe('excluding a bid', () => {
  const excluding = {
    bid: 'azalea',
    ground: 'Mandatory exclusion',
    reason: 'On the debarment list',
    allowedAs: 'excluded-supplier',
  };

  test('takes it out of one lot or of all, on a ground', () => {
    after(...opened)
      .when(excludeBid, excluding)
      .then(made(BidExcluded, excluding));
    const fromNorth = { ...excluding, lot: 'north', criterion: 'quality' };
    after(...opened)
      .when(excludeBid, fromNorth)
      .then(made(BidExcluded, fromNorth));
  });

  test('is done once it is opened and from a lot it was made for', () => {
    after(...received)
      .when(excludeBid, excluding)
      .refused('exclusion.once-opened', { bid: 'azalea', lots: [], withdrawn: false }, '/bid');
    after(...opened)
      .when(excludeBid, { ...excluding, lot: 'south' })
      .refused('exclusion.once-opened');
    after(...opened)
      .when(excludeBid, { ...excluding, bid: 'date' })
      .refused('bid.known', { bid: 'date' });
  });

  test('is done before the lot is ranked, under a criterion that was published', () => {
    const ranked = made(EvaluationCompleted, {
      lot: 'north',
      rounding: 'each criterion half up to hundredths',
      ranking: [],
      failed: [],
    });
    after(...opened, ranked)
      .when(excludeBid, excluding)
      .refused('exclusion.before-ranking', { ranked: ['north'] }, '/lot');
    after(...opened)
      .when(excludeBid, { ...excluding, criterion: 'charm' })
      .refused(
        'exclusion.under-published-criterion',
        { criterion: 'charm', criteria: ['quality', 'social', 'price'] },
        '/criterion',
      );
  });
});

test('nothing is added to a commission that never began', () => {
  after().when(appointPanel, { members: panel }).refused('commission.exists');
});
