import { addMonths } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { diligenceLife } from '../../provider/check-diligence';
import { diligenceMonthsOf } from '../../rulebook/diligence';
import { commissionAction, holdsOrExcepted } from '../action';
import type { CommissionState } from '../state';
import { lotsOf } from './bids';
import { deepEnough, deepEnoughAfterAward, sectorOf } from './deep-enough';
import { DueDiligenceCompleted } from './events';
import { freeInLots, interestsSettled } from './interests';
import { providerRegistered, registeredProvider } from './providers';

/** The lots that a provider bid for. */
const lotsAskedBy = ({ bids }: CommissionState, provider: string): ReadonlyArray<string> =>
  [...bids.values()].filter(({ opened }) => opened?.bidder.provider === provider).flatMap(lotsOf);

/** Notes what was found when a provider was looked into for this commission. A later finding replaces an earlier one. */
export const completeDiligence = commissionAction({
  name: 'complete-diligence',
  says: 'Note what due diligence on a provider found, and until when it holds.',
  command: DueDiligenceCompleted.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [rulesAdopted, providerRegistered, interestsSettled, deepEnough, diligenceLife],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) => {
    const { provider, depth, goodUntil } = command;
    // A reserve is looked into anew once it is called, even where the same is found again.
    const asked = [...commission.calls.values()].some(
      ({ called, lookedInto }) => called.provider.provider === provider && !lookedInto,
    );
    if (alike(commission.diligence.get(provider), command) && !asked) return E.right([]);
    const { today } = context;
    return pipe(
      rulesInForce(context),
      E.chainFirst(() => registeredProvider(context, provider)),
      E.chainFirst(() =>
        allHold(
          freeInLots(commission, context.actor.id, lotsAskedBy(commission, provider)),
          deepEnoughAfterAward(commission, context, provider, depth),
        ),
      ),
      E.chain((rules) => {
        const longest = addMonths(today, diligenceMonthsOf(rules, sectorOf(context, provider), depth));
        const holds = goodUntil >= today && goodUntil <= longest;
        return holdsOrExcepted(commission, holds, diligenceLife, { today, goodUntil, longest }, '/goodUntil');
      }),
      E.map(() => [DueDiligenceCompleted.make(command)]),
    );
  },
});
