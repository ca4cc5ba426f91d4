import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { InterestDeclared, InterestManaged } from '../src/commission/purchase/events';
import { commission } from '../src/commission/evolve';
import { mayManage } from '../src/commission/review/contract-managers';
import type { Award } from '../src/commission/state';
import { acceptReturn } from '../src/commission/review/accept-return';
import {
  KPIReturned,
  KPIsAgreed,
  PerformanceReviewed,
  ReturnAccepted,
} from '../src/commission/review/events';
import { reviewPerformance } from '../src/commission/review/review-performance';
import type { RouteProfile } from '../src/rulebook/events';
import { signedGrant } from './support/agreement';
import { after, contextAt } from './support/commission';
import { made } from './support/made';
import { onRoute } from './support/other-route';
import { recorded } from './support/specification';
import { actorOf } from './support/tender';

const manager = actorOf('officer-7', 'commissioning-officer');
const spring = { ...contextAt('2027-03-01T09:00:00.000Z'), actor: manager };

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
const returned = [
  made(KPIsAgreed, {
    award: 'w1',
    kpis: [measure],
    periods: [{ id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' }],
  }),
  made(KPIReturned, { ...of, values: [{ kpi: 'said', value: 28 }], certifiedBy: 'trustee-1' }),
];
const accepting = { ...of, kind: 'kpi' };
const reviewing = { award: 'w1', review: 'r1', rating: 'good', finding: 'As agreed.', actions: [] };

const declared = (interests: ReadonlyArray<object> = []) =>
  made(InterestDeclared, { actor: manager.id, stage: 'general', interests });
const interest = { nature: 'A cousin works there', lot: 'whole' };
const handled = (how: string) =>
  made(InterestManaged, { actor: manager.id, handled: how, lot: 'whole', reason: 'It is near.' });

const bySteps = (steps: RouteProfile['steps']) => onRoute(signedGrant(), { profile: { steps } });

const asking = bySteps(['interest-declarations']);
const accept = (history: ReadonlyArray<CommissionEvent>, ...told: ReadonlyArray<CommissionEvent>) =>
  after(...history, ...returned, ...told).when(acceptReturn, accepting, spring);
const review = (history: ReadonlyArray<CommissionEvent>, ...told: ReadonlyArray<CommissionEvent>) =>
  after(...history, ...returned, ...told).when(reviewPerformance, reviewing, spring);

describe.each([
  ['accepts a return', accept, made(ReturnAccepted, accepting)],
  ['rates how it goes', review, made(PerformanceReviewed, reviewing)],
] as const)('whoever %s', (_, asked, done) => {
  test('has declared their interests first, where the route asks for declarations', () => {
    asked(asking).refused('interest.manager-declared', { actor: manager.id });
    asked(asking, declared()).then(done);
    asked(bySteps([])).then(done);
  });

  test('has none that is unsettled, or that removed them', () => {
    asked(asking, declared([interest])).refused('interest.settled', { actor: manager.id, unsettled: 1 });
    asked(asking, declared([interest]), handled('removed-from-lot')).refused('interest.settled');
    asked(asking, declared([interest]), handled('no-conflict')).then(done);
  });
});

test('of an award that was brought in from before the record nothing is asked', () => {
  const state = fold(commission, commission.initial, recorded(asking));
  const award = state.awards.get('w1') as Award;
  expect(mayManage(state, award, 'nobody')).toMatchObject({ _tag: 'Left' });
  expect(mayManage(state, { ...award, kind: 'prior' }, 'nobody')).toMatchObject({ _tag: 'Right' });
});
