import type { CommissionEvent, FundEvent } from '@commissioning/domain';
import { formatPence, type Happened, type Pence } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

/** What says of a decision that was taken before this record began. */
export type PriorEvent =
  | Extract<CommissionEvent, { type: 'PriorAwardRecorded' }>
  | Extract<FundEvent, { type: 'PriorFundingRecorded' }>;

/** The document of a prior decision: numbers restart, so the day belongs to its name. Undefined without a number. */
export const priorDecisionId = ({ data }: Happened<PriorEvent>): string | undefined =>
  data.decision === undefined ? undefined : `before/${data.decision}/${data.decidedOn ?? 'undated'}`;

const sumInWords = (pence: Pence | undefined, basis: string): string => {
  if (pence === undefined) return 'a sum that is not stated';
  return basis === 'total' ? formatPence(pence) : `${formatPence(pence)} (${basis})`;
};

const actInWords = (event: Happened<PriorEvent>): string => {
  switch (event.type) {
    case 'PriorAwardRecorded': {
      const { title, recipient, amount } = event.data;
      return `Award ${sumInWords(amount.pence, amount.basis)} to ${recipient.name}: ${title}`;
    }
    case 'PriorFundingRecorded': {
      const { title, funder, amount } = event.data;
      return `Accept ${sumInWords(amount, 'total')} from ${funder}: ${title}`;
    }
  }
};

const joined = <A>(before: ReadonlyArray<A> | undefined, more: A): ReadonlyArray<A> => [
  ...new Set([...(before ?? []), more]),
];

/**
 * A decision taken before this record began, as far as one more of the things it decided tells of it: one decision may
 * stand behind several awards and sums accepted.
 */
export const priorDecision = (
  event: Happened<PriorEvent>,
  before: DecisionDocument | undefined,
): DecisionDocument => {
  const { decision = '', title, decidedOn = null, source } = event.data;
  const { commissions = [], funds = [] } = before ?? {};
  return {
    decision,
    title: before === undefined || before.title === title ? title : 'Several matters decided together',
    decidedOn,
    capacity: null,
    delegation: null,
    background: null,
    reasons: null,
    authorises: joined(before?.authorises, actInWords(event)),
    commissions:
      event.type === 'PriorAwardRecorded' ? joined(commissions, event.data.reference) : commissions,
    funds: event.type === 'PriorFundingRecorded' ? joined(funds, event.data.fund) : funds,
    advice: [],
    interestsDeclared: null,
    withheld: [],
    publishedOn: null,
    publishedAt: null,
    origin: 'before',
    sources: joined(before?.sources, source.url),
    superseded: null,
    supersedes: [],
    corrections: [],
    takenEvent: before?.takenEvent ?? (event.id as DecisionDocument['takenEvent']),
  };
};
