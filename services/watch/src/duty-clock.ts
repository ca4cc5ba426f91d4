import { hash } from 'node:crypto';
import { bearingTypes, bodyCourseTypes, type Finding } from '@commissioning/domain';
import {
  type EventStore,
  followToEnd,
  type FollowOptions,
  type FollowPage,
} from '@commissioning/event-store';
import {
  type Actor,
  addDays,
  type AggregateKind,
  bodyOf,
  type CalendarDate,
  type CommandId,
  epochMilliseconds,
  type Instant,
  londonDateOf,
  parseStreamName,
  startOfDay,
} from '@commissioning/kernel';
import type { Progress, ReadStore } from '@commissioning/read-store';
import type { KeyStore } from '@commissioning/record';
import { type Clock, type CommandFailure, type Commands, momentOf } from '@services/commands';
import * as E from 'fp-ts/Either';
import {
  agendaCollection,
  type Appointment,
  appointmentsBy,
  everyCommission,
  firstAppointment,
  keeping,
} from './agenda';
import { coursesOver, storedTypesOf } from './duty-course';
import {
  doubtRest,
  type Held,
  isDoubted,
  patiently,
  untilCarriedOut,
  untilSettled,
  whileHeld,
} from './persevering';
import { logOf, progressIn } from './progress';

export interface DutyClockPorts {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  readonly clock: Pick<Clock, 'look'>;
  /** Told of a commission, or a body, whose duties could not be noted: somebody has to look. */
  readonly report: (about: { readonly commission: string; readonly failure: CommandFailure }) => void;
}

/** What notes which duties fall due, are missed and are met. */
export interface DutyClock {
  /** Notes everything up to where the log ends now and the day that it is. */
  readonly catchUp: () => Promise<void>;
  /** Goes on noting, with what happens and with each midnight in London, until the signal is given. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** The next day on which something comes about by itself; undefined when nothing will. */
  readonly nextDay: () => Promise<CalendarDate | undefined>;
}

const system = { id: 'system:duties', role: 'system' } as Actor;

/** Where the clock has come to is noted for each log apart. */
const nameOfProgress = (log: string): string => `duties ${log}`;

/**
 * What bears on duties in a commission, and on those of a body; and new rules, by which more can follow from what is there
 * already.
 */
const filter = {
  types: storedTypesOf([...bearingTypes, ...bodyCourseTypes]),
  streamPrefixes: ['commission-', 'rulebook-'],
};

const rulesAdopted = new Set(storedTypesOf(['RulesAdopted']));

/** How long at most until it is looked whether a day has begun, in milliseconds: machines sleep, and clocks are set. */
const longestRest = 60_000;

/** The same findings make the same command, so that after a crash it is recognised. */
const commandIdOf = (commission: string, findings: ReadonlyArray<Finding>): CommandId =>
  `duties-${hash('sha256', JSON.stringify([commission, findings])).slice(0, 48)}` as CommandId;

const passes = ({ _tag }: { readonly _tag: string }): boolean => _tag === 'StoreUnavailable';

/**
 * Notes the duties of each commission, and of each body for itself: with every event that bears on them, and on the day on which something comes
 * about by itself. What it notes follows from the commission's events, the rules and the day, whenever it looks; what
 * was noted before is not noted again. So it can be stopped at any step, and be away for a month.
 */
