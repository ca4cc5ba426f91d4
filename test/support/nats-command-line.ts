import { execFile } from 'node:child_process';
import { goProgram } from './go-program';
import { natsIsThere } from './nats';

const program = goProgram('nats-command-line', 'github.com/nats-io/natscli/nats');

/** Describes tests that ask a server of their own by the command line of NATS. Where there is none they are skipped, aloud. */
export const describeNatsCommandLine = (name: string, tests: () => void): void => {
  if (natsIsThere && program.canBeHad()) {
    describe(name, tests);
    return;
  }
  // Past the console, whose words are not shown of a file that is skipped whole.
  process.stderr.write(
    `Skipped, for there is no nats-server, or no Go to build the command line of NATS with: ${name}\n`,
  );
  describe.skip(name, tests);
};

/** What the command line said, and whether it did what it was asked for. */
export interface Said {
  readonly done: boolean;
  readonly words: string;
}

/** Asks a server by NATS's own command line: `stream info …`. */
export const natsCommandLine =
  (url: string) =>
  async (...words: ReadonlyArray<string>): Promise<Said> => {
    const file = await program.built();
    return new Promise((resolve) => {
      // No context of whoever runs the tests has a say.
      const env = { ...process.env, NATS_CONTEXT: '', XDG_CONFIG_HOME: '/nonexistent' };
      execFile(
        file,
        ['-s', url, ...words],
        { env, maxBuffer: 2 ** 26, timeout: 30_000 },
        (error, stdout, stderr) =>
          resolve({ done: error === null, words: `${stdout}${error === null ? '' : stderr}` }),
      );
    });
  };
