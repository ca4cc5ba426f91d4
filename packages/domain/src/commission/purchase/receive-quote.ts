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
import { check, type Check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction, holdsOrExcepted } from '../action';
import { type CommissionState, wholeLot } from '../state';
import { QuoteReceived } from './events';
import { inKnownLot, lotKnown } from './lots';
import { providerRegistered, registeredProvider } from './providers';
import { onARoute, routeOf } from './route';

const quoteInvitedFirst = rule({
  id: 'quote.invited-first',
  sentence:
    'Where a route asks for invitations, a quote answers one: of the same provider, and not declined.',
  strength: 'integrity',
  source: 'Decision PCC/D/129: three written quotes; equal treatment',
});

const quoteInTime = rule({
  id: 'quote.before-closing',
  sentence: 'Where a closing time was published, quotes are taken from the opening until then.',
  strength: 'policy',
  source: 'Equal treatment; Commissioning Strategy 2024: stated criteria and a closing time',
});

const ReceiveQuote = struct(
  { quote: LocalId, provider: ProviderRef, amount: official(Money), for: official(Text) },
  /** The lot may be left out where there is one. */
  { lot: LocalId, document: DocumentRef },
  'ReceiveQuote',
);

const inTime = (commission: CommissionState, { now }: Context): Check => {
  const { opens, closes } = commission.specification ?? { opens: now, closes: now };
  return holdsOrExcepted(commission, opens <= now && now <= closes, quoteInTime, {
    opens,
    closes,
    received: now,
  });
};

/** Notes a written quote, or a request for money where the route asks for no invitations. */
export const receiveQuote = commissionAction({
  name: 'receive-quote',
  says: 'Note a written quote or request for money.',
  command: ReceiveQuote,
  roles: ['provider', 'commissioning-officer'],
  rules: [entrySaidOnce, onARoute, quoteInvitedFirst, quoteInTime, lotKnown, providerRegistered],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) => {
    const { provider, ...quoted } = command;
    const { quote } = quoted;
    const { specification } = commission;
    const [only, ...others] = specification?.lots.map(({ id }) => id) ?? [wholeLot as LocalId];
    const lot = quoted.lot ?? (others.length === 0 ? only : undefined);
    const said = { ...quoted, ...(lot && { lot }) };
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
        E.chainFirst(() => inTime(commission, context)),
        E.bind('of', () =>
          present(lot, lotKnown, { lots: specification?.lots.map(({ id }) => id) ?? [] }, '/lot'),
        ),
        E.chainFirst(({ of }) => inKnownLot(commission, of)),
        E.map(({ registered, of }) => [QuoteReceived.make({ ...said, lot: of, from: registered.named })]),
      ),
    );
  },
});