export const dutyClockOf = (ports: DutyClockPorts): DutyClock => {
  const { events, reads, commands, clock, report } = ports;
  const courses = coursesOver(ports);
  const noted = new Map<string, number>();

  /** The moment that it is; undefined when the signal came first, or the clock is not believed. */
  const moment = async (signal: AbortSignal): Promise<Instant | undefined> => {
    const looked = await untilSettled(signal, momentOf(clock), passes);
    return looked === undefined || E.isLeft(looked) ? undefined : looked.right;
  };

  /**
   * Looks at one commission, or body, and notes what is found; undefined when the signal came first, or the clock is not
   * believed: what it would find goes by a day that may not have come.
   */
  const look = async (commission: string, signal: AbortSignal): Promise<Appointment | undefined> => {
    // The day is taken before the stream is read: what was recorded before the day began is then in it.
    const now = await moment(signal);
    if (now === undefined) return undefined;
    const today = londonDateOf(now);
    const course = await untilSettled(signal, () => courses.upTo(commission, today), passes);
    if (course === undefined) return undefined;
    if (E.isLeft(course)) {
      report({ commission, failure: course.left });
      return { commission, next: addDays(today, 1) };
    }
    const { findings: all, next } = course.right;
    // What is found is found again in the same order: what this process has noted need not be sent once more.
    const findings = all.slice(noted.get(commission) ?? 0);
    if (findings.length === 0) return { commission, next };
    const attempt = commands.execute({
      kind: 'duties',
      id: commission,
      action: 'note-duties',
      command: { commission, findings },
      commandId: commandIdOf(commission, findings),
      actor: system,
    });
    const sent = await untilCarriedOut(signal, attempt, (failure) => report({ commission, failure }));
    if (sent === undefined || isDoubted(sent)) return undefined;
    if (E.isRight(sent)) noted.set(commission, all.length);
    return { commission, next };
  };

  /** Looks at several; undefined when it was held before the last of them. */
  const lookAt = async (
    commissions: Iterable<string>,
    signal: AbortSignal,
  ): Promise<ReadonlyArray<Appointment> | undefined> => {
    const looked: Array<Appointment> = [];
    for (const commission of commissions) {
      const appointment = await look(commission, signal);
      if (appointment === undefined) return undefined;
      looked.push(appointment);
    }
    return looked;
  };

  const progressSoFar = (signal: AbortSignal): Promise<Progress | undefined> =>
    progressIn(ports, nameOfProgress, signal);

  /** What a page of events is about: commissions and bodies, and all commissions of a body that adopted rules. */
  const touchedBy = async (
    { events: happened, position }: FollowPage,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> => {
    const places = happened.flatMap(({ stream }) => parseStreamName(stream) ?? []);
    const idsOf = (kind: AggregateKind) => places.filter((place) => place.kind === kind).map(({ id }) => id);
    const touched = new Set([...idsOf('commission'), ...idsOf('rulebook')]);
    const adopting = new Set(
      happened.filter(({ type }) => rulesAdopted.has(type)).map(({ stream }) => parseStreamName(stream)?.id),
    );
    if (adopting.size === 0) return touched;
    const known = await untilSettled(
      signal,
      () => everyCommission(reads, logOf(position)),
      () => true,
    );
    if (known === undefined || E.isLeft(known)) return undefined;
    for (const commission of known.right) if (adopting.has(bodyOf(commission))) touched.add(commission);
    return touched;
  };

  /** Notes what a page of events means, then where it has come to together with when to look again. */
  const notePage = async (
    page: FollowPage,
    before: Progress | undefined,
    signal: AbortSignal,
  ): Promise<Progress | Held | undefined> => {
    const last = page.events.at(-1);
    if (last === undefined) return before;
    const { position } = page;
    const touched = await touchedBy(page, signal);
    const looked = touched && (await lookAt(touched, signal));
    if (looked === undefined) return 'held';
    const count = (before?.events ?? 0) + page.events.length;
    const next: Progress = { position, recordedAt: last.metadata.recordedAt, events: count };
    const log = logOf(position);
    const kept = await reads.write({
      changes: looked.map((appointment) => keeping(log, appointment, next)),
      progress: { projection: nameOfProgress(log), expected: before?.position, next },
    })();
    // Progress only saves work: what was not kept is looked at once more and nothing comes of it.
    return E.isRight(kept) ? next : progressSoFar(signal);
  };

  /** Looks at what has an appointment by today. What could not be kept is looked at again with the next day. */
  const noteDay = async (today: CalendarDate, signal: AbortSignal): Promise<Held | undefined> => {
    const progress = await progressSoFar(signal);
    if (progress === undefined) return undefined;
    const log = logOf(progress.position);
    const due = await untilSettled(
      signal,
      () => appointmentsBy(reads, log, today),
      () => true,
    );
    if (due === undefined || E.isLeft(due) || due.right.length === 0) return undefined;
    const looked = await lookAt(due.right, signal);
    if (looked === undefined) return 'held';
    await reads.write({ changes: looked.map((appointment) => keeping(log, appointment, progress)) })();
    return undefined;
  };

  // A page and a day are never noted at the same time: the later look at a commission is the one that is kept.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <A>(run: () => Promise<A>): Promise<A> => {
    const ran = turn.then(run);
    turn = ran.catch(() => undefined);
    return ran;
  };

  const prepare = (signal: AbortSignal): Promise<unknown> =>
    untilSettled(signal, reads.prepare([agendaCollection]), () => true);

  const noteAll = async (
    signal: AbortSignal,
    pages: (from: Pick<FollowOptions, 'after'>) => AsyncIterable<FollowPage>,
  ): Promise<Held | undefined> => {
    let progress = await progressSoFar(signal);
    for await (const page of pages(progress === undefined ? {} : { after: progress.position })) {
      const before = progress;
      const noted = await inTurn(() => notePage(page, before, signal));
      if (noted === 'held') return noted;
      progress = noted;
    }
    return undefined;
  };

  const catchUp = async (signal: AbortSignal): Promise<void> => {
    await prepare(signal);
    await noteAll(signal, (from) => followToEnd(events, { ...from, filter, signal }));
    const now = await moment(signal);
    if (now !== undefined) await inTurn(() => noteDay(londonDateOf(now), signal));
  };

  /** Notes each day as it begins. */
  const keepTime = async (signal: AbortSignal): Promise<void> => {
    let noted: CalendarDate | undefined;
    /** Notes the day where it has begun since it was last looked; how long it may be until it is looked again. */
    const noteBegun = async (): Promise<number> => {
      const now = await moment(signal);
      if (now === undefined) return doubtRest;
      const today = londonDateOf(now);
      if (today !== noted && (await inTurn(() => noteDay(today, signal))) === 'held') return doubtRest;
      noted = today;
      const untilMidnight = epochMilliseconds(startOfDay(addDays(today, 1))) - epochMilliseconds(now);
      return Math.max(1, Math.min(untilMidnight, longestRest));
    };
    while (!signal.aborted) await patiently(await noteBegun(), signal);
  };

  return {
    catchUp: () => catchUp(new AbortController().signal),
    run: async (signal) => {
      await prepare(signal);
      const following = whileHeld(signal, () =>
        noteAll(signal, (from) => events.follow({ ...from, filter, signal })),
      );
      await Promise.all([following, keepTime(signal)]);
    },
    nextDay: async () => {
      const progress = await progressSoFar(new AbortController().signal);
      if (progress === undefined) return undefined;
      const first = await firstAppointment(reads, logOf(progress.position));
      return E.isRight(first) ? first.right : undefined;
    },
  };
};
