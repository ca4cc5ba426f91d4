import {
  type AccessEvent,
  type ClockEvent,
  allActions,
  type CommissionEvent,
  correctedIn,
  type DecisionEvent,
  type ProviderEvent,
  type RefusalEvent,
} from '@commissioning/domain';
import {
  type CommissionRef,
  CommissionRef as CommissionRefCodec,
  effectiveAt,
  type Happened,
  type JsonObject,
  londonDateOf,
  parseStreamName,
} from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import {
  type EntryDocument,
  type OpeningDocument,
  registersCollections,
  type RegisterName,
} from './documents';

type Kept = Extract<
  CommissionEvent,
  {
    type:
      | 'ExceptionRecorded'
      | 'DirectAwardAuthorised'
      | 'InterestDeclared'
      | 'InterestManaged'
      | 'BidsOpened'
      | 'EvaluationCompleted'
      | 'ItemWithheld'
      | 'EntryCorrected';
  }
>;
type ErasureEvent = Extract<ProviderEvent, { type: 'PersonErased' | 'RecordsHeld' | 'HoldLifted' }>;
type RegistersEvent =
  | Kept
  | Extract<DecisionEvent, { type: 'DecisionPublished' }>
  | RefusalEvent
  | AccessEvent
  | ClockEvent
  | ErasureEvent;
type Told<Type extends RegistersEvent['type']> = Happened<Extract<RegistersEvent, { type: Type }>>;

/** What is asked for by those who compete, or about them by name: that it was asked tells that they are there. */
const competing: ReadonlySet<string> = new Set([
  ...allActions.filter(({ concealsProvider }) => concealsProvider === true).map(({ name }) => name),
  'receive-quote',
  'decline-quote',
]);

const entryKey = (register: RegisterName, ...about: ReadonlyArray<string>): DocumentKey => ({
  collection: 'entries',
  id: [register, ...about].join('/'),
});

/** The commission that a stream belongs to; undefined where it belongs to none. */
const commissionIn = (stream: string): CommissionRef | undefined => {
  const place = parseStreamName(stream);
  return place?.kind === 'commission' && CommissionRefCodec.is(place.id) ? place.id : undefined;
};

/** A decision's withholdings are told of in its own stream; each commission it concerns repeats its publication. */
const withheldIn = (event: Told<'DecisionPublished'>) =>
  parseStreamName(event.stream)?.kind === 'decision' ? event.data.withheld : [];

const keys = (event: Happened<RegistersEvent>): ReadonlyArray<DocumentKey> => {
  const commission = commissionIn(event.stream) ?? '';
  switch (event.type) {
    case 'ExceptionRecorded':
      return [entryKey('exceptions', commission, event.id)];
    case 'DirectAwardAuthorised':
      return [entryKey('direct-awards', commission, event.id)];
    case 'InterestDeclared':
    case 'InterestManaged':
      return [entryKey('interests', commission, event.data.actor)];
    case 'BidsOpened':
    case 'EvaluationCompleted':
      return [{ collection: 'openings', id: commission }];
    case 'DecisionPublished':
      return withheldIn(event).map((_, index) =>
        entryKey('withholdings', event.data.decision, event.id, String(index)),
      );
    case 'ItemWithheld':
      return [entryKey('withholdings', commission, event.id)];
    case 'EntryCorrected':
      return [entryKey('corrections', event.id)];
    case 'ItemViewed':
      return [entryKey('access', event.id)];
    case 'PersonErased':
    case 'RecordsHeld':
    case 'HoldLifted':
      return [entryKey('erasures', event.id)];
    case 'ClockConfirmed':
      return [entryKey('clock', event.id)];
    case 'CommandRefused':
      return [entryKey('refusals', event.id)];
  }
};

const headOf = (event: Happened<RegistersEvent>, commission: CommissionRef | null) => {
  const { actor, recordedAt } = event.metadata;
  return {
    commission,
    on: londonDateOf(effectiveAt(event.metadata)),
    recordedAt,
    by: actor.id,
    role: actor.role,
    event: event.id as EntryDocument['event'],
  };
};

type InterestsEntry = Extract<EntryDocument, { register: 'interests' }>;

const interestsAfter = (
  event: Told<'InterestDeclared' | 'InterestManaged'>,
  before: InterestsEntry | undefined,
): InterestsEntry => {
  const head = headOf(event, commissionIn(event.stream) ?? null);
  const person = event.data.actor;
  const nothing = { general: null, bidders: null, settled: [] };
  const entry: InterestsEntry = { ...nothing, ...before, ...head, register: 'interests', person };
  if (event.type === 'InterestDeclared') return { ...entry, [event.data.stage]: event.data.interests };
  const { handled, reason, lot = null } = event.data;
  return { ...entry, settled: [...entry.settled, { handled, reason, lot, on: head.on, by: head.by }] };
};

