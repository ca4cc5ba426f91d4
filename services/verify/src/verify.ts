import { mkdirSync, rmSync } from 'node:fs';
import type { DocumentStore } from '@commissioning/document-store';
import { registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import type { Instant } from '@commissioning/kernel';
import { type Compared, compareWithLog, type Interruption } from '@commissioning/projecting';
import type { ReadStore, ReadStoreUnavailable } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import type { KeyStore } from '@commissioning/record';
import { projections } from '@services/projector';
import type { TaskEither } from 'fp-ts/TaskEither';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { type Found, lookThrough } from './look-through';
import { modelFindingInWords } from './words';

export interface VerifyPorts {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly documents: DocumentStore;
  readonly keys: KeyStore;
  readonly now: () => Instant;
  /** A folder for what is made for the while. What it holds may be personal: it is removed afterwards. */
  readonly scratch: string;
}

/** What a verification found; all is well where there are no findings. */
export interface Verified extends Omit<Found, 'subjects' | 'erased'> {
  /** People and bodies of whom the log holds something under a key of their own. */
  readonly subjects: number;
  /** How many of them were erased. */
  readonly erased: number;
  /** The read models, where they were asked for: documents held against the log, and those that would not stand still. */
  readonly readModels?: { readonly documents: number; readonly unsettled: number };
}

/** Reads the whole log and says what is not as it was recorded. Throws `EventStoreError` or `StoreAway` when an engine fails. */
export const verifyLog = async ({ events, keys, documents }: VerifyPorts): Promise<Verified> => {
  const { subjects, erased, ...found } = await lookThrough(events, keys, documents);
  return { ...found, subjects: subjects.size, erased: erased.size };
};

/** Makes every read model anew beside those that answer, in a store that is thrown away, and compares. */
const compared = (ports: VerifyPorts): TaskEither<Interruption | ReadStoreUnavailable, Compared> => {
  const { events, reads, keys, now, scratch } = ports;
  const cleared = (): void => rmSync(scratch, { recursive: true, force: true });
  return TE.bracket(
    pipe(
      TE.fromIO(() => {
        cleared();
        mkdirSync(scratch, { recursive: true, mode: 0o700 });
      }),
      TE.chain(() => openSqliteReadStore(scratch)),
    ),
    (anew): TaskEither<Interruption, Compared> =>
      compareWithLog({ events, reads, keys, now, registry, projections, anew }),
    (anew) =>
      TE.fromTask(async () => {
        await anew.close();
        cleared();
      }),
  );
};

/** As `verifyLog`, and holds the read models against what the log makes of them. */
export const verifyAll = (ports: VerifyPorts): TaskEither<Interruption | ReadStoreUnavailable, Verified> =>
  pipe(
    TE.fromTask(() => verifyLog(ports)),
    TE.bindTo('log'),
    TE.bind('models', () => compared(ports)),
    TE.map(({ log, models: { documents, unsettled, findings } }) => ({
      ...log,
      findings: [...log.findings, ...findings.map(modelFindingInWords)],
      readModels: { documents, unsettled },
    })),
  );
