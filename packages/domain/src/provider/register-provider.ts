import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { entrySaidOnce, saidOnce } from '../entries';
import type { ProviderAction } from './action';
import { ProviderRegistered } from './events';

type RegisterProvider = t.TypeOf<typeof ProviderRegistered.codec>;

/** Makes an organisation known as a possible provider. It needs no identifier: parish councils and watch schemes have none. */
export const registerProvider: ProviderAction<RegisterProvider> = {
  name: 'register-provider',
  aggregate: 'provider',
  says: 'Register an organisation as a possible provider.',
  command: ProviderRegistered.codec,
  opens: true,
  roles: ['commissioning-officer', 'administrator'],
  rules: [entrySaidOnce],
  needs: () => ({}),
  decide: (command) => (state) =>
    saidOnce(state.registered, command, '/provider', () => E.right([ProviderRegistered.make(command)])),
};
