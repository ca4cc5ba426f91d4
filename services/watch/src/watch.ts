import { registry } from '@commissioning/domain';
import {
  type EventStore,
  type FollowOptions,
  followToEnd,
  type FollowPage,
} from '@commissioning/event-store';
import { type Actor, type CommandId, type Happened, parseStreamName } from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent } from '@commissioning/record';
import type { Progress, ReadStore } from '@commissioning/read-store';
import type { CommandFailure, Commands } from '@services/commands';
import * as E from 'fp-ts/Either';
import { type Answer, type Answered, answeredTypes, answersTo } from './fund-saga';
import { type Held, isDoubted, untilCarriedOut, whileHeld } from './persevering';
import { logOf, progressIn } from './progress';
import { type AnsweredOfFund, answersToFund, fundTypes } from './year-end-saga';

export interface WatchPorts {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  /** Told of an answer that was not carried out, and of an event that cannot be read: both want somebody to look. */
  readonly report: (about: {
    readonly event: string;
    readonly action: string;
    readonly failure: CommandFailure;
  }) => void;
}

/** What carries decisions across aggregates. */
export interface Watch {
  /** Answers what has happened since it last looked, up to where the log ends now. */
  readonly catchUp: () => Promise<void>;
  /** Goes on answering until the signal is given. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Where the answering has come to is noted for each log apart. */
const nameOfProgress = (log: string): string => `watch ${log}`;
const system = { id: 'system:watch', role: 'system' } as Actor;

/** Every shape in which an event that is answered was ever stored. */
const storedTypes = registry.definitions
  .filter(({ type }) => [...answeredTypes, ...fundTypes].some((answered) => answered === type))
  .flatMap(({ versions }) => versions.map(({ storedType }) => storedType));

const commandIdOf = (event: RecordedEvent, index: number, otherwise: boolean): CommandId =>
  `watch-${event.id}-${index}${otherwise ? '-otherwise' : ''}` as CommandId;

/**
 * Answers events with commands. Each command's id follows from the event it answers, so that an event may be answered
 * again after a crash and nothing happens twice; where it had come to is noted after each page.
 */
export const watchOf = (ports: WatchPorts): Watch => {
  /** Whether an answer was carried out or refused for good; false when the signal came first, or the clock is doubted. */
  const send = async (
    event: RecordedEvent,
    answer: Answer,
    index: number,
    otherwise: boolean,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const { kind, id, action, command } = answer;
    const attempt = ports.commands.execute({
      kind,
      id,
      action,
      command,
      commandId: commandIdOf(event, index, otherwise),
      actor: system,
      correlationId: event.metadata.correlationId,
      causationId: event.id,
    });
    const sent = await untilCarriedOut(signal, attempt, (failure) => {
      if (failure._tag === 'NotFound' && answer.unlessMissing === true) return;
      ports.report({ event: event.id, action, failure });
    });
    if (sent === undefined || isDoubted(sent)) return false;
    const refused = E.isLeft(sent) && sent.left._tag === 'Refused';
    return refused && answer.otherwise !== undefined
      ? send(event, answer.otherwise, index, true, signal)
      : true;
  };

  const answer = async (event: RecordedEvent, signal: AbortSignal): Promise<boolean> => {
    const { stream, revision } = event;
    const place = parseStreamName(stream);
    if (place?.kind !== 'commission' && place?.kind !== 'fund') return true;
    const opened = happened(registry, ports.keys, event, 'sensitive');
    if (E.isLeft(opened)) {
      // What cannot be read cannot be answered; it must not keep what comes after from its answer.
      const failure: CommandFailure = { _tag: 'Unreadable', stream, revision, cause: opened.left };
      ports.report({ event: event.id, action: 'read', failure });
      return true;
    }
    const answers =
      place.kind === 'fund'
        ? answersToFund(place.id, opened.right as Happened<AnsweredOfFund>)
        : answersTo(place.id, opened.right as Happened<Answered>);
    for (const [index, each] of answers.entries())
      if (!(await send(event, each, index, false, signal))) return false;
    return true;
  };

  /** Where the answering of this log has come to. */
  const progressSoFar = (signal: AbortSignal): Promise<Progress | undefined> =>
    progressIn(ports, nameOfProgress, signal);

  /** Answers a page and notes that. What was not answered is not noted: it is answered later, or at the next start. */
  const answerPage = async (
    page: FollowPage,
    before: Progress | undefined,
    signal: AbortSignal,
  ): Promise<Progress | Held | undefined> => {
    for (const event of page.events) if (!(await answer(event, signal))) return 'held';
    const last = page.events.at(-1);
    if (last === undefined) return before;
    const events = (before?.events ?? 0) + page.events.length;
    const next: Progress = { position: page.position, recordedAt: last.metadata.recordedAt, events };
    const expected = before?.position;
    const noted = await ports.reads.write({
      changes: [],
      progress: { projection: nameOfProgress(logOf(page.position)), expected, next },
    })();
    // Progress only saves work: when it was not noted, the same events are answered once more and nothing comes of it.
    return E.isRight(noted) ? next : progressSoFar(signal);
  };

  const filter = { types: storedTypes };

  const answerAll = async (
    signal: AbortSignal,
    pages: (from: Pick<FollowOptions, 'after'>) => AsyncIterable<FollowPage>,
  ): Promise<Held | undefined> => {
    let progress = await progressSoFar(signal);
    for await (const page of pages(progress === undefined ? {} : { after: progress.position })) {
      const answered = await answerPage(page, progress, signal);
      if (answered === 'held') return answered;
      progress = answered;
    }
    return undefined;
  };

  return {
    catchUp: async () => {
      const { signal } = new AbortController();
      await answerAll(signal, (from) => followToEnd(ports.events, { ...from, filter, signal }));
    },
    run: (signal) =>
      whileHeld(signal, () => answerAll(signal, (from) => ports.events.follow({ ...from, filter, signal }))),
  };
};
