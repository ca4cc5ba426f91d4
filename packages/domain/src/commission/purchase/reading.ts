import * as E from 'fp-ts/Either';
import type { CommissionState } from '../state';
import { hasDeclared } from './assessors';
import { freeOfInterest } from './interests';

/** How far a member of the panel may read what competes. */
export interface PanelReading {
  /** Declared as often as the route asks: until then a bid is no more than whose it is, which is declared against. */
  readonly declared: boolean;
  /** Whether no interest, unsettled or one that removed them, stands between the member and a lot. */
  readonly freeIn: (lot: string) => boolean;
}

/** What a person may read as a member of the panel; undefined for who is not on it, or was removed from it. */
export const panelReading = (commission: CommissionState, actor: string): PanelReading | undefined => {
  const { panel, route, declarations } = commission;
  const removed = declarations.get(actor)?.removedFrom.includes('*') ?? false;
  if (!panel.has(actor) || removed) return undefined;
  return {
    declared: route !== undefined && hasDeclared(commission, route, actor),
    freeIn: (lot) => E.isRight(freeOfInterest(commission, actor, lot)),
  };
};
