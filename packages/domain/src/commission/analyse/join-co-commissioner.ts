import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { leadPartner } from './co-commissioners';
import { CoCommissionerJoined } from './co-commissioning-events';

const oneLeads = rule({
  id: 'partner.one-leads',
  sentence: 'One body leads: no partner leads beside another.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.11: one authority carries out the procurement',
});

const leadsFromTheStart = rule({
  id: 'partner.leads-from-the-start',
  sentence: 'Who leads is settled before our body has published a specification or made an award.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.12(2): equal treatment of those who answer a specification',
});

/** Notes that another body commissions this together with ours, as a contributor or as the one that leads. */
export const joinCoCommissioner = commissionAction({
  name: 'join-co-commissioner',
  says: 'Note that another body commissions this together with ours, and whether it leads.',
  command: CoCommissionerJoined.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, oneLeads, leadsFromTheStart, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.coCommissioners.get(command.partner)?.joined, command, '/partner', () => {
      const { leads, since } = command;
      const lead = leadPartner(commission);
      const begun = commission.specification !== undefined || commission.awards.size > 0;
      return pipe(
        allHold(
          notInTheFuture(context, since, '/since'),
          check(!leads || lead === undefined, oneLeads, { leads: lead?.joined.name ?? '' }, '/leads'),
          check(!leads || !begun, leadsFromTheStart, {}, '/leads'),
        ),
        E.map(() => [CoCommissionerJoined.make(command)]),
      );
    }),
});
