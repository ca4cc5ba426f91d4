import { atLeastOne, LocalId, official, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check, present } from '../../checks';
import { commissionAction } from '../action';
import type { Specification } from '../state';
import { mayAssess, scoredByAssessors, scoredOnceDeclared } from './assessors';
import { bidCompetes, bidKnown, competingBid } from './bids';
import { competitorsKnown } from './competition';
import { BidScored, CriterionScore } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { bidsAfterPublication } from './receive-bid';
import { onARoute, routeOf } from './route';

const scoredUntilLocked = rule({
  id: 'score.until-locked',
  sentence: 'Scores are given and changed until their assessor locks them; then they stand.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): individual scores first, then moderation',
});

const scoredApart = rule({
  id: 'score.before-moderation',
  sentence:
    'Nobody scores once moderation has opened or the lot was evaluated: each score is given before others are seen.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): individual scores first, then moderation',
});

const everyCriterionOnce = rule({
  id: 'score.every-criterion-once',
  sentence: 'A bid is scored for every criterion that the panel scores, once each, and for no other.',
  strength: 'law',
  source: 'Procurement Act 2023 s.19(3), s.23: assessed by the published criteria and no others',
});

export const withinScale = rule({
  id: 'score.within-scale',
  sentence: 'A score lies within the published scale.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23: the assessment methodology is published',
});

const ScoreBid = t.type(
  { bid: LocalId, lot: LocalId, scores: official(atLeastOne(CriterionScore)) },
  'ScoreBid',
);
type ScoreBid = t.TypeOf<typeof ScoreBid>;

const asPublished = ({ criteria, scale }: Specification, scores: ScoreBid['scores']): Check => {
  const asked = criteria.filter(({ scoredBy }) => scoredBy === 'panel').map(({ id }) => id);
  const given = scores.map(({ criterion }) => criterion);
  const missing = asked.filter((criterion) => !given.includes(criterion));
  const unknown = given.filter((criterion) => !asked.includes(criterion));
  const twice = given.filter((criterion, index) => given.indexOf(criterion) !== index);
  const { minimum, maximum } = scale;
  return allHold(
    check(
      missing.length + unknown.length + twice.length === 0,
      everyCriterionOnce,
      { missing, unknown, twice },
      '/scores',
    ),
    ...scores.map(({ score }, index) =>
      check(
        score >= minimum && score <= maximum,
        withinScale,
        { score, minimum, maximum },
        `/scores/${index}/score`,
      ),
    ),
  );
};

/** Gives the scores of whoever asks for one bid in one lot, each with its reason and the passage it rests on. */
export const scoreBid = commissionAction({
  name: 'score-bid',
  says: 'Score a bid for a lot, criterion by criterion, with the reason and the passage it rests on.',
  command: ScoreBid,
  roles: ['panel-member'],
  rules: [
    bidsAfterPublication,
    onARoute,
    lotKnown,
    scoredByAssessors,
    scoredOnceDeclared,
    interestsSettled,
    bidKnown,
    bidCompetes,
    scoredUntilLocked,
    scoredApart,
    everyCriterionOnce,
    withinScale,
  ],
  decide:
    (command, { actor, now }) =>
    (commission) => {
      const { bid, lot, scores } = command;
      const { scores: given, locked, moderating, ranking } = evaluationOf(commission, lot);
      if (alike(given.get(bid)?.get(actor.id), scores)) return E.right([]);
      return pipe(
        E.Do,
        E.bind('spec', () => present(commission.specification, bidsAfterPublication)),
        E.bind('route', () => routeOf(commission)),
        E.chainFirst(({ spec, route }) =>
          allHold(
            inKnownLot(commission, lot),
            mayAssess(commission, route, lot, actor.id),
            competingBid(commission, lot, bid),
            check(competitorsKnown(commission, now), bidCompetes, { bid, lot, opened: false }, '/bid'),
            check(!locked.has(actor.id), scoredUntilLocked, { lot, assessor: actor.id }),
            check(!moderating && ranking === undefined, scoredApart, { lot }),
            asPublished(spec, scores),
          ),
        ),
        E.map(() => [BidScored.make({ bid, lot, assessor: actor.id, scores })]),
      );
    },
});
