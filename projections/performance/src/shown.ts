import type { JsonObject } from '@commissioning/kernel';
import { eventBehind } from '@commissioning/projecting';
import type { Lineage, Stored } from '@commissioning/read-store';
import type { PerformanceDocument } from './documents';
import { reckonedFrom } from './figures';

/** Where it is kept what stands in the cells of a measure: the return, and the figure once that was made. */
const placesOf = (
  kpi: string,
  { returns }: PerformanceDocument,
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
const lineageOf = (award: PerformanceDocument, kept: Lineage): Lineage => {
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

/** Documents of the version before, which answer until those of this one are built, are kept as they are shown. */
const isShown = (body: JsonObject): boolean => !Object.hasOwn(body, 'lastDay');

/** An award as it is shown, from what is kept of it: with the series, totals and unit costs of its measures. */
export const performanceShown = (stored: Stored): Stored => {
  if (isShown(stored.body)) return stored;
  const award = stored.body as unknown as PerformanceDocument;
  return {
    ...stored,
    body: reckonedFrom(award) as unknown as JsonObject,
    lineage: lineageOf(award, stored.lineage),
  };
};
