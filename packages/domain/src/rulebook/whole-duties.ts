import { rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { DutyAct, DutyRule, DutyStart } from './duty-rules';
import type { RuleBookData } from './events';

export const dutyCanBeMet = rule({
  id: 'rulebook.duty-can-be-met',
  sentence:
    'What meets a duty is about what starts it; a notice or statement that meets one is named, and nothing else has one. What a body owes for itself is of no regime and no value.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const dutyCounted = rule({
  id: 'rulebook.duty-counted',
  sentence:
    'A duty has at least one day or month, or the day that is stated where it starts, and where none is stated it has a length.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const dutyNamesThreshold = rule({
  id: 'rulebook.duty-names-threshold',
  sentence: 'A duty that binds from a sum on names a threshold of the same rule book.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** What an act is about. */
type About =
  | 'decision'
  | 'lot'
  | 'award'
  | 'period'
  | 'invoice'
  | 'question'
  | 'allocation'
  | 'exclusion'
  | 'proceedings'
  | 'body';

const startedAbout: Readonly<Record<DutyStart, ReadonlyArray<About>>> = {
  'award-made': ['decision', 'lot', 'award'],
  'awarded-without-competition': ['decision', 'lot', 'award'],
  'no-award-made': ['decision', 'lot'],
  'specification-advertised': ['lot'],
  'agreement-signed': ['lot', 'award'],
  'agreement-year-begun': ['lot', 'award'],
  'agreement-year-ended': ['lot', 'award'],
  'agreement-ended': ['lot', 'award'],
  'performance-failed': ['lot', 'award'],
  'supplier-left-out': ['exclusion'],
  'exclusion-in-court': ['proceedings'],
  'subsidy-decided': ['award'],
  'assistance-decided': ['award'],
  'assistance-given': ['award'],
  'invoice-received': ['invoice'],
  'period-ended': ['period'],
  'question-asked': ['question'],
  'standstill-passed': ['lot'],
  'money-set-aside': ['allocation'],
  'month-ended': ['body'],
  'quarter-ended': ['body'],
  'half-year-ended': ['body'],
  'year-begun': ['body'],
  'year-ahead': ['body'],
};

const metAbout: Readonly<Record<DutyAct, About>> = {
  'decision-published': 'decision',
  'summaries-sent': 'lot',
  'exclusion-notified': 'exclusion',
  'exclusion-proceedings-notified': 'proceedings',
  'subsidy-entered': 'award',
  'assistance-confirmed': 'award',
  'notice-published': 'lot',
  'standstill-ended': 'lot',
  'kpis-returned': 'period',
  'finances-returned': 'period',
  'invoice-settled': 'invoice',
  'question-answered': 'question',
  'performance-reviewed': 'award',
  'money-placed': 'allocation',
  'statement-published': 'body',
};

/** Where the day by which something is owed is named by what starts it. */
const stated: ReadonlyArray<DutyStart> = ['period-ended', 'question-asked', 'money-set-aside', 'year-ahead'];

const hasLength = ({ within, startedBy }: DutyRule): boolean => {
  switch (within.count) {
    case 'calendar-days':
    case 'working-days':
      return within.days >= 1;
    case 'months':
      return within.months >= 1;
    case 'month-end':
    case 'quarter-end':
      return true;
    case 'stated-day':
      return stated.includes(startedBy);
  }
};

const checksOf = (duty: DutyRule, index: number, thresholds: ReadonlyArray<string>): ReadonlyArray<Check> => {
  const { id, regimes, startedBy, metBy, notice, fromValue, within } = duty;
  const about = startedAbout[startedBy].includes(metAbout[metBy]);
  const byName = metBy === 'notice-published' || metBy === 'statement-published';
  const named = (notice !== undefined) === byName;
  // What a body owes for itself is of no regime and of no value: it would never bind.
  const ofBody = metAbout[metBy] === 'body';
  const binds = !ofBody || (regimes.length === 0 && fromValue === undefined);
  const known = fromValue === undefined || thresholds.includes(fromValue);
  return [
    check(about, dutyCanBeMet, { duty: id, startedBy, metBy }, `/duties/${index}/metBy`),
    check(named, dutyCanBeMet, { duty: id, notice: notice ?? null }, `/duties/${index}/notice`),
    check(binds, dutyCanBeMet, { duty: id, regimes: [...regimes] }, `/duties/${index}/regimes`),
    check(hasLength(duty), dutyCounted, { duty: id, count: within.count }, `/duties/${index}/within`),
    check(known, dutyNamesThreshold, { duty: id, named: fromValue ?? null }, `/duties/${index}/fromValue`),
  ];
};

/** Whether the duties of a version of the rules can fall due and be met. */
export const wholeDuties = ({ duties, thresholds }: RuleBookData): ReadonlyArray<Check> => {
  const known = thresholds.map(({ id }) => id as string);
  return duties.flatMap((duty, index) => checksOf(duty, index, known));
};
