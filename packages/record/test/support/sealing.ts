import {
  defineEvent,
  type EventDefinition,
  type Json,
  type JsonObject,
  type Metadata,
  type Registry,
  registryOf,
} from '@commissioning/kernel';
import { type KeyStore, type Place, type RecordedEvent, seal, startOfChain } from '@commissioning/record';
import type * as t from 'io-ts';

export const eventId = '0190f0d2-aaaa-7bbb-8ccc-0123456789ab';

export const firstPlace: Place = {
  stream: 'commission-BEDS-2026-0007',
  revision: 0,
  previousChainHash: startOfChain,
};

export const metadata = {
  body: 'BEDS',
  actor: { id: 'officer-1', role: 'commissioning-officer' },
  recordedAt: '2026-11-23T09:00:00.000Z',
  commandId: 'command-1',
  requestHash: 'a'.repeat(64),
  correlationId: 'command-1',
  ruleBookVersion: 3,
  context: [{ stream: 'fund-BEDS-csf-2026-27', revision: 4 }],
} as unknown as Metadata;

/** A registry of one event, `Thing`. */
export const registryFor = (data: t.Mixed): Registry =>
  registryOf([
    defineEvent({ type: 'Thing', aggregate: 'commission', phase: 'plan', says: 'A thing happened.', data }),
  ] as unknown as ReadonlyArray<EventDefinition>);

/** Seals data as a `Thing`, and gives it back as a log would: through JSON, with its place. */
export const recorded = (
  registry: Registry,
  keys: KeyStore,
  data: unknown,
  place: Place = firstPlace,
  id = eventId,
): RecordedEvent => {
  const stored = seal(registry, keys, { type: 'Thing', data }, id, place, metadata);
  return {
    ...(JSON.parse(JSON.stringify(stored)) as typeof stored),
    stream: place.stream,
    revision: place.revision,
    position: '00000000000000000001',
  };
};

/** The event with another value at one place of what is stored; undefined takes the place away. */
export const tampered = (
  event: RecordedEvent,
  path: ReadonlyArray<string | number>,
  value: Json | undefined,
): RecordedEvent => {
  const copy = JSON.parse(JSON.stringify(event)) as RecordedEvent;
  let holder = copy as unknown as Record<string | number, unknown>;
  for (const segment of path.slice(0, -1)) holder = holder[segment] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
};

/** The same event after redaction: what lay beside the public view is gone. */
export const redacted = ({ private: _gone, ...kept }: RecordedEvent): RecordedEvent => kept;

export const asData = (value: Json): JsonObject => value as JsonObject;
