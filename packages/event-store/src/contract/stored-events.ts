import { randomInt } from 'node:crypto';
import {
  type Actor,
  bodyOf,
  type CommandId,
  instantOf,
  type JsonObject,
  type Metadata,
  parseStreamName,
  streamName,
} from '@commissioning/kernel';
import {
  chainHashOf,
  contentHashOf,
  type PrivateValues,
  sha256,
  startOfChain,
  type StoredEvent,
} from '@commissioning/record';
import { uuidv7 } from 'uuidv7';

/** What of a made event a test may choose; the rest is made up, well formed. */
export interface EventShape {
  readonly type?: string;
  readonly data?: JsonObject;
  readonly private?: PrivateValues;
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A commissioning body that nobody else writes for: eight random capitals. */
export const freshBody = (): string =>
  Array.from({ length: 8 }, () => capitals.charAt(randomInt(capitals.length))).join('');

/** The stream of a body's nth commission: `commission-ABCDEFGH-2026-0001`. */
export const commissionStream = (body: string, number: number): string =>
  streamName('commission', `${body}-2026-${String(number).padStart(4, '0')}`);

const metadataFor = (stream: string): Metadata => {
  const place = parseStreamName(stream);
  if (place === undefined) throw new Error(`${stream} is no stream of ours`);
  return {
    body: bodyOf(place.id),
    actor: { id: 'officer-1', role: 'commissioning-officer' } as Actor,
    recordedAt: instantOf(Date.now()),
    commandId: uuidv7() as CommandId,
    requestHash: sha256(stream),
    correlationId: uuidv7(),
    ruleBookVersion: 1,
    context: [],
  };
};

const plain = (revision: number): EventShape => ({ data: { number: revision } });

/**
 * Well-formed events for one append: time-ordered ids, metadata, and true hashes for the place they will stand in.
 * `previousChainHash` is that of the event before `fromRevision`; the start of the chain when absent. `shape` chooses
 * type, data and private values by revision.
 */
export const storedEventsFor = (
  stream: string,
  fromRevision: number,
  count: number,
  previousChainHash: string = startOfChain,
  shape: (revision: number) => EventShape = plain,
): ReadonlyArray<StoredEvent> => {
  const events: Array<StoredEvent> = [];
  let chainHash = previousChainHash;
  for (let revision = fromRevision; revision < fromRevision + count; revision += 1) {
    const chosen = shape(revision);
    const base = {
      id: uuidv7(),
      type: chosen.type ?? 'EvidenceAdded',
      data: chosen.data ?? {},
      metadata: metadataFor(stream),
    };
    const contentHash = contentHashOf({ ...base, stream, revision });
    chainHash = chainHashOf(chainHash, contentHash);
    const whole = { ...base, contentHash, chainHash };
    events.push(chosen.private === undefined ? whole : { ...whole, private: chosen.private });
  }
  return events;
};
