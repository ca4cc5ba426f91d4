import { type DecisionRef, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../checks';
import { decisionStands, stillStands } from '../decision/still-stands';
import { type Context, rulesAdopted, rulesInForce } from '../context';
import type { RuleBookData } from '../rulebook/events';
import { movement } from './action';
import { FundingAccepted } from './events';
import { type FundState, movedUnder } from './state';
import { themeKnown, themeOfFund } from './themes';
import { tally } from '../totals';

const acceptedUnderDecision = rule({
  id: 'fund.accepted-under-decision',
  sentence:
    'Funding is accepted under a decision that says so for this fund, and no more of it than the decision says.',
  strength: 'integrity',
  source: 'Decisions accepting Ministry of Justice funding, Bedfordshire PCC/D/071 and PCC/D/099',
});

const conditionsKnown = rule({
  id: 'fund.conditions-known',
  sentence: 'The conditions of a tranche are conditions of its funding stream.',
  strength: 'integrity',
  source: 'Domestic Violence, Crime and Victims Act 2004 s.56: grants to commissioners carry conditions',
});

type AcceptFunding = t.TypeOf<typeof FundingAccepted.codec>;

/** What a decision lets this fund accept, in pence; undefined when there is no such decision or it says nothing of it. */
const authorisedFor = (fund: FundState, decision: DecisionRef, context: Context): number | undefined => {
  const acts = context.decisions.get(decision)?.taken?.authorises ?? [];
  const sums = acts.flatMap((act) =>
    act.act === 'accept-funding' && act.fund === fund.opened?.fund ? [act.amount.pence] : [],
  );
  return sums.length === 0 ? undefined : tally(sums);
};

const underDecision = ({ amount, decision }: AcceptFunding, context: Context, fund: FundState): Check => {
  const authorised = authorisedFor(fund, decision, context);
  const made = [...fund.tranches.values()].map((tranche) => tranche.made);
  const accepted = movedUnder(
    made.filter((tranche) => !('from' in tranche)),
    decision,
  );
  const facts = { decision, authorised: authorised ?? null, accepted, amount };
  const field = authorised === undefined ? '/decision' : '/amount';
  return check(
    authorised !== undefined && accepted + amount <= authorised,
    acceptedUnderDecision,
    facts,
    field,
  );
};

const knownConditions = (
  { conditions }: AcceptFunding,
  rules: RuleBookData,
  fund: FundState,
): ReadonlyArray<Check> => {
  const stream = rules.fundingStreams.find(({ id }) => id === fund.opened?.stream);
  const known = stream?.conditions.map(({ id }) => id) ?? [];
  return conditions.map((condition, index) =>
    check(known.includes(condition), conditionsKnown, { condition, known }, `/conditions/${index}`),
  );
};

/** Accepts a tranche of funding with its conditions; it adds to the budget of the year. */
export const acceptFunding = movement<AcceptFunding>({
  name: 'accept-funding',
  says: 'Accept a tranche of funding, under a decision.',
  command: FundingAccepted.codec,
  roles: ['finance', 'approver'],
  rules: [rulesAdopted, acceptedUnderDecision, decisionStands, conditionsKnown, themeKnown],
  needs: ({ decision }) => ({ decisions: [decision] }),
  entry: ({ tranche }, fund) => ({ field: '/tranche', before: fund.tranches.get(tranche)?.made }),
  decide: (command, context) => (fund) =>
    pipe(
      rulesInForce(context),
      E.chain((rules) =>
        allHold(
          underDecision(command, context, fund),
          stillStands(context, command.decision),
          ...knownConditions(command, rules, fund),
          themeOfFund(fund, command.theme, '/theme'),
        ),
      ),
      E.map(() => [FundingAccepted.make(command)]),
    ),
});
