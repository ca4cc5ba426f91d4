import type { JsonObject } from '@commissioning/kernel';
import type { Client } from './client';
import { bold, dim } from './colours';
import { answered, type ExitCode } from './commands';
import type { Person } from './erase';
import { counted, say, sayJson, table, textAt } from './printing';

const sayErasure = (erasure: JsonObject): void => {
  const asked = textAt(erasure, 'requestedOn');
  const file = textAt(erasure, 'file');
  say(
    [
      `Erased on ${textAt(erasure, 'recordedAt').slice(0, 10)}, ground: ${textAt(erasure, 'ground')}`,
      ...(asked === '' ? [] : [`asked for on ${asked}`]),
      ...(file === '' ? [] : [`filed under ${file}`]),
    ].join(', '),
  );
};

const sayHeld = (who: string, body: JsonObject): void => {
  const entries = body['entries'] as unknown as ReadonlyArray<JsonObject>;
  const rows = entries.map((entry) => [
    textAt(entry, 'recordedAt').slice(0, 16).replace('T', ' '),
    textAt(entry, 'type'),
    textAt(entry, 'byRole'),
    textAt(entry, 'name'),
    textAt(entry, 'email'),
  ]);
  say(bold(`${who}: ${counted(entries.length, 'time')} named`));
  say(table(['Recorded (UTC)', 'Event', 'Recorded by', 'Name', 'E-mail'], rows));
  const { erasure = null, holds = [] } = body;
  if (erasure !== null) sayErasure(erasure as JsonObject);
  for (const hold of holds as ReadonlyArray<string>)
    say(`The record of their provider is kept meanwhile: ${hold}.`);
  say(dim('What has to be said with it, and where else to look: docs/guides/data-protection.md.'));
};

/** Says all that is held of somebody named in the record of a provider. That it was looked at is recorded. */
export const subjectAccess = async (
  client: Client,
  { provider, person }: Person,
  json: boolean,
): Promise<ExitCode> => {
  const found = await client.ask({
    method: 'GET',
    path: `/v1/providers/${provider}/persons/${encodeURIComponent(person)}`,
  });
  const failed = answered(found.status, found.body, json);
  if (failed !== undefined) return failed;
  if (json) sayJson(found.body);
  else sayHeld(`${provider}/${person}`, found.body);
  return 0;
};
