import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { competitorsKnown } from './competition';
import { PanelAppointed } from './events';
import { nobodyTwice, panelLargeEnough, soundPanel } from './panel';
import { onARoute, routeOf } from './route';

const panelBeforeOpening = rule({
  id: 'panel.before-opening',
  sentence: 'A panel is appointed before any bid is opened, and before quotes close.',
  strength: 'integrity',
  source:
    'Equal treatment, Procurement Act 2023 s.12(2): who assesses is settled before it is known who bids',
});

const panelOnce = rule({
  id: 'panel.once',
  sentence: 'A panel is appointed once; after that its members are replaced one by one.',
  strength: 'integrity',
  source: 'Design of the record: each change of a panel has its reason',
});

/** Appoints the panel of a commission, for all its lots. */
export const appointPanel = commissionAction({
  name: 'appoint-panel',
  says: 'Appoint the panel that will assess the bids.',
  command: PanelAppointed.codec,
  roles: ['commissioning-officer'],
  rules: [onARoute, panelOnce, panelBeforeOpening, nobodyTwice, panelLargeEnough],
  decide:
    (command, { now }) =>
    (commission) => {
      const sitting = [...commission.panel.values()];
      if (alike(sitting, command.members)) return E.right([]);
      return pipe(
        routeOf(commission),
        E.chain((route) =>
          allHold(
            check(sitting.length === 0, panelOnce, { members: [...commission.panel.keys()] }),
            check(!competitorsKnown(commission, now), panelBeforeOpening),
            soundPanel(commission, route, command.members, '/members'),
          ),
        ),
        E.map(() => [PanelAppointed.make(command)]),
      );
    },
});
