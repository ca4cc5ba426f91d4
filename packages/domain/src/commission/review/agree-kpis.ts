import { addDays, addMonths, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, type Check, check } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import type { RuleBookData } from '../../rulebook/events';
import type { Frequency } from '../../shapes';
import { commissionAction, holdsOrExcepted } from '../action';
import type { Award, CommissionState } from '../state';
import { valueWithVat } from '../whole-life-value';
import { type Agreement, agreementLive, awardKnown, underAgreement } from './agreements';
import { KPIsAgreed, type ReturnPeriod } from './events';
import { measuresIn } from './measures';

const kpisOnce = rule({
  id: 'kpis.once',
  sentence: 'Each measure and each period is agreed once, under an id of its own.',
  strength: 'integrity',
  source: 'Design of the record',
});

const periodsInTerm = rule({
  id: 'kpis.periods-within-term',
  sentence: 'Reporting periods lie within the term of the agreement.',
  strength: 'integrity',
  source: 'Design of the record',
});

const periodsContiguous = rule({
  id: 'kpis.periods-contiguous',
  sentence: 'Reporting periods follow one another without gap or overlap.',
  strength: 'integrity',
  source: 'GovS 015, grants: monitoring through the whole term',
});

const periodsFromTheStart = rule({
  id: 'kpis.periods-from-the-start',
  sentence: 'The first reporting period begins with the term of the agreement.',
  strength: 'policy',
  source: 'GovS 015, grants: monitoring through the whole term',
});

const periodsOftenEnough = rule({
  id: 'kpis.often-enough',
  sentence:
    'A provider returns at least as often as the route asks, and no measure more often than there are returns.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, review: regular returns',
});

const returnsDueInTime = rule({
  id: 'kpis.due-in-time',
  sentence: 'A return is due after its period has ended, within the days that the rules give.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, review: regular returns',
});

const feedbackMeasured = rule({
  id: 'kpis.measure-feedback',
  sentence: 'At least one measure is what those who use the service say of it.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, review: feedback of service users',
});

const enoughForLarge = rule({
  id: 'kpis.three-for-a-large-contract',
  sentence:
    'A standard public contract from the value on that the rules name has at least three measures, unless it could not be judged by any.',
  strength: 'policy',
  source: 'Procurement Act 2023 s.52(1); s.52(2) lets a body say that measures do not fit',
});

/** As many measures as Procurement Act 2023 s.52(1) asks for. */
const measuresOfALargeContract = 3;

type Kpis = t.TypeOf<typeof KPIsAgreed.codec>;

/** How many months lie between the returns of a provider who returns so often; one return has no next. */
const monthsBetween: Readonly<Record<Exclude<Frequency, 'once'>, number>> = {
  monthly: 1,
  quarterly: 3,
  'six-monthly': 6,
  yearly: 12,
};

/** The periods that are too long for this frequency. */
const tooLong = (frequency: Frequency, periods: ReadonlyArray<ReturnPeriod>): ReadonlyArray<ReturnPeriod> =>
  frequency === 'once'
    ? []
    : periods.filter(({ from, to }) => to >= addMonths(from, monthsBetween[frequency]));

const unique = ({ kpis, periods }: Kpis, { award }: Agreement): Check => {
  const once = new Set(kpis.map(({ id }) => id)).size === kpis.length;
  const other = kpis.filter((kpi) => !alike(award.kpis.get(kpi.id) ?? kpi, kpi));
  return allHold(
    check(once && other.length === 0, kpisOnce, { measures: kpis.map(({ id }) => id) }, '/kpis'),
    check(new Set(periods.map(({ id }) => id)).size === periods.length, kpisOnce, {}, '/periods'),
  );
};

/** Nothing is delivered before the first period; what was brought in is reported on from when it was. */
const fromTheStart = (
  commission: CommissionState,
  { periods: [first] }: Kpis,
  { award, starts }: Agreement,
): Check => {
  const begins = award.kind === 'prior' || award.periods.size > 0 ? undefined : starts;
  const late = begins !== undefined && first !== undefined && first.from > begins;
  return holdsOrExcepted(
    commission,
    !late,
    periodsFromTheStart,
    { period: first?.id ?? null, from: first?.from ?? null, starts: begins ?? null },
    '/periods',
  );
};