const refusalOf = (event: Told<'CommandRefused'>): EntryDocument => {
  const { action, stream, rule, strength, facts, field = null } = event.data;
  const head = headOf(event, commissionIn(stream) ?? null);
  const said = { action, stream, rule, strength, facts, field };
  return { register: 'refusals', ...head, ...said, competing: competing.has(action) };
};

const erasureOf = (event: Happened<ErasureEvent>): EntryDocument => {
  const provider = parseStreamName(event.stream)?.id ?? event.stream;
  const nothing = { person: null, ground: null, requestedOn: null, file: null, hold: null, reason: null };
  const entry = { register: 'erasures', ...headOf(event, null), provider, ...nothing } as const;
  switch (event.type) {
    case 'PersonErased':
      return { ...entry, what: 'erased', ...event.data };
    case 'RecordsHeld':
      return { ...entry, what: 'held', ...event.data };
    case 'HoldLifted':
      return { ...entry, what: 'lifted', ...event.data };
  }
};

const entryAfter = (
  event: Happened<RegistersEvent>,
  key: DocumentKey,
  before: EntryDocument | OpeningDocument | undefined,
): EntryDocument | OpeningDocument | undefined => {
  const commission = commissionIn(event.stream) ?? null;
  switch (event.type) {
    case 'ExceptionRecorded':
      return { register: 'exceptions', ...headOf(event, commission), ...event.data };
    case 'DirectAwardAuthorised':
      return { register: 'direct-awards', ...headOf(event, commission), ...event.data };
    case 'InterestDeclared':
    case 'InterestManaged':
      return interestsAfter(event, before as InterestsEntry | undefined);
    case 'BidsOpened':
    case 'EvaluationCompleted':
      return (
        before ?? (commission === null ? undefined : { commission, openedAt: event.metadata.recordedAt })
      );
    case 'DecisionPublished': {
      const withheld = withheldIn(event)[Number(key.id.split('/').at(-1))];
      const { decision } = event.data;
      const later = { award: null, formedOn: null, until: null };
      return (
        withheld && { register: 'withholdings', ...headOf(event, null), decision, ...withheld, ...later }
      );
    }
    case 'ItemWithheld': {
      const { item, ground, inTheViewOf, award = null, formedOn, until = null } = event.data;
      const said = { decision: null, item, ground, inTheViewOf, award, formedOn, until };
      return { register: 'withholdings', ...headOf(event, commission), ...said };
    }
    case 'EntryCorrected': {
      const { entry, of, reason } = event.data;
      const said = { stream: event.stream, entry, of, fields: correctedIn(event.data), reason };
      return { register: 'corrections', ...headOf(event, commission), ...said };
    }
    case 'ItemViewed': {
      const { viewer: by, role, what, of, kinds } = event.data;
      const head = headOf(event, CommissionRefCodec.is(of) ? of : null);
      return { register: 'access', ...head, by, role, what, of, kinds };
    }
    case 'PersonErased':
    case 'RecordsHeld':
    case 'HoldLifted':
      return erasureOf(event);
    case 'ClockConfirmed':
      return { register: 'clock', ...headOf(event, null), ...event.data };
    case 'CommandRefused':
      return refusalOf(event);
  }
};

/**
 * How commissioning was done, for those who answer for it and those who look into it: rules set aside, awards without
 * competition, interests and how they were settled, what was withheld, what was put right, what was refused, who was shown what,
 * who was erased, when the clock was confirmed.
 */
export const registers: Projection<RegistersEvent> = {
  name: 'registers',
  version: 5,
  sees: 'sensitive',
  collections: registersCollections,
  handles: [
    'ExceptionRecorded',
    'DirectAwardAuthorised',
    'InterestDeclared',
    'InterestManaged',
    'BidsOpened',
    'EvaluationCompleted',
    'DecisionPublished',
    'ItemWithheld',
    'EntryCorrected',
    'CommandRefused',
    'ItemViewed',
    'PersonErased',
    'RecordsHeld',
    'HoldLifted',
    'ClockConfirmed',
  ],
  keys,
  project: (event, key, before) =>
    entryAfter(event, key, before as unknown as EntryDocument | undefined) as unknown as
      | JsonObject
      | undefined,
};
