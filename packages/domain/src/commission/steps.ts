import type { Rule } from '@commissioning/kernel';
import { allHold, type Check } from '../checks';
import type { RouteProfile, Step } from '../rulebook/events';
import { holdsOrExcepted } from './action';
import { madeFor } from './purchase/bids';
import { evaluationOf } from './purchase/lots';
import { observedFor } from './purchase/standstill-by-law';
import { type Award, type CommissionState, wholeLot } from './state';
import { stepRules } from './step-rules';

/** What a step is asked about: the lot, the provider to be awarded, the award. Steps of planning ask about none. */
interface StepSubject {
  readonly lot?: string | undefined;
  readonly provider?: string | undefined;
  readonly award?: string | undefined;
}

/** Points of the cycle that are passed only when the steps before them are done, in order. */
const stages = ['publication', 'award', 'signature', 'closing'] as const;
type Stage = (typeof stages)[number];

/** Before which point each step has to be done. */
const stageOf: Readonly<Record<Step, Stage>> = {
  'standing-assessment': 'publication',
  evidence: 'publication',
  'needs-assessment': 'publication',
  consultation: 'publication',
  'market-engagement': 'publication',
  'procurement-team': 'publication',
  'conflicts-assessment': 'publication',
  'opening-keys': 'publication',
  specification: 'award',
  quotes: 'award',
  'sealed-bids': 'award',
  panel: 'award',
  'interest-declarations': 'award',
  scoring: 'award',
  moderation: 'award',
  evaluation: 'award',
  recommendation: 'award',
  'subsidy-assessment': 'award',
  // An award may be conditional on it; nothing is signed before it.
  'due-diligence': 'signature',
  'assessment-summaries': 'signature',
  publication: 'signature',
  standstill: 'signature',
  feedback: 'closing',
  kpis: 'closing',
  review: 'closing',
};

const neededBy = (stage: Stage, step: Step): boolean =>
  stages.indexOf(stageOf[step]) <= stages.indexOf(stage);

/** The steps of a profile that have to be done before a point of the cycle, those of earlier points among them. */
const stepsBefore = (stage: Stage, profile: RouteProfile): ReadonlyArray<Step> =>
  profile.steps.filter((step) => neededBy(stage, step));

const lotOf = ({ lot = wholeLot }: StepSubject): string => lot;

const awardOf = (state: CommissionState, { award }: StepSubject): Award | undefined =>
  award === undefined ? undefined : state.awards.get(award);

/** Both kinds of evidence: figures alone do not say why, voices alone do not say how many. */
export const evidenceOfBothKinds = (state: CommissionState): boolean => {
  const kinds = new Set([...state.evidence.values()].map(({ kind }) => kind));
  return kinds.has('quantitative') && kinds.has('qualitative');
};

/** The assessors of a lot: those of the panel whom no interest removed from it. */
export const assessorsOf = (state: CommissionState, lot: string): ReadonlyArray<string> =>
  [...state.panel]
    .filter(([actor, member]) => {
      const removedFrom = state.declarations.get(actor)?.removedFrom ?? [];
      return member.part === 'assessor' && !removedFrom.includes('*') && !removedFrom.includes(lot);
    })
    .map(([actor]) => actor);

/**
 * Every panel member declared, again against the bidders once they were known, and nothing declared of the lot is left
 * unsettled; where there is no panel, whoever decides on the request declared.
 */
const interestsDeclared = (state: CommissionState, subject: StepSubject): boolean => {
  const ofLot = (interest: { readonly lot?: string }): boolean =>
    subject.lot === undefined || interest.lot === undefined || interest.lot === subject.lot;
  const declared = (actor: string): boolean => {
    const made = state.declarations.get(actor);
    const left = made?.removedFrom.includes('*') === true;
    return left || (made?.general !== undefined && (made.bidders !== undefined || !state.opened));
  };
  return (
    state.declarations.size > 0 &&
    [...state.panel.keys()].every(declared) &&
    [...state.declarations.values()].every((made) => !made.waiting.some(ofLot))
  );
};