/** Those agreed before go on: the first of more periods follows the last of them. */
const inOrder = ({ periods }: Kpis, { award, starts, ends }: Agreement): Check => {
  const last = [...award.periods.values()].at(-1);
  const broken = periods.find(({ from, to }, index) => {
    const before = periods[index - 1] ?? last;
    return from > to || (before !== undefined && from !== addDays(before.to, 1));
  });
  const outside = periods.find(
    ({ from, to }) => (starts !== undefined && from < starts) || (ends !== undefined && to > ends),
  );
  const term = { starts: starts ?? null, ends: ends ?? null };
  return allHold(
    check(broken === undefined, periodsContiguous, { period: broken?.id ?? null }, '/periods'),
    check(outside === undefined, periodsInTerm, { period: outside?.id ?? null, ...term }, '/periods'),
  );
};

const oftenEnough = (commission: CommissionState, { kpis, periods }: Kpis, { award }: Agreement): Check => {
  // What was agreed before this record began was agreed under no route of it.
  const asked = award.kind === 'prior' ? 'once' : (commission.route?.profile.returns ?? 'once');
  const long = tooLong(asked, periods);
  const tooOften = kpis.filter(({ frequency }) => tooLong(frequency, periods).length > 0);
  return allHold(
    holdsOrExcepted(
      commission,
      long.length === 0 && tooOften.length === 0,
      periodsOftenEnough,
      { asked, tooLong: long.map(({ id }) => id), measuresMoreOften: tooOften.map(({ id }) => id) },
      '/periods',
    ),
    holdsOrExcepted(
      commission,
      asked === 'once' || kpis.some(({ measuresUserFeedback }) => measuresUserFeedback),
      feedbackMeasured,
      { measures: kpis.map(({ id }) => id) },
      '/kpis',
    ),
  );
};

/** Measures that were agreed before count with those that are agreed now. */
const enoughMeasures = (
  commission: CommissionState,
  { kpis }: Kpis,
  { award }: Agreement,
  { thresholds }: RuleBookData,
): Check => {
  const from = thresholds.find(({ id }) => id === 'performance-measures')?.amount.pence;
  const { route } = commission;
  const large =
    award.kind === 'contract' &&
    route?.regime === 'standard' &&
    from !== undefined &&
    valueWithVat(route).pence >= from;
  const measures = new Set([...award.kpis.keys(), ...kpis.map(({ id }) => id as string)]).size;
  return holdsOrExcepted(
    commission,
    !large || measures >= measuresOfALargeContract,
    enoughForLarge,
    {
      measures,
      asked: measuresOfALargeContract,
      value: route === undefined ? null : valueWithVat(route).pence,
      from: from ?? null,
    },
    '/kpis',
  );
};

const dueInTime = (commission: CommissionState, { periods }: Kpis, { returnDays }: RuleBookData): Check => {
  const wrong = periods.filter(({ to, due }) => due <= to || due > addDays(to, returnDays));
  const facts = { periods: wrong.map(({ id }) => id), days: returnDays };
  return holdsOrExcepted(commission, wrong.length === 0, returnsDueInTime, facts, '/periods');
};

/** What was agreed before for the periods that a command names; undefined where it names none that were agreed. */
const agreedFor = (award: Award, command: Kpis): Pick<Kpis, 'kpis' | 'periods'> | undefined => {
  const periods = command.periods.flatMap(({ id }) => award.periods.get(id) ?? []);
  const [first] = periods;
  if (first === undefined) return undefined;
  return { kpis: measuresIn(award, first.id), periods };
};

/** Agrees with a provider what is measured, and for which periods it returns; more of both when it runs longer. */
export const agreeKpis = commissionAction({
  name: 'agree-kpis',
  says: 'Agree measures and reporting periods with a provider.',
  command: KPIsAgreed.codec,
  roles: ['commissioning-officer'],
  rules: [
    awardKnown,
    agreementLive,
    entrySaidOnce,
    rulesAdopted,
    kpisOnce,
    periodsContiguous,
    periodsInTerm,
    periodsFromTheStart,
    periodsOftenEnough,
    feedbackMeasured,
    enoughForLarge,
    returnsDueInTime,
  ],
  decide: (command, context) => (commission) =>
    pipe(
      underAgreement(commission, command.award),
      E.chain((agreement) => {
        const { kpis, periods } = command;
        return saidOnce(agreedFor(agreement.award, command), { kpis, periods }, '/award', () =>
          pipe(
            rulesInForce(context),
            E.chain((rules) =>
              allHold(
                unique(command, agreement),
                inOrder(command, agreement),
                fromTheStart(commission, command, agreement),
                oftenEnough(commission, command, agreement),
                enoughMeasures(commission, command, agreement, rules),
                dueInTime(commission, command, rules),
              ),
            ),
            E.map(() => [KPIsAgreed.make(command)]),
          ),
        );
      }),
    ),
});
