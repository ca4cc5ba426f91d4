import { type CalendarDate, type Instant, londonDateOf } from '@commissioning/kernel';
import type { Fact, FactDocument, SubjectKind } from './documents';
import { flags } from './flags/all';
import type { Facts, Flag, Sign } from './flags/flag';
import { thresholds } from './thresholds';

/**
 * How a flag stands: `raised` asks for a look, `explained` has a reason on the record already, `too-few` says nothing
 * because there are too few cases, `clear` found nothing among enough of them.
 */
export const flagStandings = ['raised', 'explained', 'too-few', 'clear'] as const;
export type FlagStanding = (typeof flagStandings)[number];

/** What a flag says of a subject: once for each thing worth a look, or once that there is none. */
export interface FlagAnswer extends Omit<Sign, 'explained'> {
  readonly flag: string;
  readonly subject: SubjectKind;
  readonly reference: string;
  readonly standing: FlagStanding;
  readonly level: 'amber' | 'red';
  readonly explanations: Sign['explained'];
  /** Over how many cases, and over how many at the least anything is said. */
  readonly sample: number;
  readonly minimum: number;
  /** The version of the thresholds that this was worked out with. */
  readonly thresholds: number;
}

/** The facts about a subject, as flags ask for them. */
export const factsOf = (reference: string, documents: ReadonlyArray<FactDocument>, now: Instant): Facts => {
  const byKind = new Map<string, Array<FactDocument>>();
  for (const document of documents) {
    const those = byKind.get(document.kind);
    if (those === undefined) byKind.set(document.kind, [document]);
    else those.push(document);
  }
  const today: CalendarDate = londonDateOf(now);
  return {
    reference,
    now,
    today,
    of: <Kind extends FactDocument['kind']>(kind: Kind) =>
      (byKind.get(kind) ?? []) as ReadonlyArray<unknown> as ReadonlyArray<Fact<Kind>>,
  };
};

const answersTo = (flag: Flag, facts: Facts): ReadonlyArray<FlagAnswer> => {
  const found = flag.look(facts, thresholds);
  if (found === undefined) return [];
  const { sample, signs } = found;
  const said = {
    flag: flag.id,
    subject: flag.of,
    reference: facts.reference,
    level: 'amber' as const,
    sample,
    minimum: flag.minimum,
    thresholds: thresholds.version,
  };
  const nothing = { about: {}, figures: {}, events: [], explanations: [] };
  if (sample < flag.minimum) return [{ ...said, ...nothing, standing: 'too-few' }];
  if (signs.length === 0) return [{ ...said, ...nothing, standing: 'clear' }];
  return signs.map(({ explained, ...sign }) => ({
    ...said,
    ...sign,
    standing: explained.length > 0 ? 'explained' : 'raised',
    explanations: explained,
  }));
};

/** What every flag of a kind of subject, or one of them, says of the facts about it. */
export const answersOf = (kind: SubjectKind, facts: Facts, only?: string): ReadonlyArray<FlagAnswer> =>
  flags
    .filter((flag) => flag.of === kind && (only === undefined || flag.id === only))
    .flatMap((flag) => answersTo(flag, facts));
