import type { DecisionEvent } from '@commissioning/domain';
import { dayOf, type Happened } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

type Superseded = Happened<Extract<DecisionEvent, { type: 'DecisionSuperseded' }>>;

/** The decision that stands no longer says so, and the one that took its place says whose place it took. */
export const afterSuperseding = (event: Superseded, document: DecisionDocument): DecisionDocument => {
  const { decision, by, reason } = event.data;
  return document.decision === by
    ? { ...document, supersedes: [...document.supersedes, decision] }
    : { ...document, superseded: { by, reason, on: dayOf(event) } };
};
