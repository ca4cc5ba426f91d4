import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Instant, JsonObject } from '@commissioning/kernel';
import { CommissionRef, DecisionRef, FundRef, ProviderRef, BodyId } from '@commissioning/kernel';
import { type Portfolio, type Row, type RowFault, rowsOf } from '@services/office';
import { Presets, SingleBar } from 'cli-progress';
import * as E from 'fp-ts/Either';
import { bold, dim, green } from './colours';
import type { Client } from './client';
import { complain, counted, outline, problemInWords, say, sayJson, table, textAt } from './printing';

/** 0: all is well. 1: the answer is no. 2: it was asked wrongly, or nobody could answer. */
export type ExitCode = 0 | 1 | 2;

export const wrong = (text: string): ExitCode => {
  complain(text);
  return 2;
};

const no = (body: JsonObject, json: boolean): ExitCode => {
  if (json) sayJson(body);
  else complain(problemInWords(body));
  return 1;
};

/** What says no to a question that was well put: not allowed, refused, changed meanwhile, said otherwise before. */
const noes: ReadonlySet<number> = new Set([403, 409, 412, 422]);

export const answered = (status: number, body: JsonObject, json: boolean): ExitCode | undefined => {
  if (status < 300) return undefined;
  if (noes.has(status)) return no(body, json);
  return json ? (sayJson(body), 2) : wrong(problemInWords(body));
};

const sayFaults = (faults: ReadonlyArray<RowFault>): void => {
  for (const { line, field, rule, found } of faults)
    complain(
      `line ${line}${field === '' ? '' : `, ${field}`}: ${rule}${found === '' ? '' : `; found ${found}`}`,
    );
};

/** The text of a file; of standard input for `-`. */
export const textOf = async (path: string): Promise<E.Either<string, string>> => {
  try {
    return E.right(path === '-' ? await text(process.stdin) : readFileSync(path, 'utf8'));
  } catch (error) {
    return E.left(`${path} cannot be read: ${(error as Error).message}`);
  }
};

/** Reads a portfolio, or says why it is none. */
export const portfolioIn = async (path: string): Promise<E.Either<string, Portfolio>> => {
  const read = await textOf(path);
  if (E.isLeft(read)) return read;
  const rows = rowsOf(basename(path), read.right);
  return E.isLeft(rows) ? E.left(`${path} cannot be brought in: ${rows.left.reason}`) : rows;
};

/** Reads a command from a JSON file, or says why there is none. */
export const commandIn = async (path: string): Promise<E.Either<string, unknown>> => {
  const read = await textOf(path);
  if (E.isLeft(read)) return read;
  return E.tryCatch(
    () => JSON.parse(read.right) as unknown,
    (error) => `${path} is not JSON: ${(error as Error).message}`,
  );
};

/** Rows sent at once: enough to be quick, few enough for the progress bar to move. */
const chunk = 50;

/** Brings in a portfolio: every row is looked at first, and nothing is recorded unless all are good. */
export const importFile = async (
  client: Client,
  { rows, faults: shapeFaults }: Portfolio,
  json: boolean,
): Promise<ExitCode> => {
  const checked = await client.ask({ method: 'POST', path: '/v1/portfolio/check', body: { rows } });
  const failed = answered(checked.status, checked.body, json);
  if (failed !== undefined) return failed;
  const faults = [...shapeFaults, ...((checked.body['faults'] ?? []) as unknown as ReadonlyArray<RowFault>)];
  if (faults.length > 0) {
    if (json) sayJson({ recorded: 0, faults });
    else {
      sayFaults(faults);
      complain(
        `Nothing was brought in: ${faults.length} ${faults.length === 1 ? 'thing is' : 'things are'} wrong in ${counted(rows.length, 'row')}.`,
      );
    }
    return 1;
  }
  return record(client, rows, json);
};

const record = async (client: Client, rows: ReadonlyArray<Row>, json: boolean): Promise<ExitCode> => {
  const bar = new SingleBar(
    { format: '{bar} {value} of {total} rows', stream: process.stderr, hideCursor: true },
    Presets.rect,
  );
  const counts = { recorded: 0, already: 0 };
  bar.start(rows.length, 0);
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk);
    const done = await client.ask({ method: 'POST', path: '/v1/portfolio', body: { rows: part } });
    if (done.status >= 300) {
      bar.stop();
      complain(
        `Stopped after ${from} rows. Bring the same file in again: what is recorded is not recorded twice.`,
      );
      return no(done.body, json);
    }
    counts.recorded += Number(done.body['recorded']);
    counts.already += Number(done.body['already']);
    bar.update(from + part.length);
  }
  bar.stop();
  if (json) sayJson(counts);
  else
    say(
      green(
        `${counted(counts.recorded, 'row')} recorded${counts.already === 0 ? '' : `, ${counts.already} had been before`}.`,
      ),
    );
  return 0;
};

const kinds = [
  { codec: CommissionRef, path: 'commissions' },
  { codec: DecisionRef, path: 'decisions' },
  { codec: FundRef, path: 'funds' },
  { codec: ProviderRef, path: 'providers' },
  { codec: BodyId, path: 'rulebook' },
] as const;

/** Actions whose names say which kind of thing they are about, where a reference could be read two ways. */
const placeOf = (reference: string, about: string | undefined): string | undefined =>
  kinds.find(({ codec, path }) => codec.is(reference) && (about === undefined || path.startsWith(about)))
    ?.path;

export interface DoOptions {
  readonly on?: string;
  readonly kind?: string;
  readonly id?: string;
  readonly revision?: number;
  readonly effectiveAt?: Instant;
}

