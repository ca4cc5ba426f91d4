import type { Happened, DataOf } from '@commissioning/kernel';
import { assertNever } from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import type {
  CoCommissionerJoined,
  CoCommissionerLeft,
  CoCommissioningEvent,
  ContributionAgreed,
  ContributionReceived,
  ContributionWithdrawn,
} from './analyse/co-commissioning-events';

/** A body that commissions together with ours, or did. */
export interface CoCommissioner {
  readonly joined: DataOf<typeof CoCommissionerJoined>;
  readonly left: DataOf<typeof CoCommissionerLeft> | undefined;
}

/** What a partner agreed to give, what of it came in, and what it gives no longer. */
export interface Contribution {
  readonly agreed: DataOf<typeof ContributionAgreed>;
  readonly receipts: ReadonlyMap<string, DataOf<typeof ContributionReceived>>;
  readonly withdrawals: ReadonlyMap<string, DataOf<typeof ContributionWithdrawn>>;
}

/** With whom something is commissioned, and what they give to it. */
export interface Together {
  readonly coCommissioners: ReadonlyMap<string, CoCommissioner>;
  readonly contributions: ReadonlyMap<string, Contribution>;
}

/** A commission of our body alone. */
export const onOurOwn: Together = { coCommissioners: new Map(), contributions: new Map() };

/** With whom, and with what of theirs, after an event of commissioning together. */
export const togetherAfter = <State extends Together>(
  state: State,
  event: Happened<CoCommissioningEvent>,
): State => {
  const given = (contribution: string, change: (before: Contribution) => Contribution): State => ({
    ...state,
    contributions: updated(state.contributions, contribution, change),
  });
  switch (event.type) {
    case 'CoCommissionerJoined': {
      const joined = event.data;
      const coCommissioners = withEntry(state.coCommissioners, joined.partner, { joined, left: undefined });
      return { ...state, coCommissioners };
    }
    case 'CoCommissionerLeft': {
      const leave = (before: CoCommissioner): CoCommissioner => ({ ...before, left: event.data });
      const coCommissioners = updated(state.coCommissioners, event.data.partner as string, leave);
      return { ...state, coCommissioners };
    }
    case 'ContributionAgreed': {
      const agreed = { agreed: event.data, receipts: new Map(), withdrawals: new Map() };
      return { ...state, contributions: withEntry(state.contributions, event.data.contribution, agreed) };
    }
    case 'ContributionReceived':
      return given(event.data.contribution, (before) => ({
        ...before,
        receipts: withEntry(before.receipts, event.data.receipt, event.data),
      }));
    case 'ContributionWithdrawn':
      return given(event.data.contribution, (before) => ({
        ...before,
        withdrawals: withEntry(before.withdrawals, event.data.withdrawal, event.data),
      }));
    default:
      return assertNever(event);
  }
};
