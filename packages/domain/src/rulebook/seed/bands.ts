import type { Band } from '../events';
import type { Plain } from './plain';

/** Routes that satisfy every band: what a tender or an open round asks for is never less than a quote does. */
const anySum = ['grant-round', 'direct-grant', 'single-tender-action', 'in-house', 'tender'];

/** The three bands, by the highest sums in pence that need one written quote and three; above is a tender. */
export const bands = (smallSum: number, highestQuoted: number): ReadonlyArray<Plain<Band>> => [
  {
    id: 'one-quote',
    name: 'One written quote',
    profiles: ['small-direct-grant', 'one-quote', 'three-quotes', 'e-tender', 'small-grant-round', ...anySum],
    upTo: smallSum,
  },
  {
    id: 'three-quotes',
    name: 'Three written quotes',
    profiles: ['three-quotes', 'e-tender', 'small-grant-round', ...anySum],
    upTo: highestQuoted,
  },
  { id: 'tender', name: 'Competitive tender', profiles: anySum },
];
