import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { toCome } from '../contributions';
import { partnerHere, partnerKnown } from './co-commissioners';
import { CoCommissionerLeft } from './co-commissioning-events';

const nothingToCome = rule({
  id: 'partner.nothing-to-come',
  sentence: 'A partner leaves once what it had agreed to give has come, or was withdrawn.',
  strength: 'integrity',
  source: 'CIPFA financial management code: nothing is counted on that nobody owes',
});

/** Notes that a body commissions this with ours no longer. One that comes back joins anew, under another id. */
export const leaveCoCommissioner = commissionAction({
  name: 'leave-co-commissioner',
  says: 'Note that a body commissions this with ours no longer.',
  command: CoCommissionerLeft.codec,
  roles: ['commissioning-officer'],
  rules: [partnerKnown, nothingToCome, datesNotInTheFuture],
  decide: (command, context) => (commission) => {
    const { partner, leftOn } = command;
    if (alike(commission.coCommissioners.get(partner)?.left, command)) return E.right([]);
    const waiting = [...commission.contributions.values()].filter(
      (each) => each.agreed.partner === partner && each.agreed.fund !== undefined && toCome(each) > 0,
    );
    const facts = { contributions: waiting.map(({ agreed }) => agreed.contribution) };
    return pipe(
      partnerHere(commission, partner),
      E.chain(() =>
        allHold(
          notInTheFuture(context, leftOn, '/leftOn'),
          check(waiting.length === 0, nothingToCome, facts, '/partner'),
        ),
      ),
      E.map(() => [CoCommissionerLeft.make(command)]),
    );
  },
});
