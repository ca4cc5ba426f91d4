import { registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import {
  type AggregateKind,
  erased,
  type Happened,
  isCommitment,
  type Metadata,
  parseStreamName,
} from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';

/** What one command recorded in one stream: the unit in which something was decided. */
export interface Act {
  readonly kind: AggregateKind;
  readonly id: string;
  readonly stream: string;
  /** The revision the stream was at before; −1 where it did not exist. */
  readonly before: number;
  /** The position of its first event. */
  readonly position: string;
  readonly metadata: Metadata;
  /** Opened as far as they go; undefined where one of them cannot be read. */
  readonly events: ReadonlyArray<Happened> | undefined;
  readonly recorded: ReadonlyArray<RecordedEvent>;
  /** Whether nothing that was recorded of it has been taken away since. */
  readonly whole: boolean;
}

export interface SweepPorts {
  readonly events: EventStore;
  readonly keys: KeyStore;
}

/** Whether a value stands there still, and not what it was committed to with, or what reads for one that was erased. */
export const isWhole = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return value !== erased;
  return !isCommitment(value) && Object.values(value).every(isWhole);
};

const belongsTo = (act: ReadonlyArray<RecordedEvent>, event: RecordedEvent): boolean => {
  const [first] = act;
  return first?.stream === event.stream && first.metadata.commandId === event.metadata.commandId;
};

const actOf = (recorded: ReadonlyArray<RecordedEvent>, keys: KeyStore): Act | undefined => {
  const [first] = recorded;
  const place = first === undefined ? undefined : parseStreamName(first.stream);
  if (first === undefined || place === undefined) return undefined;
  const opened: Array<Happened> = [];
  for (const event of recorded) {
    const known = happened(registry, keys, event, 'personal');
    if (E.isRight(known)) opened.push(known.right);
  }
  const { stream, revision, position, metadata } = first;
  const events = opened.length === recorded.length ? opened : undefined;
  const whole = events?.every(({ data }) => isWhole(data)) ?? false;
  return { ...place, stream, before: revision - 1, position, metadata, events, recorded, whole };
};

/** Every act in the order of the log. An append is never torn apart by others, so that an act is a run of events. */
export async function* actsIn({ events, keys }: SweepPorts): AsyncGenerator<Act, void> {
  let run: Array<RecordedEvent> = [];
  for await (const page of events.readAll())
    for (const event of page) {
      if (belongsTo(run, event)) {
        run.push(event);
        continue;
      }
      const act = actOf(run, keys);
      if (act !== undefined) yield act;
      run = [event];
    }
  const last = actOf(run, keys);
  if (last !== undefined) yield last;
}
