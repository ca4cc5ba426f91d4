import { addDays, type CalendarDate, type Happened, londonDateOf } from '@commissioning/kernel';
import type { CommissionEvent } from '../commission/events';
import { commission as aggregate } from '../commission/evolve';
import { noCommission } from '../commission/state';
import { type Act, type Bearing, bearingOf, type Start } from './bearing';
import { type AdoptedRules, type Candidate, candidatesFrom, meeting } from './candidates';
import type { Finding } from './note-duties';
import { emptySchedule, type Schedule } from './schedule';

export type { AdoptedRules } from './candidates';

/** What the events of a commission and the passing of days mean for duties. */
export interface Course {
  /** Everything that fell due, was missed, met or lapsed, in the order in which it came about: later only adds. */
  readonly findings: ReadonlyArray<Finding>;
  /** The next day on which something more comes about if nothing else happens; undefined when there is none. */
  readonly next: CalendarDate | undefined;
}

/** How a duty that fell due stands. */
type Standing = 'open' | 'missed' | 'met' | 'lapsed';

/** What has been seen so far. */
interface Seen {
  /** What started, by how and about what, with the duties that follow from it. */
  readonly starts: Map<string, { readonly start: Start; readonly candidates: ReadonlyArray<Candidate> }>;
  /** The duties that acts about something can meet. */
  readonly concerning: Map<string, Map<string, Candidate>>;
  /** What was done, by what it is about. */
  readonly acts: Map<string, ReadonlyArray<Act>>;
  readonly standing: Map<string, Standing>;
  readonly schedule: Schedule;
  readonly findings: Array<Finding>;
}

const named = ({ id, rule }: Candidate) => ({ duty: id, rule: rule.id });

const meet = (seen: Seen, candidate: Candidate): void => {
  const { standing, findings, acts, schedule } = seen;
  const stands = standing.get(candidate.id);
  const act = stands === 'open' || stands === 'missed' ? meeting(candidate, acts) : undefined;
  if (act === undefined) return;
  standing.set(candidate.id, 'met');
  schedule.drop(candidate);
  const { due } = candidate;
  findings.push({ finding: 'met', ...named(candidate), due, on: act.on, metBy: act.event } as Finding);
};

const fallDue = (seen: Seen, candidate: Candidate): void => {
  const { id, rule, start, due, ruleBookVersion } = candidate;
  const { subject, from, event } = start;
  seen.standing.set(id, 'open');
  seen.schedule.put(addDays(due, 1), candidate);
  const about = { subject, from, due, owedBy: rule.owedBy, ruleBookVersion, startedBy: event };
  seen.findings.push({ finding: 'fell-due', ...named(candidate), ...about } as Finding);
  meet(seen, candidate);
};

const miss = ({ standing, findings }: Seen, candidate: Candidate): void => {
  const { id, rule, due } = candidate;
  const { escalatesTo } = rule;
  standing.set(id, 'missed');
  const escalated = escalatesTo === undefined ? {} : { escalatedTo: escalatesTo };
  findings.push({ finding: 'missed', ...named(candidate), due, ...escalated } as Finding);
};

/** A duty that no longer follows from what started it: it lapses where it fell due and its last day has not passed. */
const withdraw = (seen: Seen, candidate: Candidate, event: string): void => {
  const { standing, findings, schedule, concerning } = seen;
  schedule.drop(candidate);
  for (const about of candidate.start.about) concerning.get(about)?.delete(candidate.id);
  if (standing.get(candidate.id) !== 'open') return;
  standing.set(candidate.id, 'lapsed');
  findings.push({ finding: 'lapsed', ...named(candidate), lapsedBy: event } as Finding);
};

const keyOf = ({ by, subject }: Pick<Start, 'by' | 'subject'>): string => `${by} ${subject}`;

const sameDays = (one: Start, other: Start): boolean =>
  one.from === other.from && one.stated === other.stated && one.countsFrom === other.countsFrom;

