import type { CommissionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import { part, type PartChange, without } from './part';

/** The events that tell what became of an agreement after it was signed. */
type LifeEvent = Extract<
  CommissionEvent,
  {
    type:
      | 'AgreementVaried'
      | 'AgreementExtended'
      | 'AgreementTerminated'
      | 'InvoiceDisputed'
      | 'InvoiceDisputeSettled'
      | 'PaymentRecovered'
      | 'BreachResolved';
  }
>;

/** What an allocation holds for the commission no longer: it went back to its fund when less became owed. */
const givenBack = (less: Extract<LifeEvent, { type: 'AgreementVaried' }>['data']['less']) =>
  (less ?? []).map(({ allocation, amount }) =>
    part('allocation', allocation, null, {}, { adds: { owedNoLonger: amount } }),
  );

/** The agreement as it stands after an event, and beside it what the event itself says. */
export const partsOfAgreementLife = (event: Happened<LifeEvent>): ReadonlyArray<PartChange> => {
  const { recordedAt, actor } = event.metadata;
  switch (event.type) {
    case 'AgreementVaried': {
      const { award, variation, amount, term } = event.data;
      const fields = { ...(amount && { amount }), ...(term && { term }) };
      return [
        part('variation', `${award}/${variation}`, award, without(event.data, 'award', 'variation')),
        part('agreement', award, award, fields),
        ...givenBack(event.data.less),
      ];
    }
    case 'AgreementExtended': {
      const { award, extension, amount, ends } = event.data;
      return [
        part('extension', `${award}/${extension}`, award, without(event.data, 'award', 'extension')),
        part('agreement', award, award, amount ? { amount } : {}, { inside: { term: { ends } } }),
      ];
    }
    case 'AgreementTerminated': {
      const { award, amount, lastDay } = event.data;
      return [
        part('termination', award, award, without(event.data, 'award')),
        part('agreement', award, award, { amount }, { inside: { term: { ends: lastDay } } }),
        ...givenBack(event.data.less),
      ];
    }
    case 'InvoiceDisputed': {
      const { award, invoice, reason } = event.data;
      const raised = { reason, standing: 'open', disputedAt: recordedAt, by: actor.id };
      return [
        part('dispute', `${award}/${invoice}`, award, raised),
        part('invoice', `${award}/${invoice}`, award, { disputed: true }),
      ];
    }
    case 'InvoiceDisputeSettled': {
      const { award, invoice, payable } = event.data;
      const settled = { ...without(event.data, 'award', 'invoice'), standing: 'settled' };
      return [
        part('dispute', `${award}/${invoice}`, award, settled),
        part('invoice', `${award}/${invoice}`, award, { disputed: false, payable }),
      ];
    }
    case 'PaymentRecovered': {
      const { award, payment, recovery, amount } = event.data;
      return [
        part('recovery', `${award}/${recovery}`, award, without(event.data, 'award', 'recovery')),
        part('payment', `${award}/${payment}`, award, {}, { adds: { recovered: amount.pence } }),
        part('award', award, null, {}, { adds: { recovered: amount.pence } }),
      ];
    }
    case 'BreachResolved': {
      const { award, breach } = event.data;
      return [part('breach', `${award}/${breach}`, award, without(event.data, 'award', 'breach'))];
    }
  }
};
