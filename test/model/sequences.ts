import fc from 'fast-check';
import { approvedUnder, competing, freeIn, heldIn, leftOf, type Model } from './simple-model';
import { type Step, verbs } from './verbs';

/** A step as it is drawn: one of its own, or whatever the round would need next. */
export type Drawn = Step | { readonly verb: 'next'; readonly round: 0 | 1 };

const sums = [0, 1, 9_999, 10_000, 10_001, 20_000, 40_000, 60_000];

const anyStep: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom(...Object.keys(verbs)),
  round: fc.constantFrom(0, 1),
  n: fc.constantFrom(1, 2),
  m: fc.constantFrom(1, 2),
  sum: fc.constantFrom(...sums),
}) as fc.Arbitrary<Step>;

const next = fc.record({ verb: fc.constant('next'), round: fc.constantFrom(0, 1) }) as fc.Arbitrary<Drawn>;

/** Mostly what comes next, so that many a sequence gets to its close; between it, anything at any time. */
export const anySequence: fc.Arbitrary<ReadonlyArray<Drawn>> = fc.array(
  fc.oneof({ weight: 3, arbitrary: next }, { weight: 1, arbitrary: anyStep as fc.Arbitrary<Drawn> }),
  { minLength: 1, maxLength: 170, size: 'max' },
);

type Ids = 1 | 2;
const both: ReadonlyArray<Ids> = [1, 2];

/** What a round needs next on its way to its close, or undefined when there is no way on from where it stands. */
export const nextStep = (model: Model, at: 0 | 1): Step | 'pass' | undefined => {
  const round = model.rounds[at];
  const step = (verb: string, n: Ids = 1, m: Ids = 1, sum = 0): Step => ({ verb, round: at, n, m, sum });
  const plan: ReadonlyArray<readonly [done: boolean, step: Step]> = [
    [round.begun, step('begin')],
    [round.evidence.has(1), step('evidence', 1)],
    [round.evidence.has(2), step('evidence', 2)],
    [round.assessed, step('assess')],
    [round.consulted, step('consult')],
    [round.instrument, step('instrument')],
    [round.value !== undefined, step('route', 1, 1, 60_000)],
    [round.conflicts, step('conflicts')],
    [round.authorDeclared, step('author')],
  ];
  const planned = plan.find(([done]) => !done);
  if (planned !== undefined) return planned[1];
  if (round.closed !== undefined) return undefined;
  if (round.spec === undefined) {
    if (model.time > 0) return step('close', 2);
    if (!round.set.has(1)) {
      const tranche = ([3, 4, 5, 6] as const).find((id) => !model.tranches.has(id));
      if (freeIn(model) >= 20_000) return step('allocate', 1, 1, 20_000);
      return tranche === undefined
        ? undefined
        : step(
            'accept',
            Math.floor((tranche - 1) / 2) as Ids,
            (tranche - 2 * Math.floor((tranche - 1) / 2)) as Ids,
            60_000,
          );
    }
    return step('publish', 1, 2, Math.min(heldIn(round), round.value ?? 0));
  }
  if (!round.panel) return step('panel');
  for (const n of both) if (!round.declared.has(`${n}/general`)) return step('declare', n, 1);
  if (model.time === 0) {
    const envelope = round.spec.envelope;
    for (const n of both) if (!round.bids.has(n)) return step('bid', n, 1, Math.floor(envelope / (n + 1)));
    return 'pass';
  }
  if (!round.biddingClosed) return step('closeBidding');
  if (!round.opened) return step('open');
  for (const n of both) if (!round.declared.has(`${n}/bidders`)) return step('declare', n, 2);
  for (const n of both)
    for (const bid of competing(round))
      if (!round.scores.has(`${n}/${bid}`)) return step('score', n, bid as Ids, 2 + n + 7 * bid);
  for (const n of both) if (!round.locked.has(n)) return step('lock', n);
  if (!round.moderating) return step('moderate');
  if (round.ranks === undefined) return step('evaluate');
  const [best] = [...round.ranks].toSorted((one, other) => one[1] - other[1] || one[0] - other[0]);
  if (best === undefined) return undefined;
  const n = best[0] as Ids;
  const price = Math.min(round.bids.get(n)?.price ?? 0, round.spec.maximum, Math.max(leftOf(round, 1), 0));
  const sum = round.recommended.get(n) ?? price;
  if (round.awards.size === 0) {
    if (!round.recommended.has(n)) return step('recommend', n, 1, sum);
    if (!round.subsidies.has(n)) return step('subsidy', n);
    if (!round.diligence.has(n)) return step('diligence', n);
    if (!round.decisions.has(n)) return step('decide', n, 1, price);
    return step('award', n, 1, Math.min(price, round.decisions.get(n)?.upTo ?? 0));
  }
  for (const [id, award] of round.awards) {
    const w = id as Ids;
    if (round.decisions.get(w)?.published !== true) return step('announce', w);
    if (!award.published) return step('reveal', w);
    if (award.signedAt === undefined) return step('sign', w);
    if (model.time < 2) return 'pass';
    for (const m of both) if (!award.returned.has(`${m}`)) return step('returned', w, m);
    for (const m of both) if (!award.accepted.has(`${m}`)) return step('acceptReturn', w, m);
    const left = award.amount - approvedUnder(award);
    const free = both.find((m) => !award.approved.has(m));
    if (left > 0 && free !== undefined) return step('approve', w, free, left);
    for (const m of award.approved.keys()) if (!award.paidAt.has(m)) return step('pay', w, m as Ids);
    if (!award.reviewed) return step('review', w);
  }
  for (const bid of competing(round)) if (!round.feedback.has(bid)) return step('feedback', bid as Ids);
  return step('close', 1);
};
