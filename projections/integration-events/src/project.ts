import { commissionOf, type Happened } from '@commissioning/kernel';
import { byEffects, change, type Effect, type Projection } from '@commissioning/projecting';
import { priorAwardRecorded } from './award-events';
import { awardWaits, happensUnderAward } from './awards';
import { changeWaits } from './changes';
import { closes, commissionPublic, interrupts, settles } from './commissions';
import { consults } from './consultations';
import { integrationCollections } from './documents';
import { clarificationAnswered, opportunityAmended } from './opportunity-events';
import { type HeldAward, pendingKey } from './pending';
import { decisionReleases, decisionWaits, noAwardWaits, specificationReleases } from './publications';
import { tells, telling } from './release';
import { type SourceEvent, sourceTypes, type Told } from './source';
import { isStated } from './statements';
import { withholdsItem } from './withholding';

const isAmended = (event: Told<'SpecAmended'>): Effect => {
  const { amendment, change: changed, reason, clarificationsUntil = null, closes: until = null } = event.data;
  return tells(
    event,
    telling(opportunityAmended, {
      commission: commissionOf(event),
      amendment,
      change: changed,
      reason,
      clarificationsUntil,
      closes: until,
    }),
  );
};

const isAnswered = (event: Told<'ClarificationAnswered'>): Effect => {
  const { question, asked, answer } = event.data;
  return tells(
    event,
    telling(clarificationAnswered, { commission: commissionOf(event), question, asked, answer }),
  );
};

const isBroughtIn = (event: Told<'PriorAwardRecorded'>): Effect => {
  const { reference, award, title, recipient, amount, years, fundingStream, source } = event.data;
  const { starts = null, ends = null, decision = null, instrument } = event.data;
  const told = telling(priorAwardRecorded, {
    commission: reference,
    award,
    title,
    provider: recipient.name,
    providerReference: recipient.provider ?? null,
    amount: { pence: amount.pence ?? null, basis: amount.basis },
    years,
    fundingStream,
    starts,
    ends,
    decision,
    source: source.url,
  });
  return {
    reads: [],
    changes: [
      ...tells(event, told).changes,
      commissionPublic(reference),
      change<HeldAward>(pendingKey.award(reference, award), () => ({
        public: true,
        instrument: instrument === 'contract' ? 'contract' : 'grant',
        awarded: null,
        signed: null,
        declined: null,
        ended: null,
      })),
    ],
  };
};

const effectOf = (event: Happened<SourceEvent>): Effect => {
  switch (event.type) {
    case 'PriorAwardRecorded':
      return isBroughtIn(event);
    case 'ConsultationOpened':
    case 'ConsultationExtended':
    case 'ConsultationWithdrawn':
      return consults(event);
    case 'InstrumentChosen':
    case 'RouteChosen':
      return settles(event);
    case 'SpecPublished':
      return specificationReleases(event);
    case 'SpecAmended':
      return isAmended(event);
    case 'ClarificationAnswered':
      return isAnswered(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return awardWaits(event);
    case 'NoAwardMade':
      return noAwardWaits(event);
    case 'DecisionTaken':
      return decisionWaits(event);
    case 'DecisionPublished':
      return decisionReleases(event);
    case 'CommissionHalted':
    case 'CommissionResumed':
    case 'CommissionCancelled':
      return interrupts(event);
    case 'AwardDeclined':
    case 'AgreementSigned':
    case 'AgreementTerminated':
    case 'PaymentMade':
    case 'PaymentRecovered':
      return happensUnderAward(event);
    case 'AgreementVaried':
    case 'AgreementExtended':
      return changeWaits(event);
    case 'ItemWithheld':
      return withholdsItem(event);
    case 'CommissionClosed':
      return closes(event);
    case 'StatementPublished':
      return isStated(event);
  }
};

/**
 * The public events, each made when it may first be told and kept for whoever fetches it. No event of a bid is among
 * those it takes notice of.
 */
export const integrationEventsModel: Projection<SourceEvent> = {
  name: 'integration-events',
  version: 2,
  sees: 'released',
  collections: integrationCollections,
  handles: sourceTypes,
  ...byEffects(effectOf),
};
