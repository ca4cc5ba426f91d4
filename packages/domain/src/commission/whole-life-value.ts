import type { Money } from '@commissioning/kernel';
import { totalOf } from '../totals';
import type { Route } from './state';

type Valued = Pick<Route, 'value' | 'onOtherBasis' | 'aggregation'>;

/** What other contracts count with this one, in pence on the basis of its value. */
export const countedIn = ({ aggregation }: Pick<Valued, 'aggregation'>): number =>
  totalOf((aggregation?.others ?? []).filter(({ counted }) => counted).map(({ value }) => value.pence));

/** What a route is held against the bands with, in pence: the value, and that of the contracts that count with it. */
export const valueHeld = (route: Pick<Valued, 'value' | 'aggregation'>): number =>
  route.value.pence + countedIn(route);

/** The whole-life value with VAT, as the thresholds of the Act are; of what is outside VAT, as it is. */
export const valueWithVat = ({ value, onOtherBasis }: Pick<Valued, 'value' | 'onOtherBasis'>): Money =>
  value.vat === 'excluding' && onOtherBasis !== undefined ? onOtherBasis : value;

/**
 * A sum on the basis of a route's value, in pence, as it is with VAT: in the proportion that the value has on both bases,
 * rounded up to the penny.
 */
export const sumWithVat = (route: Pick<Valued, 'value' | 'onOtherBasis'>, sum: number): number => {
  const { pence: without } = route.value;
  const { pence: with_ } = valueWithVat(route);
  if (with_ === without || without === 0) return sum;
  const [more, whole] = [BigInt(sum) * BigInt(with_), BigInt(without)];
  return Number((more + whole - 1n) / whole);
};
