import { assertNever } from '@commissioning/kernel';

/** Why a data folder's log could not be opened. */
export type OpenFailure =
  | { readonly _tag: 'FolderHeld'; readonly folder: string }
  | { readonly _tag: 'FolderUnusable'; readonly folder: string; readonly reason: string }
  | { readonly _tag: 'NewerSchema'; readonly file: string; readonly found: number; readonly known: number }
  | { readonly _tag: 'NotALog'; readonly file: string; readonly reason: string };

/** What to tell the operator, and what to do about it. */
export const openFailureInWords = (failure: OpenFailure): string => {
  switch (failure._tag) {
    case 'FolderHeld':
      return `The data folder ${failure.folder} is held by another process: stop that first, or go through it`;
    case 'FolderUnusable':
      return `The data folder ${failure.folder} cannot be used: ${failure.reason}`;
    case 'NewerSchema':
      return `${failure.file} was written by a newer release (schema ${failure.found}, this one knows ${failure.known}): use that release`;
    case 'NotALog':
      return `${failure.file} is damaged or no event log (${failure.reason}): restore it from a backup`;
    default:
      return assertNever(failure);
  }
};