/** One command; on a new commission where no reference is given. */
export const doAction = async (
  client: Client,
  action: string,
  body: unknown,
  options: DoOptions,
  json: boolean,
): Promise<ExitCode> => {
  const { on, kind, id, revision, effectiveAt } = options;
  const place = on === undefined ? 'commissions' : placeOf(on, kind);
  if (place === undefined)
    return wrong(`"${on}" is no reference of ${kind ?? 'a commission, decision, fund, provider or body'}.`);
  const done = await client.ask({
    method: 'POST',
    path: `/v1/${place}/${on ?? 'new'}/${action}`,
    body,
    commandId: id ?? randomUUID(),
    ...(revision === undefined ? {} : { revision }),
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
  });
  const failed = answered(done.status, done.body, json);
  if (done.status === 403 && !json) complain('Say in whose name with --as, for example --as approver.');
  if (failed !== undefined) return failed;
  if (json) sayJson(done.body);
  else {
    const events = (done.body['events'] ?? []) as unknown as ReadonlyArray<{
      readonly type: string;
      readonly revision: number;
    }>;
    const of = textAt(done.body, 'reference') || on || '';
    say(
      events.length === 0
        ? `${of}: nothing to do.`
        : `${green('Recorded')} in ${bold(of)}: ${events.map(({ type }) => type).join(', ')}.`,
    );
  }
  return 0;
};

const partsByKind = (parts: ReadonlyArray<JsonObject>): ReadonlyMap<string, ReadonlyArray<JsonObject>> => {
  const found = new Map<string, Array<JsonObject>>();
  for (const part of parts)
    found.set(textAt(part, 'kind'), [...(found.get(textAt(part, 'kind')) ?? []), part]);
  return found;
};

const withoutKeys = (object: JsonObject, ...left: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !left.includes(name)));

/** A commission as it stands, or stood. */
export const show = async (
  client: Client,
  reference: string,
  at: { readonly asAt?: string; readonly knownAt?: string },
  json: boolean,
): Promise<ExitCode> => {
  const query = new URLSearchParams({
    ...(at.asAt === undefined ? {} : { 'as-at': at.asAt }),
    ...(at.knownAt === undefined ? {} : { 'known-at': at.knownAt }),
  });
  const found = await client.ask({
    method: 'GET',
    path: `/v1/commissions/${encodeURIComponent(reference)}?${query.toString()}`,
  });
  const failed = answered(found.status, found.body, json);
  if (failed !== undefined) return failed;
  if (json) sayJson(found.body);
  else {
    const { parts, at: moment, ...commission } = found.body;
    say(bold(`${reference}  ${textAt(found.body, 'title')}`));
    for (const [name, when] of Object.entries((moment ?? {}) as Record<string, string>))
      say(dim(`${name === 'asAt' ? 'As it stood at' : 'As it was known at'} ${when}`));
    for (const line of outline(withoutKeys(commission, 'id', 'reference', 'title', 'position'))) say(line);
    for (const [kind, those] of partsByKind((parts ?? []) as unknown as ReadonlyArray<JsonObject>)) {
      say();
      say(bold(kind));
      for (const part of those) {
        say(`  ${textAt(part, 'id')}`);
        for (const line of outline(withoutKeys(part, 'id', 'kind', 'commission', 'of', 'position'), '    '))
          say(line);
      }
    }
  }
  return 0;
};

/** Every event of a commission: when, what, who, under which rules. */
export const history = async (client: Client, reference: string, json: boolean): Promise<ExitCode> => {
  const events: Array<JsonObject> = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor === '' ? {} : { cursor }) });
    const found = await client.ask({
      method: 'GET',
      path: `/v1/commissions/${encodeURIComponent(reference)}/history?${query.toString()}`,
    });
    const failed = answered(found.status, found.body, json);
    if (failed !== undefined) return failed;
    events.push(...((found.body['items'] ?? []) as unknown as ReadonlyArray<JsonObject>));
    cursor = textAt(found.body, 'next');
  } while (cursor !== '');
  if (json) sayJson(events);
  else {
    const rows = events.map((event) => [
      textAt(event, 'order'),
      textAt(event, 'recordedAt').slice(0, 16).replace('T', ' '),
      textAt(event, 'type'),
      `${textAt(event, 'actor')} (${textAt(event, 'role')})`,
      textAt(event, 'ruleBookVersion'),
      textAt(event, 'decision'),
    ]);
    say(table(['#', 'Recorded (UTC)', 'Event', 'By', 'Rules', 'Decision'], rows));
    say(
      dim(
        `${counted(events.length, 'event')}. "commissioning show ${reference} --as-at DAY" shows it as it stood.`,
      ),
    );
  }
  return 0;
};

/** Builds read models anew from the log. */
export const replay = async (client: Client, projection: string, json: boolean): Promise<ExitCode> => {
  const began = process.hrtime.bigint();
  const done = await client.ask({
    method: 'POST',
    path: `/v1/read-models/${encodeURIComponent(projection)}/rebuild`,
  });
  const failed = answered(done.status, done.body, json);
  if (failed !== undefined) return failed;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const items = (done.body['items'] ?? []) as unknown as ReadonlyArray<JsonObject>;
  const events = Math.max(0, ...items.map((item) => Number(item['events'])));
  const rate = Math.round(events / seconds);
  if (json) sayJson({ items, seconds, eventsPerSecond: rate });
  else {
    say(
      table(
        ['Read model', 'Version', 'Events', 'Set aside'],
        items.map((item) => ['projection', 'version', 'events', 'parked'].map((name) => textAt(item, name))),
      ),
    );
    say(
      `${counted(events, 'event')} in ${seconds.toFixed(1)} s, ${rate} a second, all of these in one pass over the log.`,
    );
  }
  return 0;
};
