import * as E from 'fp-ts/Either';
import { green } from './colours';
import type { ExitCode } from './commands';
import { complain, say } from './printing';

export interface ProtectServerOptions {
  readonly user: string;
  readonly at?: string;
}

/** Gives the office's user the rights it needs on a server, and nobody but an administrator that to delete. */
export const protectServer = async (
  environment: NodeJS.ProcessEnv,
  { user, at = environment['EVENTSTOREDB_URL'] }: ProtectServerOptions,
): Promise<ExitCode> => {
  if (at === undefined) {
    complain('Which server? Name it with --at or EVENTSTOREDB_URL.');
    return 2;
  }
  const { protectFailureInWords, protectLog } = await import('@commissioning/event-store/eventstoredb');
  const done = await protectLog({ url: at, user })();
  if (E.isLeft(done)) {
    complain(protectFailureInWords(done.left));
    return 1;
  }
  say(green(`${user} alone writes and reads the record there; nobody but an administrator can delete.`));
  return 0;
};
