import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commissionStream, freshBody } from '@commissioning/event-store/contract';
import { startOfChain, type StoredEvent } from '@commissioning/record';
import { startDoubleProcess } from '../../support/double-process';
import { sealed, sizeInWords } from '../append/sample';
import { besideBareMark, besideBareRows } from '../beside-bare';
import { inDigits, type Section } from '../report';
import type { Sizes } from '../sizes';
import { inTurns } from '../statistics';
import { secondsOf } from '../timing';
import { bareLane } from './bare';
import type { Lane } from './lane';
import { ourLane } from './ours';

/** Writers at once, each appending to a stream of its own. */
const writers = 32;

/** Events of a stream that is read. */
const streamLength = 100;

interface Stream {
  readonly name: string;
  readonly events: ReadonlyArray<StoredEvent>;
}

/** So many new streams of so many events, sealed before anything is measured. */
const freshStreams = (count: number, length: number): ReadonlyArray<Stream> => {
  const body = freshBody();
  return Array.from({ length: count }, (_, number) => {
    const name = commissionStream(body, number + 1);
    const events: Array<StoredEvent> = [];
    for (let revision = 0; revision < length; revision += 1)
      events.push(sealed(name, revision, events.at(-1)?.chainHash ?? startOfChain));
    return { name, events };
  });
};

const appendTo = async (lane: Lane, { name, events }: Stream): Promise<void> => {
  for (const [revision, event] of events.entries()) await lane.append(name, revision, event);
};

/** Events a second that so many writers append between them, one an append. */
const appending = async (lane: Lane, atOnce: number, appends: number): Promise<number> => {
  const streams = freshStreams(atOnce, Math.ceil(appends / atOnce));
  const seconds = await secondsOf(async () => {
    await Promise.all(streams.map((stream) => appendTo(lane, stream)));
  });
  return (streams.length * Math.ceil(appends / atOnce)) / seconds;
};

const mustBe = (count: number, expected: number): void => {
  if (count !== expected) throw new Error(`${count} events were read where ${expected} are`);
};

const readingAll = async (lane: Lane, logged: number): Promise<number> =>
  logged / (await secondsOf(async () => mustBe(await lane.readAll(), logged)));

const readingStreams = async (lane: Lane, streams: ReadonlyArray<Stream>): Promise<number> => {
  const seconds = await secondsOf(async () => {
    for (const { name } of streams) mustBe(await lane.readStream(name), streamLength);
  });
  return (streams.length * streamLength) / seconds;
};

const following = async (lane: Lane, logged: number): Promise<number> =>
  logged / (await secondsOf(() => lane.follow(logged)));

const measured = async (folder: string, { logged, appends, wireRounds }: Sizes) => {
  const double = await startDoubleProcess(folder);
  const [bare, ours] = [bareLane(double.url), ourLane(double.url)];
  try {
    const streams = freshStreams(Math.ceil(logged / streamLength), streamLength);
    await Promise.all(streams.map((stream) => appendTo(ours, stream)));
    const there = streams.length * streamLength;
    // First, for what is appended afterwards would have to be read as well.
    const read = await inTurns(wireRounds, {
      bareAll: () => readingAll(bare, there),
      ourAll: () => readingAll(ours, there),
      bareStreams: () => readingStreams(bare, streams),
      ourStreams: () => readingStreams(ours, streams),
      bareFollow: () => following(bare, there),
      ourFollow: () => following(ours, there),
    });
    const appended = await inTurns(wireRounds, {
      bareOne: () => appending(bare, 1, appends),
      ourOne: () => appending(ours, 1, appends),
      bareMany: () => appending(bare, writers, appends),
      ourMany: () => appending(ours, writers, appends),
    });
    return { ...read, ...appended };
  } finally {
    await bare.close();
    await ours.close();
    await double.kill();
  }
};

/** Events to and from EventStoreDB, through our adapter and through its client alone. */
export const eventStoreDb = async (place: string, sizes: Sizes): Promise<Section> => {
  const folder = mkdtempSync(join(place, 'eventstoredb-'));
  try {
    const found = await measured(folder, sizes);
    const pairs = [
      { what: 'Append, one writer', bare: found.bareOne, ours: found.ourOne },
      { what: `Append, ${writers} writers at once`, bare: found.bareMany, ours: found.ourMany },
      { what: 'Read the log', bare: found.bareAll, ours: found.ourAll },
      { what: 'Read streams', bare: found.bareStreams, ours: found.ourStreams },
      { what: 'Follow the log', bare: found.bareFollow, ours: found.ourFollow },
    ];
    return {
      title: 'EventStoreDB',
      says:
        `Events a second to and from the double of EventStoreDB, a process of its own on this machine and no measure of the ` +
        `real server; ${sizeInWords}, ${inDigits(sizes.logged)} events in streams of ${streamLength} where they are read. The ` +
        'bare lane is `@eventstore/db-client` with the same calls: one event an append at a named revision, with credentials ' +
        'and a deadline of its own, so that neither is on the client’s batch path; the log in pages of 1,000, a stream in one ' +
        'read, the same filtered subscription from the start. Its events are decoded and counted. Ours also keeps an id from ' +
        'standing twice in a stream, repeats what failed, and brings every event into the form in which it was stored.',
      head: ['What', 'Events a second', '÷ bare'],
      rows: pairs.flatMap(besideBareRows),
      marks: pairs.map(besideBareMark),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
