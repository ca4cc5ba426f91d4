import { ActorId, atLeastOne, LocalId, official, rule, sensitive, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { present } from '../../checks';
import { Rating } from '../../shapes';
import { commissionAction } from '../action';
import { inTurn, part, rulesOf } from '../in-turn';
import { acceptReturn } from './accept-return';
import { knownAward } from './agreements';
import { closeCommission } from './close-commission';
import { Outcome } from './events';
import { returnFinances } from './return-finances';
import { returnKpis } from './return-kpis';
import { FinancialLine, KpiValue } from './returned-content';
import { reviewPerformance } from './review-performance';

const oneReport = rule({
  id: 'end-report.one-return',
  sentence: 'An end report closes an award that was made on a route with one return, for its one period.',
  strength: 'integrity',
  source: 'Ceremony follows size: one end report for a small award',
});

const CloseWithEndReport = struct(
  {
    award: LocalId,
    values: official(atLeastOne(KpiValue)),
    lines: official(atLeastOne(FinancialLine)),
    certifiedBy: ActorId,
    rating: Rating,
    finding: official(Text),
    outcome: Outcome,
    summary: Text,
    lessons: t.readonlyArray(official(Text)),
  },
  { innovation: sensitive(Text), horizon: sensitive(Text), userFeedback: sensitive(Text) },
  'CloseWithEndReport',
);

const review = 'end-report' as LocalId;

/**
 * Closes a small award with its one report, which came from the provider: measures and finances, accepted and rated.
 * Every part is decided under the rules it has on its own; whoever approved the payment does not accept the report.
 */
export const closeWithEndReport = commissionAction({
  name: 'close-with-end-report',
  says: 'Close a small award with its one end report, entered, accepted and rated in one act.',
  command: CloseWithEndReport,
  roles: ['commissioning-officer'],
  rules: [
    oneReport,
    ...rulesOf(returnKpis, returnFinances, acceptReturn, reviewPerformance, closeCommission),
  ],
  decide: (command, context) => (commission) =>
    pipe(
      knownAward(commission, command.award),
      E.bindTo('known'),
      E.bind('period', ({ known: { periods } }) => {
        const [period, ...others] = periods.values();
        const once = commission.route?.profile.returns === 'once' && others.length === 0;
        const facts = { returns: commission.route?.profile.returns ?? null, periods: [...periods.keys()] };
        return present(once ? period?.id : undefined, oneReport, facts, '/award');
      }),
      E.chain(({ period }) => {
        const { award, values, lines, certifiedBy, rating, finding, outcome, summary, lessons, ...free } =
          command;
        const certified = { '/certifiedBy': '/certifiedBy' };
        return inTurn(
          part(
            returnKpis,
            { award, period, values, certifiedBy, ...free },
            { ...certified, '/values': '/values' },
          ),
          part(returnFinances, { award, period, lines, certifiedBy }, { ...certified, '/lines': '/lines' }),
          part(acceptReturn, { award, period, kind: 'kpi' }),
          part(acceptReturn, { award, period, kind: 'financial' }),
          part(reviewPerformance, { award, review, rating, finding, actions: [] }),
          part(closeCommission, { outcome, summary, lessons }, { '/outcome': '/outcome' }),
        )(context)(commission);
      }),
    ),
});
