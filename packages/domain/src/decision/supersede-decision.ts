import { DecisionRef, refusal, rule, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check } from '../checks';
import type { DomainAction } from '../context';
import type { DecisionEvent } from './events';
import { matterOf } from './matters';
import { type DecisionState } from './state';
import { DecisionSuperseded } from './superseded-events';

const supersededOnceTaken = rule({
  id: 'decision.superseded-once-taken',
  sentence:
    'What is superseded is a decision that was taken, once: what takes the place of the later one is said of that.',
  strength: 'integrity',
  source: 'Design of the record',
});

const byALaterOne = rule({
  id: 'decision.superseded-by-a-later-one',
  sentence: 'A decision is superseded by another that was taken later, is published and stands itself.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d): whoever reads the one can read the other',
});

const onTheSameMatter = rule({
  id: 'decision.superseded-on-the-same-matter',
  sentence: 'A decision is superseded by one that is about a commission or a fund that it is about too.',
  strength: 'integrity',
  source: 'Design of the record',
});

const SupersedeDecision = t.type({ by: DecisionRef, reason: Text }, 'SupersedeDecision');
type SupersedeDecision = t.TypeOf<typeof SupersedeDecision>;

const isLater = ({ taken, takenAt }: DecisionState, later: DecisionState | undefined, by: string): Check =>
  check(
    later?.taken !== undefined &&
      by !== taken?.decision &&
      (later.takenAt ?? '') >= (takenAt ?? '') &&
      later.published !== undefined &&
      later.superseded === undefined,
    byALaterOne,
    {
      by,
      taken: later?.takenAt ?? null,
      published: later?.published !== undefined,
      supersededBy: later?.superseded?.by ?? null,
    },
    '/by',
  );

const mattersOf = ({ taken }: DecisionState): ReadonlyArray<string> =>
  (taken?.authorises ?? []).flatMap(matterOf);

/** Notes that a later decision took the place of this one. What was done under it stays. */
export const supersedeDecision: DomainAction<SupersedeDecision, DecisionState, DecisionEvent> = {
  name: 'supersede-decision',
  aggregate: 'decision',
  says: 'Note that a later decision took the place of this one.',
  command: SupersedeDecision,
  opens: false,
  roles: ['approver'],
  rules: [supersededOnceTaken, byALaterOne, onTheSameMatter],
  needs: ({ by }) => ({ decisions: [by] }),
  decide: (command, context) => (state) => {
    const { taken, superseded } = state;
    if (taken === undefined) return E.left(refusal(supersededOnceTaken));
    const { by, reason } = command;
    const said = { decision: taken.decision, by, reason };
    if (alike(superseded, said)) return E.right([]);
    const later = context.decisions.get(by);
    const matters = mattersOf(state);
    const shared = later === undefined ? [] : mattersOf(later).filter((each) => matters.includes(each));
    return pipe(
      allHold(
        check(superseded === undefined, supersededOnceTaken, { supersededBy: superseded?.by ?? null }),
        isLater(state, later, by),
        check(shared.length > 0, onTheSameMatter, { matters: [...matters] }, '/by'),
      ),
      E.map(() => [DecisionSuperseded.make(said)]),
    );
  },
};
