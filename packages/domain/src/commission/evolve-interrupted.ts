import { assertNever, type Happened } from '@commissioning/kernel';
import { mapped, updated, withEntry } from '../collections';
import type { ChallengeEvent } from './purchase/challenge-events';
import type { HaltEvent } from './purchase/halt-events';
import type { ReserveEvent } from './purchase/reserve-events';
import { type CommissionState, type Evaluation, noEvaluation } from './state';

/** Award notices so far: a notice of the award that came to nothing does not speak of what follows it. */
const awardNotices = ({ notices }: CommissionState): ReadonlySet<string> =>
  new Set([...notices].filter(([, { kind }]) => kind === 'UK6').map(([id]) => id));

/** The lot is decided anew: those assessed are told anew, and what binds before signature runs anew. */
const decidedAnew = (state: CommissionState, before: Evaluation): Evaluation => ({
  ...before,
  summaries: undefined,
  standstill: undefined,
  outdatedNotices: awardNotices(state),
});

/** A provider was looked into: that serves the reserves it was called as. */
export const lookedInto = (state: CommissionState, provider: string): CommissionState => ({
  ...state,
  calls: mapped(state.calls, (call) =>
    call.called.provider.provider === provider ? { ...call, lookedInto: true } : call,
  ),
});

/** A commission after something interrupted it, or one of its awards fell through. */
export const evolveInterrupted = (
  state: CommissionState,
  event: Happened<ChallengeEvent | HaltEvent | ReserveEvent>,
): CommissionState => {
  switch (event.type) {
    case 'ChallengeRaised': {
      const raised = { raised: event.data, lifted: undefined, resolved: undefined, setAside: false };
      return { ...state, challenges: withEntry(state.challenges, event.data.challenge as string, raised) };
    }
    case 'SuspensionLifted':
      return {
        ...state,
        challenges: updated(state.challenges, event.data.challenge as string, (before) => ({
          ...before,
          lifted: event.data,
        })),
      };
    case 'ChallengeResolved':
      return {
        ...state,
        challenges: updated(state.challenges, event.data.challenge as string, (before) => ({
          ...before,
          resolved: event.data,
        })),
      };
    case 'CommissionHalted': {
      const { recordedAt: from } = event.metadata;
      const halt = { halted: event.data, from, resumed: undefined, until: undefined };
      return { ...state, halts: withEntry(state.halts, event.data.halt as string, halt) };
    }
    case 'CommissionResumed': {
      const { recordedAt: until } = event.metadata;
      return {
        ...state,
        halts: updated(state.halts, event.data.halt as string, (before) => ({
          ...before,
          resumed: event.data,
          until,
        })),
      };
    }
    case 'CommissionCancelled':
      return {
        ...state,
        cancellations: withEntry(state.cancellations, event.data.cancellation as string, event.data),
      };
    case 'AwardDeclined': {
      const { award, challenge = '' } = event.data;
      return {
        ...state,
        awards: updated(state.awards, award as string, (before) => ({ ...before, declined: event.data })),
        challenges: updated(state.challenges, challenge as string, (before) => ({
          ...before,
          setAside: true,
        })),
      };
    }
    case 'ReservesNamed':
      return {
        ...state,
        reserves: withEntry(state.reserves, event.data.recommendation as string, event.data),
      };
    case 'ReserveCalled': {
      const { call, lot } = event.data;
      return {
        ...state,
        calls: withEntry(state.calls, call as string, { called: event.data, lookedInto: false }),
        evaluations: updated(
          state.evaluations,
          lot as string,
          (before) => decidedAnew(state, before),
          noEvaluation,
        ),
      };
    }
    default:
      return assertNever(event);
  }
};
