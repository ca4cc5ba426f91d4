import type { DomainEvent } from '@commissioning/kernel';
import type { Body, Recording } from './body';
import { documentOf, inCommission } from './beginning-of-commission';

/** An award as it is followed through its term. */
interface Awarded {
  readonly award: string;
  readonly lot: string;
  readonly recipient: { readonly provider: string; readonly name: string };
  readonly fund: { readonly id: string; readonly theme: string };
  readonly allocation: string;
  readonly pence: number;
}

/** Quarters for which an award is paid and reported on. */
const quarters = 8;

const outside = (pence: number) => ({ pence, vat: 'outside' });

const inFund = ({ fund }: Awarded, type: string, data: object): Recording => ({
  kind: 'fund',
  id: fund.id,
  role: 'system',
  events: [{ type, data }],
});

const awardOf = (
  { prose }: Body,
  { award, lot, recipient, fund, allocation, pence }: Awarded,
  decision: string,
) => ({
  award,
  lot,
  decision,
  recipient,
  amount: outside(pence),
  years: [
    { year: '2024-25', amount: pence / 2 },
    { year: '2025-26', amount: pence / 2 },
  ],
  term: { starts: '2024-04-01', ends: '2026-03-31' },
  extensionOptions: [],
  title: prose.line(),
  purpose: prose.sentence(),
  outcomes: [prose.sentence(), prose.sentence()],
  conditions: [prose.sentence()],
  legalPower: 'victims-services',
  statutoryReasons: { valueForMoney: prose.sentence() },
  paidFrom: [{ allocation, fund: fund.id, amount: pence }],
});

const decisionTaken = (
  { prose }: Body,
  reference: string,
  decision: string,
  awards: ReadonlyArray<Awarded>,
): DomainEvent => ({
  type: 'DecisionTaken',
  data: {
    decision,
    title: prose.line(),
    delegation: 'commissioner',
    capacity: 'Police and Crime Commissioner',
    background: prose.paragraph(),
    reasons: prose.paragraph(),
    advice: [
      { kind: 'finance', by: 'finance-1', text: prose.sentence() },
      { kind: 'equality', by: 'officer-3', text: prose.sentence() },
    ],
    interests: [],
    authorises: awards.map(({ recipient, pence, lot }) => ({
      act: 'award',
      commission: reference,
      provider: recipient.provider,
      upTo: outside(pence),
      lot,
    })),
  },
});

function* made(
  body: Body,
  reference: string,
  round: number,
  awards: ReadonlyArray<Awarded>,
): Generator<Recording, void> {
  const { prose } = body;
  const decision = body.nextDecision();
  const officer = (type: string, data: object): Recording =>
    inCommission(reference, 'commissioning-officer', { type, data });
  for (const { award, lot, recipient, pence, allocation, fund } of awards) {
    yield officer('FundingAllocated', { allocation, fund: fund.id, amount: pence, theme: fund.theme });
    yield officer('AwardRecommended', {
      recommendation: award,
      lot,
      recipient,
      amount: outside(pence),
      reasons: prose.sentence(),
    });
    yield officer('SubsidyAssessed', {
      provider: recipient.provider,
      isSubsidy: false,
      reason: prose.sentence(),
    });
  }
  for (const awarded of awards) {
    const purpose = { commission: reference, line: awarded.allocation, theme: awarded.fund.theme };
    yield inFund(awarded, 'FundsReserved', {
      reservation: awarded.award,
      amount: awarded.pence,
      for: purpose,
    });
  }
  const published = {
    decision,
    channel: 'website',
    reference: `https://example.org/${decision}`,
    withheld: [],
  };
  const inDecision = (...events: ReadonlyArray<DomainEvent>): Recording => ({
    kind: 'decision',
    id: decision,
    role: 'approver',
    events,
  });
  yield inDecision(decisionTaken(body, reference, decision, awards));
  for (const awarded of awards)
    yield inCommission(reference, 'approver', {
      type: 'GrantAwarded',
      data: awardOf(body, awarded, decision),
    });
  yield inDecision({ type: 'DecisionPublished', data: published });
  yield officer('DecisionPublished', { ...published, awards: awards.map(({ award }) => award) });
  for (const awarded of awards) {
    const purpose = { commission: reference, line: awarded.allocation, award: awarded.award };
    yield inFund(awarded, 'FundsCommitted', {
      commitment: awarded.award,
      reservation: awarded.award,
      amount: awarded.pence,
      for: purpose,
    });
  }
  for (const { award, pence } of awards) {
    const term = { starts: '2024-04-01', ends: '2026-03-31' };
    const document = documentOf(body.random);
    yield officer('AgreementSigned', {
      award,
      signedOn: '2024-03-28',
      amount: outside(pence),
      term,
      document,
    });
    yield officer('KPIsAgreed', { award, kpis: kpisOf(body), periods: periods(round) });
  }
}

