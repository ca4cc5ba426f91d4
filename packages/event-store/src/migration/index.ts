import { canonical, type ChainFault, type RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type EventStore, EventStoreError } from '../port';
import { startDigest } from './digest';
import { chainCheck, eventsOf, storedEvent } from './events';
import { type At, type MigrationFailure, MigrationStopped } from './failure';
import { type Portion, portionsOf } from './portions';

export { digestOf, startDigest } from './digest';
export { chainCheck, eventsOf } from './events';
export { chainFaultInWords, type MigrationFailure, migrationFailureInWords } from './failure';

/** How far a migration has come: what it is at, and how many events it has done that with. */
export interface MigrationProgress {
  readonly step: 'comparing' | 'copying' | 'verifying';
  readonly events: number;
}

export interface Migration {
  /** The log to be copied. Nobody may write to it meanwhile. */
  readonly from: EventStore;
  /** Where to: an engine that holds nothing, or the beginning of the same copy. */
  readonly to: EventStore;
  readonly onProgress?: (progress: MigrationProgress) => void;
}

export interface Migrated {
  /** Events in either log now. */
  readonly events: number;
  /** Those of them that were copied this time. */
  readonly copied: number;
  /** SHA-256 over all content hashes in order, in hex: that of both logs. */
  readonly digest: string;
}

type Step = MigrationProgress['step'];

/** Throws where a copy, or what stands in its place, is not the event it is a copy of. */
const mustBeCopyOf = (original: RecordedEvent, copy: RecordedEvent, fault: ChainFault | undefined): void => {
  const { stream, revision } = copy;
  if (stream !== original.stream || revision !== original.revision || copy.id !== original.id)
    throw new MigrationStopped({ _tag: 'TargetHoldsOther', stream, revision });
  const alike =
    fault === undefined &&
    copy.contentHash === original.contentHash &&
    copy.chainHash === original.chainHash &&
    canonical(copy.private ?? {}) === canonical(original.private ?? {});
  if (!alike) throw new MigrationStopped({ _tag: 'CopyDiffers', stream, revision });
};

/** Copies one portion to where it stood. Done twice it is there once, for its ids and its revision are the same. */
const copy = async (to: EventStore, portion: Portion): Promise<void> => {
  const [{ stream, revision }] = portion;
  const appended = await to.append(stream, revision - 1, portion.map(storedEvent))();
  if (E.isRight(appended)) return;
  if (appended.left._tag !== 'Conflict') throw new MigrationStopped(appended.left);
  const { actual } = appended.left;
  throw new MigrationStopped(
    actual < revision - 1
      ? { _tag: 'CopyLost', stream, revision: actual + 1 }
      : { _tag: 'TargetHoldsOther', stream, revision: actual },
  );
};

const placeOf = ({ stream, revision }: RecordedEvent): At => ({ stream, revision });

const run = async ({ from, to, onProgress = () => undefined }: Migration): Promise<Migrated> => {
  const [faultIn, faultThere] = [chainCheck(), chainCheck()];
  const [originals, copies] = [startDigest(), startDigest()];
  let compared = 0;
  let copied = 0;
  let last: { readonly original: RecordedEvent; readonly copy: RecordedEvent } | undefined;

  async function* sound(): AsyncGenerator<RecordedEvent, void> {
    for await (const event of eventsOf(from)) {
      const fault = faultIn(event);
      if (fault !== undefined) throw new MigrationStopped({ _tag: 'SourceDamaged', fault });
      yield event;
    }
  }

  /** Walks along the target, from where that was left, and compares each event with the one that it is a copy of. */
  const compare = async (source: AsyncGenerator<RecordedEvent, void>, step: Step): Promise<void> => {
    for await (const there of eventsOf(to, last?.copy.position)) {
      const next = await source.next();
      if (next.done === true) throw new MigrationStopped({ _tag: 'TargetHoldsOther', ...placeOf(there) });
      mustBeCopyOf(next.value, there, faultThere(there));
      originals.add(next.value.contentHash);
      copies.add(there.contentHash);
      last = { original: next.value, copy: there };
      compared += 1;
      onProgress({ step, events: compared });
    }
  };

  const source = sound();
  await compare(source, 'comparing');
  for await (const portion of portionsOf(source)) {
    await copy(to, portion);
    copied += portion.length;
    onProgress({ step: 'copying', events: copied });
  }

  const again = eventsOf(from, last?.original.position);
  await compare(again, 'verifying');
  const lost = await again.next();
  if (lost.done !== true) throw new MigrationStopped({ _tag: 'CopyLost', ...placeOf(lost.value) });
  const [digest, digestThere] = [originals.value(), copies.value()];
  if (digest !== digestThere)
    throw new MigrationStopped({ _tag: 'DigestsDiffer', from: digest, to: digestThere });
  return { events: compared, copied, digest };
};

/**
 * Copies a log from one engine to another, in global order: ids, revisions, hashes and what lies beside the events stay
 * as they are, positions are the target's own. Every content hash and every chain is checked before anything is copied
 * from there, and every copy is read back and compared. How far it came it finds out from the target itself, so that it
 * may be stopped at any moment and run again; a target that holds anything else is refused. Appends one after the other:
 * a log has one order, and it is kept.
 */
export const migrate =
  (migration: Migration): TaskEither<MigrationFailure, Migrated> =>
  async () => {
    try {
      return E.right(await run(migration));
    } catch (error) {
      if (error instanceof MigrationStopped || error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };
