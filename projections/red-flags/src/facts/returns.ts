import { type Pence, sumPence } from '@commissioning/kernel';
import type { Change } from '@commissioning/projecting';
import type { Fact } from '../documents';
import type { Told } from '../events';
import { changed, factKey, happening, kept, ownerOf, placeOf } from './keeping';

type Return = Fact<'return'>;

const notYet = (event: OfReturn, period: Return['period']): Return => ({
  kind: 'return',
  ...placeOf(event),
  award: event.data.award,
  period,
  measured: null,
  accepted: null,
  values: [],
  spent: null,
  reliedOn: null,
  restated: [],
});

type Values = Told<'KPIReturned'>['data']['values'];

const valuesOf = (values: Values): Return['values'] =>
  values.map(({ kpi, value = null, comment = null }) => ({ kpi, value, comment }));

const spentOf = (lines: Told<'FinancialReturned'>['data']['lines']): Pence =>
  sumPence(lines.map(({ actual }) => actual));

/** What a correction changed, of what money had been paid on. */
const restatedBy = (event: Told<'ReturnCorrected'>, before: Return): Return['restated'] => {
  const { measures, finances, reason } = event.data;
  if (before.reliedOn === null) return [];
  const said = { ...happening(event), reason };
  const figures = (measures?.values ?? []).flatMap(({ kpi, value: after }) => {
    const was = before.values.find((each) => each.kpi === kpi)?.value ?? null;
    return was === null || after === undefined || was === after
      ? []
      : [{ ...said, what: kpi, before: was, after }];
  });
  const spent = finances && spentOf(finances.lines);
  const money =
    spent === undefined || before.spent === null || spent === before.spent
      ? []
      : [{ ...said, what: 'spent', before: before.spent, after: spent }];
  return [...figures, ...money];
};

type OfReturn = Told<
  'KPIReturned' | 'FinancialReturned' | 'ReturnAccepted' | 'ReturnCorrected' | 'PaymentApproved'
>;

const returnAfter = (event: OfReturn, before: Return): Return => {
  switch (event.type) {
    case 'KPIReturned':
      return { ...before, measured: happening(event), values: valuesOf(event.data.values) };
    case 'FinancialReturned':
      return { ...before, spent: spentOf(event.data.lines) };
    case 'ReturnAccepted':
      return event.data.kind === 'kpi' ? { ...before, accepted: happening(event) } : before;
    case 'PaymentApproved':
      return { ...before, reliedOn: before.reliedOn ?? happening(event) };
    case 'ReturnCorrected': {
      const { measures, finances } = event.data;
      const restated = [...before.restated, ...restatedBy(event, before)];
      return {
        ...before,
        restated,
        // A corrected return is to be accepted again.
        ...(measures
          ? { measured: happening(event), accepted: null, values: valuesOf(measures.values) }
          : {}),
        ...(finances ? { spent: spentOf(finances.lines) } : {}),
      };
    }
  }
};

/** What was returned for a period of an award. */
export const returnChanges = (event: OfReturn): ReadonlyArray<Change> => {
  const { award, period } = event.data;
  if (period === undefined) return [];
  const key = factKey('return', ownerOf(event), award, period);
  return [kept<'return'>(key, (before) => returnAfter(event, before ?? notYet(event, period)))];
};

/** The measures that were agreed; more of them can be, for an agreement that runs longer. */
export const measureChanges = (event: Told<'KPIsAgreed'>): ReadonlyArray<Change> => {
  const { award, kpis, periods } = event.data;
  const measures = kpis.map(({ id: kpi, name, target, frequency, direction }) => ({
    kpi,
    name,
    target,
    frequency,
    lowerIsBetter: direction === 'lower-is-better',
  }));
  const spans = periods.map(({ id, from, to }) => ({ id, from, to }));
  return [
    kept<'measures'>(factKey('measures', ownerOf(event), award), (before) => ({
      kind: 'measures',
      ...placeOf(event),
      award,
      measures: [
        ...(before?.measures ?? []).filter(({ kpi }) => !measures.some((each) => each.kpi === kpi)),
        ...measures,
      ],
      periods: [
        ...(before?.periods ?? []),
        ...spans.filter(({ id }) => before?.periods.every((each) => each.id !== id) ?? true),
      ],
    })),
  ];
};

/** Duties that were missed, of a commission or of a body for itself. One that was met in time is no fact that a flag stands on. */
export const dutyChanges = (event: Told<'DutyMissed' | 'DutyMet'>): ReadonlyArray<Change> => {
  const { duty, rule, due } = event.data;
  const place = placeOf(event);
  const kind = place.commission === null ? 'body-duty' : 'duty';
  const key = factKey(kind, ownerOf(event), duty);
  if (event.type === 'DutyMet')
    return [changed<typeof kind>(key, (before) => ({ ...before, met: happening(event) }))];
  const missed = happening(event);
  return [kept<typeof kind>(key, () => ({ kind, ...place, rule, due, missed, met: null }))];
};
