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
    'What is published under a decision is what was done here under it: an award or none, a change of one, a halt, a cancellation.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d)',
});

const publishedWithDecision = rule({
  id: 'publication.with-decision',
  sentence: 'An award is public once the decision on it has been published, and not before.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d)',
});

/** Whether something was halted, resumed or cancelled under a decision. */
const interruptedUnder = ({ halts, cancellations }: CommissionState, decision: string): boolean =>
  [...halts.values()].some(({ halted, resumed }) =>
    [halted, resumed].some((each) => each?.decision === decision),
  ) || [...cancellations.values()].some((cancellation) => cancellation.decision === decision);

const changedUnder = (decision: string, { life }: Award): boolean =>
  [...life.variations.values(), ...life.extensions.values()].some((change) => change.decision === decision) ||
  life.terminated?.decision === decision;

/** Awards made under a decision, those changed under it, and whether a lot was halted or ended without one under it. */
const madeUnder = (commission: CommissionState, decision: string) => ({
  awards: [...commission.awards].filter(([, award]) => award.decision === decision && award.kind !== 'prior'),
  changed: [...commission.awards].filter(([, award]) => changedUnder(decision, award)),
  ended:
    [...commission.evaluations.values()].some(({ noAward }) => noAward?.decision === decision) ||
    interruptedUnder(commission, decision),
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
      const { awards, changed, ended } = madeUnder(commission, decision);
      const withheld = awards.filter(([, { published }]) => !published).map(([award]) => award as LocalId);
      const released = withheld.length === 0 && commission.publishedDecisions.has(decision);
      if (released) return E.right([]);
      const published = context.decisions.get(decision)?.published !== undefined;
      return pipe(
        allHold(
          check(awards.length + changed.length > 0 || ended, decidedHere, { decision }, '/decision'),
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
