const fieldOf = (error: unknown, name: 'code' | 'message'): string | undefined => {
  const value = (error as { readonly [key in typeof name]?: unknown } | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * The code of an error that SQLite raised, undefined of any other. By its looks and not its class: better-sqlite3 gives
 * its native part one error class a process, which is no `Error` of a caller in another realm, as test files are.
 */
export const sqliteCode = (error: unknown): string | undefined => {
  const code = fieldOf(error, 'code');
  return code?.startsWith('SQLITE_') === true ? code : undefined;
};

/** An error in words: its code where SQLite raised it, and its message. */
export const reasonOf = (error: unknown): string => {
  const code = sqliteCode(error);
  const message = fieldOf(error, 'message') ?? String(error);
  return code === undefined ? message : `${code}: ${message}`;
};
