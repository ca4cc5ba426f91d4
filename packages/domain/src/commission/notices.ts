import type { CommissionState } from './state';

type Notice = CommissionState['notices'] extends ReadonlyMap<string, infer N> ? N : never;

/** The notices of these kinds that are about a lot, or about all of them, by their ids. */
export const noticesAbout = (
  { notices }: Pick<CommissionState, 'notices'>,
  kinds: ReadonlyArray<string>,
  lot: string | undefined,
): ReadonlyMap<string, Notice> =>
  new Map(
    [...notices].filter(
      ([, notice]) => kinds.includes(notice.kind) && (notice.lot === undefined || notice.lot === lot),
    ),
  );
