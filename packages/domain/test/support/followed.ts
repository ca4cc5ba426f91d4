import { type DomainEvent, fold, type Happened } from '@commissioning/kernel';
import { setAsideByFund } from '../../src/commission/purchase/set-aside';
import type { Context, DomainAction } from '../../src/context';
import { FundsReserved } from '../../src/fund/events';
import { fund } from '../../src/fund/state';
import { made } from './made';

const reserved = (allocated: Happened, commission: string) => {
  const { allocation, amount } = allocated.data as { readonly allocation: string; readonly amount: number };
  return {
    ...allocated,
    ...made(FundsReserved, { reservation: allocation, amount, for: { commission, line: allocation } }),
  };
};

/** A context in which funds have followed the commission by the time that an action looks at what they hold. */
export const followed = <Command, State, Event extends DomainEvent>(
  { rules }: Pick<DomainAction<Command, State, Event>, 'rules'>,
  context: Context,
  history: ReadonlyArray<Happened>,
  commission: string,
): Context => {
  if (!rules.some(({ id }) => id === setAsideByFund.id)) return context;
  const funds = new Map(context.funds);
  for (const event of history) {
    const { fund: id } = event.data as { readonly fund?: string };
    if (event.type === 'FundingAllocated' && id !== undefined)
      funds.set(id, fold(fund, funds.get(id) ?? fund.initial, [reserved(event, commission)] as never));
  }
  return { ...context, funds };
};
