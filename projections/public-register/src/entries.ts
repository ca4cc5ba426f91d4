import { dayOf, commissionOf, noPence, type Pence, remaining, sumPence } from '@commissioning/kernel';
import { lotTitle } from './commissions';
import type { CommissionDocument, EntryDocument, PaymentMade, PublicSum } from './documents';
import type { Told, UnderAwardType } from './events';

/** What an entry takes from elsewhere: the commission so far, and the names of the funds it is paid from. */
export interface Surroundings {
  readonly commission: CommissionDocument | undefined;
  readonly fundName: (fund: string) => string;
}

const publicSum = ({ pence, vat }: { readonly pence: Pence; readonly vat: string }): PublicSum => ({
  pence,
  basis: vat,
});

/** Sums of one fund are added up: an award may draw on several allocations of it. */
const byFund = (
  paidFrom: Told<'GrantAwarded'>['data']['paidFrom'],
  fundName: Surroundings['fundName'],
): EntryDocument['paidFrom'] =>
  [...new Set(paidFrom.map(({ fund }) => fund))].map((fund) => ({
    fund,
    name: fundName(fund),
    pence: sumPence(paidFrom.filter((share) => share.fund === fund).map(({ amount }) => amount)),
  }));

/** An award as it will stand in the register once its decision is published. */
export const entryOfAward = (
  event: Told<'GrantAwarded' | 'ContractAwarded'>,
  { commission, fundName }: Surroundings,
): EntryDocument => {
  const { award, title, purpose, recipient, amount, years, term, outcomes, conditions, decision } =
    event.data;
  const { legalPower, statutoryReasons, extensionOptions, lot } = event.data;
  const paidFrom = byFund(event.data.paidFrom, fundName);
  return {
    commission: commissionOf(event),
    award,
    title,
    purpose,
    lot: lotTitle(commission, lot),
    provider: recipient.name,
    providerReference: recipient.provider,
    amount: publicSum(amount),
    instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
    route: commission?.route ?? null,
    fundingStream: [...new Set(paidFrom.map(({ name }) => name))].join(', '),
    paidFrom,
    years: years.map(({ year, amount: pence }) => ({ year, pence })),
    ...spanOf(years.map(({ year }) => year)),
    starts: term.starts,
    ends: term.ends,
    extensions: extensionOptions.map(({ months, upTo }) => ({ months, upTo: publicSum(upTo) })),
    outcomes,
    conditions,
    legalPower,
    reasons: statutoryReasons,
    decision,
    decidedOn: dayOf(event),
    publishedOn: null,
    agreement: 'awaited',
    signedOn: null,
    paid: noPence,
    rating: null,
    withheld: [],
    origin: 'here',
    source: null,
    note: null,
    corrections: [],
    awardEvent: event.id as EntryDocument['awardEvent'],
  };
};

/** An award made before this record began, as its source has it: what is unknown is null, not zero. */
export const entryOfPriorAward = (event: Told<'PriorAwardRecorded'>): EntryDocument => {
  const { award, title, recipient, amount, years, fundingStream, instrument, source, reference } = event.data;
  const { route, decision, decidedOn, starts, ends, outputs, note, agreement } = event.data;
  return {
    commission: reference,
    award,
    title,
    purpose: null,
    lot: null,
    provider: recipient.name,
    providerReference: recipient.provider ?? null,
    amount: { pence: amount.pence ?? null, basis: amount.basis },
    instrument: instrument ?? null,
    route: route ?? null,
    fundingStream,
    paidFrom: [],
    years: years.map((year) => ({ year, pence: null })),
    ...spanOf(years),
    starts: starts ?? null,
    ends: ends ?? null,
    extensions: [],
    outcomes: outputs === undefined ? [] : [outputs],
    conditions: [],
    legalPower: null,
    reasons: {},
    decision: decision ?? null,
    decidedOn: decidedOn ?? null,
    publishedOn: null,
    agreement,
    signedOn: null,
    paid: null,
    rating: null,
    withheld: [],
    origin: 'before',
    source: source.url,
    note: note ?? null,
    corrections: [],
    awardEvent: event.id as EntryDocument['awardEvent'],
  };
};

/** The first and the last of the years, by which the register is listed. */
export const spanOf = (years: ReadonlyArray<string>): Pick<EntryDocument, 'firstYear' | 'lastYear'> => {
  const inOrder = years.toSorted();
  return { firstYear: inOrder[0] ?? '', lastYear: inOrder.at(-1) ?? '' };
};

/** What happens to an award after it was made, in the register or while it waits to become public. */
export const entryAfter = (event: Told<UnderAwardType>, entry: EntryDocument): EntryDocument => {
  switch (event.type) {
    case 'AwardDeclined':
      return { ...entry, agreement: 'never' };
    case 'AgreementSigned': {
      const { signedOn, term } = event.data;
      // What was signed for is released with the decision on it, and one brought in has no decision here.
      const { starts, ends } = entry.origin === 'here' ? term : entry;
      return { ...entry, agreement: 'signed', signedOn, starts, ends };
    }
    case 'PaymentMade':
      return { ...entry, paid: sumPence([entry.paid ?? noPence, event.data.amount.pence]) };
    case 'SubsidyEntered':
      return entry;
    case 'PaymentRecovered':
      return { ...entry, paid: remaining(entry.paid ?? noPence, event.data.amount.pence) };
    case 'PerformanceReviewed':
      return { ...entry, rating: event.data.rating };
    case 'AgreementTerminated': {
      const { amount, lastDay } = event.data;
      return { ...entry, agreement: 'ended', amount: publicSum(amount), ends: lastDay };
    }
  }
};

/** A payment as the register tells it. */
export const paymentOf = ({ id, data }: Told<'PaymentMade'>): PaymentMade => ({
  payment: data.payment,
  pence: data.amount.pence,
  paidOn: data.paidOn,
  event: id as PaymentMade['event'],
});

/** A line of payments after something came back of one of them; a line that does not hold it stays as it is. */
export const lineAfter = <
  Line extends { readonly pence: Pence; readonly payments: ReadonlyArray<PaymentMade> },
>(
  { data: { payment, amount } }: Told<'PaymentRecovered'>,
  line: Line,
): Line => {
  if (!line.payments.some((each) => each.payment === payment)) return line;
  return {
    ...line,
    pence: remaining(line.pence, amount.pence),
    payments: line.payments.map((each) =>
      each.payment === payment ? { ...each, pence: remaining(each.pence, amount.pence) } : each,
    ),
  };
};
