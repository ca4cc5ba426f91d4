import { type IdentifierClaimed, registry } from '@commissioning/domain';
import { EventStoreError, followToEnd, type StoreUnavailable } from '@commissioning/event-store';
import { bodyOf, type EventOf, parseStreamName } from '@commissioning/kernel';
import { happened, type RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { Unreadable } from './failure';
import type { CommandPorts } from './ports';

/** The providers of a body that hold one of these identifiers, `scheme:value`. */
export type HoldersOf = (
  body: string,
  identifiers: ReadonlyArray<string>,
) => Promise<E.Either<StoreUnavailable | Unreadable, ReadonlyArray<string>>>;

/** How long the log may take to say what was claimed, in milliseconds. */
const patience = 10_000;

const claimed = 'IdentifierClaimed';

/** Every shape in which a claim was ever stored. */
const storedTypes =
  registry.definitions.find(({ type }) => type === claimed)?.versions.map(({ storedType }) => storedType) ??
  [];

/**
 * Keeps who claimed what, read from the log as far as it has come and brought up to date before each answer. An
 * identifier once claimed stays claimed.
 */
export const holdersIn = ({ events, keys }: Pick<CommandPorts, 'events' | 'keys'>): HoldersOf => {
  const byIdentifier = new Map<string, Set<string>>();
  let upTo: string | undefined;

  const keyOf = (body: string, identifier: string): string => `${body} ${identifier}`;

  const take = (event: RecordedEvent): E.Either<Unreadable, void> => {
    const { stream, revision } = event;
    const opened = happened(registry, keys, event, 'public');
    if (E.isLeft(opened)) return E.left({ _tag: 'Unreadable', stream, revision, cause: opened.left });
    const { scheme, value } = (opened.right as EventOf<typeof IdentifierClaimed>).data.identifier;
    const provider = parseStreamName(stream)?.id ?? stream;
    const key = keyOf(bodyOf(provider), `${scheme}:${value}`);
    byIdentifier.set(key, (byIdentifier.get(key) ?? new Set()).add(provider));
    return E.right(undefined);
  };

  const refresh = async (): Promise<E.Either<StoreUnavailable | Unreadable, void>> => {
    const filter = { types: storedTypes, streamPrefixes: ['provider-'] };
    const after = upTo === undefined ? {} : { after: upTo };
    try {
      for await (const page of followToEnd(events, {
        filter,
        signal: AbortSignal.timeout(patience),
        ...after,
      })) {
        for (const event of page.events) {
          const taken = take(event);
          if (E.isLeft(taken)) return taken;
        }
        upTo = page.position;
      }
      return E.right(undefined);
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };

  return async (body, identifiers) => {
    const refreshed = await refresh();
    if (E.isLeft(refreshed)) return refreshed;
    return E.right(identifiers.flatMap((each) => [...(byIdentifier.get(keyOf(body, each)) ?? [])]));
  };
};
