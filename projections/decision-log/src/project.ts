import type { DecisionEvent } from '@commissioning/domain';
import { type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { decisionCorrected } from './corrected';
import { decisionCollections, type DecisionDocument, type HeldDecision } from './documents';
import { withMinutes } from './minutes';
import { correctedDecisionId, priorDecision, priorDecisionId, type PriorEvent, priorPutRight } from './prior';
import { afterSuperseding } from './superseded';
import { decisionPublished, decisionTaken } from './taken';

type LogEvent = DecisionEvent | PriorEvent;

const decisionKey = (id: string): DocumentKey => ({ collection: 'decisions', id });
const pendingKey = (id: string): DocumentKey => ({ collection: 'pending', id });

/** The decision whose own stream tells of its publication; each commission it concerns tells of it once more. */
const publishedIn = (event: Happened<LogEvent>): string | undefined => {
  const stream = parseStreamName(event.stream);
  return event.type === 'DecisionPublished' && stream?.kind === 'decision' ? stream.id : undefined;
};

const keys = (event: Happened<LogEvent>): ReadonlyArray<DocumentKey> => {
  switch (event.type) {
    case 'DecisionTaken':
      return [pendingKey(event.data.decision)];
    case 'DecisionPublished': {
      const decision = publishedIn(event);
      return decision === undefined ? [] : [decisionKey(decision), pendingKey(decision)];
    }
    case 'MinutesPublished':
      return [decisionKey(event.data.decision)];
    case 'DecisionSuperseded': {
      const { decision, by } = event.data;
      return [decisionKey(decision), pendingKey(decision), decisionKey(by)];
    }
    case 'EntryCorrected': {
      const prior = correctedDecisionId(event);
      if (prior !== undefined) return [decisionKey(prior)];
      const stream = parseStreamName(event.stream);
      return stream?.kind === 'decision' ? [decisionKey(stream.id), pendingKey(stream.id)] : [];
    }
    case 'PriorAwardRecorded':
    case 'PriorFundingRecorded': {
      const id = priorDecisionId(event);
      return id === undefined ? [] : [decisionKey(id)];
    }
  }
};

const reads = (event: Happened<LogEvent>): ReadonlyArray<DocumentKey> => {
  const decision = publishedIn(event);
  return decision === undefined ? [] : [pendingKey(decision)];
};

/** A decision changes where it waits, and where it is public. */
const changed = (
  collection: string,
  before: DecisionDocument | HeldDecision | undefined,
  change: (decision: DecisionDocument) => DecisionDocument,
): DecisionDocument | HeldDecision | undefined => {
  if (before === undefined) return undefined;
  if (collection === 'decisions') return change(before as DecisionDocument);
  const held = before as HeldDecision;
  return { ...held, decision: change(held.decision) };
};

const documentAfter = (
  event: Happened<LogEvent>,
  collection: string,
  before: DecisionDocument | undefined,
  held: HeldDecision | undefined,
): DecisionDocument | HeldDecision | undefined => {
  switch (event.type) {
    case 'DecisionTaken':
      return decisionTaken(event);
    case 'DecisionPublished':
      return collection === 'pending' || held === undefined ? undefined : decisionPublished(event, held);
    case 'EntryCorrected':
      return changed(collection, before, (decision) =>
        correctedDecisionId(event) === undefined
          ? decisionCorrected(event, decision)
          : priorPutRight(event, decision),
      );
    case 'MinutesPublished':
      return changed(collection, before, (decision) => withMinutes(event, decision));
    case 'DecisionSuperseded':
      return changed(collection, before, (decision) => afterSuperseding(event, decision));
    case 'PriorAwardRecorded':
    case 'PriorFundingRecorded':
      return priorDecision(event, before);
  }
};

/** Every decision, numbered, with its reasons, from the moment it is published. */
export const decisionLog: Projection<LogEvent> = {
  name: 'decision-log',
  version: 4,
  sees: 'released',
  collections: decisionCollections,
  handles: [
    'DecisionTaken',
    'DecisionPublished',
    'EntryCorrected',
    'MinutesPublished',
    'DecisionSuperseded',
    'PriorAwardRecorded',
    'PriorFundingRecorded',
  ],
  keys,
  reads,
  project: (event, key, before, lookup) => {
    const [held] = reads(event).map(lookup);
    return documentAfter(
      event,
      key.collection,
      before as unknown as DecisionDocument | undefined,
      held as unknown as HeldDecision | undefined,
    ) as unknown as JsonObject | undefined;
  },
};
