import {
  type CommissionEvent,
  commissionEvents,
  correctedIn,
  eventDefinitions,
  putRightIn,
} from '@commissioning/domain';
import { type CommissionRef, type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import {
  type FileDocument,
  fileCollections,
  FilePhase,
  type PartDocument,
  phases,
  type ScoresDocument,
} from './documents';
import type { PartChange } from './part';
import { partsOf } from './parts';

const referenceOf = (event: Happened<CommissionEvent>): CommissionRef | undefined => {
  const stream = parseStreamName(event.stream);
  return stream?.kind === 'commission' ? (stream.id as CommissionRef) : undefined;
};

const partsKnown = new WeakMap<Happened<CommissionEvent>, ReadonlyArray<PartChange>>();

/** The parts an event touches are asked for with its keys and again with each of them: worked out once an event. */
const partsOfOnce = (event: Happened<CommissionEvent>): ReadonlyArray<PartChange> => {
  const known = partsKnown.get(event);
  if (known !== undefined) return known;
  const parts = partsOf(event);
  partsKnown.set(event, parts);
  return parts;
};

const partKey = (reference: string, { kind, id }: PartChange): DocumentKey => ({
  collection: 'parts',
  id: `${reference}/${kind}/${id}`,
});

const scoresKeys = (event: Happened<CommissionEvent>, reference: string): ReadonlyArray<DocumentKey> => {
  if (event.type !== 'BidScored') return [];
  const { lot, bid, assessor } = event.data;
  return [{ collection: 'scores', id: `${reference}/${lot}/${bid}/${assessor}` }];
};

const keys = (event: Happened<CommissionEvent>): ReadonlyArray<DocumentKey> => {
  const reference = referenceOf(event);
  if (reference === undefined) return [];
  return [
    { collection: 'commissions', id: reference },
    ...partsOfOnce(event).map((change) => partKey(reference, change)),
    ...scoresKeys(event, reference),
  ];
};

const definitions = new Map(eventDefinitions.map((definition) => [definition.type, definition]));

/** A halt or a cancellation takes a commission nowhere: it stays in the phase that it has come to. */
const takesNowhere: ReadonlySet<CommissionEvent['type']> = new Set<CommissionEvent['type']>([
  'CommissionHalted',
  'CommissionResumed',
  'CommissionCancelled',
]);

/** The phase an event belongs to; a decision is published in the course of purchase, history is reviewed. */
const phaseOf = ({ type }: Happened<CommissionEvent>): FilePhase => {
  if (takesNowhere.has(type)) return 'analyse';
  if (type === 'CommissionClosed') return 'closed';
  if (type === 'DecisionPublished') return 'purchase';
  // Something is withheld or put right wherever a commission stands, and takes it nowhere.
  if (type === 'ItemWithheld' || type === 'EntryCorrected') return 'analyse';
  const phase = definitions.get(type)?.phase;
  return FilePhase.is(phase) ? phase : 'review';
};

/** Lots and awards go their own ways: what is still done about an earlier phase does not take a commission back. */
const furthest = (one: FilePhase, other: FilePhase): FilePhase =>
  phases.indexOf(one) > phases.indexOf(other) ? one : other;

type FileChanges = {
  readonly [T in CommissionEvent['type']]?: (
    file: FileDocument,
    event: Happened<Extract<CommissionEvent, { type: T }>>,
  ) => FileDocument;
};

/** What a commission is called by. */
const titled: ReadonlySet<string> = new Set(['NeedIdentified', 'PriorAwardRecorded']);

/** What an event changes at a glance, beyond the phase. */
const changes: FileChanges = {
  NeedIdentified: (file, { data }) => ({ ...file, title: data.title }),
  EntryCorrected: (file, { data }) => putRightIn(file, titled.has(data.of) ? correctedIn(data) : []),
  PriorAwardRecorded: (file, { data }) => ({ ...file, title: data.title, origin: 'history' }),
  InstrumentChosen: (file, { data }) => ({ ...file, instrument: data.instrument }),
  RouteChosen: (file, { data }) => ({ ...file, route: data.profile.name }),
  SpecPublished: (file, { data }) => ({ ...file, closes: data.closes }),
  SpecAmended: (file, { data }) => ({ ...file, closes: data.closes ?? file.closes }),
  BidsOpened: (file, { metadata }) => ({ ...file, opened: metadata.recordedAt }),
  CommissionHalted: (file, { data, metadata }) => ({
    ...file,
    halts: [...file.halts, { halt: data.halt, from: metadata.recordedAt, until: null }],
  }),
  CommissionResumed: (file, { data, metadata }) => ({
    ...file,
    halts: file.halts.map((each) =>
      each.halt === data.halt ? { ...each, until: metadata.recordedAt } : each,
    ),
  }),
  CommissionCancelled: (file, { data }) => ({ ...file, cancelled: file.cancelled || data.whole }),
  CommissionClosed: (file, { data }) => ({ ...file, closed: data.outcome }),
};

const changed = (file: FileDocument, event: Happened<CommissionEvent>): FileDocument => {
  const change = changes[event.type] as ((file: FileDocument, event: Happened) => FileDocument) | undefined;
  return change === undefined ? file : change(file, event);
};

const fileAfter = (
  event: Happened<CommissionEvent>,
  reference: CommissionRef,
  before: FileDocument | undefined,
): FileDocument => {
  const phase = phaseOf(event);
  const { revision, metadata } = event;
  const file: FileDocument = {
    title: '',
    origin: 'need',
    instrument: null,
    route: null,
    closes: null,
    opened: null,
    halts: [],
    cancelled: false,
    closed: null,
    ...before,
    reference,
    phase: furthest(before?.phase ?? phase, phase),
    revision,
    changedAt: metadata.recordedAt,
  };
  return changed(file, event);
};

const withFields = (
  before: PartDocument,
  { fields, inside = {}, adds = {}, corrected }: PartChange,
): PartDocument => {
  const after: Record<string, unknown> = { ...before, ...fields };
  for (const [name, within] of Object.entries(inside))
    after[name] = { ...(before[name] as object | undefined), ...within };
  for (const [name, amount] of Object.entries(adds)) after[name] = Number(before[name] ?? 0) + amount;
  if (corrected === undefined) return after as PartDocument;
  const corrections = [...((before['corrections'] as ReadonlyArray<unknown>) ?? []), corrected.told];
  return { ...putRightIn(after as PartDocument, corrected.fields), corrections };
};

const partAfter = (
  event: Happened<CommissionEvent>,
  commission: CommissionRef,
  key: DocumentKey,
  before: PartDocument | undefined,
): PartDocument | undefined => {
  const change = partsOfOnce(event).find((each) => partKey(commission, each).id === key.id);
  if (change === undefined) return before;
  const { kind, id, of } = change;
  return withFields(before ?? { commission, kind, id, of }, change);
};

const scoresAfter = (
  event: Happened<CommissionEvent>,
  commission: CommissionRef,
): ScoresDocument | undefined => {
  if (event.type !== 'BidScored') return undefined;
  const { lot, bid, assessor, scores } = event.data;
  return { commission, lot, bid, assessor, scores, scoredAt: event.metadata.recordedAt };
};

/** Everything about one commission: where it stands, and each part of it. Its history is its own stream, read as it is. */
export const commissionFile: Projection<CommissionEvent> = {
  name: 'commission-file',
  version: 6,
  sees: 'sensitive',
  collections: fileCollections,
  handles: [...commissionEvents.map(({ type }) => type), 'DecisionPublished'],
  keys,
  project: (event, key, document) => {
    const reference = referenceOf(event);
    if (reference === undefined) return document;
    const before = document as unknown;
    const after = (): unknown => {
      switch (key.collection) {
        case 'commissions':
          return fileAfter(event, reference, before as FileDocument | undefined);
        case 'parts':
          return partAfter(event, reference, key, before as PartDocument | undefined);
        default:
          return scoresAfter(event, reference);
      }
    };
    return after() as JsonObject | undefined;
  },
};
