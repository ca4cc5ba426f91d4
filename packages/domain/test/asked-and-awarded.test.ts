import { fold } from '@commissioning/kernel';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { isNoticeOf } from '../src/commission/purchase/award-notices';
import { withinAsked } from '../src/commission/purchase/award-limits';
import { lastsAsPublished } from '../src/commission/purchase/award-term';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { considerLowBid } from '../src/commission/purchase/consider-low-bid';
import { BidsOpened } from '../src/commission/purchase/events';
import { LowBidAnswered, LowBidNotified } from '../src/commission/purchase/exclusion-events';
import type { CommissionState } from '../src/commission/state';
import { lookedInto, officer, on } from './support/awarded-tender';
import { made } from './support/made';
import { recorded } from './support/specification';
import { after, biddingClosed, declared, includingVat, openedBid, received } from './support/tender';

const fulfilled = { _tag: 'Right' };

/** A tender whose bids were opened: each of a bidder, at a price, in these lots. */
const openedWith = (...bids: ReadonlyArray<object>): ReadonlyArray<CommissionEvent> => [
  ...received,
  biddingClosed,
  made(BidsOpened, { openers: ['officer-1', 'officer-2'], bids }),
];

const stateOf = (events: ReadonlyArray<CommissionEvent>): CommissionState =>
  fold(commission, commission.initial, recorded(events));

describe('what is awarded, against what was asked for', () => {
  const azalea = openedBid('azalea', 10_000_000);
  const birch = openedBid('birch', 10_500_000);
  const state = stateOf(
    openedWith(azalea, birch, { ...openedBid('cedar', 9_000_000), bidder: birch.bidder }),
  );
  const asking = (pence: number, more: object) =>
    withinAsked(state, { lot: 'north', amount: includingVat(pence), ...more } as never);
  const no = (asked: number) => ({
    left: { rule: { id: 'award.within-offer' }, facts: { amount: asked + 1, asked }, field: '/amount' },
  });

  test('is no more than in the bid that is named, whatever else its bidder asked', () => {
    for (const [bid, price] of [
      ['azalea', 10_000_000],
      ['birch', 10_500_000],
      ['cedar', 9_000_000],
    ] as const) {
      const named = { provider: `BEDS-${bid === 'azalea' ? 'azalea' : 'birch'}`, bid };
      expect(asking(price, named)).toMatchObject(fulfilled);
      expect(asking(price + 1, named)).toMatchObject(no(price));
    }
  });

  test('is no more than the most that its provider asked for, where no bid is named', () => {
    for (const [provider, most] of [
      ['BEDS-azalea', 10_000_000],
      ['BEDS-birch', 10_500_000],
    ] as const) {
      expect(asking(most, { provider })).toMatchObject(fulfilled);
      expect(asking(most + 1, { provider })).toMatchObject(no(most));
    }
  });

  test('is compared with nothing where nothing was asked for, or on another basis for VAT', () => {
    expect(asking(99_000_000, { provider: 'BEDS-elder' })).toMatchObject(fulfilled);
    const without = { amount: { pence: 99_000_000, vat: 'excluding' } };
    expect(asking(0, { provider: 'BEDS-azalea', ...without })).toMatchObject(fulfilled);
  });
});

test('a published term of months that are begun lets an award take as many', () => {
  const published = (ends: string) =>
    ({
      specification: { term: { starts: '2027-04-01', ends } },
      exceptions: new Map(),
    }) as unknown as CommissionState;
  const lasting = (ends: string) => ({ starts: '2027-06-15', ends }) as never;
  expect(lastsAsPublished(published('2030-03-31'), lasting('2030-06-14'))).toMatchObject(fulfilled);
  expect(lastsAsPublished(published('2030-03-31'), lasting('2030-06-15'))).toMatchObject({ _tag: 'Left' });
  // The first day of another month begins it.
  expect(lastsAsPublished(published('2030-04-01'), lasting('2030-07-14'))).toMatchObject(fulfilled);
  expect(lastsAsPublished(published('2030-04-01'), lasting('2030-07-15'))).toMatchObject({ _tag: 'Left' });
});

test('a notice is of an award by the day on which that was made; one brought in says none', () => {
  const of = (awardedOn?: string) => isNoticeOf({ awardedOn } as never, '2026-11-23' as never);
  expect([of('2026-11-22'), of('2026-11-23'), of('2026-11-24'), of()]).toEqual([true, true, false, true]);
});

describe('somebody with an interest in one lot', () => {
  const conflicted = declared(officer.id, 'bidders', [{ nature: 'Shareholder', lot: 'south' }]);
  const byOfficer = on('2026-11-23', [], { actor: officer });
  const before = [
    ...openedWith(openedBid('azalea', 1, ['north', 'south']), openedBid('birch', 1)),
    conflicted,
  ];

  test('looks into who bid for others alone', () => {
    const finding = lookedInto('birch');
    after(...before)
      .when(completeDiligence, finding.data, byOfficer)
      .then(finding);
    after(...before)
      .when(completeDiligence, lookedInto('azalea').data, byOfficer)
      .refused('interest.settled');
  });

  test('weighs what is said of a low price in others alone: all that was bid for, where no lot is named', () => {
    const considering = {
      notification: 'low',
      answer: 'Volunteers do it',
      answeredOn: '2026-11-23',
      demonstrated: false,
      reasons: 'It names none',
    };
    const asked = (bid: string, lot?: string) => {
      const told = made(LowBidNotified, {
        notification: 'low',
        bid,
        why: 'Half of what the others ask',
        notifiedOn: '2026-11-20',
        answerBy: '2026-12-01',
        ...(lot && { lot }),
      });
      return after(...before, told).when(considerLowBid, considering, byOfficer);
    };
    asked('birch').then(made(LowBidAnswered, considering));
    asked('azalea', 'north').then(made(LowBidAnswered, considering));
    asked('azalea').refused('interest.settled');
    asked('azalea', 'south').refused('interest.settled');
  });
});
