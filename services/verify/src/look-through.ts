import { setImmediate as letOthers } from 'node:timers/promises';
import type { DocumentStore, DocumentStoreUnavailable } from '@commissioning/document-store';
import { type CommissionEvent, registry } from '@commissioning/domain';
import { type EventStore, EventStoreError } from '@commissioning/event-store';
import { chainCheck, chainFaultInWords, eventsOf, startDigest } from '@commissioning/event-store/migration';
import {
  CarriedFailure,
  faultInWords,
  type Happened,
  type Instant,
  type Undecodable,
} from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent } from '@commissioning/record';
import { erasedBy } from '@services/watch';
import * as E from 'fp-ts/Either';

/** What a log holds, found by reading every event of it. */
export interface Found {
  readonly events: number;
  readonly streams: number;
  /** The position of the last event; null of an empty log. */
  readonly head: string | null;
  readonly lastRecordedAt: Instant | null;
  /** SHA-256 over all content hashes in order. */
  readonly digest: string;
  /** Whose values it holds, under their keys. */
  readonly subjects: ReadonlySet<string>;
  /** Whom the log says to be erased. */
  readonly erased: ReadonlySet<string>;
  /** What is not as it should be, and where; empty where all is well. */
  readonly findings: ReadonlyArray<string>;
}

const findingsAtMost = 20;

/** Events looked at before others in this process get their turn. */
const eventsAtOnce = 250;

const undecodableInWords = (undecodable: Undecodable): string =>
  undecodable._tag === 'UnknownType'
    ? `is of a type that only a newer release knows, ${undecodable.storedType}`
    : undecodable.faults.map(faultInWords).join('; ');

/** The documents could not be asked for: nothing is known of them. */
export class StoreAway extends CarriedFailure<DocumentStoreUnavailable> {
  constructor(failure: DocumentStoreUnavailable) {
    super(failure, `${failure.engine}: ${failure.operation}: ${failure.reason}`);
  }
}

type BidReceived = Extract<CommissionEvent, { type: 'BidReceived' }>;

/** The sealed document that an event says was put away; undefined of an event that says so of none. */
const sealedOf = ({ type, data }: Happened): string | undefined =>
  type === 'BidReceived' ? (data as BidReceived['data']).sealed.sha256 : undefined;

const documentFinding = async (documents: DocumentStore, sha256: string): Promise<string | undefined> => {
  const held = await documents.get({ sha256: sha256 as never })();
  if (E.isRight(held)) return undefined;
  const { left } = held;
  switch (left._tag) {
    case 'DocumentMissing':
      return `its document ${sha256} is missing`;
    case 'DocumentDamaged':
      return `its document ${sha256} is damaged: ${left.reason}`;
    case 'DocumentStoreUnavailable':
      throw new StoreAway(left);
  }
};

/**
 * Reads a log to its end: that each event is what was hashed and follows in its stream, that everything beside it opens
 * under the keys, that the documents it put away are there. `looked` is told after each event how many that makes. Throws `EventStoreError` or `StoreAway` when an engine fails.
 */
export const lookThrough = async (
  log: EventStore,
  keys: KeyStore,
  documents: DocumentStore,
  /** Told how many events have been read. */
  looked: (events: number) => void = () => undefined,
): Promise<Found> => {
  const [faultIn, digest] = [chainCheck(), startDigest()];
  const [streams, subjects, erased] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const findings: Array<string> = [];
  let events = 0;
  let last: RecordedEvent | undefined;

  const findingsIn = async (event: RecordedEvent): Promise<ReadonlyArray<string>> => {
    const fault = faultIn(event);
    if (fault !== undefined) return [chainFaultInWords(fault)];
    const place = `revision ${event.revision} of ${event.stream}`;
    const opened = happened(registry, keys, event, 'personal');
    if (E.isLeft(opened)) return [`${place}: ${undecodableInWords(opened.left)}`];
    const sealed = sealedOf(opened.right);
    const missing = sealed === undefined ? undefined : await documentFinding(documents, sealed);
    return missing === undefined ? [] : [`${place}: ${missing}`];
  };

  const readOn = async (): Promise<void> => {
    for await (const event of eventsOf(log)) {
      findings.push(...(await findingsIn(event)));
      if (findings.length >= findingsAtMost) return;
      digest.add(event.contentHash);
      streams.add(event.stream);
      for (const held of Object.values(event.private ?? {}))
        if ('subject' in held) subjects.add(held.subject);
      const subject = erasedBy(keys, event);
      if (subject !== undefined) erased.add(subject);
      events += 1;
      looked(events);
      last = event;
      if (events % eventsAtOnce === 0) await letOthers();
    }
  };

  try {
    await readOn();
  } catch (error) {
    if (!(error instanceof EventStoreError) || error.failure.damaged === undefined) throw error;
    const after =
      last === undefined ? 'at its beginning' : `after revision ${last.revision} of ${last.stream}`;
    findings.push(`the log cannot be read on ${after}: ${error.failure.reason}`);
  }
  return {
    events,
    streams: streams.size,
    head: last?.position ?? null,
    lastRecordedAt: last?.metadata.recordedAt ?? null,
    digest: digest.value(),
    subjects,
    erased,
    findings,
  };
};
