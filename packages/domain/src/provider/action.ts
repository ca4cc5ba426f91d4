import { refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { DomainAction } from '../context';
import type { ProviderEvent } from './events';
import type { ProviderState } from './state';

export type ProviderAction<Command> = DomainAction<Command, ProviderState, ProviderEvent>;

const providerRegistered = rule({
  id: 'provider.registered',
  sentence: 'A provider is registered before anything else is recorded of it.',
  strength: 'integrity',
  source: 'Design of the record',
});

interface Definition<Command> extends Pick<
  ProviderAction<Command>,
  'name' | 'says' | 'command' | 'roles' | 'rules' | 'decide'
> {
  readonly needs?: ProviderAction<Command>['needs'];
}

/** An action on a provider that has been registered. */
export const providerAction = <Command>(definition: Definition<Command>): ProviderAction<Command> => ({
  aggregate: 'provider',
  opens: false,
  needs: () => ({}),
  ...definition,
  rules: [providerRegistered, ...definition.rules],
  decide: (command, context) => (state) =>
    state.registered === undefined
      ? E.left(refusal(providerRegistered))
      : definition.decide(command, context)(state),
});
