import { writeFileSync } from 'node:fs';
import { CommissionRef } from '@commissioning/kernel';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import * as E from 'fp-ts/Either';
import type { Client } from './client';
import { answered, type ExitCode, textOf, wrong } from './commands';
import { complain, say, sayJson, textAt } from './printing';

/** Makes a key to sealed bids in a file that is not there yet, for its owner alone to read, and says its recipient. */
export const makeOpeningKey = async (file: string, json: boolean): Promise<ExitCode> => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  try {
    writeFileSync(file, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return wrong(code === 'EEXIST' ? `${file} is there already; a key is never replaced.` : message);
  }
  if (json) sayJson({ file, recipient });
  else {
    say(recipient);
    complain(
      `The key is in ${file}. Keep it to yourself, and a copy of it where you keep what must not be lost:`,
    );
    complain('without it bids that are sealed to it cannot be opened. The line above is what you give away.');
  }
  return 0;
};

/** The identity in a file as `make` and age's own tools write it: comments, and the key on a line of its own. */
export const identityIn = async (file: string): Promise<E.Either<string, string>> => {
  const read = await textOf(file);
  if (E.isLeft(read)) return read;
  const identity = read.right
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith('AGE-SECRET-KEY-'));
  return identity === undefined ? E.left(`${file} holds no key of age.`) : E.right(identity);
};

/** Hands a key in to the office that is running, for the opening that follows. */
export const handInOpeningKey = async (
  client: Client,
  reference: string,
  identity: string,
  json: boolean,
): Promise<ExitCode> => {
  if (!CommissionRef.is(reference)) return wrong(`${reference} is no reference of a commission.`);
  if (!client.runs)
    return wrong('No office is running: a key that is handed in is held in its memory, and nowhere else.');
  const path = `/v1/commissions/${reference}/hand-in-opening-key`;
  const { status, body } = await client.ask({ method: 'POST', path, body: { identity } });
  const failed = answered(status, body, json);
  if (failed !== undefined) return failed;
  if (json) sayJson(body);
  else say(`Held until ${textAt(body, 'until')}, or until the bids are open.`);
  return 0;
};
