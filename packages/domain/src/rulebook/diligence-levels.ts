import { Count, Pence, struct } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Sector } from '../provider/sector';
import { DiligenceDepth } from '../shapes';

/**
 * How deeply a provider is looked into, and for how many months that holds at the most. The first level that its sector
 * and the sum fall into is the one that counts.
 */
export const DiligenceLevels = t.readonlyArray(
  struct(
    {
      depth: DiligenceDepth,
      months: Count,
      /** Sectors it is for; every one where none is named. */
      sectors: t.readonlyArray(Sector),
    },
    /** The highest sum, in pence; any where it is absent. */
    { upTo: Pence },
    'DiligenceLevel',
  ),
  'DiligenceLevels',
);
