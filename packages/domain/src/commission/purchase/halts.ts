import { type Instant, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { CommissionState, Halt } from '../state';
import { openLots } from './open-lots';

export const halted = rule({
  id: 'halt.nothing-moves-forward',
  sentence:
    'While a commission or a lot is halted nothing moves it forward; bids are taken and withdrawn sealed, questions answered, feedback given and what is owed paid.',
  strength: 'integrity',
  source: 'Decision PCC/D/032: a process is halted by decision; Procurement Act 2023 ss.68 and 88 on payment',
});

export const deadlineExtended = rule({
  id: 'halt.deadline-extended',
  sentence:
    'A deadline that fell into a halt is extended for everybody after it, before bids are opened or quotes compared.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): nobody had to hand in while it was halted',
});

/** Lots that something is about; all of them where it is not said. */
type Lots = ReadonlyArray<string> | undefined;

const overlaps = (one: Lots, other: Lots): boolean =>
  one === undefined || other === undefined || one.some((lot) => other.includes(lot));

/** A halt of nothing but lots that have ended since stands in nobody's way. */
const ofOpenLots = (commission: CommissionState, { halted: { lots } }: Halt): boolean => {
  const open = openLots(commission);
  return open.length > 0 && overlaps(lots, open);
};

/** Nothing that is about these lots, or about all of them, is halted. */
export const notHalted = (commission: CommissionState, lots: Lots): Check => {
  const halts = [...commission.halts]
    .filter(([, halt]) => halt.resumed === undefined && ofOpenLots(commission, halt))
    .filter(([, halt]) => overlaps(halt.halted.lots, lots))
    .map(([id]) => id);
  return check(halts.length === 0, halted, { halts, lots: lots ?? null });
};

/** Whether a moment fell between the beginning of a halt and its end. */
const within = ({ from, until }: Pick<Halt, 'from' | 'until'>, moment: Instant): boolean =>
  from <= moment && (until === undefined || moment <= until);

/** Whether the deadline in force fell into a halt of a lot that is still open. */
export const deadlineInHalt = (commission: CommissionState): boolean => {
  const { specification, halts } = commission;
  if (specification === undefined) return false;
  return [...halts.values()].some(
    (halt) => ofOpenLots(commission, halt) && within(halt, specification.closes),
  );
};

/** Every deadline of a competition that fell into a halt was extended. */
export const extendedAfterHalt = (commission: CommissionState): Check =>
  check(!deadlineInHalt(commission), deadlineExtended, {
    deadline: commission.specification?.closes ?? null,
  });
