/**
 * The code of an error that SQLite raised, undefined of any other. By its looks and not its class: better-sqlite3 gives
 * its native part one error class a process, which is not the caller's where modules are loaded twice.
 */
export const sqliteCode = (error: unknown): string | undefined => {
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
};

/** An error in words: its code where it has one, and its message. */
export const reasonOf = (error: unknown): string => {
  const code = sqliteCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === undefined ? message : `${code}: ${message}`;
};
