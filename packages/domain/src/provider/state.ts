import {
  type Aggregate,
  assertNever,
  type CalendarDate,
  type EventOf,
  type Happened,
  londonDateOf,
} from '@commissioning/kernel';
import { including, updated, withEntry } from '../collections';
import { correcting, type Corrigible, type Entered, nothingToCorrect } from '../corrections/corrigible';
import {
  type DiligenceChecked,
  type Identifier,
  type ProviderEvent,
  providerEvents,
  type ProviderExcluded,
  type ProviderRegistered,
} from './events';

import type { ProviderDetailsChanged } from './details-events';
import { nobodyErased, type Persons, withoutThem } from './persons';

/** A provider as its events leave it. */
export interface ProviderState extends Corrigible, Persons {
  /** What was said of it when it was registered. */
  readonly registered: EventOf<typeof ProviderRegistered>['data'] | undefined;
  /** What was said since to be otherwise, by the ids of the changes; `detailsOf` puts it together. */
  readonly changes: ReadonlyMap<string, EventOf<typeof ProviderDetailsChanged>['data']>;
  /** `scheme:value` of each identifier claimed. */
  readonly identifiers: ReadonlySet<string>;
  readonly checks: ReadonlyMap<string, EventOf<typeof DiligenceChecked>['data']>;
  readonly excluded: EventOf<typeof ProviderExcluded>['data'] | undefined;
  /** The day on which it was excluded, while it is. */
  readonly excludedOn: CalendarDate | undefined;
  /** Why it was last reinstated, while it is not excluded. */
  readonly reinstated: string | undefined;
}

const noProvider: ProviderState = {
  ...nothingToCorrect,
  ...nobodyErased,
  registered: undefined,
  changes: new Map(),
  identifiers: new Set(),
  checks: new Map(),
  excluded: undefined,
  excludedOn: undefined,
  reinstated: undefined,
};

/** What a provider is called, of which sector and area it is, and whom to write to, as it stands; undefined of none. */
export const detailsOf = ({
  registered,
  changes,
}: ProviderState): EventOf<typeof ProviderRegistered>['data'] | undefined => {
  if (registered === undefined) return undefined;
  const since = [...changes.values()].map(({ change: _change, changedOn: _changedOn, ...said }) => said);
  return Object.assign({}, registered, ...since) as EventOf<typeof ProviderRegistered>['data'];
};

/** An identifier as it is compared and looked up. */
export const identifierKey = ({ scheme, value }: Identifier): string => `${scheme}:${value}`;

const evolve = (state: ProviderState, event: Happened<Entered<ProviderEvent>>): ProviderState => {
  switch (event.type) {
    case 'ProviderRegistered':
      return { ...state, registered: event.data };
    case 'ProviderDetailsChanged':
      return { ...state, changes: withEntry(state.changes, event.data.change as string, event.data) };
    case 'IdentifierClaimed':
      return { ...state, identifiers: including(state.identifiers, identifierKey(event.data.identifier)) };
    case 'DiligenceChecked':
      return { ...state, checks: withEntry(state.checks, event.data.check as string, event.data) };
    case 'ProviderExcluded':
      return {
        ...state,
        excluded: event.data,
        excludedOn: londonDateOf(event.metadata.recordedAt),
        reinstated: undefined,
      };
    case 'ProviderReinstated':
      return { ...state, excluded: undefined, excludedOn: undefined, reinstated: event.data.reason };
    case 'PersonErased':
      return withoutThem(state, event.data);
    case 'RecordsHeld':
      return {
        ...state,
        holds: withEntry(state.holds, event.data.hold as string, { placed: event.data, lifted: undefined }),
      };
    case 'HoldLifted': {
      const lifted = event.data;
      return {
        ...state,
        holds: updated(state.holds, lifted.hold as string, (held) => ({ ...held, lifted })),
      };
    }
    default:
      return assertNever(event);
  }
};

/** A provider as the body knows it. */
export const provider: Aggregate<ProviderState, ProviderEvent> = correcting(
  { kind: 'provider', initial: noProvider, evolve },
  providerEvents,
  (state, { data }) => ({ ...state, registered: state.registered && { ...state.registered, ...data } }),
);
