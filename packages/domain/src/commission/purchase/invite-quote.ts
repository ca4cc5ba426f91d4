import { LocalId, official, ProviderRef, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { QuoteInvited } from './events';
import { eligibleProvider, providerNotExcluded, providerRegistered } from './providers';

const InviteQuote = struct(
  { quote: LocalId, provider: ProviderRef },
  { noLocalProvider: official(Text) },
  'InviteQuote',
);

/** Notes that a provider was invited to quote. Whether it is a local one, its registration says. */
export const inviteQuote = commissionAction({
  name: 'invite-quote',
  says: 'Invite a provider to quote.',
  command: InviteQuote,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, providerRegistered, providerNotExcluded],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) => {
    const { quote, provider, noLocalProvider } = command;
    const before = commission.quotes.get(quote);
    const said = before && { provider: before.provider, noLocalProvider: before.invited?.noLocalProvider };
    return saidOnce(said, { provider, noLocalProvider }, '/quote', () =>
      pipe(
        eligibleProvider(context, provider),
        E.map(({ named: invited, local }) => {
          const reason = noLocalProvider === undefined ? {} : { noLocalProvider };
          return [QuoteInvited.make({ quote, invited, local, ...reason })];
        }),
      ),
    );
  },
});
