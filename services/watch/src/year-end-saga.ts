import { hash } from 'node:crypto';
import type { FundEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import type { Answer } from './fund-saga';

/** The events of a fund that the saga answers. */
export const fundTypes = ['FundingCarriedForward'] as const;

/** An event of a fund that the saga answers. */
export type AnsweredOfFund = Extract<FundEvent, { type: (typeof fundTypes)[number] }>;

const longestId = 60;

/** What was carried forward has an id in the next year that says from which; a hash stands for a long name. */
const trancheOf = (fund: string, carry: string): string => {
  const from = `carried-${fund.slice(-7)}--`;
  const plain = `${from}${carry}`;
  return plain.length <= longestId ? plain : `${from}${hash('sha256', carry).slice(0, 32)}`;
};

/**
 * Carries over the turn of the year what one year of a fund gives to the next: the year that it leaves speaks first, the
 * one that takes it in follows.
 */
export const answersToFund = (fund: string, event: Happened<AnsweredOfFund>): ReadonlyArray<Answer> => {
  const { carry, to, amount, conditions, decision, theme, spendBy } = event.data;
  const command = {
    tranche: trancheOf(fund, carry),
    from: fund,
    carry,
    amount,
    conditions,
    decision,
    ...(theme === undefined ? {} : { theme }),
    ...(spendBy === undefined ? {} : { spendBy }),
  };
  return [{ kind: 'fund', id: to, action: 'bring-forward', command }];
};
