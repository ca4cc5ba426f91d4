import type { CommissionEvent } from '@commissioning/domain';
import { type Happened, noPence } from '@commissioning/kernel';
import { part, type PartChange, without } from './part';

type TogetherEvent = Extract<
  CommissionEvent,
  {
    type:
      | 'CoCommissionerJoined'
      | 'CoCommissionerLeft'
      | 'ContributionAgreed'
      | 'ContributionReceived'
      | 'ContributionWithdrawn';
  }
>;

/** With whom something is commissioned, what each agreed to give, and what came of it. */
export const partsOfTogether = (event: Happened<TogetherEvent>): ReadonlyArray<PartChange> => {
  switch (event.type) {
    case 'CoCommissionerJoined':
      return [part('co-commissioner', event.data.partner, null, without(event.data, 'partner'))];
    case 'CoCommissionerLeft': {
      const { partner, leftOn, reason } = event.data;
      return [part('co-commissioner', partner, null, { left: { leftOn, reason } })];
    }
    case 'ContributionAgreed': {
      const { contribution, partner, amount } = event.data;
      const sums = { received: noPence, withdrawn: noPence, toCome: amount };
      return [
        part('contribution', contribution, partner, { ...without(event.data, 'contribution'), ...sums }),
      ];
    }
    case 'ContributionReceived': {
      const { contribution, receipt, amount } = event.data;
      const fields = without(event.data, 'contribution', 'receipt');
      return [
        part('contribution-receipt', `${contribution}/${receipt}`, contribution, fields),
        part('contribution', contribution, null, {}, { adds: { received: amount, toCome: 0 - amount } }),
      ];
    }
    case 'ContributionWithdrawn': {
      const { contribution, withdrawal, amount } = event.data;
      const fields = without(event.data, 'contribution', 'withdrawal');
      return [
        part('contribution-withdrawal', `${contribution}/${withdrawal}`, contribution, fields),
        part('contribution', contribution, null, {}, { adds: { withdrawn: amount, toCome: 0 - amount } }),
      ];
    }
  }
};
