import { type Pence, type Refusal, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, type Check, check } from '../checks';
import type { DomainAction } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { withCoverage } from './cover-forward';
import type { FundEvent } from './events';
import type { FundState } from './state';

export type FundAction<Command> = DomainAction<Command, FundState, FundEvent>;

export const fundOpened = rule({
  id: 'fund.opened',
  sentence:
    'Money moves only in a fund that was opened for the year; before, what was promised from it may change.',
  strength: 'integrity',
  source: 'Financial regulations: a cost centre and its year are set up before they are used',
});

export const fundClosed = rule({
  id: 'fund.not-closed',
  sentence: 'Once the year of a fund was closed, only what is recovered comes in and what is unspent leaves.',
  strength: 'integrity',
  source: 'CIPFA: closing of accounts',
});

const someMoney = rule({
  id: 'fund.some-money',
  sentence: 'A movement of money is of at least a penny.',
  strength: 'integrity',
  source: 'Design of the record',
});

const ofSomeMoney = (amount: Pence): Check => check(amount > 0, someMoney, { amount }, '/amount');

interface Movement<Command> extends Pick<
  FundAction<Command>,
  'name' | 'says' | 'command' | 'roles' | 'rules'
> {
  readonly opens?: boolean;
  readonly needs?: FundAction<Command>['needs'];
  /** Whether it may happen in a year that is not opened: one that was promised from, or any. */
  readonly beforeOpening?: 'where-promised' | 'anywhere';
  /** Whether it may happen once the year was closed. */
  readonly afterClosing?: boolean;
  /**
   * The field that names the entry, and what the entry of that name says, if there is one; `said` is what the command
   * says of it, where that is not all of it.
   */
  readonly entry: (
    command: Command,
    fund: FundState,
  ) => { readonly field: string; readonly before: unknown; readonly said?: unknown };
  readonly decide: FundAction<Command>['decide'];
}

const openEnough = (fund: FundState, beforeOpening: Movement<never>['beforeOpening']): boolean =>
  fund.opened !== undefined ||
  beforeOpening === 'anywhere' ||
  (beforeOpening === 'where-promised' && fund.promisedFrom !== undefined);

/**
 * An action that adds a named entry to a fund: the entry said again is nothing to do, said otherwise it is refused, and
 * no entry is of nothing. Where it makes room in the budget, promises made before the year was opened come first.
 */
export const movement = <Command extends { readonly amount: Pence }>(
  definition: Movement<Command>,
): FundAction<Command> => {
  const { entry, decide, rules, opens = false, beforeOpening, afterClosing = false, ...rest } = definition;
  return {
    aggregate: 'fund',
    opens,
    needs: () => ({}),
    ...rest,
    rules: [fundOpened, fundClosed, entrySaidOnce, someMoney, ...rules],
    decide:
      (command, context) =>
      (fund): E.Either<Refusal, ReadonlyArray<FundEvent>> => {
        if (!openEnough(fund, beforeOpening)) return E.left(refusal(fundOpened));
        const { field, before, said = command } = entry(command, fund);
        return saidOnce(before, said, field, () =>
          pipe(
            allHold(
              check(afterClosing || fund.closed === undefined, fundClosed),
              ofSomeMoney(command.amount),
            ),
            E.chain(() => decide(command, context)(fund)),
            E.map((events) => withCoverage(fund, events, context.today)),
          ),
        );
      },
  };
};
