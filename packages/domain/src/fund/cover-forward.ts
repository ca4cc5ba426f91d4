import type { CalendarDate, LocalId, Pence } from '@commissioning/kernel';
import { ForwardCovered, type FundEvent } from './events';
import { roomIn } from './limits';
import { fundAfter, type FundState } from './state';

/**
 * What the budget of an opened year comes to cover of the promises made before it was opened: what is owed before what
 * is only set aside, each in the order in which it was promised, in part where there is not enough.
 */
const coverage = (fund: FundState, today: CalendarDate): ReadonlyArray<FundEvent> => {
  if (fund.opened === undefined) return [];
  let room: number = roomIn(fund, today);
  const waiting = [
    ...[...fund.commitments].map(([line, { forward }]) => ({ kind: 'commitment' as const, line, forward })),
    ...[...fund.reservations].map(([line, { forward }]) => ({ kind: 'reservation' as const, line, forward })),
  ];
  return waiting.flatMap(({ kind, line, forward }) => {
    // More may once have been covered than was forward: that is not undone here.
    const amount = Math.max(0, Math.min(forward, room)) as Pence;
    room -= amount;
    return amount === 0 ? [] : [ForwardCovered.make({ kind, line: line as LocalId, amount })];
  });
};

/** Events with what they let the budget cover: nothing stays forward that there is room for. */
export const withCoverage = (
  fund: FundState,
  events: ReadonlyArray<FundEvent>,
  today: CalendarDate,
): ReadonlyArray<FundEvent> => [...events, ...coverage(events.reduce(fundAfter, fund), today)];
