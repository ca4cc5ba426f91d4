import { join } from 'node:path';
import type { DocumentStore } from '@commissioning/document-store';
import { openFolderDocumentStore } from '@commissioning/document-store/folder';
import { type CommissionEvent, registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { chainCheck, chainFaultInWords, eventsOf, startDigest } from '@commissioning/event-store/migration';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { faultInWords, type Happened, type Instant, type Undecodable } from '@commissioning/kernel';
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

const undecodableInWords = (undecodable: Undecodable): string =>
  undecodable._tag === 'UnknownType'
    ? `is of a type that only a newer release knows, ${undecodable.storedType}`
    : undecodable.faults.map(faultInWords).join('; ');

type BidReceived = Extract<CommissionEvent, { type: 'BidReceived' }>;

/** The sealed document that an event says was put away; undefined of an event that says so of none. */
const sealedOf = ({ type, data }: Happened): string | undefined =>
  type === 'BidReceived' ? (data as BidReceived['data']).sealed.sha256 : undefined;

const documentFinding = async (documents: DocumentStore, sha256: string): Promise<string | undefined> => {
  const held = await documents.get({ sha256: sha256 as never })();
  if (E.isRight(held)) return undefined;
  const { left } = held;
  return left._tag === 'DocumentMissing'
    ? `its document ${sha256} is missing`
    : `its document ${sha256} is damaged: ${left.reason}`;
};

/**
 * Reads a log to its end: that each event is what was hashed and follows in its stream, that everything beside it opens
 * under the keys, that the documents it put away are there.
 */
const lookThrough = async (
  log: EventStore,
  keys: KeyStore,
  documents: DocumentStore,
  looked: (events: number) => void,
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

  for await (const event of eventsOf(log)) {
    findings.push(...(await findingsIn(event)));
    if (findings.length >= findingsAtMost) break;
    digest.add(event.contentHash);
    streams.add(event.stream);
    for (const held of Object.values(event.private ?? {})) if ('subject' in held) subjects.add(held.subject);
    const subject = erasedBy(keys, event);
    if (subject !== undefined) erased.add(subject);
    events += 1;
    looked(events);
    last = event;
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

/** What a folder of log and documents holds, opened under these keys; a sentence where it cannot be opened. */
export const lookThroughFolder = async (
  folder: string,
  keys: KeyStore,
  documentsKey: Uint8Array,
  looked: (events: number) => void = () => undefined,
): Promise<E.Either<string, Found>> => {
  const documents = await openFolderDocumentStore(join(folder, 'documents'), documentsKey)();
  if (E.isLeft(documents)) return E.left(documents.left.reason);
  const log = await openSqliteEventStore(join(folder, 'log'))();
  if (E.isLeft(log)) return E.left(openFailureInWords(log.left));
  try {
    return E.right(await lookThrough(log.right, keys, documents.right, looked));
  } catch (error) {
    return E.left((error as Error).message);
  } finally {
    await log.right.close();
    await documents.right.close();
  }
};
