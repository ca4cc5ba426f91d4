import { setTimeout as pause } from 'node:timers/promises';
import { type CommissionEvent, registry } from '@commissioning/domain';
import type { EventStore, FollowPage } from '@commissioning/event-store';
import { type Actor, type CommandId, type Happened, parseStreamName } from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent } from '@commissioning/record';
import type { Progress, ReadStore } from '@commissioning/read-store';
import type { CommandFailure, Commands } from '@services/commands';
import * as E from 'fp-ts/Either';
import { type Answer, answeredTypes, answersTo } from './fund-saga';

export interface WatchPorts {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly commands: Commands;
  /** Told of an answer that a rule refused, and of an engine that does not answer: both want somebody to look. */
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

const progressName = 'watch';
const system = { id: 'system:watch', role: 'system' } as Actor;

/** Failures that say nothing about the command: the same one may be accepted a moment later. */
const passing = new Set<CommandFailure['_tag']>([
  'StoreUnavailable',
  'DocumentStoreUnavailable',
  'Contended',
]);

const firstPause = 50;
const longestPause = 5_000;

const commandIdOf = (event: RecordedEvent, index: number, otherwise: boolean): CommandId =>
  `watch-${event.id}-${index}${otherwise ? '-otherwise' : ''}` as CommandId;

/**
 * Answers events with commands. Each command's id follows from the event it answers, so that an event may be answered
 * again after a crash and nothing happens twice; where it had come to is noted after each page.
 */
export const watchOf = (ports: WatchPorts): Watch => {
  const send = async (
    event: RecordedEvent,
    answer: Answer,
    index: number,
    otherwise: boolean,
  ): Promise<void> => {
    const { kind, id, action, command } = answer;
    for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
      const sent = await ports.commands.execute({
        kind,
        id,
        action,
        command,
        commandId: commandIdOf(event, index, otherwise),
        actor: system,
        correlationId: event.metadata.correlationId,
        causationId: event.id,
      })();
      if (E.isRight(sent)) return;
      ports.report({ event: event.id, action, failure: sent.left });
      if (passing.has(sent.left._tag)) {
        await pause(wait);
        continue;
      }
      if (sent.left._tag === 'Refused' && answer.otherwise !== undefined)
        await send(event, answer.otherwise, index, true);
      return;
    }
  };

  const answer = async (event: RecordedEvent): Promise<void> => {
    const stream = parseStreamName(event.stream);
    if (stream?.kind !== 'commission') return;
    const opened = happened(registry, ports.keys, event, 'sensitive');
    // What cannot be read cannot be answered; it is parked, and said, wherever a read model meets it too.
    if (E.isLeft(opened)) return;
    const answers = answersTo(stream.id, opened.right as Happened<CommissionEvent>);
    for (const [index, each] of answers.entries()) await send(event, each, index, false);
  };

  const progressSoFar = async (): Promise<Progress | undefined> => {
    for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
      const read = await ports.reads.progress(progressName)();
      if (E.isRight(read)) return read.right;
      await pause(wait);
    }
  };

  const answerPage = async (
    page: FollowPage,
    before: Progress | undefined,
  ): Promise<Progress | undefined> => {
    for (const event of page.events) await answer(event);
    const last = page.events.at(-1);
    if (last === undefined) return before;
    const events = (before?.events ?? 0) + page.events.length;
    const next: Progress = { position: page.position, recordedAt: last.metadata.recordedAt, events };
    const expected = before?.position;
    const noted = await ports.reads.write({
      changes: [],
      progress: { projection: progressName, expected, next },
    })();
    // Progress only saves work: when it was not noted, the same events are answered once more and nothing comes of it.
    return E.isRight(noted) ? next : progressSoFar();
  };

  const types = [...answeredTypes];

  const follow = async (signal: AbortSignal, untilCaughtUp: boolean): Promise<void> => {
    let progress = await progressSoFar();
    const from = progress === undefined ? {} : { after: progress.position };
    for await (const page of ports.events.follow({ ...from, filter: { types }, signal })) {
      progress = await answerPage(page, progress);
      if (untilCaughtUp && page.caughtUp) return;
    }
  };

  return {
    catchUp: () => follow(new AbortController().signal, true),
    run: (signal) => follow(signal, false),
  };
};
