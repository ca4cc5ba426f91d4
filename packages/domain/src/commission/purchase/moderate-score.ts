import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../../checks';
import { commissionAction } from '../action';
import { mayInfluence, onOwnPanel } from './assessors';
import { bidCompetes, bidKnown, competingBid } from './bids';
import { agreedScore, panelCriteria } from './evaluating';
import { ScoreModerated } from './events';
import { interestsSettled } from './interests';
import { evaluationOf } from './lots';
import { moderatedBeforeRanking } from './open-moderation';
import { bidsAfterPublication } from './receive-bid';
import { withinScale } from './score-bid';

const moderatedOnceOpened = rule({
  id: 'moderation.once-opened',
  sentence: 'A score is moved in moderation, once that has been opened for the lot.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): individual scores first, then moderation',
});

const moderatedByPanelCriteria = rule({
  id: 'moderation.of-panel-scores',
  sentence: 'What the panel moves is a score that it gave; prices are scored by the formula alone.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.23: the assessment methodology is published',
});

const movedFromWhereItStands = rule({
  id: 'moderation.from-where-it-stands',
  sentence: 'A score is moved from where it stands: whoever moves it has seen the last movement.',
  strength: 'integrity',
  source: 'Design of the record: no score disappears',
});

/** Moves an agreed score, in hundredths of a point. The scores it came from and every movement stay in the record. */
export const moderateScore = commissionAction({
  name: 'moderate-score',
  says: 'Move the agreed score of a bid for a criterion, for a stated reason.',
  command: ScoreModerated.codec,
  roles: ['commissioning-officer', 'panel-member'],
  rules: [
    bidsAfterPublication,
    moderatedOnceOpened,
    onOwnPanel,
    interestsSettled,
    bidKnown,
    bidCompetes,
    moderatedByPanelCriteria,
    moderatedBeforeRanking,
    movedFromWhereItStands,
    withinScale,
  ],
  decide:
    (command, { actor }) =>
    (commission) => {
      const { lot, bid, criterion, from, to } = command;
      const { moderating, ranking, agreed } = evaluationOf(commission, lot);
      if (agreed.get(bid)?.get(criterion) === to) return E.right([]);
      return pipe(
        E.Do,
        E.bind('spec', () => present(commission.specification, bidsAfterPublication)),
        E.chainFirst(() =>
          allHold(
            check(moderating, moderatedOnceOpened, { lot }, '/lot'),
            mayInfluence(commission, lot, actor),
          ),
        ),
        E.chainFirst(() => competingBid(commission, lot, bid)),
        E.chainFirst(({ spec }) => {
          const criteria = panelCriteria(spec).map(({ id }) => id);
          return check(
            criteria.includes(criterion),
            moderatedByPanelCriteria,
            { criterion, criteria },
            '/criterion',
          );
        }),
        E.chain(({ spec: { scale } }) => {
          const stands = agreedScore(commission, lot, bid, criterion);
          const [minimum, maximum] = [scale.minimum * 100, scale.maximum * 100];
          return allHold(
            check(ranking === undefined, moderatedBeforeRanking, { lot }),
            check(from === stands, movedFromWhereItStands, { from, stands }, '/from'),
            check(to >= minimum && to <= maximum, withinScale, { to, minimum, maximum }, '/to'),
          );
        }),
        E.map(() => (from === to ? [] : [ScoreModerated.make(command)])),
      );
    },
});
