import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { DraftSpecShared } from './draft-events';

const beforePublication = rule({
  id: 'draft.before-publication',
  sentence:
    'A draft is shared before the specification is published; afterwards it is amended for everybody.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.16: preliminary market engagement comes before the tender notice',
});

const inOrder = rule({
  id: 'draft.in-order',
  sentence: 'What is said of a draft is said on the day it is shared or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

const noAdvantage = rule({
  id: 'draft.no-unfair-advantage',
  sentence:
    'Where some possible bidders see a draft and others cannot, it is said what keeps them from an unfair advantage.',
  strength: 'law',
  source: 'Procurement Act 2023 s.16(3)-(4); by policy for grants',
});

/** Notes that a draft of the specification was shared: with whom, until when, what they said. */
export const shareDraftSpec = commissionAction({
  name: 'share-draft-spec',
  says: 'Note that a draft of the specification was shared, and what was said of it.',
  command: DraftSpecShared.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, beforePublication, inOrder, noAdvantage, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.drafts.get(command.draft), command, '/draft', () => {
      const { sharedWith, openly, sharedOn, feedbackUntil, evenly } = command;
      const someOfTheMarket = sharedWith.includes('market') && !openly;
      return pipe(
        allHold(
          check(commission.specification === undefined, beforePublication),
          check(sharedOn <= feedbackUntil, inOrder, { sharedOn, feedbackUntil }, '/feedbackUntil'),
          check(!someOfTheMarket || evenly !== undefined, noAdvantage, {}, '/evenly'),
          notInTheFuture(context, feedbackUntil, '/feedbackUntil'),
        ),
        E.map(() => [DraftSpecShared.make(command)]),
      );
    }),
});
