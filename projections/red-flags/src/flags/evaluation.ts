import type { ActorId, LocalId } from '@commissioning/kernel';
import type { Fact } from '../documents';
import { type Facts, type Flag, guide, ownTest } from './flag';
import { awardsIn, because, commissionIn, excepted, lookAt } from './together';

const lateDeclaration: Flag = {
  id: 'E1',
  name: 'Scored before interests were declared',
  asks: 'An assessor scored a bid before declaring interests against the bidders, or never declared.',
  source: ownTest,
  inputs: ['InterestDeclared', 'BidScored'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    // Where bids are sealed nobody knows against whom to declare before they are opened; elsewhere a general
    // declaration may be all that the route asks for.
    commissionIn(facts)?.opened
      ? lookAt(
          facts.of('person').flatMap((person) => {
            const scored = person.parts.find(({ part }) => part === 'scored');
            return scored === undefined ? [] : [{ ...person, scored }];
          }),
          ({ person, declared, scored }) =>
            declared !== null && declared.at <= scored.at
              ? undefined
              : {
                  about: { person },
                  figures: { scored: scored.at, declared: declared?.at ?? 'never' },
                  events: [scored.event, ...(declared === null ? [] : [declared.event])],
                  explained: [],
                },
        )
      : undefined,
};

const mean = (figures: ReadonlyArray<number>): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length;

type Weights = NonNullable<Fact<'commission'>['specification']>;

/** The total of a bid as the assessors’ own scores make it: their means by weight, and the points for its price. */
const ownTotal = (
  { criteria, highestScore }: Weights,
  scores: ReadonlyArray<Fact<'scores'>>,
  ranked: Fact<'ranking'>['bids'][number],
): number =>
  criteria.reduce((total, { id, weight, byPanel }) => {
    if (!byPanel) return total + (ranked.criteria.find(({ criterion }) => criterion === id)?.weighted ?? 0);
    const given = scores.flatMap(
      (each) => each.scores.find(({ criterion }) => criterion === id)?.score ?? [],
    );
    return given.length === 0 ? total : total + Math.round((mean(given) * weight * 100) / highestScore);
  }, 0);

const scoresOf = (facts: Facts, lot: LocalId, bid: LocalId): ReadonlyArray<Fact<'scores'>> =>
  facts.of('scores').filter((each) => each.lot === lot && each.bid === bid);

const consensusFlip: Flag = {
  id: 'E5',
  name: 'Moderation changed who wins',
  asks: 'By the mean of what the assessors scored by themselves another bid would have stood first than by the agreed scores.',
  source: `${ownTest}; EnergySolutions v NDA [2016] EWHC 1988 (TCC)`,
  inputs: ['SpecPublished', 'BidScored', 'ScoreModerated', 'EvaluationCompleted'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const specification = commissionIn(facts)?.specification;
    if (!specification) return undefined;
    const compared = facts.of('ranking').filter(({ bids }) => bids.length > 1);
    return lookAt(compared, ({ lot, bids, event }) => {
      const totals = bids.map((ranked) => ({
        bid: ranked.bid,
        own: ownTotal(specification, scoresOf(facts, lot, ranked.bid), ranked),
      }));
      const best = Math.max(...totals.map(({ own }) => own));
      const [winner] = bids;
      const own = totals.find(({ bid }) => bid === winner?.bid)?.own ?? best;
      // Of equals any may win: that is a matter of the declared tie-break and not of moderation.
      if (winner === undefined || own === best) return undefined;
      const movements = facts.of('movement').filter((each) => each.lot === lot);
      return {
        about: { lot, bid: winner.bid },
        figures: { ownTotal: own, bestOwnTotal: best, movements: movements.length },
        events: [event, ...movements.map((each) => each.event)],
        explained: movements.map((each) => because(each.event, each.reason)),
      };
    });
  },
};

const middle = (figures: ReadonlyArray<number>): number => {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
};

/** What the panel gave at the median, by bid and criterion. */
const mediansOf = (scores: ReadonlyArray<Fact<'scores'>>): ReadonlyMap<string, number> => {
  const given = new Map<string, Array<number>>();
  for (const { bid, scores: those } of scores)
    for (const { criterion, score } of those) {
      const place = `${bid} ${criterion}`;
      const before = given.get(place);
      if (before === undefined) given.set(place, [score]);
      else before.push(score);
    }
  return new Map([...given].map(([place, all]) => [place, middle(all)]));
};

/** How far each of an assessor’s scores lay above what the panel gave at the median. */
const gapsOf = (
  scores: ReadonlyArray<Fact<'scores'>>,
  assessor: ActorId,
  medians: ReadonlyMap<string, number>,
) =>
  scores
    .filter((each) => each.assessor === assessor)
    .flatMap(({ bid, scores: given, event }) =>
      given.map(({ criterion, score }) => ({
        bid,
        event,
        gap: score - (medians.get(`${bid} ${criterion}`) ?? score),
      })),
    );

const outlier: Flag = {
  id: 'E6',
  name: 'One assessor apart on the winner',
  asks: 'An assessor’s scores for the winner lay further above or below the panel’s median than their other scores usually do.',
  source: ownTest,
  inputs: ['BidScored', 'EvaluationCompleted'],
  of: 'commission',
  minimum: 8,
  look: (facts, { outlier: { deviations, criteria } }) => {
    const looks = facts.of('ranking').flatMap(({ lot, bids }) => {
      const scores = facts.of('scores').filter((each) => each.lot === lot);
      const assessors = [...new Set(scores.map(({ assessor }) => assessor))];
      const medians = mediansOf(scores);
      const winner = bids[0]?.bid;
      return assessors.map((person) => ({ lot, winner, person, gaps: gapsOf(scores, person, medians) }));
    });
    if (looks.length === 0) return undefined;
    const sample = Math.max(...looks.map(({ gaps }) => gaps.length));
    const signs = looks.flatMap(({ lot, winner, person, gaps }) => {
      const forWinner = gaps.filter(({ bid }) => bid === winner);
      const others = gaps.filter(({ bid }) => bid !== winner).map(({ gap }) => gap);
      if (winner === undefined || gaps.length < criteria || forWinner.length === 0 || others.length === 0)
        return [];
      const usual = mean(others);
      const deviation = Math.sqrt(mean(others.map((gap) => (gap - usual) ** 2)));
      const gap = mean(forWinner.map((each) => each.gap));
      if (Math.abs(gap - usual) <= deviations * deviation || gap === usual) return [];
      return [
        {
          about: { lot, bid: winner, person },
          figures: { gap: gap.toFixed(2), usually: usual.toFixed(2), deviation: deviation.toFixed(2) },
          events: [...new Set(forWinner.map(({ event }) => event))],
          explained: [],
        },
      ];
    });
    return { sample, signs };
  },
};

/** Parts that one person is not to take both of, in one commission or for one award. */
const apart = [
  ['scored', 'decided'],
  ['scored', 'awarded'],
  ['recommended', 'decided'],
  ['recommended', 'awarded'],
  ['accepted-return', 'approved-payment'],
] as const;

const selfApproval: Flag = {
  id: 'E8',
  name: 'One person on both sides',
  asks: 'One person took two parts that are to be apart: scored or recommended and then decided or awarded, accepted a return and approved a payment for the same award.',
  source: ownTest,
  inputs: [
    'BidScored',
    'AwardRecommended',
    'DecisionTaken',
    'GrantAwarded',
    'ContractAwarded',
    'ReturnAccepted',
    'PaymentApproved',
  ],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(
      facts.of('person').flatMap(({ person, parts }) =>
        apart.flatMap(([one, other]) =>
          parts
            .filter(({ part }) => part === one)
            .map((first) => ({
              person,
              first,
              second: parts.find((each) => each.part === other && each.award === first.award),
            })),
        ),
      ),
      ({ person, first, second }) =>
        second === undefined
          ? undefined
          : {
              about: { person, ...(first.award === null ? {} : { award: first.award }) },
              level: 'red',
              figures: { one: first.part, other: second.part },
              events: [first.event, second.event],
              explained: [],
            },
    ),
};

const unjustifiedDirect: Flag = {
  id: 'R010',
  name: 'No competition, and nobody asked the market',
  asks: 'An award without competition was allowed on a ground for which the rules ask that the market is engaged, and it had not been by then.',
  source: guide,
  inputs: ['RulesAdopted', 'RouteChosen', 'MarketEngaged', 'DirectAwardAuthorised', 'ExceptionRecorded'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const { direct, engaged, route } = commissionIn(facts) ?? {};
    const book = facts.of('book').find(({ version }) => version === route?.version);
    if (!direct || !book?.toEngageFor.includes(direct.ground)) return undefined;
    return lookAt([direct], () =>
      engaged && engaged.at <= direct.at
        ? undefined
        : {
            about: {},
            figures: { ground: direct.ground, engaged: engaged?.at ?? 'never' },
            events: [direct.event, ...(engaged ? [engaged.event] : [])],
            explained: excepted(facts, 'direct-award.market-engaged', 'step.market-engagement'),
          },
    );
  },
};

const speed: Flag = {
  id: 'R061',
  name: 'Awarded within a day',
  asks: 'Less than twenty-four hours lay between the deadline for bids and the award.',
  source: `${guide}; hours stand for the working day that the guide names, so that no calendar is needed`,
  inputs: ['SpecPublished', 'SpecAmended', 'GrantAwarded', 'ContractAwarded'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(
      awardsIn(facts).flatMap((award) => (award.closed === null ? [] : [{ award, closed: award.closed }])),
      ({ award: { award, lot, at, event }, closed }) =>
        Date.parse(at) - Date.parse(closed) >= 86_400_000
          ? undefined
          : { about: { award, lot }, figures: { closed, awarded: at }, events: [event], explained: [] },
    ),
};

/** What is asked of how bids were judged, and of who did. */
export const evaluationFlags: ReadonlyArray<Flag> = [
  unjustifiedDirect,
  lateDeclaration,
  consensusFlip,
  outlier,
  selfApproval,
  speed,
];
