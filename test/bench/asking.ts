import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instantOf } from '@commissioning/kernel';
import type { Serving } from '@commissioning/projecting';
import type { Moment, Query, ReadStore } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { decisionsPage } from '@projections/decision-log';
import { fundsOf } from '@projections/funds';
import { registerPage } from '@projections/public-register';
import { projectorOf } from '@services/projector';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type BuiltLog, buildLog, keysIn, storeIn } from './log/build';
import { type Random, randomFrom } from './log/random';
import { inDigits, mark, type Mark, type Section } from './report';
import type { Sizes } from './sizes';
import { quantile, spreadOf } from './statistics';

/** Where the answers are. */
interface Answers {
  readonly reads: ReadStore;
  readonly register: Serving;
  readonly decisions: Serving;
  readonly funds: Serving;
  readonly close: () => Promise<void>;
}

const answered = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

/** The read models of a log, caught up. */
const answersFrom = async (log: BuiltLog, folder: string): Promise<Answers> => {
  const events = await storeIn(log.folder);
  const reads = await answered(openSqliteReadStore(folder));
  const now = () => instantOf(Date.now());
  const projecting = projectorOf({ events, reads, keys: keysIn(log.folder), now });
  await answered(projecting.catchUp);
  return {
    reads,
    register: await answered(projecting.serving('public-register')),
    decisions: await answered(projecting.serving('decision-log')),
    funds: await answered(projecting.serving('funds')),
    close: async () => {
      await projecting.stop();
      await events.close();
      await reads.close();
    },
  };
};

type Question = () => Promise<unknown>;

/** Milliseconds that each answer to a question took. */
const timed = async (questions: number, ask: Question): Promise<ReadonlyArray<number>> => {
  const found: Array<number> = [];
  for (let question = 0; question < questions; question += 1) {
    const start = performance.now();
    await ask();
    found.push(performance.now() - start);
  }
  return found;
};

const row = (what: string, times: ReadonlyArray<number>): ReadonlyArray<string> => [
  what,
  inDigits(quantile(times, 0.5)),
  inDigits(quantile(times, 0.99)),
];

const pageOf = 25;

/** The lists as at random moments of the log, by each clock and by both. */
const pastQuestions = (
  { reads, register, decisions, funds }: Answers,
  log: BuiltLog,
  random: Random,
): ReadonlyArray<readonly [string, Question]> => {
  const moment = (): Instant => instantOf(log.from + random.below(log.to - log.from));
  const lists: ReadonlyArray<readonly [string, string, (at: Moment) => Query]> = [
    ['Public register', register.collection('entries'), (at) => registerPage({ limit: pageOf, at })],
    ['Decisions', decisions.collection('decisions'), (at) => decisionsPage(pageOf, undefined, at)],
    ['Funds', funds.collection('funds'), (at) => fundsOf(undefined, pageOf, at)],
  ];
  const clocks: ReadonlyArray<readonly [string, () => Moment]> = [
    ['as it stood', () => ({ asAt: moment() })],
    ['as it was known', () => ({ knownAt: moment() })],
    ['as it stood, by what was known', () => ({ asAt: moment(), knownAt: moment() })],
  ];
  return lists.flatMap(([list, collection, query]) =>
    clocks.map(([clock, at]): readonly [string, Question] => [
      `${list}, a page ${clock}`,
      () => answered(reads.find(collection, query(at()))),
    ]),
  );
};

const presentQuestions = async (
  { reads, register }: Answers,
  random: Random,
): Promise<ReadonlyArray<readonly [string, Question]>> => {
  const entries = register.collection('entries');
  const { documents } = await answered(reads.find(entries, { limit: 1_000 }));
  const anyId = (): string => random.pick(documents).id;
  return [
    ['Public register, a page', () => answered(reads.find(entries, registerPage({ limit: pageOf })))],
    ['Public register, one document', () => answered(reads.get(entries, anyId()))],
    ['Public register, count', () => answered(reads.count(entries))],
  ];
};

const howMany = async ({ reads, register, funds }: Answers): Promise<string> => {
  const count = async (collection: string): Promise<string> =>
    (await answered(reads.count(collection))).toLocaleString('en-GB');
  const entries = await count(register.collection('entries'));
  return `${entries} entries in the register, ${await count(funds.collection('funds'))} funds`;
};

/** Questions to the read models of one log, now and as at a moment. */
export const asking = async (place: string, sizes: Sizes): Promise<Section> => {
  const log = await buildLog(mkdtempSync(join(place, 'asked-')), sizes.asked, sizes.commissions);
  const folder = mkdtempSync(join(place, 'answers-'));
  const answers = await answersFrom(log, folder);
  const random = randomFrom(1);
  const present = await presentQuestions(answers, random);
  const past = pastQuestions(answers, log, random);
  const rows: Array<ReadonlyArray<string>> = [];
  const slowest: Array<number> = [];
  for (const [what, ask] of [...present, ...past]) {
    await timed(Math.ceil(sizes.questions / 10), ask);
    const times = await timed(sizes.questions, ask);
    rows.push(row(what, times));
    if (past.some(([name]) => name === what)) slowest.push(quantile(times, 0.99));
  }
  const there = await howMany(answers);
  await answers.close();
  rmSync(log.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  const worst: Mark = mark('Any list as at any moment: 99 in 100 pages within 100 ms', { atMost: 100 })(
    spreadOf([Math.max(...slowest)]),
  );
  return {
    title: 'Asking',
    says:
      `Milliseconds for an answer from the read models of ${log.events.toLocaleString('en-GB')} events (${there}), ` +
      `${sizes.questions} questions of each kind, pages of ${pageOf}, moments at random over the whole log.`,
    head: ['Question', 'Half within, ms', '99 in 100 within, ms'],
    rows,
    marks: [worst],
  };
};
