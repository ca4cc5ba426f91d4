import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { onLawfulGround, withheldInChiefOfficersView, withheldOnGround } from '../../decision/withholding';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { awardKnown, knownAward } from './agreements';
import { awardItems, commissionItems, ItemWithheld } from './withholding-events';

const itemKnown = rule({
  id: 'withholding.of-a-known-part',
  sentence:
    'What is withheld is a part that the public is told of the award that is named, or of the commission.',
  strength: 'integrity',
  source: 'Design of the record: what is withheld is marked with its ground',
});

const alreadyPublic = rule({
  id: 'withholding.of-what-is-public',
  sentence: 'What is not public yet is withheld when it is published, with the decision that publishes it.',
  strength: 'integrity',
  source: 'Design of the record: nobody learns from a withholding that something is to come',
});

const untilToCome = rule({
  id: 'withholding.until-to-come',
  sentence: 'The last day for which something is withheld is to come.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Whether anything is public of a commission: of one award, or of its need. */
const isPublic = (commission: CommissionState, award: string | undefined): boolean => {
  const { awards, specification, publishedDecisions } = commission;
  if (award !== undefined) return awards.get(award)?.published === true;
  const prior = [...awards.values()].some(({ kind }) => kind === 'prior');
  return specification !== undefined || publishedDecisions.size > 0 || prior;
};

/**
 * Withholds a part of what is shown, also after it was published and after the commission was closed: a risk to somebody
 * may arise at any time. The record keeps it; the public sees that it is withheld, and on which ground.
 */
export const withholdItem = commissionAction({
  name: 'withhold-item',
  says: 'Withhold a part of what the public is told, on a ground of law.',
  command: ItemWithheld.codec,
  roles: ['commissioning-officer', 'approver'],
  evenClosed: true,
  rules: [
    entrySaidOnce,
    awardKnown,
    itemKnown,
    alreadyPublic,
    withheldOnGround,
    withheldInChiefOfficersView,
    datesNotInTheFuture,
    untilToCome,
  ],
  decide: (command, context) => (commission) =>
    saidOnce(commission.withholdings.get(command.withholding), command, '/withholding', () => {
      const { item, award, ground, inTheViewOf, formedOn, until } = command;
      const parts = Object.keys(award === undefined ? commissionItems : awardItems);
      return pipe(
        allHold(
          award === undefined ? E.right(undefined) : knownAward(commission, award),
          check(parts.includes(item), itemKnown, { item, parts }, '/item'),
          check(isPublic(commission, award), alreadyPublic, { award: award ?? null }, '/award'),
          ...onLawfulGround({ ground, inTheViewOf }, ''),
          notInTheFuture(context, formedOn, '/formedOn'),
          check(
            until === undefined || until >= context.today,
            untilToCome,
            { until: until ?? null, today: context.today },
            '/until',
          ),
        ),
        E.map(() => [ItemWithheld.make(command)]),
      );
    }),
});
