import { type Aggregate, assertNever, type EventOf, type Happened } from '@commissioning/kernel';
import { including, withEntry } from '../collections';
import { correcting, type Corrigible, type Entered, nothingToCorrect } from '../corrections/corrigible';
import {
  type DiligenceChecked,
  type Identifier,
  type ProviderEvent,
  providerEvents,
  type ProviderExcluded,
  type ProviderRegistered,
} from './events';

/** A provider as its events leave it. */
export interface ProviderState extends Corrigible {
  readonly registered: EventOf<typeof ProviderRegistered>['data'] | undefined;
  /** `scheme:value` of each identifier claimed. */
  readonly identifiers: ReadonlySet<string>;
  readonly checks: ReadonlyMap<string, EventOf<typeof DiligenceChecked>['data']>;
  readonly excluded: EventOf<typeof ProviderExcluded>['data'] | undefined;
  /** Why it was last reinstated, while it is not excluded. */
  readonly reinstated: string | undefined;
}

const noProvider: ProviderState = {
  ...nothingToCorrect,
  registered: undefined,
  identifiers: new Set(),
  checks: new Map(),
  excluded: undefined,
  reinstated: undefined,
};

/** An identifier as it is compared and looked up. */
export const identifierKey = ({ scheme, value }: Identifier): string => `${scheme}:${value}`;

const evolve = (state: ProviderState, event: Happened<Entered<ProviderEvent>>): ProviderState => {
  switch (event.type) {
    case 'ProviderRegistered':
      return { ...state, registered: event.data };
    case 'IdentifierClaimed':
      return { ...state, identifiers: including(state.identifiers, identifierKey(event.data.identifier)) };
    case 'DiligenceChecked':
      return { ...state, checks: withEntry(state.checks, event.data.check as string, event.data) };
    case 'ProviderExcluded':
      return { ...state, excluded: event.data, reinstated: undefined };
    case 'ProviderReinstated':
      return { ...state, excluded: undefined, reinstated: event.data.reason };
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
