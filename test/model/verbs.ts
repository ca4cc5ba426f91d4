import { createHash } from 'node:crypto';
import { approver, type Asked, assessors, colleague, finance, officer } from './system';
import {
  allDeclared,
  approvedUnder,
  competing,
  freeIn,
  heldIn,
  leftOf,
  type Model,
  ranksOf,
  type Round,
} from './simple-model';

/** One thing somebody tries: in one of two rounds, on the first or second of whatever it is about, with a sum. */
export interface Step {
  readonly verb: string;
  readonly round: 0 | 1;
  readonly n: 1 | 2;
  readonly m: 1 | 2;
  readonly sum: number;
}

/** What the model says of a step: refused, nothing to do, or what it changes. */
export type Verdict = 'refused' | 'nothing' | (() => void);

interface Verb {
  readonly asks: (step: Step, model: Model) => Asked;
  readonly verdict: (round: Round, step: Step, model: Model) => Verdict;
}

export const fund = 'BEDS-community-safety-2026-27';
export const commissionOf = (round: 0 | 1): string => `BEDS-2026-000${round + 1}`;
export const providerOf = (n: number): string => `BEDS-club-${n}`;
export const funding = 'BEDS-PCC24-0900';
const decisionOf = ({ round, n }: Pick<Step, 'round' | 'n'>): string => `BEDS-PCC24-010${round * 2 + n}`;

/** The moments of the three times. */
export const moments = ['2026-09-01T09:00:00.000Z', '2026-10-19T09:00:00.000Z', '2027-04-05T09:00:00.000Z'];
const term = { starts: '2027-01-01', ends: '2027-03-31' };
const today = ({ time }: Model): string => String(moments[time]).slice(0, 10);
const money = (pence: number) => ({ pence, vat: 'outside' });

const digest = (...parts: ReadonlyArray<number>): string =>
  createHash('sha256').update(parts.join('/')).digest('hex');

const here =
  (actor: Asked['actor'], action: string, command: (step: Step, model: Model) => object) =>
  (step: Step, model: Model): Asked => ({
    kind: 'commission',
    id: commissionOf(step.round),
    action,
    actor,
    command: command(step, model),
  });

const assessor = (n: number): Asked['actor'] => assessors[n - 1] ?? assessors[0];
const byAssessor =
  (action: string, command: (step: Step) => object) =>
  (step: Step, model: Model): Asked =>
    here(assessor(step.n), action, command)(step, model);

/** Only in a commission that was begun; one that is closed takes in nothing new. */
const within =
  (verdict: Verb['verdict']): Verb['verdict'] =>
  (round, step, model) => {
    if (!round.begun) return 'refused';
    const said = verdict(round, step, model);
    return typeof said === 'function' && round.closed !== undefined ? 'refused' : said;
  };

/** What has an id is said once: again alike it is nothing, otherwise it is refused. */
const once = (before: unknown, said: unknown, verdict: () => Verdict): Verdict =>
  before === undefined ? verdict() : before === said ? 'nothing' : 'refused';

const unless = (done: boolean, verdict: () => Verdict): Verdict => (done ? 'nothing' : verdict());
/** Changes something where all of these hold, and is refused otherwise. */
const where = (...holds: ReadonlyArray<boolean>) => ({
  does: (change: () => void): Verdict => (holds.every(Boolean) ? change : 'refused'),
});

const kpi = {
  id: 'people',
  name: 'People',
  figure: 'count',
  unit: 'people',
  direction: 'higher-is-better',
  target: 10,
  frequency: 'quarterly',
  measuresUserFeedback: true,
};

/** Bids that were made and not taken back, as whoever opens them reveals them. */
const committed = (round: number, { bids }: Round): ReadonlyArray<string> =>
  [...bids]
    .flatMap(([id, { price, withdrawn }]) => (withdrawn ? [] : [digest(2, round, id, price)]))
    .toSorted((one, other) => (one < other ? -1 : 1));

const revealed = ({ bids }: Round) =>
  [...bids].flatMap(([id, { price, withdrawn }]) =>
    withdrawn
      ? []
      : [
          {
            bid: `b${id}`,
            bidder: { provider: providerOf(id), name: `Club ${id}` },
            offers: [{ lot: 'main', price: money(price) }],
            commitmentHolds: true,
          },
        ],
  );

