import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { competitorsKnown } from './competition';
import { DeclarationStage, InterestDeclared, Interests } from './events';
import { inKnownLot, lotKnown } from './lots';

const biddersKnown = rule({
  id: 'interest.bidders-known',
  sentence:
    'Interests are declared against the bidders once it is known who they are: bids have been opened, or quotes have closed.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.81-83: conflicts are looked for again when something new is known',
});

const DeclareInterests = t.type({ stage: DeclarationStage, interests: Interests }, 'DeclareInterests');

/**
 * Declares the interests of whoever asks, or that there are none: members of the panel, authors and approvers alike.
 * A later declaration takes the place of an earlier one; an interest that waits to be settled waits on.
 */
export const declareInterests = commissionAction({
  name: 'declare-interests',
  says: 'Declare your own interests, or that you have none.',
  command: DeclareInterests,
  roles: ['panel-member', 'commissioning-officer', 'approver', 'finance'],
  rules: [biddersKnown, lotKnown],
  decide:
    ({ stage, interests }, { actor, now }) =>
    (commission) => {
      if (alike(commission.declarations.get(actor.id)?.[stage], interests)) return E.right([]);
      const lots = interests.flatMap(({ lot }) => (lot === undefined ? [] : [lot]));
      return pipe(
        allHold(
          check(stage === 'general' || competitorsKnown(commission, now), biddersKnown, {}, '/stage'),
          ...lots.map((lot) => inKnownLot(commission, lot, '/interests')),
        ),
        E.map(() => [InterestDeclared.make({ actor: actor.id, stage, interests })]),
      );
    },
});
