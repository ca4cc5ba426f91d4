import { refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { alike, check } from '../checks';
import { providerAction } from './action';
import { ProviderExcluded } from './events';

const excludedOnce = rule({
  id: 'provider.excluded-once',
  sentence: 'A provider that is excluded is reinstated before it is excluded otherwise.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.57 to 59: each exclusion has its own ground and notice',
});

const exclusionLiesAhead = rule({
  id: 'provider.exclusion-lies-ahead',
  sentence: 'An exclusion lasts at least until today.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.57 to 59',
});

type ExcludeProvider = t.TypeOf<typeof ProviderExcluded.codec>;

/** Bars a provider from awards on a ground, until a day or until it is reinstated. */
export const excludeProvider = providerAction<ExcludeProvider>({
  name: 'exclude-provider',
  says: 'Exclude a provider from awards, on a stated ground.',
  command: ProviderExcluded.codec,
  roles: ['approver'],
  rules: [excludedOnce, exclusionLiesAhead],
  decide: (command, context) => (state) => {
    const { until } = command;
    if (alike(command, state.excluded)) return E.right([]);
    const standing = state.excluded;
    if (standing !== undefined && (standing.until ?? context.today) >= context.today)
      return E.left(refusal(excludedOnce, { until: standing.until ?? null }));
    const ahead = check(
      until === undefined || until >= context.today,
      exclusionLiesAhead,
      { until: until ?? null, today: context.today },
      '/until',
    );
    return E.isLeft(ahead) ? ahead : E.right([ProviderExcluded.make(command)]);
  },
});
