import { type CommissionEvent, commissionEvents, eventDefinitions } from '@commissioning/domain';
import { effectiveAt, type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { type FileDocument, fileCollections, type HistoryDocument, type PartDocument } from './documents';
import { type PartChange, partsOf } from './parts';

const referenceOf = (event: Happened<CommissionEvent>): string | undefined => {
  const stream = parseStreamName(event.stream);
  return stream?.kind === 'commission' ? stream.id : undefined;
};

const partKey = (reference: string, { kind, id }: PartChange): DocumentKey => ({
  collection: 'parts',
  id: `${reference}/${kind}/${id}`,
});

const keys = (event: Happened<CommissionEvent>): ReadonlyArray<DocumentKey> => {
  const reference = referenceOf(event);
  if (reference === undefined) return [];
  return [
    { collection: 'commissions', id: reference },
    { collection: 'history', id: `${reference}/${String(event.revision).padStart(6, '0')}` },
    ...partsOf(event).map((change) => partKey(reference, change)),
  ];
};

const definitions = new Map(eventDefinitions.map((definition) => [definition.type, definition]));

type FileChanges = {
  readonly [T in CommissionEvent['type']]?: (
    file: FileDocument,
    event: Happened<Extract<CommissionEvent, { type: T }>>,
  ) => FileDocument;
};

/** What an event changes at a glance, beyond the phase it belongs to. */
const changes: FileChanges = {
  NeedIdentified: (file, { data }) => ({ ...file, title: data.title }),
  PriorAwardRecorded: (file, { data }) => ({
    ...file,
    title: data.title,
    origin: 'history',
    phase: 'review',
  }),
  InstrumentChosen: (file, { data }) => ({ ...file, instrument: data.instrument }),
  RouteChosen: (file, { data }) => ({ ...file, route: data.profile.name }),
  SpecPublished: (file, { data }) => ({ ...file, closes: data.closes }),
  SpecAmended: (file, { data }) => ({ ...file, closes: data.closes ?? file.closes }),
  CommissionClosed: (file, { data }) => ({ ...file, closed: data.outcome, phase: 'closed' }),
};

const changed = (file: FileDocument, event: Happened<CommissionEvent>): FileDocument => {
  const change = changes[event.type] as ((file: FileDocument, event: Happened) => FileDocument) | undefined;
  return change === undefined ? file : change(file, event);
};

const fileAfter = (event: Happened<CommissionEvent>, before: FileDocument | undefined): FileDocument => {
  const reference = referenceOf(event) ?? '';
  const phase = definitions.get(event.type)?.phase ?? '';
  const fresh: FileDocument = {
    reference,
    title: '',
    origin: 'need',
    phase,
    instrument: null,
    route: null,
    closes: null,
    closed: null,
    revision: 0,
    changedAt: '',
  };
  const file = {
    ...(before ?? fresh),
    phase,
    revision: event.revision,
    changedAt: event.metadata.recordedAt,
  };
  return changed(file, event);
};

const partAfter = (
  event: Happened<CommissionEvent>,
  reference: string,
  key: DocumentKey,
  before: PartDocument | undefined,
): PartDocument | undefined => {
  const change = partsOf(event).find((each) => partKey(reference, each).id === key.id);
  if (change === undefined) return before;
  const { kind, id, of, fields } = change;
  const counted = counts(event, before);
  return {
    ...(before ?? { commission: reference, kind, id }),
    of: before?.of ?? of,
    ...fields,
    ...counted,
  } as PartDocument;
};

/** Fields that add up over events rather than being replaced. */
const counts = (event: Happened<CommissionEvent>, before: PartDocument | undefined): object => {
  if (event.type !== 'FundingReleased') return {};
  const released = before?.['released'];
  return { released: (typeof released === 'number' ? released : 0) + event.data.amount };
};

const historyOf = (event: Happened<CommissionEvent>, reference: string): HistoryDocument => {
  const { metadata, type, revision, id } = event;
  const definition = definitions.get(type);
  const data = event.data as { readonly decision?: string };
  return {
    commission: reference,
    order: revision,
    type,
    phase: definition?.phase ?? '',
    says: definition?.says ?? '',
    recordedAt: metadata.recordedAt,
    effectiveAt: effectiveAt(metadata),
    actor: metadata.actor.id,
    role: metadata.actor.role,
    ruleBookVersion: metadata.ruleBookVersion,
    decision: typeof data.decision === 'string' ? data.decision : null,
    event: id,
  };
};

/** Everything about one commission: where it stands, each part of it, and each event with who, when and under what. */
export const commissionFile: Projection<CommissionEvent> = {
  name: 'commission-file',
  version: 1,
  sees: 'sensitive',
  collections: fileCollections,
  handles: [...commissionEvents.map(({ type }) => type), 'DecisionPublished'],
  keys,
  project: (event, key, document) => {
    const reference = referenceOf(event) ?? '';
    const before = document as unknown;
    const after = (): unknown => {
      switch (key.collection) {
        case 'commissions':
          return fileAfter(event, before as FileDocument | undefined);
        case 'parts':
          return partAfter(event, reference, key, before as PartDocument | undefined);
        default:
          return historyOf(event, reference);
      }
    };
    return after() as JsonObject;
  },
};
