import { assertNever, type EventOf, type Happened, type Pence } from '@commissioning/kernel';
import { updated, withEntry } from '../../collections';
import type { PaidFrom } from '../../shapes';
import { type AgreementLife, type Bond, inForce } from '../agreement-life';
import type { Allocation, Award, CommissionState } from '../state';
import type { BreachResolved } from './breach-events';
import type { disputeEvents } from './dispute-events';
import type { AgreementExtended, AgreementVaried, lifeEvents } from './life-events';
import { tally } from '../../totals';

/** The events that tell what became of an agreement after it was signed. */
export type AgreementEvent = EventOf<
  (typeof lifeEvents)[number] | (typeof disputeEvents)[number] | typeof BreachResolved
>;

type Shares = ReadonlyArray<PaidFrom[number]>;

/** The shares of an award with these taken off and those added; an allocation it once drew on stays among them. */
const sharesAfter = (before: Shares, more: Shares, less: Shares): PaidFrom | readonly [] =>
  [
    ...before.map((share) => {
      const off = less.filter(({ allocation }) => allocation === share.allocation);
      return { ...share, amount: (share.amount - tally(off.map(({ amount }) => amount))) as Pence };
    }),
    ...more,
  ] as unknown as PaidFrom;

/** What an award owes no longer is not set aside for the commission either: its fund has it back. */
const givenBack = (
  allocations: CommissionState['allocations'],
  less: Shares,
  release: string,
): CommissionState['allocations'] =>
  less.reduce(
    (after, { allocation, amount }) =>
      updated(after, allocation as string, (before: Allocation) => ({
        ...before,
        releases: withEntry(before.releases, release, { amount, reason: 'Owed no longer' }),
      })),
    allocations,
  );

interface Change {
  readonly award: string;
  readonly bond: (before: Bond) => Bond;
  readonly noted: (life: AgreementLife) => Partial<AgreementLife>;
  readonly more?: PaidFrom | undefined;
  readonly less?: PaidFrom | undefined;
  /** A name for what goes back that no release of the commission can have. */
  readonly release: string;
}

const changed = (state: CommissionState, change: Change): CommissionState => {
  const { award: id, bond, noted, more = [], less = [], release } = change;
  const award = (before: Award): Award => {
    const bound = inForce(before);
    const life = { ...before.life, ...(bound && { changed: bond(bound) }), ...noted(before.life) };
    return { ...before, life, paidFrom: sharesAfter(before.paidFrom, more, less) };
  };
  return {
    ...state,
    awards: updated(state.awards, id, award),
    allocations: givenBack(state.allocations, less, release),
  };
};

const varied = (state: CommissionState, data: EventOf<typeof AgreementVaried>['data']): CommissionState => {
  const { award, variation, amount, term, more, less } = data;
  return changed(state, {
    award,
    bond: (before) => ({ amount: amount ?? before.amount, term: term ?? before.term }),
    noted: ({ variations }) => ({ variations: withEntry(variations, variation as string, data) }),
    more,
    less,
    release: `${award}/varied/${variation}`,
  });
};

const extended = (
  state: CommissionState,
  data: EventOf<typeof AgreementExtended>['data'],
): CommissionState => {
  const { award, extension, amount, ends, more } = data;
  return changed(state, {
    award,
    bond: (before) => ({ amount: amount ?? before.amount, term: { ...before.term, ends } }),
    noted: ({ extensions }) => ({ extensions: withEntry(extensions, extension as string, data) }),
    more,
    release: `${award}/extended/${extension}`,
  });
};

const inLife = (
  state: CommissionState,
  award: string,
  change: (life: AgreementLife) => Partial<AgreementLife>,
): CommissionState => ({
  ...state,
  awards: updated(state.awards, award, (before) => ({
    ...before,
    life: { ...before.life, ...change(before.life) },
  })),
});

/** What an agreement is after one of its events; total like all that follows from what has happened. */
export const afterAgreementEvent = (
  state: CommissionState,
  event: Happened<AgreementEvent>,
): CommissionState => {
  switch (event.type) {
    case 'AgreementVaried':
      return varied(state, event.data);
    case 'AgreementExtended':
      return extended(state, event.data);
    case 'AgreementTerminated': {
      const { award, amount, lastDay, less } = event.data;
      return changed(state, {
        award,
        bond: ({ term }) => ({ amount, term: { ...term, ends: lastDay } }),
        noted: () => ({ terminated: event.data }),
        less,
        release: `${award}/terminated`,
      });
    }
    case 'InvoiceDisputed': {
      const { award, invoice } = event.data;
      const dispute = { raised: event.data, settled: undefined };
      return inLife(state, award, ({ disputes }) => ({
        disputes: withEntry(disputes, invoice as string, dispute),
      }));
    }
    case 'InvoiceDisputeSettled': {
      const { award, invoice } = event.data;
      return inLife(state, award, ({ disputes }) => ({
        disputes: updated(disputes, invoice as string, (before) => ({ ...before, settled: event.data })),
      }));
    }
    case 'PaymentRecovered': {
      const { award, recovery, amount } = event.data;
      return inLife(state, award, ({ recoveries, recoveredTotal }) => ({
        recoveries: withEntry(recoveries, recovery as string, event.data),
        recoveredTotal: tally([recoveredTotal, amount.pence]),
      }));
    }
    case 'BreachResolved': {
      const { award, breach } = event.data;
      return inLife(state, award, ({ breaches }) => ({
        breaches: withEntry(breaches, breach as string, event.data),
      }));
    }
    default:
      return assertNever(event);
  }
};
