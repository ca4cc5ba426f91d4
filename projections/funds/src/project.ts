import { correctedFields, correctedIn, type FundEvent, namedIn, putRightIn } from '@commissioning/domain';
import { type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { contributionAfter, type ContributionEvent, contributionKey, isContribution } from './contributions';
import {
  type ContributionDocument,
  fundCollections,
  type FundDocument,
  type FunderReturnDocument,
  type LineDocument,
  type LineKind,
  type PriorFundingDocument,
} from './documents';
import { fundOf, lineAfter, linesOf } from './lines';
import { figureBehind, linesBehindTotal, totalsOfFunds } from './queries';
import { fundAfter } from './sums';

const lineKeys = (event: Happened<FundEvent>): ReadonlyArray<DocumentKey> =>
  linesOf(event).map(({ kind, id }) => ({ collection: 'lines', id: `${fundOf(event)}/${kind}/${id}` }));

/** The document that shows an entry which was put right; other streams have corrections of their own. */
const correctedKeys = ({
  stream,
  data,
}: Extract<Happened<FundEvent>, { type: 'EntryCorrected' }>): ReadonlyArray<DocumentKey> => {
  const place = parseStreamName(stream);
  if (place?.kind !== 'fund') return [];
  return data.of === 'FundOpened'
    ? [{ collection: 'funds', id: place.id }]
    : [{ collection: 'prior', id: `${place.id}/${namedIn(data, 'id')}` }];
};

const keys = (event: Happened<FundEvent | ContributionEvent>): ReadonlyArray<DocumentKey> => {
  if (isContribution(event)) return [contributionKey(event)];
  switch (event.type) {
    case 'PriorFundingRecorded':
      return [{ collection: 'prior', id: `${fundOf(event)}/${event.data.id}` }];
    case 'FunderReturnSent':
      return [{ collection: 'funder-returns', id: `${fundOf(event)}/${event.data.return}` }];
    case 'EntryCorrected':
      return correctedKeys(event);
    case 'FundOpened':
    case 'FundingAccepted':
    case 'FundingBroughtForward':
    case 'BudgetRevised':
    case 'OverAllocationApproved':
    case 'FundsReserved':
    case 'FundsReservedForward':
    case 'ForwardCovered':
    case 'ReservationReleased':
    case 'FundsCommitted':
    case 'CommitmentReduced':
    case 'CommitmentUndone':
    case 'FundsPaid':
    case 'PaymentReturned':
    case 'FundingReturned':
    case 'FundingCarriedForward':
    case 'FundClosed':
      return [{ collection: 'funds', id: fundOf(event) }, ...lineKeys(event)];
  }
};

/** The line that money is taken from says whose money it is, and one that it goes back to whose it is then. */
const reads = (event: Happened<FundEvent | ContributionEvent>): ReadonlyArray<DocumentKey> =>
  isContribution(event) ? [] : lineKeys(event).slice(0, event.type === 'CommitmentUndone' ? 2 : 1);

const priorPutRight = (
  event: Extract<Happened<FundEvent>, { type: 'EntryCorrected' }>,
  before: PriorFundingDocument,
): PriorFundingDocument => ({
  ...putRightIn(before, correctedIn(event.data)),
  corrections: [...before.corrections, ...correctedFields(event)],
});

const priorOf = (
  event: Happened<FundEvent>,
  before: PriorFundingDocument | undefined,
): PriorFundingDocument | undefined => {
  if (event.type === 'EntryCorrected') return before && priorPutRight(event, before);
  if (event.type !== 'PriorFundingRecorded') return undefined;
  const { fund, id, title, stream, year, funder, source } = event.data;
  const { amount = null, decision = null, decidedOn = null, spendBy = null, note = null } = event.data;
  const known = { amount, decision, decidedOn, spendBy, note };
  return { fund, id, title, stream, year, funder, ...known, source: source.url, corrections: [] };
};

const funderReturnOf = (event: Happened<FundEvent>): FunderReturnDocument | undefined => {
  if (event.type !== 'FunderReturnSent') return undefined;
  const { return: id, sentOn, reported, difference = null, document } = event.data;
  return { fund: fundOf(event), id, sentOn, ...reported, difference, document };
};

/**
 * Funds for finance: budget, reserved, committed, paid, forward and what is left, by fund and year, each total with its
 * lines; and what partners agreed to give to commissions, by the fund it comes into.
 */
export const funds: Projection<FundEvent | ContributionEvent> = {
  name: 'funds',
  version: 3,
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
    'BudgetRevised',
    'OverAllocationApproved',
    'FundsReservedForward',
    'ForwardCovered',
    'PaymentReturned',
    'FundingReturned',
    'FundingCarriedForward',
    'FundingBroughtForward',
    'FunderReturnSent',
    'FundClosed',
    'EntryCorrected',
    'ContributionAgreed',
    'ContributionReceived',
    'ContributionWithdrawn',
  ],
  keys,
  reads,
  project: (event, key, document, lookup) => {
    const before = document as unknown;
    const [from, to] = reads(event).map((each) => lookup(each) as unknown as LineDocument | undefined);
    const after = (): unknown => {
      if (isContribution(event)) return contributionAfter(event, before as ContributionDocument | undefined);
      switch (key.collection) {
        case 'funds':
          return fundAfter(event, before as FundDocument | undefined, from, to);
        case 'lines':
          return lineAfter(event, key.id.split('/')[1] as LineKind, before as LineDocument | undefined, from);
        case 'funder-returns':
          return funderReturnOf(event);
        default:
          return priorOf(event, before as PriorFundingDocument | undefined);
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
      pointer: `/${figureBehind(total)}`,
    },
  })),
};
