import { formatPence, type Pence } from '@commissioning/kernel';

/** Figures of a sign that are sums of money, in pence. */
const sums: ReadonlySet<string> = new Set([
  'pence',
  'paid',
  'agreed',
  'awarded',
  'signed',
  'now',
  'upTo',
  'limit',
  'together',
]);

/** A figure of a sign as people read it: a sum in pounds, anything else as it is. */
export const figureInWords = (name: string, figure: unknown): string =>
  typeof figure === 'number' && sums.has(name)
    ? formatPence(figure as Pence)
    : String(figure as string | number);
