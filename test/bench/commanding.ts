import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import { type Actor, type CommandId, instantOf, streamName } from '@commissioning/kernel';
import { type CommandPorts, type Commands, commandsOf, drivenClock } from '@services/commands';
import * as E from 'fp-ts/Either';
import { uuidv7 } from 'uuidv7';
import { decided } from './append/sample';
import { buildStream, keysIn, storeIn } from './log/build';
import { inDigits, inWords, mark, type Section } from './report';
import type { Sizes } from './sizes';
import { type Spread, spreadOf } from './statistics';

/** The commission has evidence of its own, under lower numbers. */
let asked = 1_000;

/** Adds evidence, another one each time, to a commission: a decision on the whole state, and one event. */
const addEvidence = async (commands: Commands, reference: string): Promise<void> => {
  asked += 1;
  const outcome = await commands.execute({
    kind: 'commission',
    id: reference,
    action: 'add-evidence',
    command: decided(asked).data,
    commandId: `bench-${String(asked).padStart(8, '0')}` as CommandId,
    actor: { id: 'officer-1', role: 'commissioning-officer' } as Actor,
  })();
  if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
};

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

const readWhole = async ({ events }: CommandPorts, reference: string): Promise<number> => {
  let read = 0;
  for await (const page of events.readStream(streamName('commission', reference))) read += page.length;
  return read;
};

const differences = (values: ReadonlyArray<number>, others: ReadonlyArray<number>): Spread =>
  spreadOf(values.map((value, round) => value - (others[round] ?? 0)));

/** One command on a commission with thousands of events: the first since the start, and the next ones. */
export const commanding = async (place: string, sizes: Sizes): Promise<Section> => {
  const folder = mkdtempSync(join(place, 'commands-'));
  const { long, fresh } = await buildStream(folder, sizes.stream);
  const events = await storeIn(folder);
  const documents = openMemoryDocumentStore();
  const clock = drivenClock(() => instantOf(Date.now()));
  const ports: CommandPorts = { events, documents, keys: keysIn(folder), clock, newId: uuidv7 };
  const rounds = Math.max(1, Math.ceil(sizes.commands / 10));

  const reading: Array<number> = [];
  const cold: Array<number> = [];
  for (let round = -1; round < rounds; round += 1) {
    const read = await timed(() => readWhole(ports, long));
    const first = await timed(() => addEvidence(commandsOf(ports), long));
    if (round < 0) continue;
    reading.push(read);
    cold.push(first);
  }

  const commands = commandsOf(ports);
  const onLong: Array<number> = [];
  const onFresh: Array<number> = [];
  for (let round = -rounds; round < sizes.commands; round += 1) {
    const long_ = await timed(() => addEvidence(commands, long));
    const fresh_ = await timed(() => addEvidence(commands, fresh));
    if (round < 0) continue;
    onLong.push(long_);
    onFresh.push(fresh_);
  }
  await events.close();
  await documents.close();
  rmSync(folder, { recursive: true, force: true });

  const beyondReading = differences(cold, reading);
  const [longMedian, freshMedian] = [spreadOf(onLong).median, spreadOf(onFresh).median];
  const ratio = longMedian / freshMedian;
  const stream = sizes.stream.toLocaleString('en-GB');
  return {
    title: 'Commanding',
    says:
      `\`add-evidence\` on a commission whose stream has ${stream} events, durable when it is answered. Cold: nothing ` +
      'is held of the commission or the rule book. Held: the service has answered a command on it before. Fresh: the ' +
      'same command on a commission that has just begun.',
    head: ['What', 'Milliseconds'],
    rows: [
      ['Reading the stream', inWords(spreadOf(reading))],
      ['The command, cold', inWords(spreadOf(cold))],
      ['Cold, less reading', inWords(beyondReading)],
      ['The command, held', inWords(spreadOf(onLong))],
      ['The same on a fresh commission', inWords(spreadOf(onFresh))],
      ['Held ÷ fresh, of the medians', inDigits(ratio)],
    ],
    marks: [
      mark(`Cold command on ${stream} events: at most 50 ms more than reading them`, { atMost: 50 })(
        beyondReading,
      ),
      mark(`Command on ${stream} events that are held: at most 1.5 times one on a fresh commission`, {
        atMost: 1.5,
      })({ median: ratio, least: ratio, greatest: ratio }),
    ],
  };
};
