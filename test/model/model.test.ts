import type { CommissionState, FundState } from '@commissioning/domain';
import type { AnyProjection } from '@commissioning/projecting';
import { funds } from '@projections/funds';
import { publicRegister } from '@projections/public-register';
import fc from 'fast-check';
import { folded, opened } from '../support/read-models';
import { advance, type Course, newCourse } from './courses';
import { anySequence, type Drawn } from './sequences';
import { approvedUnder, type Model, paidUnder, standingOf } from './simple-model';
import type { System } from './system';
import { tellings } from './tellings';
import { commissionOf, fund, type Step } from './verbs';

// More where there is time for them: MODEL_RUNS=20000.
const numRuns = Number(process.env['MODEL_RUNS'] ?? 2_000);
jest.setTimeout(3_600_000);

const moneyIn = (system: System) => {
  const { budget, reserved, committed, paid } = system.stateOf('fund', fund) as FundState;
  return { budget, reserved, committed, paid };
};

const awardsIn = (system: System, round: 0 | 1) => {
  const { awards } = system.stateOf('commission', commissionOf(round)) as CommissionState;
  return [...awards].map(([id, { awarded, approvedTotal, paidTotal }]) => ({
    id,
    amount: awarded?.pence,
    approved: approvedTotal,
    paid: paidTotal,
  }));
};

const awardsOf = ({ rounds }: Model, round: 0 | 1) =>
  [...rounds[round].awards].map(([id, award]) => ({
    id: `w${id}`,
    amount: award.amount,
    approved: approvedUnder(award),
    paid: paidUnder(award),
  }));

/** Compared as text: it is done after every step. */
const same = (step: Step, what: string, found: unknown, expected: unknown): void => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what} after ${JSON.stringify(step)}: ${one}, by the model ${other}`);
};

const holds = (law: string, held: boolean): void => {
  if (!held) throw new Error(`The model itself breaks a law: ${law}`);
};

/** What the laws say of the model’s own sums, so that it is not wrong in the same way. */
const lawful = (model: Model): void => {
  const { budget, reserved, committed, paid } = standingOf(model);
  holds('budgets hold', reserved + committed + paid <= budget && Math.min(reserved, committed, paid) >= 0);
  for (const round of model.rounds) {
    const awarded = [...round.awards.values()].reduce((all, { amount }) => all + amount, 0);
    holds('awards are within the envelope', awarded <= (round.spec?.envelope ?? 0));
    for (const award of round.awards.values()) {
      holds('payments are within what was approved', paidUnder(award) <= approvedUnder(award));
      holds('approvals are within the agreement', approvedUnder(award) <= award.amount);
      holds('nothing is awarded without a published specification', round.spec !== undefined);
      holds('nothing is awarded before bids are opened', round.opened);
    }
  }
};

/** How many steps were tried, accepted as new, and how many rounds got to their close. */
interface Counts {
  runs: number;
  asked: number;
  accepted: number;
  closed: number;
}

const take = (course: Course, drawn: Drawn, counts: Counts): void => {
  const tried = advance(course, drawn);
  if (tried === undefined) return;
  const { step, verdict, accepted, recorded } = tried;
  const { system, model } = course;
  same(step, 'Accepted', accepted, verdict !== 'refused');
  same(step, 'Something recorded', recorded > 0, typeof verdict === 'function');
  same(step, 'The fund', moneyIn(system), standingOf(model));
  for (const round of [0, 1] as const) same(step, 'Awards', awardsIn(system, round), awardsOf(model, round));
  lawful(model);
  counts.asked += 1;
  if (typeof verdict === 'function') counts.accepted += 1;
};

/** What finance and the public read in the end: the same sums once more. */
const readModelsAgree = ({ system, model }: Course): void => {
  const told = tellings(system.log);
  const of = (projection: AnyProjection) => {
    const { take: takeIn, documents } = folded(projection);
    for (const event of opened(told, projection.sees)) takeIn(event);
    return documents;
  };
  expect(of(funds).get(`funds:${fund}`)).toMatchObject(standingOf(model));
  const register = of(publicRegister);
  for (const at of [0, 1] as const)
    for (const [id, award] of model.rounds[at].awards) {
      const entry = register.get(`entries:${commissionOf(at)}/w${id}`);
      expect([entry?.['paid'], entry?.['amount']]).toEqual(
        award.published
          ? [paidUnder(award), { pence: award.amount, basis: 'outside' }]
          : [undefined, undefined],
      );
    }
};

test('two grant rounds drawing on one fund do what a simple model of them says, whatever is asked of them', () => {
  const counts: Counts = { runs: 0, asked: 0, accepted: 0, closed: 0 };
  fc.assert(
    fc.property(anySequence, (sequence) => {
      const course = newCourse();
      for (const drawn of sequence) take(course, drawn, counts);
      if (counts.runs % 10 === 0) readModelsAgree(course);
      counts.runs += 1;
      counts.closed += course.model.rounds.filter(({ closed }) => closed === 'delivered').length;
    }),
    { numRuns, interruptAfterTimeLimit: 1_800_000, markInterruptAsFailure: true },
  );
  // Sequences that got nowhere would prove nothing.
  expect(counts.closed).toBeGreaterThan(numRuns / 20);
  if (process.env['MODEL_RUNS'] !== undefined) console.info(counts);
});
