import { rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, present } from '../checks';
import type { DomainAction } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import type { DecisionEvent } from './events';
import { minutes, MinutesPublished } from './minutes-events';
import type { DecisionState } from './state';
import { withheldInChiefOfficersView, withheldLawfully, withheldOnGround } from './withholding';

const minutesOncePublished = rule({
  id: 'decision.minutes-once-published',
  sentence: 'Minutes that tell of a decision are published once the decision is, not before.',
  strength: 'integrity',
  source: 'Design of the record: a decision is public from its publication',
});

const PublishMinutes = struct(minutes.always, minutes.sometimes, 'PublishMinutes');
type PublishMinutes = t.TypeOf<typeof PublishMinutes>;

/**
 * Notes where the minutes of a meeting are public at which the matter of a decision was discussed, before it was taken or
 * after, and what of them is withheld: Specified Information Order 2011 Sch para 5(c).
 */
export const publishMinutes: DomainAction<PublishMinutes, DecisionState, DecisionEvent> = {
  name: 'publish-minutes',
  aggregate: 'decision',
  says: 'Publish the minutes of a meeting at which the matter of a decision was discussed.',
  command: PublishMinutes,
  opens: false,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    minutesOncePublished,
    entrySaidOnce,
    datesNotInTheFuture,
    withheldOnGround,
    withheldInChiefOfficersView,
  ],
  needs: () => ({}),
  decide: (command, context) => (state) =>
    pipe(
      present(state.published, minutesOncePublished),
      E.chain(({ decision }) => {
        const said = { ...command, decision };
        return saidOnce(state.minutes.get(command.minutes), said, '/minutes', () =>
          pipe(
            allHold(
              notInTheFuture(context, command.heldOn, '/heldOn'),
              ...withheldLawfully(command.withheld),
            ),
            E.map(() => [MinutesPublished.make(said)]),
          ),
        );
      }),
    ),
};
