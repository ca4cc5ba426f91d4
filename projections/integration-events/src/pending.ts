import type { DocumentKey } from '@commissioning/projecting';
import type * as t from 'io-ts';
import type { agreementChanged, agreementEnded, agreementSigned } from './agreement-events';
import type { Awarded, awardDeclined, noAwardMade } from './award-events';
import type {
  commissionCancelled,
  commissionClosed,
  commissionHalted,
  commissionResumed,
  decisionPublished,
} from './course-events';
import type { HowFound } from './opportunity-events';

type DataOf<Event extends { readonly data: t.Mixed }> = t.TypeOf<Event['data']>;

/** What is known of a commission; it is public once a specification or a decision is, or it was brought in. */
export interface HeldCommission extends HowFound {
  readonly public: boolean;
  /** Its close, while that is not told. */
  readonly closed: DataOf<typeof commissionClosed> | null;
}

/** An award, and what happened under it while nobody was told. It is kept when it is public, to know that it is. */
export interface HeldAward {
  readonly public: boolean;
  readonly instrument: 'grant' | 'contract';
  readonly awarded: Awarded | null;
  readonly signed: DataOf<typeof agreementSigned> | null;
  readonly declined: DataOf<typeof awardDeclined> | null;
  readonly ended: DataOf<typeof agreementEnded> | null;
}

/** Changes of one agreement that wait for the decisions on them. */
export interface HeldChanges {
  readonly changes: ReadonlyArray<DataOf<typeof agreementChanged>>;
}

/** What interrupted a commission that was not public, by the decision it was done under. */
export interface HeldInterruptions {
  readonly halted: DataOf<typeof commissionHalted> | null;
  readonly resumed: DataOf<typeof commissionResumed> | null;
  readonly cancelled: DataOf<typeof commissionCancelled> | null;
}

export type HeldNoAward = DataOf<typeof noAwardMade>;
export type HeldDecision = DataOf<typeof decisionPublished>;

const pending = (...parts: ReadonlyArray<string>): DocumentKey => ({
  collection: 'pending',
  id: parts.join('/'),
});

/** What waits to be told. */
export const pendingKey = {
  commission: (reference: string) => pending('commission', reference),
  award: (reference: string, award: string) => pending('award', reference, award),
  changes: (reference: string, award: string) => pending('changes', reference, award),
  interruptions: (reference: string, decision: string) => pending('interruptions', reference, decision),
  noAward: (reference: string, decision: string) => pending('no-award', reference, decision),
  decision: (decision: string) => pending('decision', decision),
};

/** What is withheld of a commission. */
export const withheldKey = (reference: string): DocumentKey => ({ collection: 'withheld', id: reference });
