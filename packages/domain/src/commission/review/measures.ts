import type { Kpi } from '../../shapes';
import type { Award } from '../state';

/** The measures that were agreed for a period, in the order in which they were agreed. */
export const measuresIn = ({ kpis, measured }: Award, period: string): ReadonlyArray<Kpi> =>
  (measured.get(period) ?? []).flatMap((id) => kpis.get(id) ?? []);