const kpisOf = ({ prose }: Body) =>
  ['supported', 'satisfied', 'waiting'].map((id, index) => ({
    id,
    name: prose.line(),
    figure: 'count',
    unit: 'people',
    direction: 'higher-is-better',
    target: 60 + index,
    frequency: 'quarterly',
    measuresUserFeedback: id === 'satisfied',
    clause: `Schedule 2, 4.${index}`,
    bidPromise: prose.sentence(),
  }));

const periodOf = (round: number, quarter: number): string => `p-${round}-${quarter}`;

const periods = (round: number) =>
  Array.from({ length: quarters }, (_, quarter) => {
    const year = 2024 + Math.floor(quarter / 4);
    const month = (of: number): string => `${year}-${String(3 * (quarter % 4) + of).padStart(2, '0')}`;
    return {
      id: periodOf(round, quarter),
      from: `${month(1)}-01`,
      to: `${month(3)}-28`,
      due: `${month(3)}-28`,
    };
  });

function* quarterOf(
  body: Body,
  reference: string,
  round: number,
  quarter: number,
  awarded: Awarded,
): Generator<Recording, void> {
  const { random, prose } = body;
  const { award, fund, allocation, pence } = awarded;
  const period = periodOf(round, quarter);
  const provider = (type: string, data: object): Recording =>
    inCommission(reference, 'provider', { type, data: { award, ...data } });
  const officer = (type: string, data: object): Recording =>
    inCommission(reference, 'commissioning-officer', { type, data: { award, ...data } });
  const instalment = Math.floor(pence / quarters);
  const values = ['supported', 'satisfied', 'waiting'].map((kpi) => ({
    kpi,
    value: random.below(100),
    comment: prose.sentence(),
  }));
  const userFeedback = prose.sentence();
  yield provider('KPIReturned', { period, values, certifiedBy: 'provider-1', userFeedback });
  const lines = ['Staff', 'Travel', 'Rooms', 'Training'].map((heading, index) => ({
    id: `line-${index}`,
    heading,
    budget: Math.floor(instalment / 4),
    actual: random.below(instalment),
    forecastUnderspend: 0,
  }));
  yield provider('FinancialReturned', { period, lines, certifiedBy: 'provider-1' });
  for (const kind of ['kpi', 'financial']) yield officer('ReturnAccepted', { period, kind });
  const [invoice, payment] = [`inv-${period}`, `pay-${period}`];
  const number = `AZ/${random.below(9_999)}`;
  const amount = outside(instalment);
  yield provider('InvoiceReceived', { invoice, amount, receivedOn: '2024-07-01', number });
  yield inCommission(reference, 'finance', {
    type: 'PaymentApproved',
    data: { award, payment, amount, for: prose.line(), invoice, period },
  });
  yield inCommission(reference, 'finance', {
    type: 'PaymentMade',
    data: {
      award,
      payment,
      amount,
      paidOn: '2024-07-14',
      from: [{ allocation, fund: fund.id, amount: instalment }],
    },
  });
  const paid = { payment: `${award}-${period}`, commitment: award, amount: instalment, paidOn: '2024-07-14' };
  yield inFund(awarded, 'FundsPaid', paid);
  if (quarter % 2 === 1)
    yield officer('PerformanceReviewed', {
      review: period,
      rating: random.pick(['good', 'approaching-target', 'requires-improvement']),
      finding: prose.sentence(),
      actions: [prose.sentence()],
    });
}

/** A lot's winners are awarded grants under a decision, paid, reported on and reviewed for two years. */
export function* awards(
  body: Body,
  reference: string,
  round: number,
  recipients: ReadonlyArray<Awarded['recipient']>,
): Generator<Recording, void> {
  const { random, prose } = body;
  const those = recipients.map((recipient, index): Awarded => {
    // Local to its commission in the commission, but a fund knows the lines of all of them.
    const award = `${reference.toLowerCase()}-${round}-${index}`;
    const pence = 80_000 * (10 + random.below(200));
    return {
      award,
      lot: `lot-${round}`,
      recipient,
      fund: random.pick(body.funds),
      allocation: `a-${award}`,
      pence,
    };
  });
  yield* made(body, reference, round, those);
  for (let quarter = 0; quarter < quarters; quarter += 1)
    for (const awarded of those) yield* quarterOf(body, reference, round, quarter, awarded);
  yield inCommission(reference, 'commissioning-officer', {
    type: 'InsightRecorded',
    data: { insight: `insight-${round}`, text: prose.sentence() },
  });
}
