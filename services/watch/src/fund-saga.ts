import { hash } from 'node:crypto';
import type { CommissionEvent } from '@commissioning/domain';
import type { AggregateKind, Happened } from '@commissioning/kernel';

/** A command that answers an event. The same event always gives the same commands, in the same order. */
export interface Answer {
  readonly kind: AggregateKind;
  readonly id: string;
  readonly action: string;
  readonly command: unknown;
  /** What to do when a rule refuses it; nothing when a refusal is to be looked at by people. */
  readonly otherwise?: Answer;
  /** Nothing is to be done where there is no such stream. */
  readonly unlessMissing?: true;
}

const longestId = 60;

/**
 * What a commission reserves, commits and pays has ids in the fund that say whose it is. Where they could be read two
 * ways, or would be too long for an id, a hash stands for the parts.
 */
const lineOf = (reference: string, ...parts: ReadonlyArray<string>): string => {
  const whose = reference.toLowerCase();
  const line = [whose, ...parts].join('--');
  const plain =
    line.length <= longestId && parts.every((part) => !part.includes('--') && !part.endsWith('-'));
  return plain ? line : `${whose}--${hash('sha256', parts.join('/')).slice(0, 32)}`;
};

/** The event types that the saga answers. */
export const answeredTypes = [
  'FundingAllocated',
  'FundingReleased',
  'FundingReallocated',
  'GrantAwarded',
  'ContractAwarded',
  'AwardDeclined',
  'PaymentMade',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'PaymentRecovered',
] as const;

type Shares = ReadonlyArray<Extract<CommissionEvent, { type: 'GrantAwarded' }>['data']['paidFrom'][number]>;

/** What becomes owed under an award: one commitment for each allocation it draws on. */
const committed = (reference: string, award: string, shares: Shares): ReadonlyArray<Answer> =>
  shares.map(({ allocation, fund, amount }) => ({
    kind: 'fund',
    id: fund,
    action: 'commit-funds',
    command: {
      commitment: lineOf(reference, award, allocation),
      reservation: lineOf(reference, allocation),
      amount,
      for: { commission: reference, line: allocation, award },
    },
  }));

/** What is owed under an award no longer. */
const reduced = (
  reference: string,
  award: string,
  shares: Shares,
  by: ReadonlyArray<string>,
  reason: string,
): ReadonlyArray<Answer> =>
  shares.map(({ allocation, fund, amount }) => ({
    kind: 'fund',
    id: fund,
    action: 'reduce-commitment',
    command: {
      reduction: lineOf(reference, award, allocation, ...by),
      commitment: lineOf(reference, award, allocation),
      amount,
      reason,
    },
  }));

/** An event that the saga answers. */
export type Answered = Extract<CommissionEvent, { type: (typeof answeredTypes)[number] }>;

/**
 * Carries what happens in a commission over to its funds: reserve, commit, set aside again, pay. Two aggregates never change in one
 * append, so the commission speaks first and the fund follows; a reservation that the fund refuses is given back by
 * the commission.
 */
export const answersTo = (reference: string, event: Happened<Answered>): ReadonlyArray<Answer> => {
  switch (event.type) {
    case 'FundingAllocated': {
      const { allocation, fund, amount, theme } = event.data;
      const line = { commission: reference, line: allocation, ...(theme === undefined ? {} : { theme }) };
      return [
        {
          kind: 'fund',
          id: fund,
          action: 'reserve-funds',
          command: { reservation: lineOf(reference, allocation), amount, for: line },
          otherwise: {
            kind: 'commission',
            id: reference,
            action: 'release-funding',
            command: {
              release: 'refused-by-fund',
              allocation,
              amount,
              reason: 'The fund could not set the money aside.',
            },
          },
        },
      ];
    }
    case 'FundingReleased': {
      // Also where the fund refused to set it aside: carried over once more, after a crash, it may have set it aside since.
      const { release, allocation, fund, amount } = event.data;
      const command = {
        reservation: lineOf(reference, allocation),
        release: lineOf(reference, allocation, release),
        amount,
        reason: 'Released by the commission',
      };
      return [{ kind: 'fund', id: fund, action: 'release-reservation', command, unlessMissing: true }];
    }
    case 'FundingReallocated': {
      const { release, allocation, fund, amount, to, theme } = event.data;
      const released = {
        reservation: lineOf(reference, allocation),
        release: lineOf(reference, allocation, release),
        amount,
        reason: 'Reallocated by decision',
      };
      const allocated = {
        allocation: to.allocation,
        fund,
        amount,
        ...(theme === undefined ? {} : { theme }),
      };
      return [
        { kind: 'fund', id: fund, action: 'release-reservation', command: released },
        { kind: 'commission', id: to.commission, action: 'allocate-funding', command: allocated },
      ];
    }
    case 'GrantAwarded':
    case 'ContractAwarded': {
      const { award, paidFrom } = event.data;
      return committed(reference, award, paidFrom);
    }
    case 'AwardDeclined': {
      const { award, givenBack } = event.data;
      return givenBack.map(({ allocation, fund, amount }) => ({
        kind: 'fund',
        id: fund,
        action: 'undo-commitment',
        command: {
          undoing: lineOf(reference, award, allocation),
          commitment: lineOf(reference, award, allocation),
          reservation: lineOf(reference, allocation),
          amount,
          reason: 'The award came to nothing',
        },
      }));
    }
    case 'PaymentMade': {
      const { award, payment, paidOn, from, deliveredUntil } = event.data;
      return from.map(({ allocation, fund, amount }) => ({
        kind: 'fund',
        id: fund,
        action: 'pay-funds',
        command: {
          payment: lineOf(reference, award, payment, allocation),
          commitment: lineOf(reference, award, allocation),
          amount,
          paidOn,
          ...(deliveredUntil === undefined ? {} : { deliveredUntil }),
        },
      }));
    }
    case 'AgreementVaried': {
      const { award, variation, more = [], less = [] } = event.data;
      return [
        ...committed(reference, award, more),
        ...reduced(reference, award, less, ['varied', variation], 'Less is owed: the agreement was varied'),
      ];
    }
    case 'AgreementExtended':
      return committed(reference, event.data.award, event.data.more ?? []);
    case 'AgreementTerminated': {
      const { award, less = [] } = event.data;
      return reduced(reference, award, less, ['ended'], 'Less is owed: the agreement was ended');
    }
    case 'PaymentRecovered': {
      const { award, payment, recovery, recoveredOn, from } = event.data;
      return from.map(({ allocation, fund, amount }) => ({
        kind: 'fund',
        id: fund,
        action: 'return-payment',
        command: {
          return: lineOf(reference, award, recovery, allocation, 'back'),
          payment: lineOf(reference, award, payment, allocation),
          amount,
          returnedOn: recoveredOn,
          reason: 'Recovered by the commission',
        },
      }));
    }
  }
};
