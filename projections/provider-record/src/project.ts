import { type Happened, parseStreamName } from '@commissioning/kernel';
import { byEffects, type Effect, noEffect, type Projection } from '@commissioning/projecting';
import { befellAward, inDispute, isRecovered } from './agreement-life';
import { isApproved, isAwarded, isBroughtIn, isInvoiced, isPaid, isPutRight, isSigned } from './awards';
import { type AwardDocument, providerCollections } from './documents';
import { type RecordedEvent, recordedTypes } from './events';
import { isChecked, isCheckedFor, ofProvider } from './provider';
import { paymentsUnder } from './queries';

const effectOf = (event: Happened<RecordedEvent>): Effect => {
  switch (event.type) {
    case 'ProviderRegistered':
    case 'ProviderDetailsChanged':
    case 'IdentifierClaimed':
    case 'ProviderExcluded':
    case 'ProviderReinstated':
      return ofProvider(event);
    case 'EntryCorrected':
      // Slips are put right in other streams too.
      if (event.data.of === 'PriorAwardRecorded') return isPutRight(event);
      return parseStreamName(event.stream)?.kind === 'provider' ? ofProvider(event) : noEffect;
    case 'DiligenceChecked':
      return isChecked(event);
    case 'DueDiligenceCompleted':
      return isCheckedFor(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return isAwarded(event);
    case 'PriorAwardRecorded':
      return isBroughtIn(event);
    case 'AgreementSigned':
      return isSigned(event);
    case 'AwardDeclined':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
    case 'BreachResolved':
      return befellAward(event);
    case 'InvoiceReceived':
      return isInvoiced(event);
    case 'InvoiceDisputed':
    case 'InvoiceDisputeSettled':
      return inDispute(event);
    case 'PaymentApproved':
      return isApproved(event);
    case 'PaymentMade':
      return isPaid(event);
    case 'PaymentRecovered':
      return isRecovered(event);
  }
};

/** What there is of one provider across commissions: diligence, exclusions, awards, invoices and payments. */
export const providerRecord: Projection<RecordedEvent> = {
  name: 'provider-record',
  version: 5,
  sees: 'official',
  collections: providerCollections,
  handles: recordedTypes,
  ...byEffects(effectOf),
  totals: [
    {
      collection: 'awards',
      pointer: '/paid',
      lines: {
        collection: 'payments',
        where: ({ body }) => paymentsUnder(body as unknown as AwardDocument),
        pointer: '/paid',
      },
    },
  ],
};
