import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { check } from '../checks';
import { providerAction } from './action';
import { ProviderReinstated } from './events';

const reinstatedWhileExcluded = rule({
  id: 'provider.reinstated-while-excluded',
  sentence: 'Only a provider that is excluded is reinstated.',
  strength: 'integrity',
  source: 'Design of the record',
});

type ReinstateProvider = t.TypeOf<typeof ProviderReinstated.codec>;

/** Lets an excluded provider be awarded money again. */
export const reinstateProvider = providerAction<ReinstateProvider>({
  name: 'reinstate-provider',
  says: 'Reinstate an excluded provider.',
  command: ProviderReinstated.codec,
  roles: ['approver'],
  rules: [reinstatedWhileExcluded],
  decide: (command) => (state) => {
    if (state.reinstated === command.reason) return E.right([]);
    const excluded = check(state.excluded !== undefined, reinstatedWhileExcluded);
    return E.isLeft(excluded) ? excluded : E.right([ProviderReinstated.make(command)]);
  },
});
