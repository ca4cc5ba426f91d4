import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { ErasureGround } from '@commissioning/domain';
import { ProviderRef } from '@commissioning/kernel';
import { copiesOf, isReached, keysLeftIn } from '@commissioning/record';
import type { Client } from './client';
import { green, yellow } from './colours';
import { answered, type ExitCode, wrong } from './commands';
import { say, sayJson } from './printing';

export interface EraseOptions {
  readonly reason: string;
  readonly askedOn?: string;
  readonly file?: string;
  readonly yes?: true;
}

/** Somebody named in the record of a provider. */
export interface Person {
  readonly provider: string;
  readonly person: string;
}

export const grounds: ReadonlyArray<string> = Object.keys(ErasureGround.keys);

/** Who is meant by `BEDS-azalea/clerk`; undefined where nobody is. */
export const personIn = (subject: string): Person | undefined => {
  const [, provider = '', person = ''] = /^(?:provider-)?([^/]+)\/([^/]+)$/.exec(subject) ?? [];
  return ProviderRef.is(provider) && person !== '' ? { provider, person } : undefined;
};

const nameOf = ({ provider, person }: Person): string => `${provider}/${person}`;

/** Where somebody is asked and answers; a pipe is nobody. */
interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Whether whoever asks means it: they say so with the command, or write the name once more. */
export const isMeant = async (
  who: Person,
  { yes }: Pick<EraseOptions, 'yes'>,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> => {
  if (yes === true) return true;
  if (input.isTTY !== true) return false;
  const asking = createInterface({ input, output });
  try {
    const again = asking.question(
      `What is recorded of ${nameOf(who)} will be unreadable for good, in the record and in its backups.\nWrite ${nameOf(who)} once more to go on: `,
    );
    // Whoever ends the input without an answer has not said yes; the question itself would wait for ever.
    const ended = once(asking, 'close').then(() => '');
    return (await Promise.race([again, ended])).trim() === nameOf(who);
  } finally {
    asking.close();
  }
};

/** Where the keys of this record were copied to, and whether those that are destroyed are destroyed there too. */
interface CopyLeft {
  readonly folder: string;
  readonly state: 'destroyed' | 'away' | 'left';
}

export const copiesLeft = (keys: string): ReadonlyArray<CopyLeft> =>
  copiesOf(keys).map((folder) => ({
    folder,
    state: !isReached(folder) ? 'away' : keysLeftIn(keys, folder) > 0 ? 'left' : 'destroyed',
  }));

const sayErased = (who: Person, copies: ReadonlyArray<CopyLeft>): void => {
  const done = copies.filter(({ state }) => state === 'destroyed').map(({ folder }) => folder);
  const there = done.length === 0 ? '' : `, and in ${done.join(' and ')}`;
  say(green(`Erased: ${nameOf(who)}. The key is destroyed in the office${there}.`));
  say('What was recorded of them reads [erased] wherever it stood; every hash of the record holds.');
  for (const { folder, state } of copies)
    if (state !== 'destroyed')
      say(
        yellow(
          `${folder} ${state === 'away' ? 'was not reached' : 'could not be written to'}, and may have the key still: see to it, and run the same command again.`,
        ),
      );
};

/** Erases a person, through the office, after asking whether that is meant. */
export const erasePerson = async (
  client: Client,
  who: Person,
  options: EraseOptions,
  keys: string,
  json: boolean,
): Promise<ExitCode> => {
  if (!(await isMeant(who, options)))
    return wrong(
      `Nothing was erased. It cannot be undone: say --yes, or write ${nameOf(who)} again when asked.`,
    );
  const { reason, askedOn, file } = options;
  const answer = await client.ask({
    method: 'POST',
    path: `/v1/providers/${who.provider}/erase-person`,
    commandId: `erase-${randomUUID()}`,
    body: {
      person: who.person,
      ground: reason,
      ...(askedOn === undefined ? {} : { requestedOn: askedOn }),
      ...(file === undefined ? {} : { file }),
    },
  });
  const failed = answered(answer.status, answer.body, json);
  if (failed !== undefined) return failed;
  const copies = copiesLeft(keys);
  if (json) sayJson({ ...answer.body, copies });
  else sayErased(who, copies);
  return copies.every(({ state }) => state === 'destroyed') ? 0 : 1;
};
