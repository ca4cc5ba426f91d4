import type { Verified } from '@services/verify';
import type { Client } from './client';
import { bold, dim, green } from './colours';
import { answered, type ExitCode } from './commands';
import { complain, counted, say, sayJson } from './printing';

export interface VerifyOptions {
  readonly readModels?: true;
}

const sayVerified = ({
  events,
  streams,
  lastRecordedAt,
  digest,
  subjects,
  erased,
  findings,
  readModels,
}: Verified): void => {
  const last = lastRecordedAt === null ? '' : `, the last of ${lastRecordedAt}`;
  say(`${counted(events, 'event')} in ${counted(streams, 'stream')}${last}.`);
  if (readModels !== undefined) {
    const moving = readModels.unsettled === 0 ? '' : `; ${readModels.unsettled} changed all the while`;
    say(`${counted(readModels.documents, 'document')} of the read models made anew and compared${moving}.`);
  }
  if (findings.length === 0) {
    say(
      green('All is as it was recorded: every hash holds, every stream is whole, every document is there.'),
    );
    say('What is not public opens, and is what was committed to.');
    if (erased > 0)
      say(`Of ${counted(subjects, 'person')} held under a key of their own, ${erased} were erased.`);
  } else {
    say(bold(`${counted(findings.length, 'thing')} not as recorded:`));
    for (const finding of findings) complain(`  ${finding}`);
  }
  say(`Digest over all content hashes in order: ${digest}`);
  say(
    dim(
      'Note it elsewhere: a copy or a backup of this record has the same, and one that was cut short at its end another.\nWhether the rules bear the acts out: commissioning sweep.',
    ),
  );
};

/** Verifies the whole record: that it is as it was recorded. */
export const verifyRecord = async (
  client: Client,
  { readModels }: VerifyOptions,
  json: boolean,
): Promise<ExitCode> => {
  const body = readModels === undefined ? {} : { readModels };
  const done = await client.ask({ method: 'POST', path: '/v1/verify', body });
  const failed = answered(done.status, done.body, json);
  if (failed !== undefined) return failed;
  const verified = done.body as unknown as Verified;
  if (json) sayJson(verified);
  else sayVerified(verified);
  return verified.findings.length === 0 ? 0 : 1;
};
