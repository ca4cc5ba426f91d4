import { correctedFields, correctedIn, type FundEvent, putRightIn } from '@commissioning/domain';
import { effectiveAt, type Happened, londonDateOf, noPence, sumPence } from '@commissioning/kernel';
import type { FundDocument, LineDocument, ThemeSums } from './documents';
import { committedOf, givenUp } from './forward';

const sums = ['budget', 'reserved', 'committed', 'paid', 'forward'] as const;
type Sum = (typeof sums)[number];
type Sums = Pick<FundDocument, Sum>;

/** Money that comes to one of the sums, under a theme, or leaves it where the amount is below zero. */
interface Movement {
  readonly sum: Sum;
  readonly theme: string;
  readonly amount: number;
}

const into = (sum: Sum, theme: string, amount: number): Movement => ({ sum, theme, amount });
const outOf = (sum: Sum, theme: string, amount: number): Movement => ({ sum, theme, amount: 0 - amount });

/**
 * How an event moves the sums of its fund. Money is moved, never counted twice: it leaves the sum and the theme of the
 * line it is taken from, `from`, for those of the line it comes to: a new one, or `to`.
 */
const movements = (
  event: Happened<FundEvent>,
  from: LineDocument | undefined,
  to: LineDocument | undefined,
): ReadonlyArray<Movement> => {
  const theme = from?.theme ?? '';
  switch (event.type) {
    case 'FundingAccepted':
    case 'FundingBroughtForward':
      return [into('budget', event.data.theme ?? '', event.data.amount)];
    case 'BudgetRevised': {
      const { change, amount, theme: of = '' } = event.data;
      return [change === 'raise' ? into('budget', of, amount) : outOf('budget', of, amount)];
    }
    case 'FundsReserved':
      return [into('reserved', event.data.for.theme ?? '', event.data.amount)];
    case 'FundsReservedForward':
      return [into('forward', event.data.for.theme ?? '', event.data.amount)];
    case 'ForwardCovered': {
      const { kind, amount } = event.data;
      const sum = kind === 'reservation' ? 'reserved' : 'committed';
      return [outOf('forward', theme, amount), into(sum, theme, amount)];
    }
    case 'ReservationReleased': {
      const { covered, forward } = givenUp(from, event.data.amount);
      return [outOf('reserved', theme, covered), outOf('forward', theme, forward)];
    }
    case 'FundsCommitted': {
      const { amount, for: purpose } = event.data;
      const { covered, forward } = committedOf(from, amount);
      const owed = purpose.theme ?? theme;
      return [
        outOf('reserved', theme, covered),
        into('committed', owed, covered),
        outOf('forward', theme, forward),
        into('forward', owed, forward),
      ];
    }
    case 'CommitmentReduced': {
      const { covered, forward } = givenUp(from, event.data.amount);
      return [outOf('committed', theme, covered), outOf('forward', theme, forward)];
    }
    case 'CommitmentUndone': {
      const { covered, forward } = givenUp(from, event.data.amount);
      const back = to?.theme ?? '';
      return [
        outOf('committed', theme, covered),
        into('reserved', back, covered),
        outOf('forward', theme, forward),
        into('forward', back, forward),
      ];
    }
    case 'FundsPaid':
      return [outOf('committed', theme, event.data.amount), into('paid', theme, event.data.amount)];
    case 'PaymentReturned':
      return [outOf('paid', theme, event.data.amount)];
    case 'FundingReturned':
    case 'FundingCarriedForward':
      return [outOf('budget', theme, event.data.amount)];
    case 'FundOpened':
    case 'FundClosed':
    case 'OverAllocationApproved':
    case 'FunderReturnSent':
    case 'PriorFundingRecorded':
    case 'EntryCorrected':
      return [];
  }
};

const nothing: Sums = {
  budget: noPence,
  reserved: noPence,
  committed: noPence,
  paid: noPence,
  forward: noPence,
};

const nothingUnder = (theme: string): ThemeSums => ({ theme, ...nothing, budget: 0 as ThemeSums['budget'] });

