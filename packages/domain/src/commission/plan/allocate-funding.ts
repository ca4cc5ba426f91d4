import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { available } from '../../fund/state';
import { commissionAction } from '../action';
import { FundingAllocated } from './events';

const fundOpen = rule({
  id: 'funding.fund-open',
  sentence: 'Money is set aside from a fund that has been opened for its year.',
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

/**
 * Sets money of a fund aside. The fund reserves it once this is recorded; what it cannot reserve, it asks back with
 * `release-funding`.
 */
export const allocateFunding = commissionAction({
  name: 'allocate-funding',
  says: 'Set money of a fund aside for the commission.',
  command: FundingAllocated.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [entrySaidOnce, fundOpen, themeKnown, someMoney, fundsAvailable],
  needs: ({ fund }) => ({ funds: [fund] }),
  decide: (command, context) => (commission) => {
    const { allocation, fund, amount, theme } = command;
    const before = commission.allocations.get(allocation);
    const held = before && { fund: before.fund, theme: before.theme, amount: before.amount };
    return saidOnce(held, { fund, theme, amount }, '/allocation', () =>
      pipe(
        present(context.funds.get(fund), fundOpen, { fund }, '/fund'),
        E.chain((state) => {
          const themes = state.opened?.themes ?? [];
          const left = available(state);
          return allHold(
            check(state.opened !== undefined, fundOpen, { fund }, '/fund'),
            check(
              theme === undefined || themes.includes(theme),
              themeKnown,
              { theme: theme ?? '', themes },
              '/theme',
            ),
            check(amount > 0, someMoney, { amount }, '/amount'),
            check(amount <= left, fundsAvailable, { asked: amount, available: left }, '/amount'),
          );
        }),
        E.map(() => [FundingAllocated.make(command)]),
      ),
    );
  },
});
