import type { CommissionEvent } from '../src/commission/events';
import { BreachResolved } from '../src/commission/review/breach-events';
import { resolveBreach } from '../src/commission/review/resolve-breach';
import { BidScored } from '../src/commission/purchase/events';
import type { DecisionState } from '../src/decision/state';
import { changeDecision, decided, including, signedContract } from './support/agreement';
import { after, need } from './support/commission';
import { made } from './support/made';
import { approver, contextOf } from './support/specification';

const contract = signedContract('tender', 5_000_000, 'standard');
const today = decided([]);
const resolving = {
  award: 'w1',
  breach: 'b1',
  outcome: 'damages',
  resolvedOn: '2027-02-26',
  obligation: 'Treatment begins within four weeks.',
  finding: 'From October to December it began after nine.',
  amount: including(40_000),
};
const { amount: _none, ...withoutSum } = resolving;
const settling = { ...withoutSum, outcome: 'settlement', decision: changeDecision };
const asking = (command: object, context = today, ...before: ReadonlyArray<CommissionEvent>) =>
  after(...contract, ...before).when(resolveBreach, command, context);

describe('a breach of an agreement', () => {
  test('came to damages, of so much', () => {
    asking(resolving).then(made(BreachResolved, resolving));
    asking(withoutSum).refused('breach.damages-named', { breach: 'b1' }, '/amount');
  });

  test.each(['settlement', 'partial-termination'])('came to %s by a decision of the body', (outcome) => {
    asking({ ...settling, outcome }).then(made(BreachResolved, { ...settling, outcome }));
    asking({ ...withoutSum, outcome }).refused('breach.agreed-by-decision', { outcome }, '/decision');
    asking({ ...settling, outcome }, contextOf({ ...today, decisions: new Map() })).refused(
      'authority.decision-taken',
      { decision: changeDecision },
      '/decision',
    );
  });

  test('that was settled was not settled by somebody who scored its bid', () => {
    const score = { criterion: 'method', score: 3, rationale: 'Every Tuesday.', passage: 'Page 4' };
    const scored = made(BidScored, { lot: 'whole', bid: 'b', assessor: approver.id, scores: [score] });
    asking(settling, today, scored).refused('authority.approver-apart', { scored: [approver.id] });
    asking(resolving, today, scored).then(made(BreachResolved, resolving));
  });

  test('is one of an agreement that was signed, on that day or later, and that day has come', () => {
    after(need).when(resolveBreach, resolving, today).refused('award.known');
    after(...contract.slice(0, -1))
      .when(resolveBreach, resolving, today)
      .refused('agreement.signed', { award: 'w1' }, '/award');
    asking({ ...resolving, resolvedOn: '2026-11-23' }).then(
      made(BreachResolved, { ...resolving, resolvedOn: '2026-11-23' }),
    );
    asking({ ...resolving, resolvedOn: '2026-11-22' }).refused(
      'breach.after-signature',
      { resolvedOn: '2026-11-22', signedOn: '2026-11-23' },
      '/resolvedOn',
    );
    asking({ ...resolving, resolvedOn: '2027-03-02' }).refused('dates.not-in-the-future', {}, '/resolvedOn');
  });

  test('is told once, and another of the same agreement is another', () => {
    const told = made(BreachResolved, resolving);
    asking(resolving, today, told).then();
    asking({ ...resolving, amount: including(1) }, today, told).refused('entry.said-once', {}, '/breach');
    const again = { ...resolving, breach: 'b2' };
    asking(again, today, told).then(made(BreachResolved, again));
  });

  test('is not settled by a decision that was superseded', () => {
    const superseded = {
      ...today.decisions.get(changeDecision),
      superseded: { decision: changeDecision, by: 'BEDS-PCC24-0050' },
    } as unknown as DecisionState;
    asking(settling, contextOf({ ...today, decisions: new Map([[changeDecision, superseded]]) })).refused(
      'authority.decision-stands',
    );
  });
});
