import { type DecisionRef, Line, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { alike, allHold } from '../checks';
import type { Decision, DomainAction } from '../context';
import { Channel, Withheld } from '../shapes';
import { type DecisionEvent, DecisionPublished } from './events';
import type { DecisionState } from './state';
import { withheldInChiefOfficersView, withheldLawfully, withheldOnGround } from './withholding';

const publishedOnceTaken = rule({
  id: 'decision.published-once-taken',
  sentence: 'A decision is published after it has been taken.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d)',
});

export const publishedOnce = rule({
  id: 'decision.published-once',
  sentence: 'What was published of a decision, and what was withheld, stays as it was published.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Where a decision is made public, and what of it is withheld. */
export const PublishDecision = t.type(
  { channel: Channel, reference: Line, withheld: t.readonlyArray(Withheld) },
  'PublishDecision',
);
export type PublishDecision = t.TypeOf<typeof PublishDecision>;

/** Publishes a decision under the rules for what may be withheld; nothing to do where it was published alike before. */
export const publish = (
  decision: DecisionRef,
  publication: PublishDecision,
  before: DecisionState['published'],
): Decision<DecisionEvent> => {
  const published = { ...publication, decision };
  if (alike(published, before)) return E.right([]);
  if (before !== undefined) return E.left(refusal(publishedOnce, { publishedAt: before.reference }));
  const lawful = allHold(...withheldLawfully(publication.withheld));
  return E.isLeft(lawful) ? lawful : E.right([DecisionPublished.make(published)]);
};

/** Makes a decision public, and says what of it is withheld, on which ground and in whose view. */
export const publishDecision: DomainAction<PublishDecision, DecisionState, DecisionEvent> = {
  name: 'publish-decision',
  aggregate: 'decision',
  says: 'Publish a decision.',
  command: PublishDecision,
  opens: false,
  roles: ['commissioning-officer', 'approver'],
  rules: [publishedOnceTaken, publishedOnce, withheldOnGround, withheldInChiefOfficersView],
  needs: () => ({}),
  decide: (command) => (state) =>
    state.taken === undefined
      ? E.left(refusal(publishedOnceTaken))
      : publish(state.taken.decision, command, state.published),
};
