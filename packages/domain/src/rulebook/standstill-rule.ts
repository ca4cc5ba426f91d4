import { Count, Line, LocalId } from '@commissioning/kernel';
import * as t from 'io-ts';

/** How long nothing is signed after the award notice of a public contract, by law. */
export const StandstillRule = t.type(
  {
    source: Line,
    /** Working days at the least, beginning with that of the notice, where a standstill is asked for or one is named. */
    workingDays: Count,
    /** Grounds of a direct award on which none is asked for. */
    notOn: t.readonlyArray(LocalId),
  },
  'StandstillRule',
);