const allLocked = (state: CommissionState, subject: StepSubject): boolean => {
  const assessors = assessorsOf(state, lotOf(subject));
  const { locked } = evaluationOf(state, lotOf(subject));
  return assessors.length > 0 && assessors.every((assessor) => locked.has(assessor));
};

/** Every bidder for the lot that did not withdraw was told how its bid was seen. */
const feedbackToAll = (state: CommissionState, subject: StepSubject): boolean => {
  const { feedback } = evaluationOf(state, lotOf(subject));
  return [...state.bids].every(([id, bid]) => !madeFor(bid, lotOf(subject)) || feedback.has(id));
};

const recommended = (state: CommissionState, { lot = wholeLot, provider }: StepSubject): boolean =>
  [...state.recommendations.values()].some(
    (made) => made.lot === lot && made.recipient.provider === provider,
  );

/** What each step needs to have happened. How many quotes, which day and which sum are rules of the actions. */
const stepDone: Readonly<Record<Step, (state: CommissionState, subject: StepSubject) => boolean>> = {
  'standing-assessment': (state) => state.need?.standingAssessment !== undefined,
  evidence: evidenceOfBothKinds,
  'needs-assessment': (state) => ['commission', 'recommission'].includes(state.assessment?.conclusion ?? ''),
  consultation: (state) => state.consultations.size > 0 || state.specification?.noConsultation !== undefined,
  'market-engagement': (state) => state.engagements.size > 0,
  'procurement-team': (state) => state.procurementTeam.length > 0,
  'conflicts-assessment': (state) => state.conflicts !== undefined,
  'opening-keys': (state) => state.openingKeys !== undefined,
  specification: (state) => state.specification !== undefined,
  quotes: (state) => [...state.quotes.values()].some((quote) => quote.received !== undefined),
  'sealed-bids': (state) => state.opened,
  panel: (state) => state.panel.size > 0,
  'interest-declarations': interestsDeclared,
  scoring: allLocked,
  moderation: (state, subject) => evaluationOf(state, lotOf(subject)).moderating,
  evaluation: (state, subject) => evaluationOf(state, lotOf(subject)).ranking !== undefined,
  recommendation: recommended,
  'subsidy-assessment': (state, { provider = '' }) => state.subsidies.has(provider),
  'due-diligence': (state, { provider = '' }) => {
    const outcome = state.diligence.get(provider)?.outcome;
    return outcome !== undefined && outcome !== 'unsatisfactory';
  },
  'assessment-summaries': (state, subject) => evaluationOf(state, lotOf(subject)).summaries !== undefined,
  publication: (state, subject) => awardOf(state, subject)?.published === true,
  standstill: (state, subject) =>
    observedFor(state, { lot: lotOf(subject), awardedOn: awardOf(state, subject)?.awardedOn }),
  feedback: feedbackToAll,
  kpis: (state, subject) => (awardOf(state, subject)?.kpis.size ?? 0) > 0,
  review: (state, subject) => (awardOf(state, subject)?.reviews.size ?? 0) > 0,
};

/** Which of these steps have not been done for the subject, in the order given. */
const missingSteps = (
  state: CommissionState,
  steps: ReadonlyArray<Step>,
  subject: StepSubject = {},
): ReadonlyArray<Step> => steps.filter((step) => !stepDone[step](state, subject));

/** Refuses to pass a point of the cycle before the steps that the route names for it are done, or excepted. */
export const stepsDone = (state: CommissionState, stage: Stage, subject: StepSubject = {}): Check => {
  const steps = state.route === undefined ? [] : stepsBefore(stage, state.route.profile);
  const missing = missingSteps(state, steps, subject);
  return allHold(...missing.map((step) => holdsOrExcepted(state, false, stepRules[step], { missing })));
};

/** The rules that a point of the cycle can refuse under: those of its own steps and of the points before it. */
export const stepRulesOf = (stage: Stage): ReadonlyArray<Rule> =>
  (Object.keys(stageOf) as ReadonlyArray<Step>)
    .filter((step) => neededBy(stage, step))
    .map((step) => stepRules[step]);
