import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardSubsidised, givenOn, subsidisedAward } from './assistance';
import { AssistanceConfirmed } from './subsidy-events';

const confirmedOnceGiven = rule({
  id: 'subsidy.confirmed-once-given',
  sentence: 'An enterprise is told what it was given once it has been given: its agreement is signed.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.37 and 39: confirmation of the day and the sum',
});

/** Notes that an enterprise was told in writing what assistance it was given, and on which day. */
export const confirmAssistance = commissionAction({
  name: 'confirm-assistance',
  says: 'Note that an enterprise was told in writing what assistance it was given, and on which day.',
  command: AssistanceConfirmed.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [entrySaidOnce, awardSubsidised, confirmedOnceGiven, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.assistanceConfirmed.get(command.confirmation), command, '/confirmation', () =>
      pipe(
        subsidisedAward(commission, command.award, true),
        E.chain((award) => {
          const { givenOn: said, confirmedOn } = command;
          const signedOn = givenOn(award);
          return allHold(
            check(
              signedOn !== undefined && signedOn <= said && said <= confirmedOn,
              confirmedOnceGiven,
              { signedOn: signedOn ?? null, givenOn: said, confirmedOn },
              '/givenOn',
            ),
            notInTheFuture(context, confirmedOn, '/confirmedOn'),
          );
        }),
        E.map(() => [AssistanceConfirmed.make(command)]),
      ),
    ),
});
