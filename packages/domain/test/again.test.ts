import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { chooseInstrument } from '../src/commission/plan/choose-instrument';
import { DirectAwardAuthorised, InstrumentChosen, RouteChosen } from '../src/commission/plan/events';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { BidReceived, BidWithdrawn } from '../src/commission/purchase/events';
import { ReserveCalled } from '../src/commission/purchase/reserve-events';
import { withdrawBid } from '../src/commission/purchase/withdraw-bid';
import { evaluated, lookedInto, named, officer, on } from './support/awarded-tender';
import { signedGrant } from './support/agreement';
import { choosingGrant, grantChosen, keysSet, need, routed } from './support/commission';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';
import { actorOf, after, afterHappened, by, planned, published, sealedBid } from './support/tender';

const stateOf = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));

describe('a plan that is made again', () => {
  const ground = made(DirectAwardAuthorised, { ground: 'small-sum', evidence: 'Below the limit' });
  const route = routed('small-direct-grant', 300_000);

  test('keeps its route while the instrument stays the same, for whatever reason', () => {
    const again = made(InstrumentChosen, { ...choosingGrant, reason: 'They decide how.' });
    expect(stateOf(need, grantChosen, route, again).route).toBeDefined();
    const other = made(InstrumentChosen, { ...choosingGrant, instrument: 'in-house' });
    expect(stateOf(need, grantChosen, route, other).route).toBeUndefined();
  });

  test('is not made again once something was awarded', () => {
    const awarded = signedGrant().filter(({ type }) => type !== 'AgreementSigned');
    after(...awarded)
      .when(chooseInstrument, { ...choosingGrant, reason: 'They decide how.' })
      .refused('plan.settled');
  });

  test('keeps its ground and its keys while the route stays the same, at whatever value', () => {
    const again = made(RouteChosen, { ...route.data, value: { pence: 299_999, vat: 'outside' } });
    const kept = stateOf(need, grantChosen, route, ground, keysSet, again);
    expect([kept.directAward, kept.openingKeys]).toMatchObject([ground.data, keysSet.data]);
    const anew = stateOf(need, grantChosen, route, ground, keysSet, routed('direct-grant', 300_000));
    expect([anew.directAward, anew.openingKeys]).toEqual([undefined, undefined]);
  });
});

describe('due diligence on a reserve', () => {
  const called = made(ReserveCalled, {
    call: 'call-1',
    inPlaceOf: 'w1',
    bid: 'cedar',
    lot: 'north',
    provider: named('cedar'),
    rank: 2,
  });
  const serves = (...events: ReadonlyArray<CommissionEvent>) =>
    stateOf(...evaluated, ...events).calls.get('call-1' as never)?.lookedInto;

  test('is on the one that was called, since it was', () => {
    expect(serves(called, lookedInto('azalea'))).not.toBe(true);
    expect(serves(lookedInto('cedar'), called)).not.toBe(true);
    expect(serves(called, lookedInto('cedar'))).toBe(true);
  });

  test('is done again where the same is found, and of nobody else', () => {
    const looking = (bid: string) =>
      after(...evaluated, lookedInto('cedar'), lookedInto('azalea'), called).when(
        completeDiligence,
        lookedInto(bid).data,
        on('2026-11-23', [], { actor: officer }),
      );
    looking('azalea').then();
    looking('cedar').then(lookedInto('cedar'));
  });
});

describe('a bid', () => {
  const bidder = actorOf('trustee-1', 'provider');
  const received = [
    ...recorded<CommissionEvent>([...planned(), published]),
    ...by(bidder, '2026-11-18T12:00:00.000Z', made(BidReceived, sealedBid('azalea'))),
  ];
  const withdrawn = made(BidWithdrawn, { bid: 'azalea' });
  const withdrawing = (actor: typeof bidder) =>
    afterHappened(...received).when(
      withdrawBid,
      { bid: 'azalea' },
      contextOf({ actor, now: '2026-11-19T12:00:00.000Z' as never }),
    );

  test('is withdrawn by whoever made it, or noted so by an officer, and by no other bidder', () => {
    withdrawing(bidder).then(withdrawn);
    withdrawing(officer).then(withdrawn);
    withdrawing(actorOf('trustee-2', 'provider')).refused('bid.withdrawn-by-its-bidder', { bid: 'azalea' });
  });
});
