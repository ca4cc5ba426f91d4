import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instantOf } from '@commissioning/kernel';
import type { Moment, Query } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { decisionsPage } from '@projections/decision-log';
import { fundsOf } from '@projections/funds';
import { registerPage } from '@projections/public-register';
import { projectorOf } from '@services/projector';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { buildLog, keysIn, storeIn } from './log/build';
import { randomFrom } from './log/random';
import { inDigits, mark, type Section } from './report';
import type { Sizes } from './sizes';
import { quantile, spreadOf } from './statistics';

const right = async <Failure, Answer>(task: TaskEither<Failure, Answer>): Promise<Answer> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

/** Milliseconds that each of several questions took. */
const timed = async (times: number, ask: () => Promise<unknown>): Promise<ReadonlyArray<number>> => {
  const took: Array<number> = [];
  for (let time = 0; time < times; time += 1) {
    const start = performance.now();
    await ask();
    took.push(performance.now() - start);
  }
  return took;
};

const row = (what: string, took: ReadonlyArray<number>): ReadonlyArray<string> => [
  what,
  inDigits(spreadOf(took).median),
  inDigits(quantile(took, 0.99)),
];

/** Registers as they stood at random moments, on either clock and on both, and as they are now. */
export const asking = async (place: string, sizes: Sizes): Promise<Section> => {
  const folder = join(place, 'asked');
  const log = await buildLog(folder, sizes.asked, sizes.commissions);
  const events = await storeIn(folder);
  const readModels = join(folder, 'read-models');
  mkdirSync(readModels);
  const reads = await right(openSqliteReadStore(readModels));
  const projecting = projectorOf({ events, reads, keys: keysIn(folder), now: () => instantOf(Date.now()) });
  await right(projecting.catchUp);

  const random = randomFrom(7);
  const moment = (): Instant => instantOf(log.from + random.below(log.to - log.from));
  const clocks: ReadonlyArray<() => Moment> = [
    () => ({ asAt: moment() }),
    () => ({ knownAt: moment() }),
    () => ({ asAt: moment(), knownAt: moment() }),
  ];
  const anyMoment = (): Moment => random.pick(clocks)();

  const collections = {
    entries: (await right(projecting.serving('public-register'))).collection('entries'),
    decisions: (await right(projecting.serving('decision-log'))).collection('decisions'),
    funds: (await right(projecting.serving('funds'))).collection('funds'),
  };
  const ask = (name: keyof typeof collections, query: () => Query) =>
    timed(sizes.questions, () => right(reads.find(collections[name], query())));
  const some = await right(reads.find(collections.entries, { limit: 100 }));
  const ids = some.documents.map(({ id }) => id);

  const register = await ask('entries', () => registerPage({ limit: 25, at: anyMoment() }));
  const decisions = await ask('decisions', () => decisionsPage(25, undefined, anyMoment()));
  const funds = await ask('funds', () => fundsOf(undefined, 25, anyMoment()));
  const now = await ask('entries', () => registerPage({ limit: 25 }));
  const counted = await timed(sizes.questions, () => right(reads.count(collections.entries)));
  const one = await timed(sizes.questions, () => right(reads.get(collections.entries, random.pick(ids))));
  const entries = await right(reads.count(collections.entries));
  await projecting.stop();
  await events.close();
  await reads.close();
  rmSync(folder, { recursive: true, force: true });

  const count = sizes.asked.toLocaleString('en-GB');
  return {
    title: 'Asking read models',
    says:
      `Made from ${count} events; the register then has ${entries.toLocaleString('en-GB')} entries. Milliseconds of ` +
      `${sizes.questions} questions each, a page of 25 where it is a list; moments are drawn at random over the whole ` +
      'time of the log, by when things took effect, by when they were recorded, and by both.',
    head: ['What', 'Median, ms', '99th percentile, ms'],
    rows: [
      row('Public register as at a moment', register),
      row('Decisions as at a moment', decisions),
      row('Funds as at a moment', funds),
      row('Public register now', now),
      row('How many entries now', counted),
      row('One entry', one),
    ],
    marks: [
      mark(`Any register as at any moment, 99th percentile: at most 100 ms on ${count} events`, {
        atMost: 100,
      })(spreadOf([register, decisions, funds].map((took) => quantile(took, 0.99)))),
    ],
  };
};
