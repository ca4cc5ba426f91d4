import {
  CalendarDate,
  type FundRef,
  Line,
  LocalId,
  official,
  Pence,
  rule,
  struct,
  sumPence,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { toCome } from '../contributions';
import { someMoney } from '../plan/allocate-funding';
import type { CommissionState } from '../state';
import type { Contribution } from '../together';
import { contributionKnown, knownContribution, withinWhatIsToCome } from './co-commissioners';
import { ContributionReceived } from './co-commissioning-events';

const intoItsTranche = rule({
  id: 'contribution.into-its-tranche',
  sentence:
    'A contribution is received once finance has accepted it into the fund that was named for it, in a tranche that covers it.',
  strength: 'integrity',
  source: 'Financial regulations: income is in the accounts before it is relied on',
});

const ReceiveContribution = struct(
  { contribution: LocalId, receipt: LocalId, amount: Pence, receivedOn: CalendarDate, tranche: LocalId },
  { reference: official(Line) },
  'ReceiveContribution',
);
type ReceiveContribution = t.TypeOf<typeof ReceiveContribution>;

/** What this commission received in a tranche before, in pence. */
const receivedIn = ({ contributions }: CommissionState, fund: string, tranche: string): Pence =>
  sumPence(
    [...contributions.values()]
      .flatMap(({ receipts }) => [...receipts.values()])
      .filter((receipt) => receipt.fund === fund && receipt.tranche === tranche)
      .map(({ amount }) => amount),
  );

/** What the partner pays to the provider itself is not received here. */
const fundNamed = ({ agreed: { fund } }: Contribution, { tranche }: ReceiveContribution) =>
  present(fund, intoItsTranche, { fund: null, tranche }, '/contribution');

const accepted = (
  commission: CommissionState,
  fund: FundRef,
  { tranche, amount }: ReceiveContribution,
  context: Context,
): Check => {
  const made = context.funds.get(fund)?.tranches.get(tranche)?.made.amount;
  const before = receivedIn(commission, fund, tranche);
  return check(
    made !== undefined && before + amount <= made,
    intoItsTranche,
    { fund, tranche, accepted: made ?? null, before, amount },
    '/tranche',
  );
};

/** Notes that money a partner had agreed to give came in. It is set aside from its fund like any other. */
export const receiveContribution = commissionAction({
  name: 'receive-contribution',
  says: 'Note that money a partner had agreed to give came in, and in which tranche of the fund.',
  command: ReceiveContribution,
  roles: ['finance'],
  rules: [
    contributionKnown,
    entrySaidOnce,
    someMoney,
    withinWhatIsToCome,
    intoItsTranche,
    datesNotInTheFuture,
  ],
  needs: ({ contribution }, { contributions }) => {
    const fund = contributions.get(contribution)?.agreed.fund;
    return fund === undefined ? {} : { funds: [fund] };
  },
  decide: (command, context) => (commission) =>
    pipe(
      knownContribution(commission, command.contribution),
      E.bindTo('known'),
      E.bind('fund', ({ known }) => fundNamed(known, command)),
      E.chain(({ known, fund }) => {
        const { amount, receivedOn } = command;
        const left = toCome(known);
        const received = { ...command, fund };
        return saidOnce(known.receipts.get(command.receipt), received, '/receipt', () =>
          pipe(
            allHold(
              check(amount > 0, someMoney, { amount }, '/amount'),
              accepted(commission, fund, command, context),
              check(amount <= left, withinWhatIsToCome, { amount, toCome: left }, '/amount'),
              notInTheFuture(context, receivedOn, '/receivedOn'),
            ),
            E.map(() => [ContributionReceived.make(received)]),
          ),
        );
      }),
    ),
});