const moved = <S extends { readonly [sum in Sum]: number }>(before: S, { sum, amount }: Movement): S => ({
  ...before,
  [sum]: before[sum] + amount,
});

const themeMoved = (themes: ReadonlyArray<ThemeSums>, movement: Movement): ReadonlyArray<ThemeSums> => {
  const { theme } = movement;
  return themes.some((each) => each.theme === theme)
    ? themes.map((each) => (each.theme === theme ? moved(each, movement) : each))
    : [...themes, moved(nothingUnder(theme), movement)];
};

const fundMoved = (fund: FundDocument, movement: Movement): FundDocument => ({
  ...moved(fund, movement),
  themes: themeMoved(fund.themes, movement),
});

const availableOf = ({ budget, reserved, committed, paid, forward }: Sums): FundDocument['available'] =>
  (budget - reserved - committed - paid - forward) as FundDocument['available'];

/** A fund of which nothing is known but its stream and year. */
const unopened = (about: Pick<FundDocument, 'fund' | 'stream' | 'year'>): FundDocument => ({
  ...about,
  name: null,
  funder: null,
  costCode: null,
  opened: false,
  ...nothing,
  returned: noPence,
  carried: noPence,
  available: availableOf(nothing),
  overAllocation: null,
  closed: null,
  themes: [],
  corrections: [],
});

/** What was promised from a year before it was opened stays when it is. */
const openedAs = (
  event: Extract<Happened<FundEvent>, { type: 'FundOpened' }>,
  before: FundDocument | undefined,
): FundDocument => {
  const { fund, stream, name, year, funder, themes, costCode = null } = event.data;
  const promised = before ?? unopened({ fund, stream, year });
  const named = themes.map(
    (theme) => promised.themes.find((each) => each.theme === theme) ?? nothingUnder(theme),
  );
  const others = promised.themes.filter(({ theme }) => !themes.includes(theme));
  return { ...promised, name, funder, costCode, opened: true, themes: [...named, ...others] };
};

/** What an event says of a fund beside its sums. */
const said = (event: Happened<FundEvent>, fund: FundDocument): FundDocument => {
  switch (event.type) {
    case 'OverAllocationApproved': {
      const { amount, percent = null, until, decision } = event.data;
      return { ...fund, overAllocation: { amount, percent, until, decision } };
    }
    case 'FundingReturned':
      return { ...fund, returned: sumPence([fund.returned, event.data.amount]) };
    case 'FundingCarriedForward':
      return { ...fund, carried: sumPence([fund.carried, event.data.amount]) };
    case 'FundClosed': {
      const { left, explanation = null } = event.data;
      return { ...fund, closed: { on: londonDateOf(effectiveAt(event.metadata)), left, explanation } };
    }
    case 'EntryCorrected': {
      const right = putRightIn(fund, correctedIn(event.data));
      return { ...right, corrections: [...fund.corrections, ...correctedFields(event)] };
    }
    case 'FundOpened':
    case 'FundingAccepted':
    case 'FundingBroughtForward':
    case 'BudgetRevised':
    case 'FundsReserved':
    case 'FundsReservedForward':
    case 'ForwardCovered':
    case 'ReservationReleased':
    case 'FundsCommitted':
    case 'CommitmentReduced':
    case 'CommitmentUndone':
    case 'FundsPaid':
    case 'PaymentReturned':
    case 'FunderReturnSent':
    case 'PriorFundingRecorded':
      return fund;
  }
};

/** A fund after an event, `from` and `to` being the lines between which it moves money; undefined while nothing was promised of it. */
export const fundAfter = (
  event: Happened<FundEvent>,
  before: FundDocument | undefined,
  from: LineDocument | undefined,
  to: LineDocument | undefined,
): FundDocument | undefined => {
  if (event.type === 'FundOpened') return openedAs(event, before);
  const known =
    before ??
    (event.type === 'FundsReservedForward'
      ? unopened({ fund: event.data.fund, stream: event.data.stream, year: event.data.year })
      : undefined);
  if (known === undefined) return undefined;
  const after = movements(event, from, to).reduce(fundMoved, said(event, known));
  return { ...after, available: availableOf(after) };
};
