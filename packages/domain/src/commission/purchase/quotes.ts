import { rule } from '@commissioning/kernel';
import { allHold, type Check } from '../../checks';
import { holdsOrExcepted } from '../action';
import type { CommissionState, Quote, Route } from '../state';

export const quotesInvited = rule({
  id: 'quote.enough-invited',
  sentence: 'As many providers are invited to quote as the route asks for.',
  strength: 'policy',
  source: 'Decision PCC/D/129: three written quotes',
});

export const quotesLocal = rule({
  id: 'quote.local-invited',
  sentence: 'A local provider is among those invited to quote, or it is said why there is none.',
  strength: 'policy',
  source: 'Decision PCC/D/129: three written quotes, one of them local',
});

export const quotesReceived = rule({
  id: 'quote.enough-received',
  sentence: 'As many written quotes are received as the route asks for.',
  strength: 'policy',
  source: 'Decision PCC/D/129: three written quotes',
});

const providers = (quotes: ReadonlyArray<Quote>): number =>
  new Set(quotes.map(({ provider }) => provider)).size;

/** Enough providers were invited and quoted, one of them local or with the reason why none is. Providers count once. */
export const enoughQuotes = (commission: CommissionState, { profile: { quotes: asked } }: Route): Check => {
  const quotes = [...commission.quotes.values()];
  const invitations = quotes.filter(({ invited }) => invited !== undefined);
  const invited = providers(invitations);
  const local = providers(invitations.filter((quote) => quote.invited?.local === true));
  const received = providers(quotes.filter((quote) => quote.received !== undefined));
  const reason = invitations.some((quote) => quote.invited?.noLocalProvider !== undefined);
  return allHold(
    holdsOrExcepted(commission, invited >= asked.invited, quotesInvited, { invited, asked: asked.invited }),
    holdsOrExcepted(commission, local >= asked.local || reason, quotesLocal, { local, asked: asked.local }),
    holdsOrExcepted(commission, received >= asked.received, quotesReceived, {
      received,
      asked: asked.received,
    }),
  );
};
