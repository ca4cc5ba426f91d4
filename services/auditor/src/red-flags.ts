import type { JsonObject } from '@commissioning/kernel';
import { figureInWords } from '@projections/red-flags';
import type { Client } from './client';
import { dim } from './colours';
import { answered, type ExitCode } from './commands';
import { counted, say, sayJson, table, textAt } from './printing';

/** What red flags are asked by. */
export interface RedFlagsAsked {
  readonly flag?: string;
  readonly commission?: string;
  readonly provider?: string;
  readonly standing?: string;
}

const words = (object: unknown): string =>
  Object.entries((object ?? {}) as Record<string, unknown>)
    .map(([name, value]) => `${name} ${figureInWords(name, value)}`)
    .join(', ');

/** Where it may be worth a look. A flag is a question: that there are some is no reason to say no. */
export const redFlags = async (client: Client, by: RedFlagsAsked, json: boolean): Promise<ExitCode> => {
  const items: Array<JsonObject> = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ ...by, limit: '100', ...(cursor === '' ? {} : { cursor }) });
    const found = await client.ask({ method: 'GET', path: `/v1/red-flags?${query.toString()}` });
    const failed = answered(found.status, found.body, json);
    if (failed !== undefined) return failed;
    items.push(...((found.body['items'] ?? []) as unknown as ReadonlyArray<JsonObject>));
    cursor = textAt(found.body, 'next');
  } while (cursor !== '');
  if (json) sayJson(items);
  else {
    const rows = items.map((item) => [
      textAt(item, 'flag'),
      textAt(item, 'name'),
      [textAt(item, 'reference'), words(item['about'])].filter((text) => text !== '').join(', '),
      words(item['figures']),
      textAt(item, 'standing'),
    ]);
    say(table(['Flag', 'Question', 'Of', 'Found', 'Standing'], rows));
    say(
      dim(
        `${counted(items.length, 'question')} worth a look. A flag is no finding; docs/red-flags.md says what each asks.`,
      ),
    );
  }
  return 0;
};
