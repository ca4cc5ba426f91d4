import type { JsonObject } from '@commissioning/kernel';
import { eventBehind } from '@commissioning/projecting';
import type { Lineage, Stored } from '@commissioning/read-store';
import type { AwardDocument, Performance, PlanDocument, ReturnDocument } from './documents';
import { reckonedFrom } from './figures';

/** Where it is kept what stands in the cells of a measure: the return, and the figure once that was made. */
const placesOf = (
  kpi: string,
  { returns }: Performance,
): ReadonlyArray<{ readonly of: number; readonly figure: string; readonly accepted: boolean }> =>
  returns.flatMap((each, of) => {
    if (!each.agreed.some((agreed) => agreed === kpi)) return [];
    const at = each.kpi?.figures.findIndex((figure) => figure.kpi === kpi) ?? -1;
    const made = `/returns/${of}/kpi`;
    const figure = at < 0 ? made : `${made}/figures/${at}`;
    return [{ of, figure, accepted: each.kpi?.standing === 'accepted' }];
  });

/** What is kept and is not shown in its place. */
const reckonedWith = /^\/(lastDay|returns\/\d+\/(agreed|kpi\/figures))(\/|$)/;

/**
 * What is behind each part as it is shown. A figure has the event behind it as it is kept; a total, which is reckoned when
 * it is asked for, has the latest of the events behind what it is reckoned from, ids being given in the order of time.
 */
const lineageOf = (award: Performance, kept: Lineage): Lineage => {
  const behind = (pointer: string): string => eventBehind(kept, pointer) ?? '';
  const latest = (events: ReadonlyArray<string>): string =>
    events.reduce((last, each) => (each > last ? each : last), '');
  const shown = Object.fromEntries(Object.entries(kept).filter(([pointer]) => !reckonedWith.test(pointer)));
  const standing = award.returns.map(({ from, kpi, financial }, of) => {
    const beyond = award.lastDay !== null && from > award.lastDay;
    for (const [half, made] of Object.entries({ kpi, financial }))
      if (made === null && beyond) shown[`/returns/${of}/${half}`] = behind('/lastDay');
    return kpi === null && beyond ? behind('/lastDay') : behind(`/returns/${of}/kpi/standing`);
  });
  award.measures.forEach(({ kpi }, index) => {
    const measure = `/measures/${index}`;
    const places = placesOf(kpi, award);
    places.forEach(({ of, figure }, number) => {
      const cell = `${measure}/series/${number}`;
      shown[cell] = behind(`/returns/${of}/period`);
      shown[`${cell}/standing`] = standing[of] ?? '';
      for (const part of ['value', 'outOf', 'suppressed'])
        shown[`${cell}/${part}`] = behind(`${figure}/${part}`);
      shown[`${cell}/met`] = behind(`${figure}/value`);
    });
    const summed = places
      .filter(({ accepted }) => accepted)
      .flatMap(({ of, figure }) => [standing[of] ?? '', behind(`${figure}/value`)]);
    const total = latest([behind(`${measure}/kpi`), ...summed]);
    shown[`${measure}/total`] = total;
    shown[`${measure}/counted`] = total;
    shown[`${measure}/unitCost`] = latest([total, behind('/paid')]);
  });
  return shown;
};

/** An award that is kept in one document, as the versions before kept it; the first of them as it is shown. */
const isWhole = (body: JsonObject): boolean => Object.hasOwn(body, 'measures');
const isShown = (body: JsonObject): boolean => !Object.hasOwn(body, 'lastDay');

/** The lineage of a part of a document at another pointer, as that of the place it is put in. */
const placed = (lineage: Lineage, from: string, to: string): ReadonlyArray<readonly [string, string]> => {
  const below = Object.entries(lineage).filter(([pointer]) => pointer.startsWith(`${from}/`));
  return [
    [to, eventBehind(lineage, from) ?? ''],
    ...below.map(([pointer, event]) => [to + pointer.slice(from.length), event] as const),
  ];
};

/** The award with what was agreed and returned under it, in the order in which its periods were agreed. */
const put = (award: Stored, plan: Stored | undefined, returns: ReadonlyArray<Stored>): Stored => {
  const agreed = plan?.body as unknown as PlanDocument | undefined;
  const found = new Map(returns.map((each) => [each.body['period'], each]));
  const lineage: Array<readonly [string, string]> = Object.entries(award.lineage);
  if (plan !== undefined)
    lineage.push(
      ...placed(plan.lineage, '/measures', '/measures'),
      ...placed(plan.lineage, '/periods', '/returns'),
    );
  const periods = agreed?.periods ?? [];
  const made = periods.map((period, index) => {
    const returned = found.get(period.period);
    const { kpi, financial } = (returned?.body ?? {
      kpi: null,
      financial: null,
    }) as unknown as ReturnDocument;
    for (const [half, there] of Object.entries({ kpi, financial }))
      if (there !== null)
        lineage.push(...placed(returned?.lineage ?? {}, `/${half}`, `/returns/${index}/${half}`));
    return { ...period, kpi, financial };
  });
  const kept: Performance = {
    ...(award.body as unknown as AwardDocument),
    measures: agreed?.measures ?? [],
    returns: made,
  };
  const since = [plan, ...returns].reduce(
    (last, part) => (part !== undefined && part.since.position > last.position ? part.since : last),
    award.since,
  );
  return { ...award, since, body: kept as unknown as JsonObject, lineage: Object.fromEntries(lineage) };
};

/**
 * An award as it is shown, from its document, its plan and its returns: with the series, totals and unit costs of its
 * measures.
 */
export const performanceShown = (
  award: Stored,
  plan: Stored | undefined,
  returns: ReadonlyArray<Stored>,
): Stored => {
  if (isShown(award.body)) return award;
  const whole = isWhole(award.body) ? award : put(award, plan, returns);
  const kept = whole.body as unknown as Performance;
  return {
    ...whole,
    body: reckonedFrom(kept) as unknown as JsonObject,
    lineage: lineageOf(kept, whole.lineage),
  };
};

/** Whether a plan and returns are kept beside an award, and have to be found before it is shown. */
export const isInParts = ({ body }: Stored): boolean => !isWhole(body) && !isShown(body);
