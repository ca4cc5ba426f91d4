import type { CommissionEvent } from '@commissioning/domain';
import { effectiveAt, type Happened, londonDateOf, parseStreamName } from '@commissioning/kernel';
import type { EntryDocument, PaymentDocument } from './documents';

export type AwardMade = Extract<CommissionEvent, { type: 'GrantAwarded' | 'ContractAwarded' }>;
type PriorAward = Extract<CommissionEvent, { type: 'PriorAwardRecorded' }>;

/** The types of the events of which a commission's story is told. */
export const storyTypes = [
  'NeedIdentified',
  'SpecPublished',
  'SpecAmended',
  'ClarificationAnswered',
  'NoticePublished',
  'GrantAwarded',
  'ContractAwarded',
  'DecisionPublished',
  'StandstillStarted',
  'StandstillEnded',
  'AgreementSigned',
  'PaymentMade',
  'PerformanceReviewed',
  'CommissionClosed',
  'PriorAwardRecorded',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

/** The events of which a commission's story is told. */
export type StoryEvent = Extract<CommissionEvent, { type: (typeof storyTypes)[number] }>;

/** The commission whose stream an event stands in. */
export const referenceOf = (event: Happened): string => parseStreamName(event.stream)?.id ?? '';

/** The London day on which an event took effect. */
export const dayOf = (event: Happened): string => londonDateOf(effectiveAt(event.metadata));

const searchText = (...parts: ReadonlyArray<string>): string => parts.join(' ').toLowerCase();

/** An award as it will stand in the register once its decision is published. */
export const entryOfAward = (event: Happened<AwardMade>, fundingStream: string): EntryDocument => {
  const { award, title, purpose, recipient, amount, years, term, outcomes, conditions, decision } =
    event.data;
  const { legalPower, statutoryReasons } = event.data;
  return {
    commission: referenceOf(event),
    award,
    title,
    purpose,
    provider: recipient.name,
    amount: { pence: amount.pence, basis: amount.vat },
    instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
    fundingStream,
    years: years.map(({ year, amount: pence }) => ({ year, pence })),
    firstYear: years[0]?.year ?? '',
    starts: term.starts,
    ends: term.ends,
    outcomes,
    conditions,
    legalPower,
    reasons: statutoryReasons,
    decision,
    decidedOn: dayOf(event),
    publishedOn: null,
    signedOn: null,
    paid: 0,
    rating: null,
    origin: 'here',
    source: null,
    note: null,
    awardEvent: event.id,
    search: searchText(title, purpose, recipient.name),
  };
};

/** An award made before this record began, as its source has it: what is unknown is null, not zero. */
export const entryOfPriorAward = (event: Happened<PriorAward>): EntryDocument => {
  const { award, title, recipient, amount, years, fundingStream, instrument, source, reference } = event.data;
  const { decision, decidedOn, starts, ends, outputs, note } = event.data;
  return {
    commission: reference,
    award,
    title,
    purpose: null,
    provider: recipient.name,
    amount: { pence: amount.pence ?? null, basis: amount.basis },
    instrument: instrument ?? null,
    fundingStream,
    years: years.map((year) => ({ year, pence: null })),
    firstYear: years[0] ?? '',
    starts: starts ?? null,
    ends: ends ?? null,
    outcomes: outputs === undefined ? [] : [outputs],
    conditions: [],
    legalPower: null,
    reasons: {},
    decision: decision ?? null,
    decidedOn: decidedOn ?? null,
    publishedOn: null,
    signedOn: null,
    paid: null,
    rating: null,
    origin: 'before',
    source: source.url,
    note: note ?? null,
    awardEvent: event.id,
    search: searchText(title, recipient.name, fundingStream),
  };
};

/** What happens to an award after it was made, in the register or while it waits to be published. */
export const entryAfter = (event: Happened<StoryEvent>, entry: EntryDocument): EntryDocument => {
  switch (event.type) {
    case 'AgreementSigned':
      return { ...entry, signedOn: event.data.signedOn };
    case 'PaymentMade':
      return { ...entry, paid: (entry.paid ?? 0) + event.data.amount.pence };
    case 'PerformanceReviewed':
      return { ...entry, rating: event.data.rating };
    case 'NeedIdentified':
    case 'SpecPublished':
    case 'SpecAmended':
    case 'ClarificationAnswered':
    case 'NoticePublished':
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'DecisionPublished':
    case 'StandstillStarted':
    case 'StandstillEnded':
    case 'CommissionClosed':
    case 'PriorAwardRecorded':
      return entry;
  }
};

/** A payment as a line of its award's total. */
export const paymentOf = (
  event: Happened<Extract<CommissionEvent, { type: 'PaymentMade' }>>,
): PaymentDocument => {
  const { award, payment, amount, paidOn } = event.data;
  return { commission: referenceOf(event), award, payment, pence: amount.pence, vat: amount.vat, paidOn };
};
