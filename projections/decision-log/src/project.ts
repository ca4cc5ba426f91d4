import type { AuthorisedAct, CommissionEvent, DecisionEvent } from '@commissioning/domain';
import {
  assertNever,
  effectiveAt,
  formatPence,
  type Happened,
  type JsonObject,
  londonDateOf,
  parseStreamName,
} from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { decisionCollections, type DecisionDocument } from './documents';

type LogEvent = DecisionEvent | Extract<CommissionEvent, { type: 'PriorAwardRecorded' }>;

const decisionOf = (event: Happened<LogEvent>): string | undefined => {
  const stream = parseStreamName(event.stream);
  return stream?.kind === 'decision' ? stream.id : undefined;
};

const keys = (event: Happened<LogEvent>): ReadonlyArray<DocumentKey> => {
  const decision = decisionOf(event);
  switch (event.type) {
    case 'DecisionTaken':
      return [{ collection: 'pending', id: event.data.decision }];
    case 'DecisionPublished':
      // The same event also stands with each commission it concerns; here the decision's own stream counts.
      return decision === undefined
        ? []
        : [
            { collection: 'decisions', id: decision },
            { collection: 'pending', id: decision },
          ];
    case 'PriorAwardRecorded': {
      const { decision: number, reference, award } = event.data;
      return number === undefined ? [] : [{ collection: 'decisions', id: `${reference}/${award}` }];
    }
  }
};

const reads = (event: Happened<LogEvent>): ReadonlyArray<DocumentKey> => {
  const decision = event.type === 'DecisionPublished' ? decisionOf(event) : undefined;
  return decision === undefined ? [] : [{ collection: 'pending', id: decision }];
};

/** What a decision authorises, in one line a person can read. */
const inWords = (act: AuthorisedAct): string => {
  switch (act.act) {
    case 'award':
      return `Award up to ${formatPence(act.upTo.pence)} to ${act.provider} under ${act.commission}`;
    case 'no-award':
      return `Make no award under ${act.commission}`;
    case 'accept-funding':
      return `Accept ${formatPence(act.amount.pence)} into ${act.fund}`;
    case 'vary':
      return `Vary ${act.award} of ${act.commission} up to ${formatPence(act.upTo.pence)}`;
    case 'extend':
      return `Extend ${act.award} of ${act.commission}`;
    case 'halt':
      return `Halt ${act.commission}`;
    case 'cancel':
      return `Cancel ${act.commission}`;
    case 'exception':
      return `Set aside ${act.rule} for ${act.commission}`;
    default:
      return assertNever(act);
  }
};

const dayOf = (event: Happened<LogEvent>): string => londonDateOf(effectiveAt(event.metadata));

const documentAfter = (
  event: Happened<LogEvent>,
  collection: string,
  pending: DecisionDocument | undefined,
): DecisionDocument | undefined => {
  switch (event.type) {
    case 'DecisionTaken': {
      const { decision, title, capacity, background, reasons, authorises, advice, interests } = event.data;
      return {
        decision,
        title,
        decidedOn: dayOf(event),
        capacity,
        background,
        reasons,
        authorises: authorises.map(inWords),
        advice: [...new Set(advice.map(({ kind }) => kind))],
        interestsDeclared: interests.length,
        withheld: [],
        publishedOn: null,
        publishedAt: null,
        origin: 'here',
        source: null,
        commission: null,
      };
    }
    case 'DecisionPublished': {
      if (collection === 'pending' || pending === undefined) return undefined;
      const { channel, reference, withheld } = event.data;
      return { ...pending, withheld, publishedOn: dayOf(event), publishedAt: `${channel}: ${reference}` };
    }
    case 'PriorAwardRecorded': {
      const { decision, title, decidedOn, source, reference } = event.data;
      return {
        decision: decision ?? '',
        title,
        decidedOn: decidedOn ?? null,
        capacity: null,
        background: null,
        reasons: null,
        authorises: [],
        advice: [],
        interestsDeclared: null,
        withheld: [],
        publishedOn: null,
        publishedAt: null,
        origin: 'before',
        source: source.url,
        commission: reference,
      };
    }
  }
};

/** Every decision, numbered, with its reasons, from the moment it is published. */
export const decisionLog: Projection<LogEvent> = {
  name: 'decision-log',
  version: 1,
  sees: 'released',
  collections: decisionCollections,
  handles: ['DecisionTaken', 'DecisionPublished', 'PriorAwardRecorded'],
  keys,
  reads,
  project: (event, key, _document, lookup) => {
    const [pending] = reads(event).map(lookup);
    return documentAfter(
      event,
      key.collection,
      pending as unknown as DecisionDocument | undefined,
    ) as unknown as JsonObject | undefined;
  },
};
