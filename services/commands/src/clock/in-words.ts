import { momentInWords } from '@commissioning/kernel';
import type { ClockStanding } from './clock';

export const clockDoubted =
  'The clock here is not believed: nothing is recorded until it is put right or confirmed.';

type Moments = Pick<ClockStanding, 'says' | 'known'>;

/** Both moments of a clock that is ahead. */
export const doubtInWords = ({ says, known }: Moments): string =>
  `It says ${momentInWords(says)}; the latest moment that is known to have come is ${known === undefined ? 'unknown' : momentInWords(known)}.`;

export const whatToDo =
  'Put it right; or, where it is right, an administrator confirms it by another one: commissioning confirm-clock.';

/** Both moments of a clock that says less than was recorded before. */
export const behindInWords = ({ says, known }: Moments): string =>
  `It says ${momentInWords(says)}; something was recorded at ${known === undefined ? 'a later moment' : momentInWords(known)} before. Whatever is late by now may be taken to be in time.`;
