import { fold } from '@commissioning/kernel';
import { allocated, unpromised } from '../src/commission/allocations';
import { agreedSum, inForce, withinItsTerm } from '../src/commission/agreement-life';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { DueDiligenceCompleted } from '../src/commission/purchase/events';
import { wholeLife } from '../src/commission/purchase/award-limits';
import { diligenceOn } from '../src/commission/review/diligence';
import { KPIReturned, FinancialReturned, KPIsAgreed, ReturnAccepted } from '../src/commission/review/events';
import { ItemWithheld } from '../src/commission/review/withholding-events';
import { ReturnCorrected } from '../src/commission/review/learning-events';
import {
  AgreementExtended,
  AgreementTerminated,
  AgreementVaried,
} from '../src/commission/review/life-events';
import { withholdItem } from '../src/commission/review/withhold-item';
import type { Award } from '../src/commission/state';
import { DecisionPublished } from '../src/decision/events';
import { changeDecision, nextYear, outside, share, signedGrant } from './support/agreement';
import { after, contextAt, need, published, reference, village } from './support/commission';
import { made } from './support/made';
import { recorded } from './support/specification';

const options = [
  { months: 12, upTo: outside(4_000_000) },
  { months: 6, upTo: outside(1_000_000) },
];
const grant = signedGrant(options);
const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));
const awardAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  stateAfter(...grant, ...events).awards.get('w1') as Award;

const change = { award: 'w1', decision: changeDecision, agreedOn: '2027-02-26', reason: 'Families wait.' };
const byOption = made(AgreementExtended, {
  ...change,
  extension: 'x1',
  ends: '2028-11-30',
  amount: outside(12_000_000),
  years: [{ year: '2026-27', amount: 12_000_000 }],
  option: 0,
  more: [share('a4', 4_000_000, nextYear)],
});
const forTime = made(AgreementExtended, {
  ...change,
  extension: 'x2',
  ends: '2028-05-31',
  pendingRetender: { ground: 'continuation', evidence: 'Rated good.' },
});
const lowered = (variation: string, pence: number, off: number) =>
  made(AgreementVaried, {
    ...change,
    variation,
    amount: outside(pence),
    years: [{ year: '2026-27', amount: pence }],
    less: [share('a1', off)],
  });
const ended = made(AgreementTerminated, {
  award: 'w1',
  by: 'provider',
  ground: 'provider-withdrew',
  reason: 'The worker left.',
  lastDay: '2027-03-31',
  stillOwed: outside(0),
  comesBack: outside(0),
  amount: outside(2_000_000),
  less: [share('a1', 6_000_000)],
});

describe('what an award comes to over its whole life', () => {
  test('has the options that can still be taken up in it, and no others', () => {
    expect(wholeLife(stateAfter(...grant))).toBe(13_000_000);
    expect(wholeLife(stateAfter(...grant, byOption))).toBe(13_000_000);
    expect(wholeLife(stateAfter(...grant, forTime))).toBe(13_000_000);
    expect(wholeLife(stateAfter(...grant, ended))).toBe(2_000_000);
  });
});

describe('an agreement as it stands', () => {
  test('keeps its sum where it is extended in time alone', () => {
    expect(inForce(awardAfter(forTime))).toEqual({
      amount: outside(8_000_000),
      term: { starts: '2026-12-01', ends: '2028-05-31' },
    });
    expect(agreedSum(awardAfter(byOption))).toEqual(outside(12_000_000));
  });

  test('is reported on for periods that begin by its last day', () => {
    const award = awardAfter(ended);
    expect(withinItsTerm(award, '2027-03-31' as never)).toBe(true);
    expect(withinItsTerm(award, '2027-04-01' as never)).toBe(false);
  });

  test('gives back to its funds what each change takes off, one after another', () => {
    const before = stateAfter(...grant);
    const left = (state: typeof before) => {
      const a1 = state.allocations.get('a1');
      return a1 && [allocated(a1), unpromised(state, 'a1')];
    };
    expect(left(before)).toEqual([7_500_000, 0]);
    const twice = stateAfter(
      ...grant,
      lowered('v1', 7_000_000, 1_000_000),
      lowered('v2', 5_000_000, 2_000_000),
    );
    expect(left(twice)).toEqual([4_500_000, 0]);
    const gone = stateAfter(...grant, lowered('v1', 7_000_000, 1_000_000), ended);
    expect(left(gone)).toEqual([500_000, 0]);
  });
});

