import type { FundEvent } from '@commissioning/domain';
import {
  effectiveAt,
  type Happened,
  type JsonObject,
  londonDateOf,
  parseStreamName,
} from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import {
  fundCollections,
  type FundDocument,
  type LineDocument,
  type LineKind,
  type PriorFundingDocument,
} from './documents';
import { linesBehindTotal } from './queries';

const fundOf = (event: Happened<FundEvent>): string => parseStreamName(event.stream)?.id ?? event.stream;

const fundKey = (event: Happened<FundEvent>): DocumentKey => ({ collection: 'funds', id: fundOf(event) });

const lineKey = (event: Happened<FundEvent>, kind: LineKind, id: string): DocumentKey => ({
  collection: 'lines',
  id: `${fundOf(event)}/${kind}/${id}`,
});

const keys = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> => {
  switch (event.type) {
    case 'FundOpened':
      return [fundKey(event)];
    case 'FundingAccepted':
      return [fundKey(event), lineKey(event, 'tranche', event.data.tranche)];
    case 'PriorFundingRecorded':
      return [{ collection: 'prior', id: `${fundOf(event)}/${event.data.id}` }];
    case 'FundsReserved':
    case 'ReservationReleased':
      return [fundKey(event), lineKey(event, 'reservation', event.data.reservation)];
    case 'FundsCommitted': {
      const { reservation, commitment } = event.data;
      return [
        fundKey(event),
        lineKey(event, 'reservation', reservation),
        lineKey(event, 'commitment', commitment),
      ];
    }
    case 'CommitmentReduced':
      return [fundKey(event), lineKey(event, 'commitment', event.data.commitment)];
    case 'FundsPaid': {
      const { commitment, payment } = event.data;
      return [fundKey(event), lineKey(event, 'commitment', commitment), lineKey(event, 'payment', payment)];
    }
  }
};

/** The commitment a payment pays says whose money it is. */
const reads = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> =>
  event.type === 'FundsPaid' ? [lineKey(event, 'commitment', event.data.commitment)] : [];

type Totals = Pick<FundDocument, 'budget' | 'reserved' | 'committed' | 'paid'>;

const less = (amount: number): number => 0 - amount;

/** How an event moves the totals of its fund, in pence. A fund is moved, never counted twice. */
const movements = (event: Happened<FundEvent>): Partial<Totals> => {
  switch (event.type) {
    case 'FundingAccepted':
      return { budget: event.data.amount };
    case 'FundsReserved':
      return { reserved: event.data.amount };
    case 'ReservationReleased':
      return { reserved: less(event.data.amount) };
    case 'FundsCommitted':
      return { reserved: less(event.data.amount), committed: event.data.amount };
    case 'CommitmentReduced':
      return { committed: less(event.data.amount) };
    case 'FundsPaid':
      return { committed: less(event.data.amount), paid: event.data.amount };
    case 'FundOpened':
    case 'PriorFundingRecorded':
      return {};
  }
};

const moved = (fund: FundDocument, by: Partial<Totals>): FundDocument => {
  const budget = fund.budget + (by.budget ?? 0);
  const reserved = fund.reserved + (by.reserved ?? 0);
  const committed = fund.committed + (by.committed ?? 0);
  const paid = fund.paid + (by.paid ?? 0);
  return { ...fund, budget, reserved, committed, paid, available: budget - reserved - committed - paid };
};

const fundAfter = (
  event: Happened<FundEvent>,
  before: FundDocument | undefined,
): FundDocument | undefined => {
  if (event.type !== 'FundOpened') return before && moved(before, movements(event));
  const { fund, stream, name, year, funder, costCode } = event.data;
  const nothing = { budget: 0, reserved: 0, committed: 0, paid: 0, available: 0 };
  return { fund, stream, name, year, funder, costCode: costCode ?? null, ...nothing };
};

const dayOf = (event: Happened<FundEvent>): string => londonDateOf(effectiveAt(event.metadata));

const lineAfter = (
  event: Happened<FundEvent>,
  kind: string,
  before: LineDocument | undefined,
  commitment: LineDocument | undefined,
): LineDocument | undefined => {
  const line = (of: LineKind, id: string, amount: number): LineDocument => ({
    fund: fundOf(event),
    kind: of,
    id,
    amount,
    open: amount,
    commission: null,
    award: null,
    theme: null,
    on: dayOf(event),
  });
  switch (event.type) {
    case 'FundingAccepted': {
      const { tranche, amount, theme } = event.data;
      return { ...line('tranche', tranche, amount), theme: theme ?? null };
    }
    case 'FundsReserved': {
      const { reservation, amount, for: purpose } = event.data;
      return {
        ...line('reservation', reservation, amount),
        commission: purpose.commission,
        theme: purpose.theme ?? null,
      };
    }
    case 'ReservationReleased':
    case 'CommitmentReduced':
      return before && { ...before, open: before.open - event.data.amount };
    case 'FundsCommitted': {
      const { commitment: id, amount, for: purpose } = event.data;
      if (kind === 'reservation') return before && { ...before, open: before.open - amount };
      const { commission, award, theme } = purpose;
      return { ...line('commitment', id, amount), commission, award: award ?? null, theme: theme ?? null };
    }
    case 'FundsPaid': {
      const { payment, amount, paidOn } = event.data;
      if (kind === 'commitment') return before && { ...before, open: before.open - amount };
      const { commission = null, award = null, theme = null } = commitment ?? {};
      return { ...line('payment', payment, amount), commission, award, theme, on: paidOn };
    }
    case 'FundOpened':
    case 'PriorFundingRecorded':
      return before;
  }
};

const priorAfter = (event: Happened<FundEvent>): PriorFundingDocument | undefined => {
  if (event.type !== 'PriorFundingRecorded') return undefined;
  const { fund, id, title, stream, year, funder, amount, decision, decidedOn, spendBy, note, source } =
    event.data;
  return {
    fund,
    id,
    title,
    stream,
    year,
    funder,
    amount: amount ?? null,
    decision: decision ?? null,
    decidedOn: decidedOn ?? null,
    spendBy: spendBy ?? null,
    note: note ?? null,
    source: source.url,
  };
};

/** Funds for finance: budget, reserved, committed, paid and what is left, by fund and year, each total with its lines. */
export const funds: Projection<FundEvent> = {
  name: 'funds',
  version: 1,
  sees: 'official',
  collections: fundCollections,
  handles: [
    'FundOpened',
    'FundingAccepted',
    'PriorFundingRecorded',
    'FundsReserved',
    'ReservationReleased',
    'FundsCommitted',
    'CommitmentReduced',
    'FundsPaid',
  ],
  keys,
  reads,
  project: (event, key, document, lookup) => {
    const before = document as unknown;
    switch (key.collection) {
      case 'funds':
        return fundAfter(event, before as FundDocument | undefined) as JsonObject | undefined;
      case 'lines': {
        const kind = key.id.split('/')[1] ?? '';
        const [owed] = reads(event).map(lookup);
        return lineAfter(
          event,
          kind,
          before as LineDocument | undefined,
          owed as unknown as LineDocument | undefined,
        ) as JsonObject | undefined;
      }
      default:
        return priorAfter(event) as JsonObject | undefined;
    }
  },
  totals: (['budget', 'reserved', 'committed', 'paid'] as const).map((total) => ({
    collection: 'funds',
    pointer: `/${total}`,
    lines: {
      collection: 'lines',
      where: ({ body }) => linesBehindTotal((body as unknown as FundDocument).fund, total),
      pointer: '/open',
    },
  })),
};
