import { type Actor, rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { CommissionState, Route } from '../state';
import { freeOfInterest } from './interests';
import { asksFor } from './route';

export const scoredByAssessors = rule({
  id: 'score.by-assessors',
  sentence: 'Bids are scored by the assessors of the panel; advisers and others do not score.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021)',
});

export const scoredOnceDeclared = rule({
  id: 'score.once-declared',
  sentence: 'Nobody scores before declaring their interests in general and against the bidders.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.81-83',
});

export const onOwnPanel = rule({
  id: 'panel.own-panel',
  sentence: 'A member of a panel moves scores and recommends in the commission on whose panel they sit.',
  strength: 'integrity',
  source:
    'Equal treatment, Procurement Act 2023 s.12(2): who assesses is settled before it is known who bids',
});

const declaredBy = ({ declarations }: CommissionState, actor: string) => {
  const declared = declarations.get(actor);
  return { general: declared?.general !== undefined, bidders: declared?.bidders !== undefined };
};

/** A person declared their interests in general and against the bidders, where the route asks for declarations. */
export const hasDeclared = (commission: CommissionState, route: Route, actor: string): boolean => {
  const { general, bidders } = declaredBy(commission, actor);
  return (general && bidders) || !asksFor(route, 'interest-declarations');
};

/** Whoever acts as a member of a panel is on the panel of this commission, and no interest of theirs is in the way. */
export const mayInfluence = (commission: CommissionState, lot: string, { id, role }: Actor): Check =>
  allHold(
    check(role !== 'panel-member' || commission.panel.has(id), onOwnPanel, { actor: id }),
    freeOfInterest(commission, id, lot),
  );

/** A person may assess in a lot: an assessor of the panel, who declared twice and has no interest in the way. */
export const mayAssess = (commission: CommissionState, route: Route, lot: string, actor: string): Check =>
  allHold(
    check(commission.panel.get(actor)?.part === 'assessor', scoredByAssessors, { actor }),
    check(hasDeclared(commission, route, actor), scoredOnceDeclared, {
      actor,
      ...declaredBy(commission, actor),
    }),
    freeOfInterest(commission, actor, lot),
  );
