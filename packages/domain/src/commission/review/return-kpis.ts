import { rule } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { type Check, check } from '../../checks';
import { commissionAction } from '../action';
import type { Award } from '../state';
import { KPIReturned } from './events';
import { measuresIn } from './measures';
import { decideReturn, returnRules } from './returns';

export const everyKpiOnce = rule({
  id: 'return.every-measure-once',
  sentence:
    'A return names each measure that was agreed for its period, once, and no other; one that was not counted has no value.',
  strength: 'integrity',
  source: 'GovS 015, grants: defined outputs and monitoring',
});

/** A return names the measures that were agreed for its period. */
export const everyMeasureOnce = (
  award: Award,
  { period, values }: Pick<t.TypeOf<typeof KPIReturned.codec>, 'period' | 'values'>,
  field = '/values',
): Check => {
  const agreed: ReadonlyArray<string> = measuresIn(award, period).map(({ id }) => id);
  const named: ReadonlyArray<string> = values.map(({ kpi }) => kpi);
  const unknown = named.filter((kpi) => !agreed.includes(kpi));
  const missing = agreed.filter((kpi) => !named.includes(kpi));
  const twice = named.filter((kpi, index) => named.indexOf(kpi) !== index);
  const none = unknown.length === 0 && missing.length === 0 && twice.length === 0;
  return check(none, everyKpiOnce, { unknown, missing, twice }, field);
};

/** Takes a provider’s measures for a period. */
export const returnKpis = commissionAction({
  name: 'return-kpis',
  says: 'Return the measures for a period, certified by the provider.',
  command: KPIReturned.codec,
  roles: ['provider', 'commissioning-officer'],
  rules: [...returnRules, everyKpiOnce],
  decide: (command, context) =>
    decideReturn(
      {
        kind: 'kpi',
        command,
        make: KPIReturned.make,
        holds: ({ award }) => everyMeasureOnce(award, command),
      },
      context,
    ),
});
