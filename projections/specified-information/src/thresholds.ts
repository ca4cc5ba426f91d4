import type { CalendarDate, Happened, Money } from '@commissioning/kernel';
import { type Change, change, found, type Lookup } from '@commissioning/projecting';
import type { HeldThresholds } from './documents';
import type { Told } from './events';
import { pendingKey } from './keys';

type Version = HeldThresholds['versions'][number];

/** The sums of the Order, by the ids under which the rule book has them. */
const idOf = { expenditure: 'expenditure-published', contract: 'contract-published' } as const;
type Sum = keyof typeof idOf;

/** The thresholds of a body's rules with those of another version. */
export const thresholdsKept = (event: Told<'RulesAdopted'>): Change => {
  const { inForceFrom, thresholds } = event.data;
  const sum = (of: Sum): Money | null => thresholds.find(({ id }) => id === idOf[of])?.amount ?? null;
  const version: Version = { inForceFrom, expenditure: sum('expenditure'), contract: sum('contract') };
  return change<HeldThresholds>(pendingKey.thresholds(event.metadata.body), (before) => ({
    versions: [...(before?.versions ?? []), version],
  }));
};

/** The sum of the rules in force on a day, those adopted last where several had begun; null where they name none. */
export const thresholdOn = (lookup: Lookup, event: Happened, sum: Sum, day: CalendarDate): Money | null =>
  found<HeldThresholds>(lookup, pendingKey.thresholds(event.metadata.body))?.versions.findLast(
    ({ inForceFrom }) => inForceFrom <= day,
  )?.[sum] ?? null;

/**
 * Whether a sum is above a threshold: the very sum is not. Both are taken as they are stated, whatever VAT is in them.
 * Where the rules name no threshold everything is above it: what the Order may ask for is published.
 */
export const isAbove = (amount: Money, threshold: Money | null): boolean =>
  threshold === null || amount.pence > threshold.pence;
