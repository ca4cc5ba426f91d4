import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { QuoteDeclined } from './events';

const declinedAfterInvitation = rule({
  id: 'quote.declined-after-invitation',
  sentence: 'Who declines to quote was invited and has not quoted.',
  strength: 'integrity',
  source: 'Decision PCC/D/129: each provider that declines is noted',
});

/** Notes that an invited provider declined to quote, and why. */
export const declineQuote = commissionAction({
  name: 'decline-quote',
  says: 'Note that an invited provider declines to quote.',
  command: QuoteDeclined.codec,
  roles: ['provider', 'commissioning-officer'],
  rules: [entrySaidOnce, declinedAfterInvitation],
  decide: (command) => (commission) => {
    const before = commission.quotes.get(command.quote);
    return saidOnce(before?.declined, command, '/quote', () =>
      pipe(
        check(
          before?.invited !== undefined && before.received === undefined,
          declinedAfterInvitation,
          {
            quote: command.quote,
            invited: before?.invited !== undefined,
            received: before?.received !== undefined,
          },
          '/quote',
        ),
        E.map(() => [QuoteDeclined.make(command)]),
      ),
    );
  },
});
