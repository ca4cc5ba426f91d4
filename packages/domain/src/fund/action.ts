import { type Pence, type Refusal, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Check, check } from '../checks';
import type { DomainAction } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import type { FundEvent } from './events';
import type { FundState } from './state';

export type FundAction<Command> = DomainAction<Command, FundState, FundEvent>;

const fundOpened = rule({
  id: 'fund.opened',
  sentence: 'Money moves only in a fund that was opened for the year.',
  strength: 'integrity',
  source: 'Financial regulations: a cost centre and its year are set up before they are used',
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
  readonly needs?: FundAction<Command>['needs'];
  /** The field that names the entry, and what the entry of that name says, if there is one. */
  readonly entry: (command: Command, fund: FundState) => { readonly field: string; readonly before: unknown };
  readonly decide: FundAction<Command>['decide'];
}

/**
 * An action that adds a named entry to a fund that was opened: the entry said again is nothing to do, said otherwise
 * it is refused, and no entry is of nothing.
 */
export const movement = <Command extends { readonly amount: Pence }>(
  definition: Movement<Command>,
): FundAction<Command> => {
  const { entry, decide, rules, ...rest } = definition;
  return {
    aggregate: 'fund',
    opens: false,
    needs: () => ({}),
    ...rest,
    rules: [fundOpened, entrySaidOnce, someMoney, ...rules],
    decide:
      (command, context) =>
      (fund): E.Either<Refusal, ReadonlyArray<FundEvent>> => {
        if (fund.opened === undefined) return E.left(refusal(fundOpened));
        const { field, before } = entry(command, fund);
        return saidOnce(before, command, field, () => {
          const some = ofSomeMoney(command.amount);
          return E.isLeft(some) ? some : decide(command, context)(fund);
        });
      },
  };
};
