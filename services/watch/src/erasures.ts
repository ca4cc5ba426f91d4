import { type PersonErased, registry } from '@commissioning/domain';
import {
  type EventStore,
  type FollowOptions,
  followToEnd,
  type FollowPage,
} from '@commissioning/event-store';
import type { EventOf } from '@commissioning/kernel';
import { happened, type KeyStore, type RecordedEvent, subjectIn } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { untilSettled } from './persevering';

export interface ErasuresPorts {
  readonly events: EventStore;
  readonly keys: KeyStore;
  /** Told of an erasure that could not be carried out, and why; `event` is null where it is not one event’s fault. */
  readonly report: (about: { readonly event: string | null; readonly reason: string }) => void;
}

/** What sees to it that no key is there of anybody who was erased. */
export interface Erasures {
  /** Carries out what the log says up to where it ends now. Rejects with `EventStoreError` where it cannot be read. */
  readonly catchUp: () => Promise<void>;
  /** Does so from where that has come to in this process, else from the log's beginning; goes on until the signal is given. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const type = 'PersonErased';

const storedTypes = registry.definitions
  .filter((definition) => definition.type === type)
  .flatMap(({ versions }) => versions.map(({ storedType }) => storedType));

/** Whom an event erases: the subject whose key is to be destroyed; undefined where it cannot be read. */
export const erasedBy = (keys: KeyStore, event: RecordedEvent): string | undefined => {
  if (registry.nameOf(event.type) !== type) return undefined;
  const opened = happened(registry, keys, event, 'public');
  if (E.isLeft(opened)) return undefined;
  const { person } = (opened.right as EventOf<typeof PersonErased>).data;
  return subjectIn(event.stream, person);
};

/**
 * Destroys the key of everybody whom the log says to be erased: whoever was half erased when a process stopped, or came
 * back with keys that were put back from a copy. It writes down no place in the log, and begins at the first event with each
 * start and after each failure: a place could be of a log, or of keys, that have since been replaced.
 */
export const erasuresOf = ({ events, keys, report }: ErasuresPorts): Erasures => {
  const filter = { types: storedTypes, streamPrefixes: ['provider-'] };

  let upTo: string | undefined;

  const carryOut = (page: FollowPage): void => {
    for (const event of page.events) {
      const subject = erasedBy(keys, event);
      if (subject === undefined) report({ event: event.id, reason: 'it cannot be read' });
      else keys.destroyKeyOf(subject);
    }
    upTo = page.position;
  };

  const all = async (pages: (options: FollowOptions) => AsyncIterable<FollowPage>, signal: AbortSignal) => {
    const from = upTo === undefined ? {} : { after: upTo };
    for await (const page of pages({ filter, signal, ...from })) carryOut(page);
  };

  return {
    catchUp: () => {
      upTo = undefined;
      return all((options) => followToEnd(events, options), new AbortController().signal);
    },
    run: async (signal) => {
      const follow = async (): Promise<E.Either<unknown, void>> => {
        try {
          return E.right(await all((options) => events.follow(options), signal));
        } catch (error) {
          upTo = undefined;
          report({ event: null, reason: (error as Error).message });
          return E.left(error);
        }
      };
      await untilSettled(signal, follow, () => true);
    },
  };
};
