import { assertNever } from '@commissioning/kernel';
import type { AuthorisedAct } from './events';

/** Everything that an act is about: commissions and funds, by their references. */
export const matterOf = (act: AuthorisedAct): ReadonlyArray<string> => {
  switch (act.act) {
    case 'accept-funding':
    case 'revise-budget':
    case 'over-allocate':
      return [act.fund];
    case 'carry-forward':
      return [act.fund, act.to];
    case 'reallocate':
      return [act.fund, act.from, act.to];
    case 'award':
    case 'no-award':
    case 'vary':
    case 'extend':
    case 'halt':
    case 'cancel':
    case 'exception':
      return [act.commission];
    default:
      return assertNever(act);
  }
};
