import { fold } from '@commissioning/kernel';
import { DecisionTaken } from '../../src/decision/events';
import { decision, type DecisionState } from '../../src/decision/state';
import { made } from './made';
import { recorded } from './specification';

/** A sum outside VAT, as decisions and awards state it. */
export const sum = (pence: number) => ({ pence, vat: 'outside' });

/** A context whose decisions have all been superseded by a later one. */
export const allSuperseded = <Around extends { readonly decisions: ReadonlyMap<string, DecisionState> }>(
  around: Around,
): Around => ({
  ...around,
  decisions: new Map(
    [...around.decisions].map(([decision, state]) => [
      decision,
      { ...state, superseded: { decision, by: 'BEDS-PCC24-0999', reason: 'Another sum.' } },
    ]),
  ),
});

/** A decision that was taken and authorises these acts, by its reference, for a context. */
export const deciding = (
  reference: string,
  ...authorises: ReadonlyArray<object>
): ReadonlyMap<string, DecisionState> => {
  const taken = made(DecisionTaken, {
    decision: reference,
    title: 'Money of the year',
    delegation: 'commissioner',
    capacity: 'Police and Crime Commissioner',
    background: 'The settlement was announced.',
    reasons: 'It funds the plan.',
    advice: [],
    interests: [],
    authorises,
  });
  return new Map([[reference, fold(decision, decision.initial, recorded([taken]))]]);
};
