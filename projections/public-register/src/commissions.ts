import { correctedFields, correctedIn, putRightIn } from '@commissioning/domain';
import { dayOf, type CommissionRef, remaining } from '@commissioning/kernel';
import type { CommissionDocument, PartnerContribution } from './documents';
import type { StoryEvent, Told } from './events';

/** A commission of which nothing more is known than its title. */
export const commissionCalled = (reference: CommissionRef, title: string): CommissionDocument => ({
  reference,
  title,
  summary: null,
  objectives: [],
  themes: [],
  areas: [],
  predecessor: null,
  identifiedOn: null,
  commissionedWith: [],
  contributions: null,
  assessment: null,
  consultations: [],
  drafts: [],
  instrument: null,
  route: null,
  directAward: null,
  specification: null,
  withoutAward: [],
  closed: null,
  corrections: [],
});

/** The title of a lot where there is more than one. */
export const lotTitle = (commission: CommissionDocument | undefined, lot: string): string | null => {
  const lots = commission?.specification?.lots ?? [];
  return lots.length > 1 ? (lots.find((each) => each.lot === lot)?.title ?? lot) : null;
};

const specificationOf = (event: Told<'SpecPublished'>): NonNullable<CommissionDocument['specification']> => {
  const { title, need, outcomes, criteria, lots, term, opens, clarificationsUntil, closes } = event.data;
  return {
    title,
    need,
    outcomes: outcomes.map(({ outcome }) => outcome),
    criteria: criteria.map(({ title: criterion, category, weight }) => ({
      title: criterion,
      category,
      weight,
    })),
    lots: lots.map(({ id, title: lot, envelope }) => ({
      lot: id,
      title: lot,
      envelope: { pence: envelope.pence, basis: envelope.vat },
    })),
    starts: term.starts,
    ends: term.ends,
    opens,
    clarificationsUntil,
    closes,
    publishedOn: dayOf(event),
  };
};

/** What partners give, after one agreed to or withdrew. */
export const contributionsAfter = (
  event: Told<'ContributionAgreed' | 'ContributionWithdrawn'>,
  before: ReadonlyArray<PartnerContribution>,
): ReadonlyArray<PartnerContribution> => {
  const { contribution, amount } = event.data;
  if (event.type === 'ContributionAgreed')
    return [...before, { contribution, partner: event.data.partner, pence: amount }];
  return before.map((each) =>
    each.contribution === contribution ? { ...each, pence: remaining(each.pence, amount) } : each,
  );
};

/** Where a commission shows a field of an entry that may be corrected. */
const placeOf: Readonly<Record<string, string>> = {
  'NeedIdentified/title': '/title',
  'NeedIdentified/summary': '/summary',
  'CommissionClosed/summary': '/closed/summary',
  'PriorAwardRecorded/title': '/title',
};

/** What an event says of a commission: of one that is public, or of one that waits to become so. */
export const commissionAfter = (
  event: Told<StoryEvent['type']>,
  commission: CommissionDocument,
): CommissionDocument => {
  switch (event.type) {
    case 'NeedIdentified': {
      const { title, summary, objectives, themes, areas, predecessor = null } = event.data;
      const identifiedOn = dayOf(event);
      return { ...commission, title, summary, objectives, themes, areas, predecessor, identifiedOn };
    }
    case 'NeedsAssessed': {
      const { demand, gaps, equalityImpact, conclusion } = event.data;
      return { ...commission, assessment: { demand, gaps, equalityImpact, conclusion } };
    }
    case 'ConsultationHeld': {
      const { consulted, from, to } = event.data;
      return { ...commission, consultations: [...commission.consultations, { consulted, from, to }] };
    }
    case 'DraftSpecShared': {
      const { sharedWith, openly, sharedOn: on, feedbackUntil: until } = event.data;
      return { ...commission, drafts: [...commission.drafts, { sharedWith, openly, on, until }] };
    }
    case 'InstrumentChosen':
      return { ...commission, instrument: event.data.instrument };
    case 'RouteChosen':
      return { ...commission, route: event.data.profile.name };
    case 'SpecPublished':
      return { ...commission, specification: specificationOf(event) };
    case 'SpecAmended': {
      const { closes, clarificationsUntil } = event.data;
      const { specification } = commission;
      if (specification === null) return commission;
      const dates = { ...(closes && { closes }), ...(clarificationsUntil && { clarificationsUntil }) };
      return { ...commission, specification: { ...specification, ...dates } };
    }
    case 'CommissionClosed': {
      const { outcome, summary } = event.data;
      return { ...commission, closed: { outcome, summary, on: dayOf(event) } };
    }
    case 'EntryCorrected': {
      const { of } = event.data;
      const right = putRightIn(commission, correctedIn(event.data), (field) => placeOf[`${of}${field}`]);
      return { ...right, corrections: [...commission.corrections, ...correctedFields(event)] };
    }
    case 'CoCommissionerJoined': {
      const { partner, name, leads, since } = event.data;
      const joined = { partner, name, leads, since, left: null };
      return { ...commission, commissionedWith: [...commission.commissionedWith, joined] };
    }
    case 'CoCommissionerLeft': {
      const { partner, leftOn: left } = event.data;
      const commissionedWith = commission.commissionedWith.map((each) =>
        each.partner === partner ? { ...each, left } : each,
      );
      return { ...commission, commissionedWith };
    }
    case 'ContributionAgreed':
    case 'ContributionWithdrawn':
    case 'PriorAwardRecorded':
    case 'DirectAwardAuthorised':
    case 'NoticePublished':
    case 'ClarificationAnswered':
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'NoAwardMade':
    case 'AwardDeclined':
    case 'ChallengeRaised':
    case 'SuspensionLifted':
    case 'ChallengeResolved':
    case 'CommissionHalted':
    case 'CommissionResumed':
    case 'CommissionCancelled':
    case 'DecisionPublished':
    case 'StandstillStarted':
    case 'StandstillEnded':
    case 'AgreementSigned':
    case 'SubsidyEntered':
    case 'PaymentMade':
    case 'PerformanceReviewed':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
    case 'PaymentRecovered':
    case 'ItemWithheld':
      return commission;
  }
};
