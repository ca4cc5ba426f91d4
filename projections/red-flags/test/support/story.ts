import { fixtureOf, type Telling } from '../../../../test/support/read-models';
import { on } from './asking';

const gbp = (pence: number) => ({ pence, vat: 'outside' });

/** The rules that everything below is decided under: bands to £6,000, to £60,000, and beyond. */
export const rules = (): Telling => ({
  ...on('2026-01-05', 'RulesAdopted', { version: 4 }),
  stream: 'rulebook-BEDS',
});

const profile = fixtureOf('RouteChosen')['profile'] as object;

/** The route of a commission. */
export const route = (
  competition: string,
  id: string,
  openers = 2,
  day = '2026-11-01',
  otherwise: object = {},
): Telling =>
  on(day, 'RouteChosen', {
    profile: { ...profile, id, competition, openers },
    value: { pence: 5_000_000, vat: 'outside' },
    ...otherwise,
  });

const criterion = (id: string, weight: number, scoredBy: string) => ({
  id,
  title: id,
  category: scoredBy === 'price' ? 'value' : 'quality',
  weight,
  scoredBy,
});

/** A specification by which price counts, or a fixed sum is shared out. */
export const specification = (otherwise: object = {}, at = '2026-11-20T12:00:00.000Z'): Telling =>
  on(at, 'SpecPublished', {
    opens: at,
    closes: '2027-01-15T12:00:00.000Z',
    clarificationsUntil: '2027-01-08T17:00:00.000Z',
    criteria: [criterion('quality', 60, 'panel'), criterion('price', 40, 'price')],
    ...otherwise,
  });

/** Criteria by which nothing but quality counts. */
export const noPrice = { criteria: [criterion('quality', 100, 'panel')] };

export const closing = '2027-01-15T12:00:00.000Z';

/** A bid as it came, and as it was opened. */
export interface Bid {
  readonly bid: string;
  readonly by: string;
  readonly pence: number;
  readonly at?: string;
}

export const received = ({ bid, at = '2027-01-10' }: Pick<Bid, 'bid' | 'at'>): Telling =>
  on(at, 'BidReceived', { bid });

export const openedAll = (
  bids: ReadonlyArray<Bid>,
  {
    at = '2027-01-16',
    openers = ['officer-1', 'officer-2'],
  }: {
    readonly at?: string;
    readonly openers?: ReadonlyArray<string>;
  } = {},
): Telling => {
  const telling = on(at, 'BidsOpened', {
    openers,
    bids: bids.map(({ bid, by: provider, pence }) => ({
      bid,
      bidder: { provider, name: provider },
      offers: [{ lot: 'south', price: gbp(pence) }],
      commitmentHolds: true,
    })),
  });
  const { portalLog: _log, ...data } = telling.event.data as Record<string, unknown>;
  return { ...telling, event: { ...telling.event, data } };
};

/** An award in the lot that everything is about. */
export const award = (otherwise: object = {}, at = '2027-02-20'): Telling =>
  on(at, 'GrantAwarded', {
    award: 'w1',
    lot: 'south',
    decision: 'BEDS-PCC24-0040',
    bid: 'bid-1',
    amount: gbp(4_000_000),
    recipient: { provider: 'BEDS-azalea', name: 'Azalea' },
    ...otherwise,
  });

export const signed = (otherwise: object = {}, at = '2027-03-10'): Telling =>
  on(at, 'AgreementSigned', {
    award: 'w1',
    signedOn: at.slice(0, 10),
    amount: gbp(4_000_000),
    term: { starts: '2027-04-01', ends: '2029-03-31' },
    ...otherwise,
  });

export const varied = (
  pence: number,
  at = '2027-11-01',
  reason = 'More people came than was thought.',
): Telling => on(at, 'AgreementVaried', { award: 'w1', amount: gbp(pence), reason });

export const paid = (payment: string, pence: number, at = '2027-05-01'): Telling =>
  on(at, 'PaymentMade', { award: 'w1', payment, amount: gbp(pence), paidOn: at.slice(0, 10) });

/** A competition from route to award: its bids, and what happens between the opening and the award. */
export const competed = (
  bids: ReadonlyArray<Bid>,
  {
    between = [],
    spec = {},
    won = 'bid-1',
  }: {
    readonly between?: ReadonlyArray<Telling>;
    readonly spec?: object;
    readonly won?: string;
  } = {},
): ReadonlyArray<Telling> => [
  rules(),
  route('open', 'tender'),
  specification(spec),
  ...bids.map(received),
  openedAll(bids),
  ...between,
  award({ bid: won }),
];

/** A rule of policy set aside, named by its two halves: it is not what is proved here. */
export const exceptionTo = (topic: string, holds: string, at: string): Telling =>
  on(at, 'ExceptionRecorded', { rule: `${topic}.${holds}` });
