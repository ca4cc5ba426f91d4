import { courseTypes } from '../src/duties/bearing';
import { NoticePublished } from '../src/commission/plan/events';
import { PerformanceReviewed } from '../src/commission/review/events';
import { BreachResolved } from '../src/commission/review/breach-events';
import { ImprovementAgreed } from '../src/commission/review/learning-events';
import { AgreementTerminated } from '../src/commission/review/life-events';
import { including, signedContract } from './support/agreement';
import { type Day, foundOf, told } from './support/duties';
import { made } from './support/made';

const reviewed = (review: string, rating: string) =>
  made(PerformanceReviewed, {
    award: 'w1',
    review,
    rating,
    finding: 'Half of what was agreed.',
    actions: [],
  });
const improving = made(ImprovementAgreed, {
  award: 'w1',
  improvement: 'm1',
  review: 'v1',
  agreedOn: '2027-01-11',
  businessCase: 'Cheaper than to begin again.',
  actions: [
    { id: 'staff', action: 'A second worker.', by: '2027-02-28' },
    { id: 'hours', action: 'Open in the evening.', by: '2027-03-31' },
  ],
});
const terminated = (ground: string) =>
  made(AgreementTerminated, {
    award: 'w1',
    by: 'body',
    ground,
    reason: 'Nobody was seen for a month.',
    lastDay: '2027-04-30',
    stillOwed: including(0),
    comesBack: including(0),
    amount: including(0),
    decision: 'BEDS-PCC24-0041',
  });
const notice = (id: string, more: object = {}) =>
  made(NoticePublished, {
    notice: id,
    kind: 'UK9',
    channel: 'central-platform',
    reference: `2027/S ${id}`,
    publishedOn: '2027-04-01',
    ...more,
  });

const signed = (regime: string) => ['2026-11-23', ...signedContract('tender', 5_000_000, regime)] as const;
const owed = (regime: string, today: string, ...days: ReadonlyArray<Day>) =>
  foundOf('contract-performance', today, told(signed(regime), ...days));

const firstPoor = ['2027-01-08', reviewed('v1', 'inadequate')] as const;
const agreed = ['2027-01-11', improving] as const;

describe('a provider that could improve and did not', () => {
  const again = (day: string, rating = 'inadequate') => [day, reviewed('v2', rating)] as const;

  test.each(['requires-improvement', 'inadequate'])(
    'and is rated %s, is told of in a contract performance notice within 30 days, the day of the review counting',
    (rating) => {
      expect(owed('standard', '2027-04-02', firstPoor, agreed, again('2027-04-01', rating))).toEqual([
        'w1/v2: 2027-04-01 to 2027-04-30',
      ]);
    },
  );

  test('which follows from the events that the clock reads', () => {
    const read = told(signed('standard'), firstPoor, agreed, again('2027-04-01')).filter(({ type }) =>
      courseTypes.includes(type),
    );
    expect(foundOf('contract-performance', '2027-04-02', read)).toHaveLength(1);
  });

  test('is not, before the last day of what was agreed has passed', () => {
    expect(owed('standard', '2027-06-01', firstPoor, agreed, again('2027-03-31'))).toEqual([]);
  });

  test('is not after a first poor rating: it has had no opportunity yet', () => {
    expect(owed('standard', '2027-06-01', firstPoor, again('2027-04-01'))).toEqual([]);
  });

  test.each(['good', 'approaching-target', 'other'])('is not where it is rated %s', (rating) => {
    expect(owed('standard', '2027-06-01', firstPoor, agreed, again('2027-04-01', rating))).toEqual([]);
  });

  test.each(['light-touch', 'below-threshold', 'exempt'])('is not under %s', (regime) => {
    expect(owed(regime, '2027-06-01', firstPoor, agreed, again('2027-04-01'))).toEqual([]);
  });

  test('the notice is in time on its last day, and late on the day after', () => {
    const story = [firstPoor, agreed, again('2027-04-01')] as const;
    expect(owed('standard', '2027-06-01', ...story, ['2027-04-30', notice('n1')])).toEqual([
      'w1/v2: 2027-04-01 to 2027-04-30',
      'met 2027-04-30',
    ]);
    expect(owed('standard', '2027-06-01', ...story, ['2027-05-01', notice('n1')])).toEqual([
      'w1/v2: 2027-04-01 to 2027-04-30',
      'missed',
      'met 2027-05-01',
    ]);
  });

  test('a notice of a failure before does not tell of this one, one of the same day does', () => {
    const story = [firstPoor, agreed] as const;
    expect(
      owed('standard', '2027-04-03', ...story, ['2027-03-31', notice('n1')], again('2027-04-01')),
    ).toEqual(['w1/v2: 2027-04-01 to 2027-04-30']);
    expect(
      owed('standard', '2027-04-03', ...story, ['2027-04-01', notice('n1'), reviewed('v2', 'inadequate')]),
    ).toEqual(['w1/v2: 2027-04-01 to 2027-04-30', 'met 2027-04-01']);
  });

  test('nor does a notice of another kind', () => {
    const other = notice('n1', { kind: 'UK10' });
    expect(
      owed('standard', '2027-04-03', firstPoor, agreed, again('2027-04-01'), ['2027-04-02', other]),
    ).toEqual(['w1/v2: 2027-04-01 to 2027-04-30']);
  });
});

