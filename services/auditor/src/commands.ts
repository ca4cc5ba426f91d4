import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { JsonObject } from '@commissioning/kernel';
import { CommissionRef, DecisionRef, FundRef, ProviderRef, BodyId } from '@commissioning/kernel';
import { type Row, type RowFault, rowsOf } from '@services/office';
import { Presets, SingleBar } from 'cli-progress';
import * as E from 'fp-ts/Either';
import { bold, dim, green } from 'picocolors';
import type { Client } from './client';
import { complain, outline, problemInWords, say, sayJson, table, textAt } from './printing';

/** 0: all is well. 1: the answer is no. 2: it was asked wrongly, or nobody could answer. */
export type ExitCode = 0 | 1 | 2;

const wrong = (text: string): ExitCode => {
  complain(text);
  return 2;
};

const no = (body: JsonObject, json: boolean): ExitCode => {
  if (json) sayJson(body);
  else complain(problemInWords(body));
  return 1;
};

const answered = (status: number, body: JsonObject, json: boolean): ExitCode | undefined => {
  if (status < 300) return undefined;
  if (status === 400 || status === 404 || status >= 500)
    return json ? (sayJson(body), 2) : wrong(problemInWords(body));
  return no(body, json);
};

const sayFaults = (faults: ReadonlyArray<RowFault>): void => {
  for (const { line, field, rule, found } of faults)
    complain(
      `line ${line}${field === '' ? '' : `, ${field}`}: ${rule}${found === '' ? '' : `; found ${found}`}`,
    );
};

/** Rows sent at once: enough to be quick, few enough for the progress bar to move. */
const chunk = 50;

/** Brings in a portfolio: every row is looked at first, and nothing is recorded unless all are good. */
export const importFile = async (client: Client, path: string, json: boolean): Promise<ExitCode> => {
  const read = rowsOf(basename(path), readFileSync(path, 'utf8'));
  if (E.isLeft(read)) return wrong(`${path} cannot be brought in: ${read.left.reason}`);
  const { rows, faults: shapeFaults } = read.right;
  const checked = await client.ask({ method: 'POST', path: '/v1/portfolio/check', body: { rows } });
  const failed = answered(checked.status, checked.body, json);
  if (failed !== undefined) return failed;
  const faults = [...shapeFaults, ...((checked.body['faults'] ?? []) as unknown as ReadonlyArray<RowFault>)];
  if (faults.length > 0) {
    if (json) sayJson({ recorded: 0, faults });
    else {
      sayFaults(faults);
      complain(
        `Nothing was brought in: ${faults.length} ${faults.length === 1 ? 'thing is' : 'things are'} wrong in ${rows.length} rows.`,
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
        `${counts.recorded} rows recorded${counts.already === 0 ? '' : `, ${counts.already} had been before`}.`,
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
  readonly file: string;
  readonly on?: string;
  readonly kind?: string;
  readonly id?: string;
  readonly revision?: number;
}

/** One command from a JSON file; on a new commission where no reference is given. */
export const doAction = async (
  client: Client,
  action: string,
  options: DoOptions,
  json: boolean,
): Promise<ExitCode> => {
  let body: unknown;
  try {
    body = JSON.parse(readFileSync(options.file === '-' ? 0 : options.file, 'utf8'));
  } catch (error) {
    return wrong(`${options.file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const { on, kind, id, revision } = options;
  const place = on === undefined ? 'commissions' : placeOf(on, kind);
  if (place === undefined)
    return wrong(`"${on}" is no reference of ${kind ?? 'a commission, decision, fund, provider or body'}.`);
  const done = await client.ask({
    method: 'POST',
    path: `/v1/${place}/${on ?? 'new'}/${action}`,
    body,
    commandId: id ?? randomUUID(),
    ...(revision === undefined ? {} : { revision }),
  });
  const failed = answered(done.status, done.body, json);
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
    const { parts, ...commission } = found.body;
    say(bold(`${reference}  ${textAt(found.body, 'title')}`));
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
  if (events.length === 0) return wrong(`There is no ${reference} here.`);
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
    say(dim(`${events.length} events. "commissioning show ${reference} --as-at DAY" shows it as it stood.`));
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
      `${events} events in ${seconds.toFixed(1)} s, ${rate} events a second, all of these in one pass over the log.`,
    );
  }
  return 0;
};
