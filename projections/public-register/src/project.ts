import { commissionOf, type Happened, parseStreamName } from '@commissioning/kernel';
import {
  byEffects,
  type Change,
  change,
  type Effect,
  found,
  type Lookup,
  noEffect,
  type Projection,
} from '@commissioning/projecting';
import { ofBody } from './bodies';
import { changeWaits } from './changes';
import { commissionAfter, commissionCalled, lotTitle } from './commissions';
import {
  type CommissionDocument,
  type EntryDocument,
  registerCollections,
  type StepDocument,
  type WithholdingDocument,
} from './documents';
import { entryOfPriorAward, type Surroundings } from './entries';
import { contributes } from './contributions';
import { putRight } from './corrections';
import { type RegisterEvent, storyTypes, type Told } from './events';
import { fundKeys, fundNamed, fundNameIn } from './fund-names';
import { commissionKept, type HeldAward, heldAward, type HeldCommission, type HeldNoAward } from './held';
import { commissionKey, entryKey, pendingKey, stepKey, withholdingKey } from './keys';
import { paymentsOf } from './queries';
import { challenged, interrupted } from './interruptions';
import { decisionReleases, specificationReleases } from './releases';
import { stepAbout, stepOf } from './story';
import { happensUnderAward } from './under-award';

/** A commission as it is public or, before that, as it will be. */
const commissionSoFar = (lookup: Lookup, reference: string): CommissionDocument | undefined =>
  found<CommissionDocument>(lookup, commissionKey(reference)) ??
  found<HeldCommission>(lookup, pendingKey.commission(reference))?.commission;

/** A fact of the commission: public at once where it has been released, and waiting with it where it has not. */
const fact = (
  event: Told<
    | 'CoCommissionerJoined'
    | 'CoCommissionerLeft'
    | 'NeedsAssessed'
    | 'ConsultationHeld'
    | 'DraftSpecShared'
    | 'InstrumentChosen'
    | 'RouteChosen'
    | 'SpecAmended'
  >,
): Effect => {
  const reference = commissionOf(event);
  const held = pendingKey.commission(reference);
  return {
    reads: [held],
    changes: [
      change<CommissionDocument>(commissionKey(reference), (before, lookup) =>
        before !== undefined && found<HeldCommission>(lookup, held)?.released === true
          ? commissionAfter(event, before)
          : before,
      ),
      commissionKept(event),
    ],
  };
};

const waits = (event: Told<'NeedIdentified' | 'DirectAwardAuthorised'>): Effect => ({
  reads: [],
  changes: [commissionKept(event)],
});

const awardWaits = (event: Told<'GrantAwarded' | 'ContractAwarded'>): Effect => {
  const reference = commissionOf(event);
  const { award, paidFrom } = event.data;
  const surroundings = (lookup: Lookup): Surroundings => ({
    commission: commissionSoFar(lookup, reference),
    fundName: fundNameIn(lookup),
  });
  return {
    reads: [
      commissionKey(reference),
      pendingKey.commission(reference),
      ...paidFrom.flatMap(({ fund }) => fundKeys(fund)),
    ],
    changes: [
      change<HeldAward>(pendingKey.award(reference, award), (_before, lookup) =>
        heldAward(event, surroundings(lookup)),
      ),
    ],
  };
};

const noAwardWaits = (event: Told<'NoAwardMade'>): Effect => {
  const reference = commissionOf(event);
  const { lot, decision, reason } = event.data;
  return {
    reads: [commissionKey(reference), pendingKey.commission(reference)],
    changes: [
      change<HeldNoAward>(pendingKey.noAward(reference, decision), (before, lookup) => {
        const commission = commissionSoFar(lookup, reference);
        const title = lotTitle(commission, lot) ?? commission?.title ?? lot;
        return {
          lots: [...(before?.lots ?? []), { lot, title, reason, decision }],
          last: stepOf(event),
        };
      }),
    ],
  };
};

const broughtIn = (event: Told<'PriorAwardRecorded'>): Effect => {
  const { reference, award, title } = event.data;
  return {
    reads: [],
    changes: [
      change<EntryDocument>(entryKey(reference, award), () => entryOfPriorAward(event)),
      change<CommissionDocument>(
        commissionKey(reference),
        (before) => before ?? commissionCalled(reference, title),
      ),
      commissionKept(event),
      change<StepDocument>(stepKey(reference, 'award', award), () => stepOf(event)),
    ],
  };
};

const standstill = (event: Told<'StandstillStarted' | 'StandstillEnded'>): Effect => {
  const reference = commissionOf(event);
  const { lot, lastDay } = event.data;
  // One may run anew, when a reserve is called in the place of an award that came to nothing.
  const about = event.type === 'StandstillStarted' ? [lot, lastDay] : [lot, lastDay, 'ended'];
  return {
    reads: [commissionKey(reference)],
    changes: [
      change<StepDocument>(stepKey(reference, 'standstill', ...about), (_before, lookup) =>
        stepAbout(lotTitle(found(lookup, commissionKey(reference)), lot), stepOf(event)),
      ),
    ],
  };
};

