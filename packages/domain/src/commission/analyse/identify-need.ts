import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, check } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { beginsUnderSuccessor, notSucceeded } from '../../rulebook/succeeded';
import { commissionBegunOnce, openingAction } from '../action';
import { NeedIdentified } from './events';

const objectivesKnown = rule({
  id: 'need.objectives-known',
  sentence: 'A need answers objectives of the police and crime plan now in force, named by their ids.',
  strength: 'integrity',
  source: 'Police Reform and Social Responsibility Act 2011 s.8: regard to the police and crime plan',
});

/** Begins a commission with the need it answers. */
export const identifyNeed = openingAction({
  name: 'identify-need',
  says: 'Begin a commission by identifying a need.',
  command: NeedIdentified.codec,
  roles: ['commissioning-officer'],
  rules: [commissionBegunOnce, beginsUnderSuccessor, rulesAdopted, objectivesKnown],
  decide: (command, context) => (commission) => {
    if (alike(commission.need, command)) return E.right([]);
    return pipe(
      check(
        commission.reference === undefined,
        commissionBegunOnce,
        { reference: command.reference },
        '/reference',
      ),
      E.chain(() => notSucceeded(context, '/reference')),
      E.chain(() => rulesInForce(context)),
      E.chain(({ objectives }) => {
        const unknown = command.objectives.filter(
          (id) => !objectives.some((objective) => objective.id === id),
        );
        return check(unknown.length === 0, objectivesKnown, { unknown }, '/objectives');
      }),
      E.map(() => [NeedIdentified.make(command)]),
    );
  },
});
