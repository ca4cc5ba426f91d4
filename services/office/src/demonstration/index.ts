import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, type Instant, londonDateOf, startOfDay } from '@commissioning/kernel';
import { type CommandFailure, problemOf } from '@services/commands';
import * as E from 'fp-ts/Either';
import type { Office } from '../office';
import { bringIn, checkRows, rowsOf } from '../portfolio';
import { asking } from './asking';
import { contributors } from './contributors';
import { extension } from './extension';
import { foundation } from './foundation';
import { halted } from './halted';
import { demonstrationKeys } from './keys';
import { miniCompetition } from './mini-competition';
import { victimsMoney } from './parts/victims-money';
import { publicBody } from './public-body';
import { round } from './round';
import { smallGrant } from './small-grant';
import { statements } from './statements';
import { people, type Step } from './step';
import { tender } from './tender';
import { underspend } from './underspend';
import { midYearUplift } from './uplift';

/** Every act of the demonstration, in the order of its clock. */
export const demonstration: ReadonlyArray<Step> = [
  ...foundation,
  ...smallGrant,
  ...round,
  ...tender,
  ...victimsMoney,
  ...midYearUplift,
  ...underspend,
  ...publicBody,
  ...contributors,
  ...extension,
  ...miniCompetition,
  ...halted,
  ...statements,
  ...asking,
].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));

const reasonOf = (failure: CommandFailure): string =>
  failure._tag === 'Refused'
    ? explain(failure.refusal)
    : (problemOf(failure).detail ?? problemOf(failure).title);

const history = 'bedfordshire-history.json';
/** When the real history was brought in, on the demonstration's clock: the day after it was read. */
const historyBroughtIn = '2026-11-23T09:00:00.000Z' as Instant;

const bringInHistory = async (office: Office): Promise<E.Either<string, void>> => {
  const read = rowsOf(history, readFileSync(join(__dirname, '..', '..', 'data', history), 'utf8'));
  if (E.isLeft(read)) return E.left(`${history}: ${read.left.reason}`);
  const body = await office.body();
  if (body === undefined) return E.left('The body of the demonstration was not established.');
  const { commands, references } = office;
  const ports = { commands, references, body, actor: people.officer };
  const [fault] = [...read.right.faults, ...(await checkRows(ports, read.right.rows))];
  if (fault !== undefined)
    return E.left(`${history}, line ${fault.line}, ${fault.field}: ${fault.rule}; found ${fault.found}`);
  const done = await bringIn(ports, read.right.rows);
  return E.isLeft(done) ? E.left(`${history}: ${done.left.reason}`) : E.right(undefined);
};

/**
 * Lets the days pass from one moment to another: the duties of the first day are noted, and then at its midnight each
 * day on which one falls due or is missed.
 */
const passDays = async (
  { dutyClock }: Office,
  setClock: (now: Instant) => void,
  from: Instant,
  until: Instant,
): Promise<void> => {
  if (londonDateOf(from) === londonDateOf(until)) return;
  setClock(from);
  await dutyClock.catchUp();
  let day = await dutyClock.nextDay();
  while (day !== undefined && startOfDay(day) <= until) {
    setClock(startOfDay(day));
    await dutyClock.catchUp();
    const next = await dutyClock.nextDay();
    // A day that stays the next one could not be noted; whoever runs the office is told why.
    day = next === day ? undefined : next;
  }
};

const later = (one: Instant, other: Instant | undefined): Instant =>
  other !== undefined && other > one ? other : one;

/** The moment an earlier start had come to on the demonstration's clock: what it left is done from there, not before. */
const lastRecorded = async ({ events }: Office): Promise<Instant | undefined> => {
  let reached: Instant | undefined;
  for await (const page of events.readAll())
    for (const { metadata } of page) reached = later(metadata.recordedAt, reached);
  return reached;
};

/** Closes bidding at each deadline that has passed by a moment. */
const closeBidding = async (
  { closingClock }: Office,
  setClock: (now: Instant) => void,
  until: Instant,
): Promise<void> => {
  await closingClock.catchUp();
  for (let next = closingClock.next(); next !== undefined && next <= until; next = closingClock.next()) {
    setClock(next);
    await closingClock.catchUp();
    // One that stays the next could not be closed; whoever runs the office is told why.
    if (closingClock.next() === next) return;
  }
};

/** Funds follow before the next act, which may look at them; what moves on to another commission is answered once more. */
const carryOver = async ({ watch }: Office): Promise<void> => {
  await watch.catchUp();
  await watch.catchUp();
};

/**
 * Takes the demonstration through its years: every act by a real command, on a clock of its own, and then the real
 * history brought in. What was done at an earlier start is recognised and not done again, so that one that was cut off
 * goes on where it stopped. An act that is refused is a fault of the demonstration, said in words.
 */
export const fillDemonstration = async (
  office: Office,
  setClock: (now: Instant) => void,
): Promise<E.Either<string, void>> => {
  const reached = await lastRecorded(office);
  let last = later(demonstration[0]?.at ?? historyBroughtIn, reached);
  for (const { at, kind, id, action, actor, command, commandId } of demonstration) {
    if (at > last) {
      await closeBidding(office, setClock, at);
      await passDays(office, setClock, last, at);
      last = at;
    }
    setClock(at);
    if (action === 'open-bids')
      for (const key of demonstrationKeys) await office.commands.handInKey(id, key.actor, key.identity)();
    const done = await office.commands.execute({ kind, id, action, actor, command, commandId })();
    if (E.isLeft(done))
      return E.left(`The demonstration stopped at ${action} on ${id} (${at}): ${reasonOf(done.left)}`);
    if (!done.right.repeated) await carryOver(office);
  }
  await passDays(office, setClock, last, historyBroughtIn);
  setClock(historyBroughtIn);
  return bringInHistory(office);
};
