import type { Actor } from '@commissioning/kernel';
import { acceptReturn } from '../src/commission/review/accept-return';
import { agreeImprovement } from '../src/commission/review/agree-improvement';
import { approvePayment } from '../src/commission/review/approve-payment';
import { correctReturn } from '../src/commission/review/correct-return';
import {
  FinancialReturned,
  KPIReturned,
  KPIsAgreed,
  PerformanceReviewed,
  ReturnAccepted,
  ReturnQueried,
} from '../src/commission/review/events';
import {
  FeedbackRecorded,
  ImprovementAgreed,
  ReturnCorrected,
} from '../src/commission/review/learning-events';
import { recordFeedback } from '../src/commission/review/record-feedback';
import { outside, signedGrant } from './support/agreement';
import { after, contextAt } from './support/commission';
import { made } from './support/made';
import { approver, contextOf, officer } from './support/specification';

const spring = contextAt('2027-03-01T09:00:00.000Z');
const trustee = { id: 'trustee-1', role: 'provider' } as Actor;
const asTrustee = contextOf({ ...spring, actor: trustee });
const grant = signedGrant();

const measure = {
  id: 'said',
  name: 'Families who say it helped',
  figure: 'count',
  unit: 'families',
  direction: 'higher-is-better',
  target: 30,
  frequency: 'quarterly',
  measuresUserFeedback: true,
};
const of = { award: 'w1', period: 'q1' };
const staff = {
  id: 'staff',
  heading: 'Staff',
  budget: 2_000_000,
  actual: 1_900_000,
  forecastUnderspend: 100_000,
};
const agreed = made(KPIsAgreed, {
  award: 'w1',
  kpis: [measure],
  periods: [{ id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' }],
});
const counted = made(KPIReturned, { ...of, values: [{ kpi: 'said', value: 28 }], certifiedBy: trustee.id });
const spent = made(FinancialReturned, { ...of, lines: [staff], certifiedBy: trustee.id });
const accepted = (kind: string) => made(ReturnAccepted, { ...of, kind });
const returned = [...grant, agreed, counted, spent];
const settled = [...returned, accepted('kpi'), accepted('financial')];

const correcting = {
  ...of,
  kind: 'kpi',
  correction: 'c1',
  reason: 'Two were counted twice.',
  certifiedBy: trustee.id,
  measures: { values: [{ kpi: 'said', value: 26 }] },
};
const corrected = made(ReturnCorrected, correcting);
const { measures: _measures, ...head } = correcting;
const recounting = {
  ...head,
  kind: 'financial',
  correction: 'c2',
  finances: { lines: [{ ...staff, actual: 1_950_000, forecastUnderspend: 50_000 }] },
};

describe('correcting a return', () => {
  test('gives it anew, by the provider or by e-mail through an officer', () => {
    after(...returned)
      .when(correctReturn, correcting, asTrustee)
      .then(corrected);
    after(...returned)
      .when(correctReturn, correcting, spring)
      .then(corrected);
    after(...returned)
      .when(correctReturn, recounting, asTrustee)
      .then(made(ReturnCorrected, recounting));
  });

  test('leaves an accepted return to be accepted anew, and the other as it was', () => {
    after(...settled, corrected)
      .when(acceptReturn, { ...of, kind: 'kpi' }, spring)
      .then(accepted('kpi'));
    after(...settled, corrected)
      .when(acceptReturn, { ...of, kind: 'financial' }, spring)
      .then();
    const paying = { award: 'w1', payment: 'p1', amount: outside(1), for: 'Quarter one', period: 'q1' };
    after(...settled, corrected)
      .when(approvePayment, paying, contextOf({ ...spring, actor: approver }))
      .refused('payment.on-accepted-return', { kpi: 'returned', financial: 'accepted', period: 'q1' });
  });

  test('names the correction that it takes the place of', () => {
    const again = { ...correcting, correction: 'c2', measures: { values: [{ kpi: 'said', value: 27 }] } };
    after(...returned, corrected)
      .when(correctReturn, again, spring)
      .then(made(ReturnCorrected, { ...again, corrects: 'c1' }));
    after(...returned, corrected)
      .when(correctReturn, recounting, spring)
      .then(made(ReturnCorrected, recounting));
  });

  test('names none that was of another period', () => {
    const quarters = made(KPIsAgreed, {
      award: 'w1',
      kpis: [measure],
      periods: [
        { id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' },
        { id: 'q2', from: '2027-03-01', to: '2027-05-31', due: '2027-06-21' },
      ],
    });
    const second = { ...correcting, correction: 'c2', period: 'q2' };
    after(...grant, quarters, counted, made(KPIReturned, { ...counted.data, period: 'q2' }), corrected)
      .when(correctReturn, second, contextAt('2027-06-02T09:00:00.000Z'))
      .then(made(ReturnCorrected, second));
  });

  test('is of a return that was made and stands', () => {
    after(...grant, agreed)
      .when(correctReturn, correcting, spring)
      .refused('return.made', { kind: 'kpi', period: 'q1' }, '/period');
    after(...returned, made(ReturnQueried, { ...of, kind: 'kpi', query: 'Of how many?' }))
      .when(correctReturn, correcting, spring)
      .refused('correction.of-a-standing-return', { standing: 'queried' }, '/period');
    after(...returned)
      .when(correctReturn, { ...correcting, award: 'w2' }, spring)
      .refused('award.known');
    after(...returned.filter(({ type }) => type !== 'AgreementSigned'))
      .when(correctReturn, correcting, spring)
      .refused('agreement.live');
  });

  test('is of one of the two, and says something else', () => {
    const rule = 'correction.of-one-return';
    after(...returned)
      .when(correctReturn, { ...correcting, kind: 'financial' }, spring)
      .refused(rule, { kind: 'financial' }, '/kind');
    after(...returned)
      .when(correctReturn, { ...correcting, finances: recounting.finances }, spring)
      .refused(rule);
    after(...returned)
      .when(correctReturn, { ...correcting, measures: { values: counted.data.values } }, spring)
      .refused('correction.says-otherwise', { kind: 'kpi' });
    after(...returned, corrected)
      .when(correctReturn, { ...correcting, reason: 'Another.' }, spring)
      .refused('entry.said-once', {}, '/correction');
  });

  test('holds what a return holds, and is certified by the provider', () => {
    const measures = (...values: ReadonlyArray<object>) =>
      after(...returned).when(correctReturn, { ...correcting, measures: { values } }, spring);
    measures({ kpi: 'smiles', value: 3 }).refused(
      'return.every-measure-once',
      { unknown: ['smiles'], missing: ['said'] },
      '/measures/values',
    );
    const lines = (line: object) =>
      after(...returned).when(
        correctReturn,
        { ...recounting, finances: { lines: [{ ...staff, ...line }] } },
        spring,
      );
    lines({ forecastUnderspend: 100_001 }).refused('return.underspend-within-budget', {}, '/finances/lines');
    lines({ budget: 9_000_000, actual: 8_000_001, forecastUnderspend: 0 }).refused(
      'return.spent-within-agreement',
      { spent: 8_000_001 },
      '/finances/lines',
    );
    after(...returned)
      .when(correctReturn, { ...correcting, certifiedBy: officer.id }, spring)
      .refused('return.certified-by-provider', { certifiedBy: 'officer-1' }, '/certifiedBy');
  });
});

describe('feedback', () => {
  const hearing = {
    feedback: 'f1',
    from: 'service-users',
    how: 'A survey, eleven answers',
    heardOn: '2027-03-01',
    text: 'They listened, but it is two buses away.',
    award: 'w1',
  };
  const heard = made(FeedbackRecorded, hearing);

  test('is of an award or of the service as a whole', () => {
    after(...grant)
      .when(recordFeedback, hearing, spring)
      .then(heard);
    const { award: _award, ...whole } = hearing;
    after(...grant)
      .when(recordFeedback, whole, spring)
      .then(made(FeedbackRecorded, whole));
    after(...grant)
      .when(recordFeedback, { ...hearing, award: 'w2' }, spring)
      .refused('award.known', { award: 'w2' }, '/award');
  });

  test('was heard, and is said once under its id', () => {
    after(...grant)
      .when(recordFeedback, { ...hearing, heardOn: '2027-03-02' }, spring)
      .refused('dates.not-in-the-future', { day: '2027-03-02', today: '2027-03-01' }, '/heardOn');
    after(...grant, heard)
      .when(recordFeedback, { ...hearing, text: 'Another.' }, spring)
      .refused('entry.said-once', {}, '/feedback');
  });
});

describe('an improvement', () => {
  const reviewed = (rating: string) =>
    made(PerformanceReviewed, { award: 'w1', review: 'r1', rating, finding: 'Slow.', actions: [] });
  const improving = {
    award: 'w1',
    improvement: 'i1',
    review: 'r1',
    agreedOn: '2027-03-01',
    businessCase: 'A room costs £40 a week and would reach a third of those who wait.',
    actions: [{ id: 'room', action: 'Rent a room.', by: '2027-04-01' }],
  };
  const improved = made(ImprovementAgreed, improving);
  const asking = (rating: string, change: object = {}) =>
    after(...grant, reviewed(rating)).when(agreeImprovement, { ...improving, ...change }, spring);

  test.each(['requires-improvement', 'inadequate'])('answers a review that rated %s', (rating) => {
    asking(rating).then(improved);
  });

  test.each(['good', 'approaching-target', 'other'])('does not follow from %s', (rating) => {
    asking(rating).refused('improvement.after-a-poor-rating', { review: 'r1', rating }, '/review');
  });

  test('names a review of the award, actions once, and days that are to come', () => {
    asking('inadequate', { review: 'r2' }).refused('improvement.after-a-poor-rating', { rating: null });
    const [room] = improving.actions;
    const rule = 'improvement.actions-in-order';
    asking('inadequate', { actions: [room, room] }).refused(
      rule,
      { actions: ['room', 'room'], beforeAgreed: [] },
      '/actions',
    );
    asking('inadequate', { actions: [{ ...room, by: '2027-02-28' }] }).refused(rule, {
      beforeAgreed: ['room'],
    });
    const today = { actions: [{ ...room, by: improving.agreedOn }] };
    asking('inadequate', today).then(made(ImprovementAgreed, { ...improving, ...today }));
    asking('inadequate', { agreedOn: '2027-03-02' }).refused(
      'dates.not-in-the-future',
      { day: '2027-03-02', today: '2027-03-01' },
      '/agreedOn',
    );
    asking('inadequate', { award: 'w2' }).refused('award.known');
  });

  test('is agreed once under its id, under an agreement', () => {
    after(...grant, reviewed('inadequate'), improved)
      .when(agreeImprovement, { ...improving, businessCase: 'Another.' }, spring)
      .refused('entry.said-once', {}, '/improvement');
    after(...grant.slice(0, -1), reviewed('inadequate'))
      .when(agreeImprovement, improving, spring)
      .refused('agreement.live');
  });
});
