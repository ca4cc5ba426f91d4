import { people } from '../step';
import type { Here } from './here';

const { officer } = people;

interface Need {
  readonly title: string;
  readonly summary: string;
  readonly objectives: ReadonlyArray<string>;
  readonly themes: ReadonlyArray<string>;
  readonly areas: ReadonlyArray<string>;
  readonly figures: { readonly from: string; readonly source: string; readonly finding: string };
  readonly voices: { readonly from: string; readonly source: string; readonly finding: string };
  readonly demand: string;
  readonly gaps: string;
  readonly equalityImpact: string;
}

/** A need is identified, shown by figures and by voices, and assessed a week later: it is to be commissioned. */
export const assessedNeed = (here: Here, days: readonly [string, string], need: Need): void => {
  const { figures, voices, demand, gaps, equalityImpact, ...identified } = need;
  const [first, later] = days;
  here(first, '09:00', officer, 'identify-need', identified);
  for (const [time, kind, shown] of [
    ['09:20', 'quantitative', figures],
    ['09:40', 'qualitative', voices],
  ] as const)
    here(first, time, officer, 'add-evidence', {
      evidence: kind === 'quantitative' ? 'figures' : 'voices',
      kind,
      contributor: shown.from,
      source: shown.source,
      finding: shown.finding,
    });
  here(later, '09:00', officer, 'assess-need', { demand, gaps, equalityImpact, conclusion: 'commission' });
};
