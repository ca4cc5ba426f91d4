import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import { openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { type CommandId, type Instant, type Role } from '@commissioning/kernel';
import { memoryKeys } from '@commissioning/record';
import { type CommandPorts, type CommandRequest, commandsOf } from '@services/commands';
import * as E from 'fp-ts/Either';
import { uuidv7 } from 'uuidv7';
import { mark, inDigits, inWords, type Section } from './report';
import type { Sizes } from './sizes';
import { ratioOf, spreadOf } from './statistics';

const now = '2026-11-23T12:00:00.000Z' as Instant;
let sent = 0;

const request = (
  role: Role,
  kind: CommandRequest['kind'],
  id: string,
  action: string,
  command: unknown,
): CommandRequest => ({
  kind,
  id,
  action,
  command,
  commandId: `bench-command-${(sent += 1)}` as CommandId,
  actor: { id: `bench:${role}`, role } as CommandRequest['actor'],
});

const identify = (reference: string): CommandRequest =>
  request('commissioning-officer', 'commission', reference, 'identify-need', {
    title: 'Somebody to talk to',
    summary: 'Victims wait for weeks before anybody listens.',
    objectives: [],
    themes: [],
    areas: ['Bedford'],
  });

const addEvidence = (reference: string, number: number): CommandRequest =>
  request('commissioning-officer', 'commission', reference, 'add-evidence', {
    evidence: `evidence-${number}`,
    kind: number % 2 === 0 ? 'quantitative' : 'qualitative',
    contributor: 'A partner',
    source: `Survey ${number}`,
    finding: 'What was found is said here in a sentence or two, as it would be in a real survey of victims.',
  });

/** A command on a commission of many events: read from the start, read before, and on one that has just begun. */
export const commanding = async (place: string, sizes: Sizes): Promise<Section> => {
  const folder = join(place, 'commanded');
  mkdirSync(folder, { recursive: true });
  const opened = await openSqliteEventStore(folder)();
  if (E.isLeft(opened)) throw new Error(opened.left._tag);
  const events = opened.right;
  const ports: CommandPorts = {
    events,
    documents: openMemoryDocumentStore(),
    keys: memoryKeys(),
    now: () => now,
    newId: uuidv7,
  };
  const commands = commandsOf(ports);
  const carriedOut = async (asked: CommandRequest, by = commands): Promise<void> => {
    const done = await by.execute(asked)();
    if (E.isLeft(done)) throw new Error(`${asked.action}: ${JSON.stringify(done.left)}`);
  };
  await carriedOut(request('administrator', 'rulebook', 'BEDS', 'establish-body', bedfordshireBody));
  for (const rules of bedfordshireRules)
    await carriedOut(request('administrator', 'rulebook', 'BEDS', 'adopt-rules', rules));

  const [long, fresh] = ['BEDS-2026-0001', 'BEDS-2026-0002'];
  await carriedOut(identify(long));
  for (let number = 1; number < sizes.stream; number += 1) await carriedOut(addEvidence(long, number));
  await carriedOut(identify(fresh));

  const timedMs = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const read = async (): Promise<void> => {
    for await (const page of events.readStream(`commission-${long}`))
      if (page.length === 0) throw new Error();
  };
  let next = sizes.stream;
  const rounds = Math.max(2, Math.floor(sizes.commands / 10));
  const [reading, cold]: [Array<number>, Array<number>] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    reading.push(await timedMs(read));
    cold.push(await timedMs(() => carriedOut(addEvidence(long, (next += 1)), commandsOf(ports))));
  }
  const [cached, onFresh]: [Array<number>, Array<number>] = [[], []];
  for (let time = 0; time < sizes.commands; time += 1) {
    cached.push(await timedMs(() => carriedOut(addEvidence(long, (next += 1)))));
    onFresh.push(await timedMs(() => carriedOut(addEvidence(fresh, time + 1))));
  }
  await events.close();
  rmSync(folder, { recursive: true, force: true });

  const over = cold.map((took, round) => took - (reading[round] ?? 0));
  const ratio = spreadOf(cached).median / spreadOf(onFresh).median;
  const row = (what: string, took: ReadonlyArray<number>): ReadonlyArray<string> => [
    what,
    inWords(spreadOf(took)),
  ];
  return {
    title: 'A command on a long commission',
    says:
      `One command each time, durable when it is answered, on a commission of ${sizes.stream.toLocaleString('en-GB')} ` +
      'events and on one that has just begun. Cold is the first command of a new process; reading is the same stream ' +
      'read and nothing done with it.',
    head: ['What', 'Milliseconds'],
    rows: [
      row('Reading the stream alone', reading),
      row('Cold command', cold),
      row('Cold command less reading', over),
      row('Command on a commission read before', cached),
      row('Command on a fresh commission', onFresh),
      ['Read before ÷ fresh, of the medians', inDigits(ratio)],
    ],
    marks: [
      mark('Cold command: at most reading its stream and 50 ms', { atMost: 50 })(spreadOf(over)),
      mark('Command on a commission read before: at most 1.5 times one on a fresh commission', {
        atMost: 1.5,
      })({
        ...ratioOf(cached, onFresh),
        median: ratio,
      }),
    ],
  };
};
