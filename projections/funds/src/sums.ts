import type { FundEvent } from '@commissioning/domain';
import { type Happened, noPence, type Pence } from '@commissioning/kernel';
import type { FundDocument, LineDocument, ThemeSums } from './documents';

const sums = ['budget', 'reserved', 'committed', 'paid'] as const;
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
 * line it is taken from.
 */
const movements = (event: Happened<FundEvent>, from: LineDocument | undefined): ReadonlyArray<Movement> => {
  const theme = from?.theme ?? '';
  switch (event.type) {
    case 'FundingAccepted':
      return [into('budget', event.data.theme ?? '', event.data.amount)];
    case 'FundsReserved':
      return [into('reserved', event.data.for.theme ?? '', event.data.amount)];
    case 'ReservationReleased':
      return [outOf('reserved', theme, event.data.amount)];
    case 'FundsCommitted': {
      const { amount, for: purpose } = event.data;
      return [outOf('reserved', theme, amount), into('committed', purpose.theme ?? theme, amount)];
    }
    case 'CommitmentReduced':
      return [outOf('committed', theme, event.data.amount)];
    case 'CommitmentUndone':
      return [outOf('committed', theme, event.data.amount), into('reserved', theme, event.data.amount)];
    case 'FundsPaid':
      return [outOf('committed', theme, event.data.amount), into('paid', theme, event.data.amount)];
    case 'FundOpened':
    case 'PriorFundingRecorded':
      return [];
  }
};

const nothing: Sums = { budget: noPence, reserved: noPence, committed: noPence, paid: noPence };

const moved = <S extends Sums>(before: S, { sum, amount }: Movement): S => ({
  ...before,
  [sum]: (before[sum] + amount) as Pence,
});

const themeMoved = (themes: ReadonlyArray<ThemeSums>, movement: Movement): ReadonlyArray<ThemeSums> => {
  const { theme } = movement;
  return themes.some((each) => each.theme === theme)
    ? themes.map((each) => (each.theme === theme ? moved(each, movement) : each))
    : [...themes, moved({ theme, ...nothing }, movement)];
};

const fundMoved = (fund: FundDocument, movement: Movement): FundDocument => ({
  ...moved(fund, movement),
  themes: themeMoved(fund.themes, movement),
});

const availableOf = ({ budget, reserved, committed, paid }: Sums): FundDocument['available'] =>
  (budget - reserved - committed - paid) as FundDocument['available'];

/** A fund after an event, `from` being the line that the event takes from; undefined while it is not open. */
export const fundAfter = (
  event: Happened<FundEvent>,
  before: FundDocument | undefined,
  from: LineDocument | undefined,
): FundDocument | undefined => {
  if (event.type === 'FundOpened') {
    const { fund, stream, name, year, funder, themes, costCode = null } = event.data;
    const byTheme = themes.map((theme) => ({ theme, ...nothing }));
    const about = { fund, stream, name, year, funder, costCode };
    return { ...about, ...nothing, available: availableOf(nothing), themes: byTheme };
  }
  if (before === undefined) return undefined;
  const after = movements(event, from).reduce(fundMoved, before);
  return { ...after, available: availableOf(after) };
};
