import { effectiveAt, type EventId, type Happened } from '@commissioning/kernel';
import { byEffects, type Change, type DocumentKey, type Projection } from '@commissioning/projecting';
import { redFlagsCollections } from './documents';
import { type FlaggedEvent, flaggedTypes, type Told } from './events';
import { awardChanges } from './facts/awards';
import { bidChanges, questionChanges, scoreChanges } from './facts/competition';
import { factKey, happening, kept, ownerOf, placeOf } from './facts/keeping';
import { personChanges } from './facts/people';
import { dutyChanges, measureChanges, returnChanges } from './facts/returns';
import { bookChanges, bookKey, commissionChanges } from './facts/route';

/** Decisions, declarations and receipts: what is easily said to have been before it was recorded. */
const dated: ReadonlySet<FlaggedEvent['type']> = new Set([
  'DecisionTaken',
  'InterestDeclared',
  'BidReceived',
  'QuoteReceived',
  'InvoiceReceived',
  'KPIReturned',
  'FinancialReturned',
]);

const entryChanges = (event: Told<FlaggedEvent['type']>): ReadonlyArray<Change> => {
  const took = effectiveAt(event.metadata);
  if (!dated.has(event.type) || took === event.metadata.recordedAt) return [];
  const entry = { kind: 'entry', ...placeOf(event), ...happening(event), what: event.type, took } as const;
  return [kept<'entry'>(factKey('entry', event.id), () => entry)];
};

const exceptionChanges = (event: Told<'ExceptionRecorded'>): ReadonlyArray<Change> => {
  const { rule, ground } = event.data;
  return [
    kept<'exception'>(factKey('exception', ownerOf(event), event.id), () => ({
      kind: 'exception',
      ...placeOf(event),
      event: event.id as EventId,
      rule,
      ground,
    })),
  ];
};

/** What an event changes among the facts of its own matter. */
const changesOf = (event: Told<FlaggedEvent['type']>): ReadonlyArray<Change> => {
  switch (event.type) {
    case 'BodyEstablished':
    case 'RulesAdopted':
      return bookChanges(event);
    case 'NeedIdentified':
    case 'RouteChosen':
    case 'MarketEngaged':
    case 'DirectAwardAuthorised':
    case 'SpecPublished':
    case 'SpecAmended':
      return commissionChanges(event);
    case 'BidsOpened':
      return [...commissionChanges(event), ...bidChanges(event)];
    case 'QuoteReceived':
    case 'BidReceived':
    case 'BidWithdrawn':
    case 'BidExcluded':
      return bidChanges(event);
    case 'ClarificationAsked':
    case 'ClarificationAnswered':
      return questionChanges(event);
    case 'BidScored':
      return [...scoreChanges(event), ...personChanges(event)];
    case 'ScoreModerated':
    case 'EvaluationCompleted':
      return scoreChanges(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return [...awardChanges(event), ...personChanges(event)];
    case 'AwardDeclined':
    case 'AgreementSigned':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
    case 'PaymentMade':
    case 'PaymentRecovered':
      return awardChanges(event);
    case 'KPIsAgreed':
      return measureChanges(event);
    case 'KPIReturned':
    case 'FinancialReturned':
    case 'ReturnCorrected':
      return returnChanges(event);
    case 'ReturnAccepted':
    case 'PaymentApproved':
      return [...returnChanges(event), ...personChanges(event)];
    case 'ExceptionRecorded':
      return exceptionChanges(event);
    case 'DutyMissed':
    case 'DutyMet':
      return dutyChanges(event);
    case 'DecisionTaken':
    case 'InterestDeclared':
    case 'AwardRecommended':
      return personChanges(event);
    case 'InvoiceReceived':
      return [];
  }
};

/** What a route and an award are measured by: the rules they were decided under, and the route before the award. */
const readsOf = (event: Told<FlaggedEvent['type']>): ReadonlyArray<DocumentKey> => {
  if (event.type === 'RouteChosen') return [bookKey(event)];
  const awards = event.type === 'GrantAwarded' || event.type === 'ContractAwarded';
  return awards ? [bookKey(event), factKey('commission', ownerOf(event))] : [];
};

/**
 * The facts that red flags stand on, one small document each. The flags themselves are worked out from them when
 * somebody asks, so that a definition or a threshold that changes asks for no rebuild.
 */
export const redFlags: Projection<FlaggedEvent> = {
  name: 'red-flags',
  version: 4,
  sees: 'sensitive',
  collections: redFlagsCollections,
  handles: flaggedTypes,
  ...byEffects((event: Happened<FlaggedEvent>) => {
    const told = event as Told<FlaggedEvent['type']>;
    return {
      reads: readsOf(told),
      changes: [...changesOf(told), ...entryChanges(told)],
    };
  }),
};
