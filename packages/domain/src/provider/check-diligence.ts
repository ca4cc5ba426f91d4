import { addMonths, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { rulesAdopted, rulesInForce } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { diligenceLevel, diligenceMonthsOf, goesAsDeep } from '../rulebook/diligence';
import { providerAction } from './action';
import { DiligenceChecked } from './events';
import { detailsOf } from './state';

export const diligenceLife = rule({
  id: 'diligence.life',
  sentence: 'A diligence check holds from the day it was made for no longer than the body’s rules say.',
  strength: 'policy',
  source: 'Government Functional Standard GovS 015: timely, proportionate due diligence',
});

const diligenceUpTo = rule({
  id: 'diligence.up-to',
  sentence: 'A check is said to be deep enough for a sum only where the body’s rules ask for no more.',
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
  rules: [rulesAdopted, entrySaidOnce, datesNotInTheFuture, diligenceLife, diligenceUpTo],
  decide: (command, context) => (state) => {
    const { depth, upTo, checkedOn, goodUntil } = command;
    return saidOnce(state.checks.get(command.check), command, '/check', () =>
      pipe(
        rulesInForce(context),
        E.chain((rules) => {
          const sector = detailsOf(state)?.sector;
          const longest = addMonths(checkedOn, diligenceMonthsOf(rules, sector, depth));
          const asked =
            upTo === undefined || sector === undefined
              ? undefined
              : diligenceLevel(rules, sector, upTo)?.depth;
          return allHold(
            notInTheFuture(context, checkedOn, '/checkedOn'),
            check(
              goodUntil >= checkedOn && goodUntil <= longest,
              diligenceLife,
              { checkedOn, goodUntil, longest },
              '/goodUntil',
            ),
            check(
              goesAsDeep(depth, asked),
              diligenceUpTo,
              { depth, upTo: upTo ?? null, asked: asked ?? null },
              '/upTo',
            ),
          );
        }),
        E.map(() => [DiligenceChecked.make(command)]),
      ),
    );
  },
});
