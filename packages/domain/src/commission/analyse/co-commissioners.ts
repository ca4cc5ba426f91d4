import { type Refusal, rule } from '@commissioning/kernel';
import type * as E from 'fp-ts/Either';
import { type Check, check, present } from '../../checks';
import type { CommissionState } from '../state';
import type { CoCommissioner, Contribution } from '../together';

export const partnerKnown = rule({
  id: 'partner.known',
  sentence: 'What a partner does is recorded of one that has joined and has not left.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const contributionKnown = rule({
  id: 'contribution.known',
  sentence: 'What becomes of a contribution is recorded of one that was agreed.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const withinWhatIsToCome = rule({
  id: 'contribution.within-what-is-to-come',
  sentence: 'No more of a contribution is received or withdrawn than is still to come.',
  strength: 'integrity',
  source: 'Arithmetic; what came in too much is agreed first',
});

/** A partner that has joined and not left, or the refusal. */
export const partnerHere = (commission: CommissionState, id: string): E.Either<Refusal, CoCommissioner> => {
  const partner = commission.coCommissioners.get(id);
  return present(
    partner?.left === undefined ? partner : undefined,
    partnerKnown,
    { partner: id },
    '/partner',
  );
};

/** A contribution that was agreed, or the refusal. */
export const knownContribution = (commission: CommissionState, id: string): E.Either<Refusal, Contribution> =>
  present(commission.contributions.get(id), contributionKnown, { contribution: id }, '/contribution');

/** The partner that leads, where one does; our body leads otherwise. */
export const leadPartner = ({ coCommissioners }: CommissionState): CoCommissioner | undefined =>
  [...coCommissioners.values()].find(({ joined, left }) => joined.leads && left === undefined);

export const ledHere = rule({
  id: 'spec.by-the-lead-body',
  sentence: 'The body that leads publishes the specification: not ours, where a partner leads.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.11: one authority carries out the procurement, alone or for several',
});

export const toTheLead = rule({
  id: 'award.to-the-lead-body',
  sentence: 'Where a partner leads, what our body awards is its own share, and it goes to that partner.',
  strength: 'integrity',
  source:
    'Procurement Act 2023 s.11; Police Reform and Social Responsibility Act 2011 s.9: grants to any person',
});

/** Refuses a specification of ours where a partner leads. */
export const specificationLedHere = (commission: CommissionState): Check => {
  const lead = leadPartner(commission);
  return check(lead === undefined, ledHere, { leads: lead?.joined.name ?? '' });
};

/** Refuses an award to anybody but the partner that leads, where one does. */
export const awardedToTheLead = (commission: CommissionState, provider: string): Check => {
  const lead = leadPartner(commission);
  return check(
    lead === undefined || lead.joined.provider === provider,
    toTheLead,
    { leads: lead?.joined.name ?? '', provider: lead?.joined.provider ?? null },
    '/provider',
  );
};
