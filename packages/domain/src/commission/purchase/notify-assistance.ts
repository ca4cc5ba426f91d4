import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { providerRegistered, registeredProvider } from './providers';
import { AssistanceNotified } from './subsidy-events';

/** Notes that an enterprise was told what assistance it may be given, and asked what it has had. */
export const notifyAssistance = commissionAction({
  name: 'notify-assistance',
  says: 'Note that an enterprise was told what assistance it may be given by which route, and asked what it has had.',
  command: AssistanceNotified.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [entrySaidOnce, providerRegistered, datesNotInTheFuture],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) =>
    saidOnce(commission.assistanceNotified.get(command.notification), command, '/notification', () =>
      pipe(
        allHold(
          registeredProvider(context, command.provider),
          notInTheFuture(context, command.notifiedOn, '/notifiedOn'),
        ),
        E.map(() => [AssistanceNotified.make(command)]),
      ),
    ),
});
