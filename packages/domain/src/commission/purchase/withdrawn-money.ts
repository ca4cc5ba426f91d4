import { rule } from '@commissioning/kernel';
import { allHold, type Check } from '../../checks';
import { holdsOrExcepted } from '../action';
import { uncovered } from '../contributions';
import type { CommissionState } from '../state';

export const withdrawnReplaced = rule({
  id: 'contribution.withdrawn-replaced',
  sentence:
    'Nothing more is promised or signed for out of money that a partner withdrew, until something takes its place.',
  strength: 'policy',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

/** What partners withdrew leaves nothing uncovered in these funds, or somebody decided to answer for it all the same. */
export const coveredByPartners = (
  commission: CommissionState,
  funds: ReadonlyArray<string>,
  field: string,
): Check =>
  allHold(
    ...[...new Set(funds)].map((fund) => {
      const missing = uncovered(commission, fund);
      return holdsOrExcepted(
        commission,
        missing === 0,
        withdrawnReplaced,
        { fund, uncovered: missing },
        field,
      );
    }),
  );
