import { registry } from '@commissioning/domain';
import { openData, type RecordedEvent } from '@commissioning/record';
import {
  bidder,
  colleague,
  establish,
  freshStores,
  handedIn,
  logOf,
  officer,
  type Process,
  processOver,
  publishRound,
  type Stores,
} from './support/world';

/** A fund that is open all year: two rounds of it, each a commission of its own, open at the same time. */
const autumn = 'BEDS-2026-0001';
const winter = 'BEDS-2026-0002';
const betweenThem = '2026-10-19T09:00:00.000Z';
const afterBoth = '2026-11-17T09:00:00.000Z';

const early = handedIn('early', 'BEDS-early-club', 480_000);
const late = handedIn('late', 'BEDS-late-club', 493_827, 'We came too late for the autumn');
const openers = { openers: [officer.id, colleague.id] };

let stores: Stores;
let office: Process;

beforeEach(async () => {
  stores = freshStores();
  office = processOver(stores);
  await establish(office);
  for (const round of [autumn, winter]) await publishRound(office, round);
  await office.done(officer, 'commission', winter, 'amend-spec', {
    amendment: 'round',
    change: 'The winter round closes a month after the autumn round.',
    reason: 'A round each month.',
    closes: '2026-11-16T12:00:00.000Z',
  });
});

const receive = (round: string, bid: object) => office.done(bidder, 'commission', round, 'receive-bid', bid);
const refusedIn = (round: string, action: string, command: unknown) =>
  office.failed(action === 'receive-bid' ? bidder : officer, 'commission', round, action, command);
const opened = async (round: string): Promise<void> => {
  await office.done(officer, 'commission', round, 'close-bidding', {});
  await office.done(officer, 'commission', round, 'open-bids', openers);
};
const ofRound = async (round: string, type: string): Promise<ReadonlyArray<RecordedEvent>> =>
  (await logOf(stores.events)).filter(
    (event) => event.stream === `commission-${round}` && event.type === type,
  );

describe('a fund that opens its applications in rounds', () => {
  it('takes for the next round what came too late for the one before', async () => {
    await receive(autumn, early);
    office.setClock(betweenThem);
    expect(await refusedIn(autumn, 'receive-bid', late)).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'bid.before-deadline' } },
    });
    await receive(winter, late);
    expect(await ofRound(winter, 'BidReceived')).toHaveLength(1);
  });

  it('opens the applications of one round, and no word or number of the next', async () => {
    await receive(autumn, early);
    await receive(winter, late);
    office.setClock(betweenThem);
    await opened(autumn);
    const [opening] = await ofRound(autumn, 'BidsOpened');
    if (opening === undefined) throw new Error('nothing was opened');
    const { bids } = openData(registry, stores.keys, opening, 'official') as unknown as {
      readonly bids: ReadonlyArray<{ readonly bid: string }>;
    };
    expect(bids.map(({ bid }) => bid)).toEqual(['early']);
    expect(await refusedIn(winter, 'open-bids', openers)).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'opening.after-deadline' } },
    });
    expect(JSON.stringify(await logOf(stores.events))).not.toContain('too late for the autumn');
    expect(await ofRound(winter, 'BiddingClosed')).toEqual([]);
  });

  it('opens the next when its own deadline has passed, whatever became of the one before', async () => {
    await receive(autumn, early);
    await receive(winter, late);
    office.setClock(betweenThem);
    await opened(autumn);
    office.setClock(afterBoth);
    await opened(winter);
    expect(await ofRound(winter, 'BidsOpened')).toHaveLength(1);
    expect(await ofRound(autumn, 'BidsOpened')).toHaveLength(1);
  });
});
