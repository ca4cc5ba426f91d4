import type { IdentifierClaimed } from '@commissioning/domain';
import type { StoreUnavailable } from '@commissioning/event-store';
import { bodyOf, type EventOf, parseStreamName } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Unreadable } from './failure';
import { indexOf } from './log-index';
import type { CommandPorts } from './ports';

/** The providers of a body that hold one of these identifiers, `scheme:value`. */
export type HoldersOf = (
  body: string,
  identifiers: ReadonlyArray<string>,
) => Promise<E.Either<StoreUnavailable | Unreadable, ReadonlyArray<string>>>;

/**
 * Keeps who claimed what, read from the log as far as it has come and brought up to date before each answer. An
 * identifier once claimed stays claimed.
 */
export const holdersIn = (ports: Pick<CommandPorts, 'events' | 'keys'>): HoldersOf => {
  const byIdentifier = new Map<string, Set<string>>();
  const keyOf = (body: string, identifier: string): string => `${body} ${identifier}`;

  const claims = { types: ['IdentifierClaimed'], streamPrefix: 'provider-', clearance: 'public' } as const;
  const refresh = indexOf(ports, claims, (event) => {
    const { scheme, value } = (event.data as EventOf<typeof IdentifierClaimed>['data']).identifier;
    const provider = parseStreamName(event.stream)?.id ?? event.stream;
    const key = keyOf(bodyOf(provider), `${scheme}:${value}`);
    byIdentifier.set(key, (byIdentifier.get(key) ?? new Set()).add(provider));
  });

  return async (body, identifiers) => {
    const refreshed = await refresh();
    if (E.isLeft(refreshed)) return refreshed;
    return E.right(identifiers.flatMap((each) => [...(byIdentifier.get(keyOf(body, each)) ?? [])]));
  };
};
