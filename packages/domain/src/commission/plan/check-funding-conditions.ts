import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { commissionAction } from '../action';
import { FundingConditionsChecked } from './condition-events';
import { conditionsOfStream, fundsOf } from './funding-conditions';

const ofItsMoney = rule({
  id: 'funding.conditions-of-its-money',
  sentence:
    'What is to be bought is held against conditions of money that is set aside for it, each condition once.',
  strength: 'integrity',
  source: 'Financial regulations: conditions travel with the money',
});

/** Holds what is to be bought against the conditions of a fund. It may be done again when either changes. */
export const checkFundingConditions = commissionAction({
  name: 'check-funding-conditions',
  says: 'Say how what is to be bought meets the conditions of the money that pays for it.',
  command: FundingConditionsChecked.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [rulesAdopted, ofItsMoney],
  decide: (command, context) => (commission) => {
    const { fund, answers } = command;
    if (alike(commission.conditionsChecked.get(fund), command)) return E.right([]);
    return pipe(
      rulesInForce(context),
      E.chain(() => {
        const known = conditionsOfStream(fund, context).map(({ id }) => id);
        const named = answers.map(({ condition }) => condition);
        return allHold(
          check(fundsOf(commission).includes(fund), ofItsMoney, { fund }, '/fund'),
          ...named.map((condition, index) =>
            check(
              known.includes(condition) && named.indexOf(condition) === index,
              ofItsMoney,
              { condition, known },
              `/answers/${index}/condition`,
            ),
          ),
        );
      }),
      E.map(() => [FundingConditionsChecked.make(command)]),
    );
  },
});
