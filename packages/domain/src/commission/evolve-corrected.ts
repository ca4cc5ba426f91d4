import { updated, withEntry } from '../collections';
import type { Entered, Entry } from '../corrections/corrigible';
import type { CommissionEvent } from './events';
import type { Award, CommissionState } from './state';

/** The data of a type of event. */
type Said<Type extends CommissionEvent['type']> = Extract<Entered<CommissionEvent>, { type: Type }>['data'];

type Standing = {
  readonly [Type in CommissionEvent['type']]?: (state: CommissionState, said: Said<Type>) => CommissionState;
};

const inAward = (
  state: CommissionState,
  award: string,
  change: (award: Award) => Award,
): CommissionState => ({
  ...state,
  awards: updated(state.awards, award, change),
});

/** Where the state holds what an entry says. */
const standing: Standing = {
  NeedIdentified: (state, need) => ({ ...state, need }),
  PriorAwardRecorded: (state, prior) => inAward(state, prior.award, (award) => ({ ...award, prior })),
  EvidenceAdded: (state, said) => ({ ...state, evidence: withEntry(state.evidence, said.evidence, said) }),
  ConsultationOpened: (state, opened) => ({
    ...state,
    asking: updated(state.asking, opened.consultation as string, (before) => ({ ...before, opened })),
  }),
  ConsultationHeld: (state, said) => ({
    ...state,
    consultations: withEntry(state.consultations, said.consultation, said),
  }),
  MarketEngaged: (state, said) => ({
    ...state,
    engagements: withEntry(state.engagements, said.engagement, said),
  }),
  DraftSpecShared: (state, said) => ({ ...state, drafts: withEntry(state.drafts, said.draft, said) }),
  NoticePublished: (state, said) => ({ ...state, notices: withEntry(state.notices, said.notice, said) }),
  ChallengeRaised: (state, raised) => ({
    ...state,
    challenges: updated(state.challenges, raised.challenge as string, (before) => ({ ...before, raised })),
  }),
  PaymentMade: (state, made) =>
    inAward(state, made.award, (award) => ({
      ...award,
      payments: updated(award.payments, made.payment as string, (before) => ({ ...before, made })),
    })),
  PaymentRecovered: (state, said) =>
    inAward(state, said.award, (award) => ({
      ...award,
      life: { ...award.life, recoveries: withEntry(award.life.recoveries, said.recovery, said) },
    })),
  ContributionReceived: (state, said) => ({
    ...state,
    contributions: updated(state.contributions, said.contribution as string, (before) => ({
      ...before,
      receipts: withEntry(before.receipts, said.receipt, said),
    })),
  }),
  FeedbackRecorded: (state, said) => ({ ...state, heard: withEntry(state.heard, said.feedback, said) }),
  InsightRecorded: (state, { insight, text }) => ({
    ...state,
    insights: withEntry(state.insights, insight, text),
  }),
  CommissionClosed: (state, closed) => ({ ...state, closed }),
};

/** A commission in which an entry says what it says after a correction. */
export const afterCorrection = (state: CommissionState, { type, data }: Entry): CommissionState => {
  const put = standing[type as CommissionEvent['type']] as
    | ((state: CommissionState, data: object) => CommissionState)
    | undefined;
  return put === undefined ? state : put(state, data);
};
