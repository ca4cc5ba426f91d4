import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check } from '../../checks';
import { commissionAction } from '../action';
import { assessorsOf } from '../steps';
import type { CommissionState } from '../state';
import { ended } from './open-lots';
import { PanelMemberReplaced } from './events';
import { nobodyTwice, panelLargeEnough, soundPanel } from './panel';
import { onARoute, routeOf } from './route';

const memberOnPanel = rule({
  id: 'panel.member-on-panel',
  sentence: 'Whoever leaves a panel is on it.',
  strength: 'integrity',
  source: 'Design of the record',
});

const replacedUntilLocked = rule({
  id: 'panel.replaced-until-locked',
  sentence:
    'A member is replaced until their scores are locked: locked scores count until the lot is evaluated.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): individual scores are kept',
});

/** Lots under evaluation in which the person locked scores that count. */
const notLocked = (commission: CommissionState, actor: string): Check => {
  const locked = [...commission.evaluations]
    .filter(([lot, { ranking }]) => ranking === undefined && !ended(commission, lot))
    .filter(
      ([lot, evaluation]) => evaluation.locked.has(actor) && assessorsOf(commission, lot).includes(actor),
    )
    .map(([lot]) => lot);
  return check(locked.length === 0, replacedUntilLocked, { actor, lots: locked }, '/leaving');
};

/** Puts a new member in the place of one who leaves. The newcomer starts afresh: declares, and scores every bid. */
export const replacePanelMember = commissionAction({
  name: 'replace-panel-member',
  says: 'Replace a member of the panel.',
  command: PanelMemberReplaced.codec,
  roles: ['commissioning-officer'],
  rules: [onARoute, memberOnPanel, replacedUntilLocked, nobodyTwice, panelLargeEnough],
  decide: (command) => (commission) => {
    const { leaving, joining } = command;
    if (!commission.panel.has(leaving) && alike(commission.panel.get(joining.actor), joining))
      return E.right([]);
    const staying = [...commission.panel.values()].filter(({ actor }) => actor !== leaving);
    return pipe(
      routeOf(commission),
      E.chain((route) =>
        allHold(
          check(commission.panel.has(leaving), memberOnPanel, { leaving }, '/leaving'),
          check(!commission.panel.has(joining.actor), nobodyTwice, { joining: joining.actor }, '/joining'),
          notLocked(commission, leaving),
          soundPanel(commission, route, [...staying, joining], '/joining'),
        ),
      ),
      E.map(() => [PanelMemberReplaced.make(command)]),
    );
  },
});
