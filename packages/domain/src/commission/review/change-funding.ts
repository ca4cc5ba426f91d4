import { type Pence, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import type { PaidFrom } from '../../shapes';
import { totalOf } from '../../totals';
import {
  carriesConditions,
  conditionsCarried,
  conditionsMet,
  fundsOf,
  meetsConditions,
} from '../plan/funding-conditions';
import { fundedInFull, fundsLeft, type Shares, sharesOfFunds } from '../purchase/award-funding';
import { setAsideByFund, setAsideByFunds } from '../purchase/set-aside';
import { coveredByPartners, withdrawnReplaced } from '../purchase/withdrawn-money';
import type { Award, CommissionState } from '../state';
import { payableFrom, proRata } from './shares';

const changeFunded = rule({
  id: 'change.funded',
  sentence:
    'What an agreement is raised by is taken from money set aside for the commission; what it is lowered by goes back.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

const anotherAllocation = rule({
  id: 'change.from-another-allocation',
  sentence:
    'What an agreement is raised by comes from an allocation that it does not draw on yet: each has one commitment.',
  strength: 'integrity',
  source: 'CIPFA financial management code: every commitment can be told apart',
});

const notPaidYet = rule({
  id: 'change.less-than-unpaid',
  sentence: 'No more is taken off what an allocation pays for an agreement than is unpaid of it.',
  strength: 'integrity',
  source: 'What was paid comes back by a recovery, not by owing less',
});

/** The rules that the money of a change holds. */
export const changeFundingRules = [
  changeFunded,
  anotherAllocation,
  notPaidYet,
  fundedInFull,
  fundsLeft,
  setAsideByFund,
  withdrawnReplaced,
  conditionsMet,
  conditionsCarried,
] as const;

const total = (shares: Shares | PaidFrom | readonly []): number =>
  totalOf(shares.map(({ amount }) => amount));

/** A list of shares, or nothing where there are none. */
const anyOf = (shares: ReadonlyArray<PaidFrom[number]>): PaidFrom | undefined =>
  shares.length === 0 ? undefined : (shares as unknown as PaidFrom);

const drawnOn = ({ paidFrom, payments }: Award): ReadonlySet<string> =>
  new Set(
    [...paidFrom, ...[...payments.values()].flatMap(({ made }) => made?.from ?? [])].map(
      ({ allocation }) => allocation,
    ),
  );

/** The shares that what an agreement is raised by comes from, with the fund of each. */
export const addedFrom = (
  commission: CommissionState,
  award: Award,
  more: Shares | undefined,
  context: Context,
): E.Either<Refusal, PaidFrom | undefined> => {
  if (more === undefined) return E.right(undefined);
  const before = drawnOn(award);
  const again = more.map(({ allocation }) => allocation).filter((each) => before.has(each));
  return pipe(
    allHold(
      check(
        more.every(({ amount }) => amount > 0),
        changeFunded,
        { more: [...more] },
        '/more',
      ),
      check(again.length === 0, anotherAllocation, { allocations: again }, '/more'),
    ),
    E.chain(() => sharesOfFunds(commission, more, total(more) as Pence, '/more')),
    E.chainFirst((shares) => setAsideByFunds(commission, shares, context, '/more')),
    E.chainFirst((shares) =>
      coveredByPartners(
        commission,
        shares.map(({ fund }) => fund),
        '/more',
      ),
    ),
  );
};

/** The funds that money which an agreement is raised by comes from. */
export const fundsOfMore = (commission: CommissionState, more: Shares | undefined): ReadonlyArray<string> =>
  fundsOf(commission, more?.map(({ allocation }) => allocation) ?? []);

/** The conditions that an agreement states as it stands. */
const statedBy = ({ terms, life }: Award): ReadonlyArray<string> =>
  [...life.variations.values()].findLast(({ conditions }) => conditions !== undefined)?.conditions ??
  terms?.conditions ??
  [];

/**
 * What an agreement is raised by meets the conditions of the money that brings it, and the agreement states them: as it
 * stands, or as the same change has them.
 */
export const moreOnConditions = (
  commission: CommissionState,
  award: Award,
  { more, conditions }: { readonly more?: Shares; readonly conditions?: ReadonlyArray<string> },
  context: Context,
): Check => {
  const funds = fundsOfMore(commission, more);
  return allHold(
    meetsConditions(commission, funds, context),
    carriesConditions(conditions ?? statedBy(award), funds, context, '/more'),
  );
};

/**
 * The shares that are taken off, with the fund of each: those named, or where none are in proportion to what is unpaid
 * of each. Of an award brought in nothing was committed, and nothing is taken off.
 */
export const takenOff = (
  commission: CommissionState,
  award: Award,
  amount: Pence,
  less: Shares | undefined,
): E.Either<Refusal, PaidFrom | undefined> => {
  const unpaid = award.kind === 'prior' ? [] : payableFrom(commission, award);
  if (less === undefined) return E.right(anyOf(proRata(amount, unpaid)));
  const shares = less.flatMap((share) => {
    const of = unpaid.find(({ allocation }) => allocation === share.allocation);
    return of !== undefined && share.amount > 0 && share.amount <= of.amount
      ? [{ ...of, amount: share.amount }]
      : [];
  });
  const once = new Set(less.map(({ allocation }) => allocation)).size === less.length;
  const facts = { unpaid: unpaid.map(({ allocation, amount: left }) => ({ allocation, left })) };
  return pipe(
    check(once && shares.length === less.length, notPaidYet, facts, '/less'),
    E.map(() => anyOf(shares)),
  );
};

/** What is added and what is taken off together are the change of the sum, in pence. */
export const moved = (
  award: Award,
  change: number,
  more: PaidFrom | undefined,
  less: PaidFrom | undefined,
): Check => {
  const [added, taken] = [total(more ?? []), total(less ?? [])];
  // An award brought in is raised with money set aside here, and was never committed here to be lowered.
  const holds = award.kind === 'prior' ? added === Math.max(0, change) : added - taken === change;
  return check(holds, changeFunded, { change, added, taken }, '/amount');
};
