import { LocalId, official, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from '../review/agreements';
import { stands } from '../standing';
import type { CommissionState } from '../state';
import { highEnough, totalHighEnough } from './by-matrix';
import { bidKnown } from './bids';
import { eligibleProvider, providerNotExcluded, providerRegistered } from './providers';
import { lotOpen, lotStillOpen } from './open-lots';
import { ReserveCalled } from './reserve-events';
import { left, nextInRanking, replaced } from './reserves';

const placeFree = rule({
  id: 'reserve.place-free',
  sentence: 'A reserve is called in the place of an award that came to nothing and was not replaced.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): the number of awards was published',
});

const CallReserve = struct(
  { call: LocalId, inPlaceOf: LocalId, bid: LocalId },
  { note: official(Text) },
  'CallReserve',
);
type CallReserve = t.TypeOf<typeof CallReserve>;

const providerOf = ({ bids }: CommissionState, { bid }: CallReserve) =>
  bids.get(bid)?.opened?.bidder.provider;

const saidBefore = (commission: CommissionState, { call }: CallReserve): object | undefined => {
  const before = commission.calls.get(call)?.called;
  if (before === undefined) return undefined;
  const { lot: _lot, provider: _provider, rank: _rank, ...said } = before;
  return said;
};

/** The bid is next in the ranking of the lot, alone or beside others of its rank. */
const inRanking = (commission: CommissionState, lot: string, bid: string) => {
  const remaining = left(commission, lot);
  const next = remaining.filter(({ rank }) => rank === remaining[0]?.rank);
  const facts = { lot, bid, next: next.map((each) => each.bid) };
  return present(
    next.find((each) => each.bid === bid),
    nextInRanking,
    facts,
    '/bid',
  );
};

/**
 * Calls the bidder next in the ranking in the place of an award that came to nothing. What an award needs it needs anew:
 * recommendation, due diligence, decision, and before signature summaries, notice and standstill.
 */
export const callReserve = commissionAction({
  name: 'call-reserve',
  says: 'Call the bidder next in the ranking in the place of an award that came to nothing.',
  command: CallReserve,
  roles: ['commissioning-officer'],
  rules: [
    entrySaidOnce,
    awardKnown,
    placeFree,
    lotOpen,
    nextInRanking,
    highEnough,
    bidKnown,
    providerRegistered,
    providerNotExcluded,
  ],
  needs: (command, commission) => {
    const provider = providerOf(commission, command);
    return provider === undefined ? {} : { providers: [provider] };
  },
  decide: (command, context) => (commission) =>
    saidOnce(saidBefore(commission, command), command, '/call', () =>
      pipe(
        knownAward(commission, command.inPlaceOf),
        E.chainFirst((award) =>
          allHold(
            check(
              !stands(award) && !replaced(commission, command.inPlaceOf),
              placeFree,
              { inPlaceOf: command.inPlaceOf },
              '/inPlaceOf',
            ),
            lotStillOpen(commission, award.lot),
          ),
        ),
        E.bindTo('award'),
        E.bind('next', ({ award }) => inRanking(commission, award.lot, command.bid)),
        E.chainFirst(({ award }) => totalHighEnough(commission, award.lot, command.bid)),
        E.bind('bidder', () =>
          present(providerOf(commission, command), bidKnown, { bid: command.bid }, '/bid'),
        ),
        E.bind('registered', ({ bidder }) => eligibleProvider(context, bidder)),
        E.map(({ award, next: { rank }, registered: { named } }) => [
          ReserveCalled.make({ ...command, lot: award.lot as LocalId, provider: named, rank }),
        ]),
      ),
    ),
});