/** Takes in a start on its day, in place of what was said of the same before. */
const begin = (
  seen: Seen,
  start: Start,
  books: ReadonlyArray<AdoptedRules>,
  on: CalendarDate,
  event: string,
): void => {
  const { starts, standing, schedule, concerning } = seen;
  const key = keyOf(start);
  const known = starts.get(key);
  // Said again as it was, it goes on under the rules under which it began.
  if (known !== undefined && sameDays(known.start, start)) return;
  const before = known?.candidates ?? [];
  const candidates = candidatesFrom(start, books);
  starts.set(key, { start, candidates });
  for (const candidate of before)
    if (!candidates.some(({ id }) => id === candidate.id)) withdraw(seen, candidate, event);
  for (const candidate of candidates) {
    for (const about of start.about)
      concerning.set(about, (concerning.get(about) ?? new Map()).set(candidate.id, candidate));
    if (standing.has(candidate.id)) continue;
    if (start.from <= on) fallDue(seen, candidate);
    else schedule.put(start.from, candidate);
  }
};

const takeIn = (
  seen: Seen,
  bearing: Bearing,
  books: ReadonlyArray<AdoptedRules>,
  on: CalendarDate,
  event: string,
): void => {
  const { starts, acts, concerning } = seen;
  for (const act of bearing.acts) {
    acts.set(act.about, [...(acts.get(act.about) ?? []), act]);
    for (const candidate of concerning.get(act.about)?.values() ?? []) meet(seen, candidate);
  }
  for (const start of bearing.starts) begin(seen, start, books, on, event);
  const { moves, restates } = bearing;
  if (restates !== undefined) {
    const again = new Set(bearing.starts.map(keyOf));
    for (const [key, { start, candidates }] of starts)
      if (restates(start) && !again.has(key)) {
        for (const candidate of candidates) withdraw(seen, candidate, event);
        starts.delete(key);
      }
  }
  if (moves === undefined) return;
  // What has been done already is not owed again by another day.
  const isDone = ({ about }: Start): boolean => about.some((each) => acts.has(each));
  for (const { start } of starts.values())
    if (start.by === moves.by && !isDone(start))
      begin(seen, { ...start, stated: moves.stated }, books, on, event);
};

/** Lets the days pass up to the beginning of one: on each, duties fall due and duties are missed. */
const passTo = (seen: Seen, today: CalendarDate): void => {
  const { schedule, standing } = seen;
  for (let day = schedule.first(); day !== undefined && day <= today; day = schedule.first())
    for (const candidate of schedule.take(day))
      if (standing.get(candidate.id) === 'open') miss(seen, candidate);
      else fallDue(seen, candidate);
};

/** One thing that happened: on which day, by which event, and what it means for duties. */
export interface Step {
  readonly on: CalendarDate;
  readonly event: string;
  readonly bearing: Bearing;
}

/** The course that follows from what happened, step by step, up to the beginning of a day. */
export const courseThrough = (
  steps: Iterable<Step>,
  books: ReadonlyArray<AdoptedRules>,
  today: CalendarDate,
): Course => {
  const seen: Seen = {
    starts: new Map(),
    concerning: new Map(),
    acts: new Map(),
    standing: new Map(),
    schedule: emptySchedule(),
    findings: [],
  };
  for (const { on, event, bearing } of steps) {
    passTo(seen, on);
    takeIn(seen, bearing, books, on, event);
  }
  passTo(seen, today);
  return { findings: seen.findings, next: seen.schedule.first() };
};

function* stepsOf(events: ReadonlyArray<Happened<CommissionEvent>>): Generator<Step> {
  let commission = noCommission;
  for (const event of events) {
    commission = aggregate.evolve(commission, event);
    const on = londonDateOf(event.metadata.recordedAt);
    yield { on, event: event.id, bearing: bearingOf(event, commission) };
  }
}

/**
 * Which duties followed from the events of a commission up to the beginning of a day, what became of them, and when to
 * look again. It depends on nothing else: whoever looks on every day and whoever looks once in a year find the same,
 * and what was found once is found again. Days are those of Europe/London; deadlines go by when things were recorded.
 */
export const courseOf = (
  events: ReadonlyArray<Happened<CommissionEvent>>,
  books: ReadonlyArray<AdoptedRules>,
  today: CalendarDate,
): Course => courseThrough(stepsOf(events), books, today);
