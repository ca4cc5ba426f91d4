import {
  type CommissionEvent,
  correctedFields,
  correctedIn,
  type CorrectionEvent,
  type FundEvent,
  namedIn,
  putRightIn,
} from '@commissioning/domain';
import { type EventId, formatPence, type Happened, type Pence } from '@commissioning/kernel';
import type { DecisionDocument } from './documents';

/** What says of a decision that was taken before this record began. */
export type PriorEvent =
  | Extract<CommissionEvent, { type: 'PriorAwardRecorded' }>
  | Extract<FundEvent, { type: 'PriorFundingRecorded' }>;

const documentId = (decision: string | undefined, decidedOn: string | undefined): string | undefined =>
  decision === undefined ? undefined : `before/${decision}/${decidedOn ?? 'undated'}`;

/** The document of a prior decision: numbers restart, so the day belongs to its name. Undefined without a number. */
export const priorDecisionId = ({ data }: Happened<PriorEvent>): string | undefined =>
  documentId(data.decision, data.decidedOn);

/** The same of a correction, where it is of something that was brought in. */
export const correctedDecisionId = ({ data }: Happened<CorrectionEvent>): string | undefined =>
  data.of === 'PriorAwardRecorded' || data.of === 'PriorFundingRecorded'
    ? documentId(namedIn(data, 'decision'), namedIn(data, 'decidedOn'))
    : undefined;

const sumInWords = (pence: Pence | undefined, basis: string): string => {
  if (pence === undefined) return 'a sum that is not stated';
  return basis === 'total' ? formatPence(pence) : `${formatPence(pence)} (${basis})`;
};

const actInWords = (event: Happened<PriorEvent>): string => {
  switch (event.type) {
    case 'PriorAwardRecorded': {
      const { recipient, amount } = event.data;
      return `Award ${sumInWords(amount.pence, amount.basis)} to ${recipient.name}`;
    }
    case 'PriorFundingRecorded': {
      const { funder, amount } = event.data;
      return `Accept ${sumInWords(amount, 'total')} from ${funder}`;
    }
  }
};

type BroughtIn = DecisionDocument['broughtIn'];

/** A decision by what was brought in of it. */
const saidBy = (broughtIn: BroughtIn): Pick<DecisionDocument, 'broughtIn' | 'title' | 'authorises'> => {
  const [title = '', ...others] = new Set(broughtIn.map((each) => each.title));
  return {
    broughtIn,
    title: others.length === 0 ? title : 'Several matters decided together',
    authorises: [...new Set(broughtIn.map(({ act, title: called }) => `${act}: ${called}`))],
  };
};

/** A prior decision in which the title of something that was brought in was put right. */
export const priorPutRight = (
  event: Happened<CorrectionEvent>,
  decision: DecisionDocument,
): DecisionDocument => {
  const titles = correctedIn(event.data).filter(({ field }) => field === '/title');
  if (titles.length === 0) return decision;
  const broughtIn = decision.broughtIn.map((each) =>
    each.event === event.data.entry ? putRightIn(each, titles) : each,
  );
  const fields = correctedFields(event).filter(({ field }) => field === 'title');
  return { ...decision, ...saidBy(broughtIn), corrections: [...decision.corrections, ...fields] };
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
    decidedOn,
    capacity: null,
    delegation: null,
    background: null,
    reasons: null,
    ...saidBy([...(before?.broughtIn ?? []), { event: event.id as EventId, title, act: actInWords(event) }]),
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
    minutes: [],
    superseded: null,
    supersedes: [],
    corrections: before?.corrections ?? [],
    takenEvent: before?.takenEvent ?? (event.id as DecisionDocument['takenEvent']),
  };
};