const closing = (event: Told<'CommissionClosed'>): Effect => {
  const reference = commissionOf(event);
  return {
    reads: [commissionKey(reference)],
    changes: [
      change<CommissionDocument>(
        commissionKey(reference),
        (before) => before && commissionAfter(event, before),
      ),
      commissionKept(event),
      change<StepDocument>(stepKey(reference, 'closed'), (before, lookup) =>
        lookup(commissionKey(reference)) === undefined ? before : stepOf(event),
      ),
    ],
  };
};

/** What is withheld from now on. It is told where what it is a part of is public. */
const itemWithheld = (event: Told<'ItemWithheld'>): Effect => {
  const reference = commissionOf(event);
  const { withholding: id, award = null, item, ground, inTheViewOf, until = null } = event.data;
  const whole = award === null ? commissionKey(reference) : entryKey(reference, award);
  return {
    reads: [whole],
    changes: [
      change<WithholdingDocument>(withholdingKey(reference, id), (_before, lookup) => ({
        commission: reference,
        award,
        decision: award === null ? null : (found<EntryDocument>(lookup, whole)?.decision ?? null),
        item,
        ground,
        inTheViewOf,
        until,
      })),
      change<StepDocument>(stepKey(reference, 'withheld', id), (before, lookup) =>
        lookup(whole) === undefined ? before : stepOf(event),
      ),
    ],
  };
};

const told = (
  event: Told<'NoticePublished' | 'SpecAmended' | 'ClarificationAnswered'>,
  ...about: ReadonlyArray<string>
): Change => change<StepDocument>(stepKey(commissionOf(event), ...about), () => stepOf(event));

const effectOf = (event: Happened<RegisterEvent>): Effect => {
  if (event.type === 'FundOpened') {
    const { fund, name } = event.data;
    return { reads: [], changes: fundNamed(fund, name) };
  }
  if (event.type === 'BodyEstablished' || event.type === 'BodySucceeded') return ofBody(event);
  // A decision's own stream tells of the same publication; the register follows the commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return noEffect;
  switch (event.type) {
    case 'NeedIdentified':
    case 'DirectAwardAuthorised':
      return waits(event);
    case 'ContributionAgreed':
    case 'ContributionWithdrawn':
      return contributes(event);
    case 'CoCommissionerJoined':
    case 'CoCommissionerLeft':
    case 'NeedsAssessed':
    case 'ConsultationHeld':
    case 'DraftSpecShared':
    case 'InstrumentChosen':
    case 'RouteChosen':
      return fact(event);
    case 'SpecPublished':
      return specificationReleases(event);
    case 'SpecAmended': {
      const { reads, changes } = fact(event);
      return { reads, changes: [...changes, told(event, 'amendment', event.data.amendment)] };
    }
    case 'ClarificationAnswered':
      return { reads: [], changes: [told(event, 'answer', event.data.question)] };
    case 'NoticePublished':
      return { reads: [], changes: [told(event, 'notice', event.data.notice)] };
    case 'GrantAwarded':
    case 'ContractAwarded':
      return awardWaits(event);
    case 'NoAwardMade':
      return noAwardWaits(event);
    case 'DecisionPublished':
      return decisionReleases(event);
    case 'StandstillStarted':
    case 'StandstillEnded':
      return standstill(event);
    case 'ChallengeRaised':
    case 'SuspensionLifted':
    case 'ChallengeResolved':
      return challenged(event);
    case 'CommissionHalted':
    case 'CommissionResumed':
    case 'CommissionCancelled':
      return interrupted(event);
    case 'AwardDeclined':
    case 'AgreementSigned':
    case 'SubsidyEntered':
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AgreementTerminated':
      return happensUnderAward(event);
    case 'AgreementVaried':
    case 'AgreementExtended':
      return changeWaits(event);
    case 'ItemWithheld':
      return itemWithheld(event);
    case 'EntryCorrected':
      return putRight(event);
    case 'CommissionClosed':
      return closing(event);
    case 'PriorAwardRecorded':
      return broughtIn(event);
  }
};

/**
 * The public register: services commissioned now and before, and the story of each commission. Nothing enters a
 * collection that the public can reach before the event that releases it.
 */
export const publicRegister: Projection<RegisterEvent> = {
  name: 'public-register',
  version: 6,
  sees: 'released',
  collections: registerCollections,
  handles: ['FundOpened', 'BodyEstablished', 'BodySucceeded', ...storyTypes],
  ...byEffects(effectOf),
  totals: [
    {
      collection: 'entries',
      pointer: '/paid',
      lines: {
        collection: 'payments',
        where: ({ body }) => paymentsOf(body as unknown as EntryDocument),
        pointer: '/pence',
      },
    },
  ],
};
