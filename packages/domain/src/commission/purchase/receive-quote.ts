import {
  DocumentRef,
  LocalId,
  Money,
  official,
  ProviderRef,
  rule,
  struct,
  Text,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { QuoteReceived } from './events';
import { providerRegistered, registeredProvider } from './providers';
import { onARoute, routeOf } from './route';

const quoteInvitedFirst = rule({
  id: 'quote.invited-first',
  sentence:
    'Where a route asks for invitations, a quote answers one: of the same provider, and not declined.',
  strength: 'integrity',
  source: 'Decision PCC/D/129: three written quotes; equal treatment',
});

const ReceiveQuote = struct(
  { quote: LocalId, provider: ProviderRef, amount: official(Money), for: official(Text) },
  { document: DocumentRef },
  'ReceiveQuote',
);

/** Notes a written quote, or a request for money where the route asks for no invitations. */
export const receiveQuote = commissionAction({
  name: 'receive-quote',
  says: 'Note a written quote or request for money.',
  command: ReceiveQuote,
  roles: ['provider', 'commissioning-officer'],
  rules: [entrySaidOnce, onARoute, quoteInvitedFirst, providerRegistered],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) => {
    const { provider, ...said } = command;
    const { quote } = said;
    const before = commission.quotes.get(quote);
    const received = before?.received;
    const heard = received && { ...received, from: received.from.provider };
    return saidOnce(heard, { ...said, from: provider }, '/quote', () =>
      pipe(
        E.Do,
        E.bind('route', () => routeOf(commission)),
        E.bind('registered', () => registeredProvider(context, provider)),
        E.chainFirst(({ route }) => {
          const unasked = before === undefined && route.profile.quotes.invited === 0;
          const answers = before?.provider === provider && before.declined === undefined;
          const facts = { quote, invited: before?.provider ?? '', declined: before?.declined !== undefined };
          return check(unasked || answers, quoteInvitedFirst, facts, '/quote');
        }),
        E.map(({ registered }) => [QuoteReceived.make({ ...said, from: registered.named })]),
      ),
    );
  },
});
