import { addDays, type CalendarDate, type Happened, londonDateOf } from '@commissioning/kernel';
import type { CommissionEvent } from '../commission/events';
import { commission as aggregate } from '../commission/evolve';
import { noCommission } from '../commission/state';
import { type Act, bearingOf, type Bearing, type Start } from './bearing';
import { type AdoptedRules, type Candidate, candidatesFrom, meeting } from './candidates';
import type { Finding } from './note-duties';

export type { AdoptedRules } from './candidates';

/** What the events of a commission and the passing of days mean for duties. */
export interface Course {
  /** Everything that fell due, was missed, met or lapsed, in the order in which it came about. */
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
  /** What was done, by what it is about. */
  readonly acts: Map<string, ReadonlyArray<Act>>;
  readonly standing: Map<string, Standing>;
  readonly findings: Array<Finding>;
}

const named = ({ id, rule }: Candidate) => ({ duty: id, rule: rule.id });

const takeIn = (seen: Seen, bearing: Bearing, books: ReadonlyArray<AdoptedRules>): void => {
  const { starts, acts } = seen;
  const begin = (start: Start): void =>
    void starts.set(`${start.by} ${start.subject}`, { start, candidates: candidatesFrom(start, books) });
  for (const start of bearing.starts) begin(start);
  for (const act of bearing.acts) acts.set(act.about, [...(acts.get(act.about) ?? []), act]);
  const { moves } = bearing;
  if (moves === undefined) return;
  // What has been done already is not owed again by another day.
  const isDone = ({ about }: Start): boolean => about.some((each) => acts.has(each));
  for (const { start } of starts.values())
    if (start.by === moves.by && !isDone(start)) begin({ ...start, stated: moves.stated });
};

const candidatesOf = ({ starts }: Seen): ReadonlyArray<Candidate> =>
  [...starts.values()].flatMap(({ candidates }) => candidates);

const fallDue = ({ standing, findings }: Seen, candidate: Candidate): void => {
  const { id, rule, start, due, ruleBookVersion } = candidate;
  standing.set(id, 'open');
  const { subject, from, event } = start;
  const { owedBy } = rule;
  findings.push({
    finding: 'fell-due',
    ...named(candidate),
    subject,
    from,
    due,
    owedBy,
    ruleBookVersion,
    startedBy: event,
  } as Finding);
};

const miss = ({ standing, findings }: Seen, candidate: Candidate): void => {
  const { id, rule, due } = candidate;
  const { escalatesTo } = rule;
  standing.set(id, 'missed');
  findings.push({
    finding: 'missed',
    ...named(candidate),
    due,
    ...(escalatesTo === undefined ? {} : { escalatedTo: escalatesTo }),
  } as Finding);
};

const meet = ({ standing, findings, acts }: Seen, candidate: Candidate): void => {
  const act = meeting(candidate, acts);
  if (act === undefined) return;
  standing.set(candidate.id, 'met');
  const { due } = candidate;
  findings.push({ finding: 'met', ...named(candidate), due, on: act.on, metBy: act.event } as Finding);
};

const lapse = ({ standing, findings }: Seen, id: string, event: string): void => {
  standing.set(id, 'lapsed');
  const rule = id.split('/', 1)[0];
  findings.push({ finding: 'lapsed', duty: id, rule, lapsedBy: event } as Finding);
};

/** What comes about with an event, on its day: what it starts, what it meets, what it leaves without a ground. */
const atEvent = (seen: Seen, candidates: ReadonlyArray<Candidate>, on: CalendarDate, event: string): void => {
  const ids = new Set(candidates.map(({ id }) => id));
  for (const [id, standing] of seen.standing) if (standing === 'open' && !ids.has(id)) lapse(seen, id, event);
  for (const candidate of candidates) {
    if (candidate.start.from <= on && !seen.standing.has(candidate.id)) fallDue(seen, candidate);
    const standing = seen.standing.get(candidate.id);
    if (standing === 'open' || standing === 'missed') meet(seen, candidate);
  }
};

/** The day on which something comes about for a duty while nothing else happens: it falls due, or it is missed. */
const nextDayOf = ({ standing }: Seen, { id, start, due }: Candidate): CalendarDate | undefined => {
  const stands = standing.get(id);
  if (stands === undefined) return start.from;
  return stands === 'open' ? addDays(due, 1) : undefined;
};

const earliest = (seen: Seen, candidates: ReadonlyArray<Candidate>): CalendarDate | undefined =>
  candidates
    .flatMap((candidate) => nextDayOf(seen, candidate) ?? [])
    .reduce<CalendarDate | undefined>(
      (first, day) => (first === undefined || day < first ? day : first),
      undefined,
    );

/** Lets the days pass up to the beginning of one; gives the next day after it on which something comes about. */
const passTo = (
  seen: Seen,
  candidates: ReadonlyArray<Candidate>,
  today: CalendarDate,
): CalendarDate | undefined => {
  let day = earliest(seen, candidates);
  for (; day !== undefined && day <= today; day = earliest(seen, candidates)) {
    for (const candidate of candidates) {
      if (nextDayOf(seen, candidate) !== day) continue;
      if (seen.standing.get(candidate.id) === 'open') miss(seen, candidate);
      else {
        fallDue(seen, candidate);
        meet(seen, candidate);
      }
    }
  }
  return day;
};

/**
 * Which duties followed from the events of a commission up to the beginning of a day, what became of them, and when to
 * look again. It depends on nothing else: whoever looks on every day and whoever looks once in a year find the same,
 * and what was found once is found again. Days are those of Europe/London; deadlines go by when things were recorded.
 */
export const courseOf = (
  events: ReadonlyArray<Happened<CommissionEvent>>,
  books: ReadonlyArray<AdoptedRules>,
  today: CalendarDate,
): Course => {
  const seen: Seen = { starts: new Map(), acts: new Map(), standing: new Map(), findings: [] };
  let commission = noCommission;
  let candidates: ReadonlyArray<Candidate> = [];
  for (const event of events) {
    const on = londonDateOf(event.metadata.recordedAt);
    commission = aggregate.evolve(commission, event);
    const bearing = bearingOf(event, commission);
    if (bearing.starts.length + bearing.acts.length === 0 && bearing.moves === undefined) continue;
    passTo(seen, candidates, on);
    takeIn(seen, bearing, books);
    candidates = candidatesOf(seen);
    atEvent(seen, candidates, on, event.id);
  }
  const next = passTo(seen, candidates, today);
  return { findings: seen.findings, next };
};
