import { Line, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { alike, allHold } from '../checks';
import type { DomainAction } from '../context';
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

const publishedOnce = rule({
  id: 'decision.published-once',
  sentence: 'What was published of a decision, and what was withheld, stays as it was published.',
  strength: 'integrity',
  source: 'Design of the record',
});

const PublishDecision = t.type(
  { channel: Channel, reference: Line, withheld: t.readonlyArray(Withheld) },
  'PublishDecision',
);
type PublishDecision = t.TypeOf<typeof PublishDecision>;

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
  decide: (command) => (state) => {
    if (state.taken === undefined) return E.left(refusal(publishedOnceTaken));
    const published = { ...command, decision: state.taken.decision };
    if (alike(published, state.published)) return E.right([]);
    if (state.published !== undefined)
      return E.left(refusal(publishedOnce, { publishedAt: state.published.reference }));
    const lawful = allHold(...withheldLawfully(command.withheld));
    return E.isLeft(lawful) ? lawful : E.right([DecisionPublished.make(published)]);
  },
};
