import type { FundEvent } from '@commissioning/domain';
import type { Happened, JsonObject } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import {
  fundCollections,
  type FundDocument,
  type LineDocument,
  type LineKind,
  type PriorFundingDocument,
} from './documents';
import { fundOf, lineAfter, linesOf } from './lines';
import { linesBehindTotal, totalsOfFunds } from './queries';
import { fundAfter } from './sums';

const lineKeys = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> =>
  linesOf(event).map(({ kind, id }) => ({ collection: 'lines', id: `${fundOf(event)}/${kind}/${id}` }));

const keys = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> =>
  event.type === 'PriorFundingRecorded'
    ? [{ collection: 'prior', id: `${fundOf(event)}/${event.data.id}` }]
    : [{ collection: 'funds', id: fundOf(event) }, ...lineKeys(event)];

/** The line that money is taken from says whose money it is. */
const reads = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> => lineKeys(event).slice(0, 1);

const priorOf = (event: Happened<FundEvent>): PriorFundingDocument | undefined => {
  if (event.type !== 'PriorFundingRecorded') return undefined;
  const { fund, id, title, stream, year, funder, source } = event.data;
  const { amount = null, decision = null, decidedOn = null, spendBy = null, note = null } = event.data;
  const known = { amount, decision, decidedOn, spendBy, note };
  return { fund, id, title, stream, year, funder, ...known, source: source.url };
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
    'CommitmentUndone',
    'FundsPaid',
  ],
  keys,
  reads,
  project: (event, key, document, lookup) => {
    const before = document as unknown;
    const [line] = reads(event).map(lookup);
    const from = line as unknown as LineDocument | undefined;
    const after = (): unknown => {
      switch (key.collection) {
        case 'funds':
          return fundAfter(event, before as FundDocument | undefined, from);
        case 'lines':
          return lineAfter(event, key.id.split('/')[1] as LineKind, before as LineDocument | undefined, from);
        default:
          return priorOf(event);
      }
    };
    return after() as JsonObject | undefined;
  },
  totals: totalsOfFunds.map((total) => ({
    collection: 'funds',
    pointer: `/${total}`,
    lines: {
      collection: 'lines',
      where: ({ body }) => linesBehindTotal((body as unknown as FundDocument).fund, total),
      pointer: '/open',
    },
  })),
};