const passedOver = (round: Round, bid: number): boolean => {
  const rank = round.ranks?.get(bid) ?? 0;
  return [...(round.ranks ?? [])].some(
    ([other, its]) => its < rank && !round.recommended.has(other) && !round.awards.has(other),
  );
};

const awarded = ({ awards }: Round): number =>
  [...awards.values()].reduce((all, { amount }) => all + amount, 0);

/** No more than the bid asks for, than may be awarded, and than is left of what was put out. */
const fits = (round: Round, bid: number, amount: number): boolean =>
  round.spec !== undefined &&
  amount <= (round.bids.get(bid)?.price ?? 0) &&
  amount <= round.spec.maximum &&
  awarded(round) + amount <= round.spec.envelope;

export const verbs: Readonly<Record<string, Verb>> = {
  accept: {
    asks: ({ n, m, sum }) => ({
      kind: 'fund',
      id: fund,
      action: 'accept-funding',
      actor: finance,
      command: { tranche: `t${n}${m}`, amount: sum, conditions: [], decision: funding },
    }),
    verdict: (_round, { n, m, sum }, { tranches }) =>
      once(tranches.get(n * 2 + m), sum, () => where(sum > 0).does(() => void tranches.set(n * 2 + m, sum))),
  },
  lower: {
    asks: ({ n, sum }) => ({
      kind: 'fund',
      id: fund,
      action: 'revise-budget',
      actor: finance,
      command: { revision: `v${n}`, change: 'lower', amount: sum, decision: funding, reason: 'Cut.' },
    }),
    verdict: (_round, { n, sum }, model) =>
      once(model.lowered.get(n), sum, () =>
        where(sum > 0, sum <= freeIn(model)).does(() => void model.lowered.set(n, sum)),
      ),
  },
  begin: {
    asks: here(officer, 'identify-need', () => ({
      title: 'Activities for young people',
      summary: 'Nowhere to go after six.',
      objectives: ['prevention'],
      themes: [],
      areas: ['Luton'],
    })),
    verdict: (round) =>
      unless(round.begun, () => () => {
        round.begun = true;
      }),
  },
  evidence: {
    asks: here(officer, 'add-evidence', ({ n }) => ({
      evidence: `e${n}`,
      kind: n === 1 ? 'quantitative' : 'qualitative',
      contributor: 'Youth forum',
      source: 'Notes of March',
      finding: 'Somewhere warm, cheap and near.',
    })),
    verdict: within((round, { n }) => unless(round.evidence.has(n), () => () => void round.evidence.add(n))),
  },
  assess: {
    asks: here(officer, 'assess-need', () => ({
      demand: 'Four thousand.',
      gaps: 'Two towns.',
      equalityImpact: 'Girls are reached least.',
      conclusion: 'commission',
    })),
    verdict: within((round) =>
      unless(round.assessed, () =>
        where(round.evidence.size === 2, round.spec === undefined).does(() => {
          round.assessed = true;
        }),
      ),
    ),
  },
  consult: {
    asks: here(officer, 'hold-consultation', () => ({
      consultation: 'c1',
      consulted: ['partners'],
      from: '2026-03-02',
      to: '2026-04-30',
      findings: 'Small sums to many.',
    })),
    verdict: within((round) =>
      unless(round.consulted, () => () => {
        round.consulted = true;
      }),
    ),
  },
  instrument: {
    asks: here(officer, 'choose-instrument', () => ({
      instrument: 'grant',
      legalPower: 'crime-and-disorder-reduction-grant',
      reason: 'The groups decide.',
    })),
    verdict: within((round) =>
      unless(round.instrument, () => () => {
        round.instrument = true;
      }),
    ),
  },
  route: {
    asks: here(officer, 'choose-route', ({ sum }) => ({
      profile: 'grant-round',
      value: money(sum),
      estimate: 'Two grants.',
      regime: 'grant',
    })),
    verdict: within((round, { sum }) =>
      unless(round.value === sum, () =>
        where(round.instrument, round.spec === undefined).does(() => {
          round.value = sum;
        }),
      ),
    ),
  },
  conflicts: {
    asks: here(officer, 'assess-conflicts', () => ({ finding: 'None.', mitigations: [] })),
    verdict: within((round) =>
      unless(round.conflicts, () => () => {
        round.conflicts = true;
      }),
    ),
  },
  author: {
    asks: here(officer, 'declare-interests', () => ({ stage: 'general', interests: [] })),
    verdict: within((round) =>
      unless(round.authorDeclared, () => () => {
        round.authorDeclared = true;
      }),
    ),
  },
  allocate: {
    asks: here(finance, 'allocate-funding', ({ n, sum }) => ({ allocation: `a${n}`, fund, amount: sum })),
    verdict: within((round, { n, sum }, model) =>
      once(round.set.get(n), sum, () =>
        where(sum > 0, sum <= freeIn(model)).does(() => void round.set.set(n, sum)),
      ),
    ),
  },
  release: {
    asks: here(finance, 'release-funding', ({ n, m, sum }) => ({
      release: `r${m}`,
      allocation: `a${n}`,
      amount: sum,
      reason: 'Not needed.',
    })),
    verdict: within((round, { n, m, sum }) =>
      once(round.released.get(`${n}/${m}`), sum, () =>
        where(round.set.has(n), sum > 0, sum <= leftOf(round, n)).does(
          () => void round.released.set(`${n}/${m}`, sum),
        ),
      ),
    ),
  },
  publish: {
    asks: here(officer, 'publish-spec', ({ n, m, sum }) => ({
      title: 'Grants for youth activities',
      need: 'Somewhere to go.',
      outcomes: [{ id: 'belonging', outcome: 'They belong.' }],
      term,
      lots: [
        {
          id: 'main',
          title: 'Youth activities',
          envelope: money(sum),
          maximumAward: money(n === 1 ? sum : Math.floor(sum / 2)),
          maximumAwards: m,
        },
      ],
      criteria: [
        { id: 'quality', title: 'Gain', category: 'quality', weight: 60, scoredBy: 'panel' },
        { id: 'value', title: 'Value', category: 'value', weight: 25, scoredBy: 'panel' },
        { id: 'social', title: 'Social value', category: 'social-value', weight: 15, scoredBy: 'panel' },
      ],
      scale: {
        minimum: 0,
        maximum: 4,
        descriptors: [
          { score: 0, meaning: 'No answer.' },
          { score: 4, meaning: 'In full.' },
        ],
      },
      priceMethod: 'not-scored',
      tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
      invitationToInnovate: 'What would you try?',
      opens: moments[0],
      clarificationsUntil: '2026-10-02T16:00:00.000Z',
      closes: '2026-10-16T11:00:00.000Z',
      channels: ['website'],
    })),
    verdict: within((round, { n, m, sum }, { time }) => {
      const spec = { envelope: sum, maximum: n === 1 ? sum : Math.floor(sum / 2), awards: m };
      const before = round.spec;
      return once(before && JSON.stringify(before), JSON.stringify(spec), () =>
        where(
          time === 0,
          round.evidence.size === 2,
          round.assessed,
          round.consulted,
          round.conflicts,
          round.authorDeclared,
          round.value !== undefined && sum <= round.value,
          sum <= heldIn(round),
        ).does(() => {
          round.spec = spec;
        }),
      );
    }),
  },
  panel: {
    asks: here(officer, 'appoint-panel', () => ({
      members: assessors.map(({ id }, index) => ({
        actor: id,
        role: 'Assessor',
        independent: index === 1,
        part: 'assessor',
      })),
    })),
    verdict: within((round) =>
      unless(round.panel, () =>
        where(round.value !== undefined, !round.opened).does(() => {
          round.panel = true;
        }),
      ),
    ),
  },
  declare: {
    asks: byAssessor('declare-interests', ({ m }) => ({
      stage: m === 1 ? 'general' : 'bidders',
      interests: [],
    })),
    verdict: within((round, { n, m }) => {
      const said = `${n}/${m === 1 ? 'general' : 'bidders'}`;
      return unless(round.declared.has(said), () =>
        where(m === 1 || round.opened).does(() => void round.declared.add(said)),
      );
    }),
  },
  bid: {
    asks: here(officer, 'receive-bid', ({ round, n, sum }) => ({
      bid: `b${n}`,
      via: 'email',
      sealed: { mediaType: 'application/octet-stream', length: 900, sha256: digest(1, round, n, sum) },
      commitment: digest(2, round, n, sum),
    })),
    verdict: within((round, { n, sum }, { time }) => {
      if (round.spec === undefined) return 'refused';
      return once(round.bids.get(n)?.price, sum, () =>
        where(time === 0).does(() => void round.bids.set(n, { price: sum, withdrawn: false })),
      );
    }),
  },
  withdraw: {
    asks: here(officer, 'withdraw-bid', ({ n }) => ({ bid: `b${n}` })),
    verdict: within((round, { n }) => {
      const bid = round.bids.get(n);
      if (bid === undefined) return 'refused';
      return unless(bid.withdrawn, () =>
        where(!round.opened).does(() => {
          bid.withdrawn = true;
        }),
      );
    }),
  },
  closeBidding: {
    asks: here(officer, 'close-bidding', ({ round }, { rounds }) => ({
      digest: digest(3, round),
      salt: 'salt',
      commitments: committed(round, rounds[round]),
    })),
    verdict: within((round, _step, { time }) =>
      unless(round.biddingClosed, () =>
        where(round.spec !== undefined, time > 0, !round.opened).does(() => {
          round.biddingClosed = true;
        }),
      ),
    ),
  },
  open: {
    asks: here(officer, 'open-bids', ({ round }, { rounds }) => ({
      openers: [officer.id, colleague.id],
      bids: revealed(rounds[round]),
    })),
    verdict: within((round, _step, { time }) =>
      unless(round.opened, () =>
        where(round.spec !== undefined, time > 0, round.panel, round.biddingClosed).does(() => {
          round.opened = true;
        }),
      ),
    ),
  },
  score: {
    asks: byAssessor('score-bid', ({ m, sum }) => ({
      bid: `b${m}`,
      lot: 'main',
      scores: ['quality', 'value', 'social'].map((criterion) => ({
        criterion,
        score: sum % 7,
        rationale: 'As the bid says.',
        passage: 'Page 2',
      })),
    })),
    verdict: within((round, { n, m, sum }) => {
      const [key, score] = [`${n}/${m}`, sum % 7];
      return unless(round.scores.get(key) === score, () =>
        where(
          round.spec !== undefined && round.panel,
          round.declared.has(`${n}/general`) && round.declared.has(`${n}/bidders`),
          competing(round).includes(m),
          !round.locked.has(n),
          !round.moderating && round.ranks === undefined,
          score <= 4,
        ).does(() => void round.scores.set(key, score)),
      );
    }),
  },
  lock: {
    asks: byAssessor('lock-scores', () => ({ lot: 'main' })),
    verdict: within((round, { n }) =>
      unless(round.locked.has(n), () =>
        where(
          round.spec !== undefined && round.panel && round.opened,
          round.declared.has(`${n}/general`) && round.declared.has(`${n}/bidders`),
          competing(round).every((bid) => round.scores.has(`${n}/${bid}`)),
        ).does(() => void round.locked.add(n)),
      ),
    ),
  },
  moderate: {
    asks: here(officer, 'open-moderation', () => ({ lot: 'main' })),
    verdict: within((round) =>
      unless(round.moderating, () =>
        where(round.locked.size === 2).does(() => {
          round.moderating = true;
        }),
      ),
    ),
  },
  evaluate: {
    asks: here(officer, 'complete-evaluation', () => ({ lot: 'main' })),
    verdict: within((round) =>
      unless(round.ranks !== undefined, () =>
        where(round.moderating).does(() => {
          round.ranks = ranksOf(round);
        }),
      ),
    ),
  },
  recommend: {
    asks: here(officer, 'recommend-award', ({ n, sum }) => ({
      recommendation: `rec${n}`,
      lot: 'main',
      bid: `b${n}`,
      provider: providerOf(n),
      amount: money(sum),
      reasons: 'Ranked high enough.',
    })),
    verdict: within((round, { n, sum }) =>
      once(round.recommended.get(n), sum, () =>
        where(round.ranks?.has(n) === true, !passedOver(round, n), fits(round, n, sum)).does(
          () => void round.recommended.set(n, sum),
        ),
      ),
    ),
  },
  subsidy: {
    asks: here(officer, 'assess-subsidy', ({ n }) => ({
      provider: providerOf(n),
      isSubsidy: false,
      reason: 'Nobody sells it.',
    })),
    verdict: within((round, { n }) =>
      unless(round.subsidies.has(n), () => () => void round.subsidies.add(n)),
    ),
  },
  diligence: {
    asks: here(officer, 'complete-diligence', ({ n }) => ({
      provider: providerOf(n),
      depth: 'standard',
      outcome: 'satisfactory',
      finding: 'Accounts seen.',
      goodUntil: '2027-08-31',
    })),
    verdict: within((round, { n }) =>
      unless(round.diligence.has(n), () => () => void round.diligence.add(n)),
    ),
  },
  decide: {
    asks: (step) => ({
      kind: 'decision',
      id: decisionOf(step),
      action: 'take-decision',
      actor: approver,
      command: {
        title: 'A grant',
        delegation: 'commissioner',
        background: 'As the report says.',
        reasons: 'It serves the plan.',
        advice: [],
        interests: [],
        authorises: [
          {
            act: 'award',
            commission: commissionOf(step.round),
            provider: providerOf(step.n),
            lot: 'main',
            upTo: money(step.sum),
          },
        ],
      },
    }),
    verdict: ({ decisions }, { n, sum }) =>
      once(decisions.get(n)?.upTo, sum, () => () => void decisions.set(n, { upTo: sum, published: false })),
  },
  announce: {
    asks: (step) => ({
      kind: 'decision',
      id: decisionOf(step),
      action: 'publish-decision',
      actor: officer,
      command: { channel: 'website', reference: 'Decision', withheld: [] },
    }),
    verdict: ({ decisions }, { n }) => {
      const decision = decisions.get(n);
      if (decision === undefined) return 'refused';
      return unless(decision.published, () => () => {
        decision.published = true;
      });
    },
  },
  award: {
    asks: here(approver, 'award-grant', (step) => {
      const { n, m, sum } = step;
      return {
        award: `w${n}`,
        lot: 'main',
        bid: `b${n}`,
        decision: decisionOf(step),
        provider: providerOf(n),
        amount: money(sum),
        years: [{ year: '2026-27', amount: sum }],
        term,
        extensionOptions: [],
        title: 'A grant',
        purpose: 'Somewhere to go.',
        outcomes: ['They belong.'],
        conditions: [],
        statutoryReasons: { crimeAndDisorderReduction: 'Fewer incidents.' },
        paidFrom: [{ allocation: `a${m}`, amount: sum }],
      };
    }),
    verdict: within((round, { n, m, sum }) => {
      const before = round.awards.get(n);
      return once(before && `${before.amount}/${before.allocation}`, `${sum}/${m}`, () => {
        const decision = round.decisions.get(n);
        return where(
          decision !== undefined && sum <= decision.upTo,
          allDeclared(round),
          round.ranks?.has(n) === true,
          round.recommended.has(n),
          round.subsidies.has(n) && round.diligence.has(n),
          round.awards.size < (round.spec?.awards ?? 0),
          sum > 0 && fits(round, n, sum),
          round.set.has(m) && sum <= leftOf(round, m),
        ).does(() => {
          const published = decision?.published === true;
          round.awards.set(n, {
            amount: sum,
            allocation: m,
            published,
            signedAt: undefined,
            returned: new Set(),
            accepted: new Set(),
            approved: new Map(),
            paidAt: new Map(),
            reviewed: false,
          });
        });
      });
    }),
  },
  reveal: {
    asks: here(officer, 'publish-awards', (step) => ({ decision: decisionOf(step) })),
    verdict: within((round, { n }) => {
      const award = round.awards.get(n);
      if (award?.published === true) return 'nothing';
      return where(award !== undefined, round.decisions.get(n)?.published === true).does(() => {
        if (award !== undefined) award.published = true;
      });
    }),
  },
  feedback: {
    asks: here(officer, 'give-feedback', ({ n }) => ({ lot: 'main', bid: `b${n}`, feedback: 'Clear.' })),
    verdict: within((round, { n }) =>
      unless(round.feedback.has(n), () =>
        where(competing(round).includes(n), round.awards.size > 0).does(() => void round.feedback.add(n)),
      ),
    ),
  },
  sign: {
    asks: here(officer, 'sign-agreement', ({ round, n }, model) => ({
      award: `w${n}`,
      signedOn: today(model),
      amount: money(model.rounds[round].awards.get(n)?.amount ?? 0),
      term,
      kpis: [kpi],
      periods: [{ id: 'q', from: term.starts, to: term.ends, due: '2027-04-21' }],
    })),
    verdict: within((round, { n }, { time }) => {
      const award = round.awards.get(n);
      if (award === undefined) return 'refused';
      return once(award.signedAt, time, () =>
        where(award.published).does(() => {
          award.signedAt = time;
        }),
      );
    }),
  },
  returned: {
    asks: (step, model) => {
      const { n, m, round } = step;
      const amount = model.rounds[round].awards.get(n)?.amount ?? 0;
      const which = m === 1 ? 'return-kpis' : 'return-finances';
      const content =
        m === 1
          ? { values: [{ kpi: 'people', value: 12 }] }
          : { lines: [{ id: 'all', heading: 'All', budget: amount, actual: amount, forecastUnderspend: 0 }] };
      return here(officer, which, () => ({
        award: `w${n}`,
        period: 'q',
        certifiedBy: 'club-lead',
        ...content,
      }))(step, model);
    },
    verdict: within((round, { n, m }, { time }) => {
      const award = round.awards.get(n);
      if (award?.signedAt === undefined) return 'refused';
      return unless(award.returned.has(`${m}`), () =>
        where(time === 2).does(() => void award.returned.add(`${m}`)),
      );
    }),
  },
  acceptReturn: {
    asks: here(officer, 'accept-return', ({ n, m }) => ({
      award: `w${n}`,
      period: 'q',
      kind: m === 1 ? 'kpi' : 'financial',
    })),
    verdict: within((round, { n, m }) => {
      const award = round.awards.get(n);
      if (award?.returned.has(`${m}`) !== true) return 'refused';
      return unless(award.accepted.has(`${m}`), () => () => void award.accepted.add(`${m}`));
    }),
  },
  approve: {
    asks: here(approver, 'approve-payment', ({ n, m, sum }) => ({
      award: `w${n}`,
      payment: `p${m}`,
      amount: money(sum),
      for: 'Work',
    })),
    verdict: within((round, { n, m, sum }) => {
      const award = round.awards.get(n);
      if (award === undefined) return 'refused';
      return once(award.approved.get(m), sum, () =>
        where(award.signedAt !== undefined, sum > 0, sum <= award.amount - approvedUnder(award)).does(
          () => void award.approved.set(m, sum),
        ),
      );
    }),
  },
  pay: {
    asks: here(finance, 'record-payment', ({ round, n, m, sum }, model) => ({
      award: `w${n}`,
      payment: `p${m}`,
      amount: money(model.rounds[round].awards.get(n)?.approved.get(m) ?? sum),
      paidOn: today(model),
    })),
    verdict: within((round, { n, m }, { time }) => {
      const award = round.awards.get(n);
      if (award === undefined) return 'refused';
      return once(award.paidAt.get(m), time, () =>
        where(award.approved.has(m)).does(() => void award.paidAt.set(m, time)),
      );
    }),
  },
  review: {
    asks: here(officer, 'review-performance', ({ n }) => ({
      award: `w${n}`,
      review: 'v1',
      rating: 'good',
      finding: 'As promised.',
      actions: [],
    })),
    verdict: within((round, { n }) => {
      const award = round.awards.get(n);
      if (award?.signedAt === undefined) return 'refused';
      return unless(award.reviewed, () => () => {
        award.reviewed = true;
      });
    }),
  },
  close: {
    asks: here(officer, 'close-commission', ({ n }) => ({
      outcome: n === 1 ? 'delivered' : 'no-award',
      summary: 'Done.',
      lessons: [],
    })),
    verdict: within((round, { n }, model) => {
      const outcome = n === 1 ? 'delivered' : 'no-award';
      return once(round.closed, outcome, () => {
        const awards = [...round.awards.values()];
        return where(
          (awards.length === 0) === (outcome === 'no-award'),
          awards.length > 0 || round.spec === undefined,
          awards.every(
            (award) =>
              award.signedAt !== undefined &&
              model.time === 2 &&
              award.accepted.size === 2 &&
              [...award.approved.keys()].every((payment) => award.paidAt.has(payment)) &&
              award.reviewed,
          ),
          awards.length === 0 || competing(round).every((bid) => round.feedback.has(bid)),
        ).does(() => {
          for (const allocation of round.set.keys()) {
            const left = leftOf(round, allocation);
            if (left > 0) round.released.set(`${allocation}/closing`, left);
          }
          round.closed = outcome;
        });
      });
    }),
  },
};
