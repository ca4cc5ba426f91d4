import { registry } from '@commissioning/domain';
import { EventStoreError, followToEnd, type StoreUnavailable } from '@commissioning/event-store';
import type { Clearance, Happened } from '@commissioning/kernel';
import { happened } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { Unreadable } from './failure';
import type { CommandPorts } from './ports';

/** How long the log may take to say what is new, in milliseconds. */
const patience = 10_000;

/** Which events an index is made of, and how much of them it is given. */
export interface Indexed {
  readonly types: ReadonlyArray<string>;
  readonly streamPrefix: string;
  readonly clearance: Clearance;
}

/** Every shape in which events of some types were ever stored. */
const storedTypesOf = (types: ReadonlyArray<string>): ReadonlyArray<string> =>
  registry.definitions
    .filter(({ type }) => types.includes(type))
    .flatMap(({ versions }) => versions.map(({ storedType }) => storedType));

/**
 * Brings something kept in memory up to where the log ends: each event of interest is taken once, in order. What is new
 * since the last time is read, so that asking again is cheap.
 */
export const indexOf = (
  { events, keys }: Pick<CommandPorts, 'events' | 'keys'>,
  { types, streamPrefix, clearance }: Indexed,
  take: (event: Happened) => void,
): (() => Promise<E.Either<StoreUnavailable | Unreadable, void>>) => {
  const filter = { types: storedTypesOf(types), streamPrefixes: [streamPrefix] };
  let upTo: string | undefined;

  return async () => {
    const after = upTo === undefined ? {} : { after: upTo };
    const signal = AbortSignal.timeout(patience);
    try {
      for await (const page of followToEnd(events, { filter, signal, ...after })) {
        for (const event of page.events) {
          const opened = happened(registry, keys, event, clearance);
          const { stream, revision } = event;
          if (E.isLeft(opened)) return E.left({ _tag: 'Unreadable', stream, revision, cause: opened.left });
          take(opened.right);
        }
        upTo = page.position;
      }
      return E.right(undefined);
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };
};
