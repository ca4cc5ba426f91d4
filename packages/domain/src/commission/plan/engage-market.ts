import * as E from 'fp-ts/Either';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { MarketEngaged } from './events';

/** Notes that possible providers were spoken with: how, how many of which sector came, what was learnt. */
export const engageMarket = commissionAction({
  name: 'engage-market',
  says: 'Note an engagement with possible providers and what was learnt.',
  command: MarketEngaged.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce],
  decide: (command) => (commission) =>
    saidOnce(commission.engagements.get(command.engagement), command, '/engagement', () =>
      E.right([MarketEngaged.make(command)]),
    ),
});
