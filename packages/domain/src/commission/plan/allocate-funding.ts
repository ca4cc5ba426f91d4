import { financialYearOf, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { type Context, rulesAdopted } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { yearOf } from '../../fund/fund-reference';
import { laterYear, laterYearPromised } from '../../fund/later-year';
import { freeIn } from '../../fund/limits';
import type { FundState } from '../../fund/state';
import { commissionAction } from '../action';
import { FundingAllocated } from './events';

const fundOpen = rule({
  id: 'funding.fund-open',
  sentence:
    'Money is set aside from a fund that has been opened for its year and not closed, or of a later year subject to its budget.',
  strength: 'integrity',
  source: 'Design of the record',
});

const themeKnown = rule({
  id: 'funding.theme-known',
  sentence: 'Money is set aside for a theme that the fund has.',
  strength: 'integrity',
  source: 'Decision PCC/D/111: the Community Safety Fund is divided by theme',
});

export const someMoney = rule({
  id: 'funding.more-than-nothing',
  sentence: 'A sum that is set aside or given back is more than nothing.',
  strength: 'integrity',
  source: 'Design of the record',
});

const fundsAvailable = rule({
  id: 'funding.available',
  sentence: 'No more is set aside than the fund has available.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

type AllocateFunding = t.TypeOf<typeof FundingAllocated.codec>;

const ofAnOpenYear = (
  { fund, theme, amount }: AllocateFunding,
  state: FundState,
  { today }: Context,
): Check => {
  const themes = state.opened?.themes ?? [];
  const left = freeIn(state, today);
  return allHold(
    check(state.closed === undefined, fundOpen, { fund }, '/fund'),
    check(
      theme === undefined || themes.includes(theme),
      themeKnown,
      { theme: theme ?? '', themes },
      '/theme',
    ),
    check(amount <= left, fundsAvailable, { asked: amount, available: left }, '/amount'),
  );
};

/** A year that is not open has no sum yet: what is set aside of it is subject to the budget that it will have. */
const ofALaterYear = ({ fund, theme }: AllocateFunding, context: Context): Check =>
  pipe(
    check(yearOf(fund) > financialYearOf(context.today), fundOpen, { fund }, '/fund'),
    E.chain(() => laterYear(fund, theme, context)),
  );

/**
 * Sets money of a fund aside. The fund reserves it once this is recorded; what it cannot reserve, it asks back with
 * `release-funding`. Of a later year that is not opened yet it is set aside subject to the budget of that year.
 */
export const allocateFunding = commissionAction({
  name: 'allocate-funding',
  says: 'Set money of a fund aside for the commission.',
  command: FundingAllocated.codec,
  roles: ['commissioning-officer', 'finance', 'system'],
  rules: [entrySaidOnce, fundOpen, themeKnown, someMoney, fundsAvailable, rulesAdopted, ...laterYearPromised],
  needs: ({ fund }) => ({ funds: [fund] }),
  decide: (command, context) => (commission) => {
    const { allocation, fund, amount, theme } = command;
    const before = commission.allocations.get(allocation);
    const held = before && { fund: before.fund, theme: before.theme, amount: before.amount };
    return saidOnce(held, { fund, theme, amount }, '/allocation', () =>
      pipe(
        check(amount > 0, someMoney, { amount }, '/amount'),
        E.chain(() => {
          const state = context.funds.get(fund);
          return state?.opened === undefined
            ? ofALaterYear(command, context)
            : ofAnOpenYear(command, state, context);
        }),
        E.map(() => [FundingAllocated.make(command)]),
      ),
    );
  },
});
