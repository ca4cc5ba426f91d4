import { CarriedFailure, assertNever } from '@commissioning/kernel';
import type { KeyCopyFailure } from '@commissioning/record';

/** Why a backup was not made, or not restored. Nothing is left that looks like one. */
export type CopyFailure =
  | KeyCopyFailure
  /** Something is where the copy should go. */
  | { readonly _tag: 'InTheWay'; readonly folder: string }
  /** One folder lies in another that must be apart from it. */
  | { readonly _tag: 'NotApart'; readonly folder: string; readonly from: string }
  /** There is no record to be backed up. */
  | { readonly _tag: 'NoRecord'; readonly folder: string; readonly reason: string }
  /** The record itself is not as it was written. */
  | { readonly _tag: 'RecordDamaged'; readonly findings: ReadonlyArray<string> }
  | { readonly _tag: 'NotABackup'; readonly folder: string; readonly reason: string }
  /** The backup is not as it was made: what, and where. */
  | { readonly _tag: 'BackupChanged'; readonly folder: string; readonly findings: ReadonlyArray<string> }
  /** A link or a device among what is copied: what it leads to is no part of it. */
  | { readonly _tag: 'NoFile'; readonly file: string }
  | { readonly _tag: 'DiskFailed'; readonly reason: string };

const listed = (findings: ReadonlyArray<string>): string => findings.map((each) => `\n  - ${each}`).join('');

/** What to tell the operator, and what to do about it. */
export const copyFailureInWords = (failure: CopyFailure): string => {
  switch (failure._tag) {
    case 'InTheWay':
      return `${failure.folder} holds something already. Name a folder that is empty or not there yet.`;
    case 'NotApart':
      return `${failure.folder} lies within ${failure.from}. A record, its backup and their keys are kept apart, on disks of their own at best: name another folder.`;
    case 'NoRecord':
      return `There is no record to back up in ${failure.folder}: ${failure.reason}.`;
    case 'RecordDamaged':
      return `The record is not as it was written, and a copy of it would not be either:${listed(failure.findings)}\nNothing was backed up. Keep every backup you have, and restore the last one to another folder.`;
    case 'OtherKeys':
      return `${failure.folder} holds something else than the keys of this record. Name the folder they were backed up to, or an empty one.`;
    case 'KeysUnusable':
      return `The keys cannot be copied: ${failure.reason}.`;
    case 'NotABackup':
      return `${failure.folder} is no whole backup: ${failure.reason}.`;
    case 'BackupChanged':
      return `${failure.folder} is not as it was made:${listed(failure.findings)}\nNothing was restored. Use another backup.`;
    case 'NoFile':
      return `${failure.file} is neither a file nor a folder, and no part of a record: remove it.`;
    case 'DiskFailed':
      return `The disk did not do it: ${failure.reason}. Nothing was kept; see to it and begin again.`;
    default:
      return assertNever(failure);
  }
};

/** Stops a backup or a restore from wherever it is. */
export class CopyStopped extends CarriedFailure<CopyFailure> {
  constructor(failure: CopyFailure) {
    super(failure, copyFailureInWords(failure));
  }
}
