import { addMonths, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { rulesAdopted, rulesInForce } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { providerAction } from './action';
import { DiligenceChecked } from './events';

export const diligenceLife = rule({
  id: 'diligence.life',
  sentence: 'A diligence check holds from the day it was made for no longer than the body’s rules say.',
  strength: 'policy',
  source: 'Government Functional Standard GovS 015: timely, proportionate due diligence',
});

type CheckDiligence = t.TypeOf<typeof DiligenceChecked.codec>;

/** Records that a provider was looked into: how deeply, what was found, until when it holds. */
export const checkDiligence = providerAction<CheckDiligence>({
  name: 'check-diligence',
  says: 'Record a due diligence check of a provider.',
  command: DiligenceChecked.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [rulesAdopted, entrySaidOnce, datesNotInTheFuture, diligenceLife],
  decide: (command, context) => (state) => {
    const { checkedOn, goodUntil } = command;
    return saidOnce(state.checks.get(command.check), command, '/check', () =>
      pipe(
        rulesInForce(context),
        E.chain(({ diligenceMonths }) => {
          const longest = addMonths(checkedOn, diligenceMonths);
          return allHold(
            notInTheFuture(context, checkedOn, '/checkedOn'),
            check(
              goodUntil >= checkedOn && goodUntil <= longest,
              diligenceLife,
              { checkedOn, goodUntil, longest },
              '/goodUntil',
            ),
          );
        }),
        E.map(() => [DiligenceChecked.make(command)]),
      ),
    );
  },
});