describe('a contract that is ended for a breach of it', () => {
  const ended = (ground = 'breach') => ['2027-04-05', terminated(ground)] as const;

  test('is told of within 30 days beginning with its last day', () => {
    expect(owed('standard', '2027-04-29', ended())).toEqual([]);
    expect(owed('standard', '2027-04-30', ended())).toEqual(['w1/breach: 2027-04-30 to 2027-05-29']);
    expect(owed('standard', '2027-05-30', ended())).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
      'missed',
    ]);
  });

  test('a notice published since it was ended meets it, also before its last day', () => {
    expect(owed('standard', '2027-06-01', ended(), ['2027-04-06', notice('n1')])).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
      'met 2027-04-06',
    ]);
    expect(owed('standard', '2027-05-01', ['2027-04-04', notice('n1')], ended())).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
    ]);
  });

  test('so does the notice that the contract ended, which says the same and more', () => {
    const end = notice('n1', { kind: 'UK11' });
    expect(owed('standard', '2027-06-01', ended(), ['2027-05-05', end])).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
      'met 2027-05-05',
    ]);
    const ofItsLot = notice('n1', { kind: 'UK11', lot: 'whole' });
    expect(owed('standard', '2027-06-01', ended(), ['2027-05-05', ofItsLot])).toContain('met 2027-05-05');
    const details = notice('n1', { kind: 'UK7' });
    expect(owed('standard', '2027-05-29', ended(), ['2027-05-05', details])).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
    ]);
    const elsewhere = notice('n2', { kind: 'UK11', lot: 'other' });
    expect(owed('standard', '2027-05-29', ended(), ['2027-05-05', elsewhere])).toEqual([
      'w1/breach: 2027-04-30 to 2027-05-29',
    ]);
  });

  test.each(['provider-insolvent', 'need-ended', 'agreed'])('and not where it is ended as %s', (ground) => {
    expect(owed('standard', '2027-06-01', ended(ground))).toEqual([]);
  });

  test('nor where it is under the light touch regime', () => {
    expect(owed('light-touch', '2027-06-01', ended())).toEqual([]);
  });
});

describe('a breach that came to damages or to a settlement', () => {
  const resolved = (breach: string, outcome: string, resolvedOn = '2027-04-05') =>
    made(BreachResolved, {
      award: 'w1',
      breach,
      outcome,
      resolvedOn,
      obligation: 'Somebody is there every night.',
      finding: 'On eleven nights nobody was.',
    });
  const told = ['2027-04-12', resolved('b1', 'settlement')] as const;

  test.each(['damages', 'settlement', 'partial-termination'])(
    'is told of where it came to %s, within 30 days beginning with that day',
    (outcome) => {
      expect(owed('standard', '2027-05-01', ['2027-04-12', resolved('b1', outcome)])).toEqual([
        'w1/breach/b1: 2027-04-05 to 2027-05-04',
      ]);
    },
  );

  test('by a notice since that day, each breach for itself', () => {
    const story = [told, ['2027-05-10', resolved('b2', 'damages', '2027-05-06')]] as const;
    expect(owed('standard', '2027-06-05', ...story, ['2027-05-11', notice('n1')])).toEqual([
      'w1/breach/b1: 2027-04-05 to 2027-05-04',
      'missed',
      'w1/breach/b2: 2027-05-06 to 2027-06-04',
      'met 2027-05-11',
      'met 2027-05-11',
    ]);
    expect(owed('standard', '2027-06-05', ['2027-04-05', notice('n1')], told)).toEqual([
      'w1/breach/b1: 2027-04-05 to 2027-05-04',
      'met 2027-04-05',
    ]);
    expect(owed('standard', '2027-05-01', ['2027-04-04', notice('n1')], told)).toEqual([
      'w1/breach/b1: 2027-04-05 to 2027-05-04',
    ]);
  });

  test('is not met by the notice that the contract ended, where it was not ended for a breach', () => {
    expect(owed('standard', '2027-05-01', told, ['2027-04-20', notice('n1', { kind: 'UK11' })])).toEqual([
      'w1/breach/b1: 2027-04-05 to 2027-05-04',
    ]);
  });

  test.each(['light-touch', 'below-threshold', 'exempt'])('is not told of under %s', (regime) => {
    expect(owed(regime, '2027-06-01', told)).toEqual([]);
  });
});
