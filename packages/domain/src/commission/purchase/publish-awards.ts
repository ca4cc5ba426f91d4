import { DecisionRef, type LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check } from '../../checks';
import { commissionAction } from '../action';
import type { Award, CommissionState } from '../state';
import { inPublic, releaseOf } from './release';

const decidedHere = rule({
  id: 'publication.decided-here',
  sentence:
    'What is published under a decision is an award, a change of one, or that there is none, that was made here under it.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d)',
});

const publishedWithDecision = rule({
  id: 'publication.with-decision',
  sentence: 'An award is public once the decision on it has been published, and not before.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d)',
});

const changedUnder = (decision: string, { life }: Award): boolean =>
  [...life.variations.values(), ...life.extensions.values()].some((change) => change.decision === decision) ||
  life.terminated?.decision === decision;

/** Awards made under a decision, those that were changed under it, and whether a lot ended without one under it. */
const madeUnder = (commission: CommissionState, decision: string) => ({
  awards: [...commission.awards].filter(([, award]) => award.decision === decision && award.kind !== 'prior'),
  changed: [...commission.awards].filter(([, award]) => changedUnder(decision, award)),
  noAward: [...commission.evaluations.values()].some(({ noAward }) => noAward?.decision === decision),
});

/** Makes public here, all at once, what a published decision decided of this commission. */
export const publishAwards = commissionAction({
  name: 'publish-awards',
  says: 'Make public the awards made under a decision that has been published.',
  command: t.type({ decision: DecisionRef }, 'PublishAwards'),
  roles: ['commissioning-officer', 'approver'],
  rules: [decidedHere, publishedWithDecision],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide:
    ({ decision }, context) =>
    (commission) => {
      const { awards, changed, noAward } = madeUnder(commission, decision);
      const withheld = awards.filter(([, { published }]) => !published).map(([award]) => award as LocalId);
      const released = withheld.length === 0 && commission.publishedDecisions.has(decision);
      if (released) return E.right([]);
      const published = context.decisions.get(decision)?.published !== undefined;
      return pipe(
        allHold(
          check(awards.length + changed.length > 0 || noAward, decidedHere, { decision }, '/decision'),
          check(published, publishedWithDecision, { decision }, '/decision'),
        ),
        E.map(() => {
          const open = changed.filter(([id]) => !withheld.includes(id as LocalId));
          const shown = open.flatMap(([id, award]) => inPublic(award, id as LocalId));
          return releaseOf(context, decision, [...withheld, ...shown]);
        }),
      );
    },
});
