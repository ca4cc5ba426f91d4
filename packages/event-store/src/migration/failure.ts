import { CarriedFailure, assertNever } from '@commissioning/kernel';
import type { ChainFault } from '@commissioning/record';
import type { StoreUnavailable } from '../port';

/** Where an event stands. */
export interface At {
  readonly stream: string;
  readonly revision: number;
}

/** Why a log was not copied, or not to its end. What was copied until then stays, and is gone on from. */
export type MigrationFailure =
  | StoreUnavailable
  /** An event of the log to be copied is not what was hashed when it was recorded, or not where. */
  | { readonly _tag: 'SourceDamaged'; readonly fault: ChainFault }
  /** The target holds something that the log to be copied does not, or not there. */
  | ({ readonly _tag: 'TargetHoldsOther' } & At)
  /** The target holds an event of the log, but not as it is there. */
  | ({ readonly _tag: 'CopyDiffers' } & At)
  /** An event that was copied is not in the target. */
  | ({ readonly _tag: 'CopyLost' } & At)
  /** The digests over both logs differ although their events do not: a fault of this program. */
  | { readonly _tag: 'DigestsDiffer'; readonly from: string; readonly to: string };

const placeIn = ({ stream, revision }: At): string => `revision ${revision} of ${stream}`;

/** What is wrong with a log, and where. */
export const chainFaultInWords = (fault: ChainFault): string => {
  switch (fault._tag) {
    case 'ContentChanged':
      return `${placeIn(fault)} is not what was hashed when it was recorded`;
    case 'ChainBroken':
      return `${placeIn(fault)} does not follow in its chain from the event before it`;
    case 'RevisionMissing':
      return `${placeIn(fault)} is missing`;
    default:
      return assertNever(fault);
  }
};

/** What to tell the operator, and what to do about it. */
export const migrationFailureInWords = (failure: MigrationFailure): string => {
  switch (failure._tag) {
    case 'StoreUnavailable':
      return `${failure.engine} failed (${failure.operation}: ${failure.reason}). Run the same again: it goes on where it stopped.`;
    case 'SourceDamaged':
      return `The log to be copied is damaged: ${chainFaultInWords(failure.fault)}. Nothing from there on was copied. Restore it from a backup.`;
    case 'TargetHoldsOther':
      return `The target holds something else than a copy of this log: ${placeIn(failure)} has no business there. Use an empty one.`;
    case 'CopyDiffers':
      return `The target's ${placeIn(failure)} is not what the log holds there. Do not use it: copy to an empty one.`;
    case 'CopyLost':
      return `The target has lost ${placeIn(failure)}. Do not use it before you know why.`;
    case 'DigestsDiffer':
      return `The digests differ (${failure.from} and ${failure.to}). Do not use the target, and report this.`;
    default:
      return assertNever(failure);
  }
};

/** Stops a migration from wherever it is. */
export class MigrationStopped extends CarriedFailure<MigrationFailure> {
  constructor(failure: MigrationFailure) {
    super(failure, migrationFailureInWords(failure));
  }
}