describe('a return that is corrected', () => {
  const line = (actual: number) => ({
    id: 'staff',
    heading: 'Staff',
    budget: 10,
    actual,
    forecastUnderspend: 0,
  });
  const measured = (value: number) => ({ values: [{ kpi: 'said', value }] });
  const of = { award: 'w1', period: 'q1', certifiedBy: 'trustee-1' };
  const accepted = [
    made(KPIsAgreed, {
      award: 'w1',
      kpis: [
        {
          id: 'said',
          name: 'Families who say it helped',
          figure: 'count',
          unit: 'families',
          direction: 'higher-is-better',
          target: 30,
          frequency: 'quarterly',
          measuresUserFeedback: true,
        },
      ],
      periods: [{ id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' }],
    }),
    made(KPIReturned, { ...of, ...measured(9) }),
    made(FinancialReturned, { ...of, lines: [line(9)] }),
    made(ReturnAccepted, { award: 'w1', period: 'q1', kind: 'kpi' }),
    made(ReturnAccepted, { award: 'w1', period: 'q1', kind: 'financial' }),
  ];
  const corrected = (more: object) =>
    awardAfter(
      ...accepted,
      made(ReturnCorrected, { ...of, correction: 'c1', reason: 'A slip.', ...more }),
    ).returns.get('q1' as never);

  test('stands as it then is and waits to be accepted; the other of its period stays as it was', () => {
    expect(corrected({ kind: 'kpi', measures: measured(8) })).toMatchObject({
      kpi: { standing: 'returned', content: { ...of, ...measured(8) } },
      financial: { standing: 'accepted', content: { ...of, lines: [line(9)] } },
    });
    expect(corrected({ kind: 'financial', finances: { lines: [line(8)] } })).toMatchObject({
      kpi: { standing: 'accepted', content: { ...of, ...measured(9) } },
      financial: { standing: 'returned', content: { ...of, lines: [line(8)] } },
    });
  });
});

describe('due diligence on the day', () => {
  const prior = made(PriorAwardRecorded, {
    reference,
    award: 'w0',
    title: 'Treatment',
    recipient: { provider: village, name: 'Village Hall Trust' },
    amount: { basis: 'total', pence: 8_000_000 },
    years: ['2026-27'],
    fundingStream: 'Community Safety Fund',
    agreement: 'live',
    source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
  });
  const found = (outcome: string) =>
    made(DueDiligenceCompleted, {
      provider: village,
      depth: 'full',
      outcome,
      finding: 'As it stands.',
      goodUntil: '2027-11-22',
    });
  const on = (day: string, award: string, ...events: ReadonlyArray<CommissionEvent>) => {
    const state = stateAfter(...grant, ...events);
    return diligenceOn(state, state.awards.get(award) as Award, day as never);
  };

  test('holds to its last day, where it found nothing against the provider', () => {
    expect(on('2027-11-22', 'w1', found('satisfactory'))).toMatchObject({ _tag: 'Right' });
    expect(on('2027-11-23', 'w1', found('satisfactory'))).toMatchObject({
      left: { facts: { day: '2027-11-23', outcome: 'satisfactory', goodUntil: '2027-11-22' } },
    });
    expect(on('2027-11-22', 'w1', found('unsatisfactory'))).toMatchObject({
      left: { facts: { outcome: 'unsatisfactory' } },
    });
    expect(on('2027-11-22', 'w1')).toMatchObject({ left: { facts: { outcome: null, goodUntil: null } } });
  });

  test('is not asked of an award from before this record', () => {
    expect(on('2027-11-22', 'w0', prior)).toMatchObject({ _tag: 'Right' });
  });
});

describe('withholding a part', () => {
  const withholding = {
    withholding: 'h1',
    item: 'need',
    ground: 'national-security',
    inTheViewOf: 'chief-officer-of-police',
    formedOn: '2026-11-23',
  };
  const spring = contextAt('2027-03-01T09:00:00.000Z');
  const asked = (change: object, ...events: ReadonlyArray<CommissionEvent>) =>
    after(need, ...events).when(withholdItem, { ...withholding, ...change }, spring);

  test('of the commission, once anything of it is public', () => {
    const rule = 'withholding.of-what-is-public';
    asked({}).refused(rule, { award: null }, '/award');
    asked({ award: 'w1', item: 'purpose' }, ...grant.slice(1, -2)).refused(rule, { award: 'w1' }, '/award');
    const decided = made(DecisionPublished, {
      decision: changeDecision,
      channel: 'website',
      reference: 'https://example.org/41',
      withheld: [],
      awards: [],
    });
    const prior = made(PriorAwardRecorded, {
      reference,
      award: 'w0',
      title: 'Treatment',
      recipient: { provider: village, name: 'Village Hall Trust' },
      amount: { basis: 'total', pence: 8_000_000 },
      years: ['2026-27'],
      fundingStream: 'Community Safety Fund',
      agreement: 'live',
      source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
    });
    for (const known of [published, decided, prior]) asked({}, known).then(made(ItemWithheld, withholding));
    asked({}, ...grant.slice(1, -2)).refused(rule, { award: null }, '/award');
    asked({ award: 'w1', item: 'purpose' }, ...grant.slice(1, -2), published).refused(
      rule,
      { award: 'w1' },
      '/award',
    );
  });
});
