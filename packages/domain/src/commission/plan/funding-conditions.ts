import { rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { streamOf } from '../../fund/fund-reference';
import { type FundState, leftOfTranche } from '../../fund/state';
import type { FundingStream } from '../../rulebook/events';
import { allocated } from '../allocations';
import type { CommissionState } from '../state';

export const conditionsMet = rule({
  id: 'funding.conditions-met',
  sentence: 'What is bought meets each condition under which the money that pays for it was accepted.',
  strength: 'integrity',
  source:
    'Domestic Violence, Crime and Victims Act 2004 s.56; Ministry of Justice conditions in PCC/D/057 and PCC/D/098',
});

export const conditionsCarried = rule({
  id: 'award.carries-conditions',
  sentence: 'An award states each condition under which the money that pays for it was accepted.',
  strength: 'integrity',
  source: 'GovS 015, grants: agreements pass on the terms of the money, with eligible expenditure',
});

type Condition = FundingStream['conditions'][number];

/** The conditions that a funding stream may have, as the rule book has them today. */
export const conditionsOfStream = (fund: string, { rules }: Context): ReadonlyArray<Condition> =>
  rules?.fundingStreams.find(({ id }) => id === streamOf(fund as Parameters<typeof streamOf>[0]))
    ?.conditions ?? [];

/** The conditions under which the money was accepted that a fund has. A year that is not funded has none yet. */
const accepted = (fund: FundState | undefined): ReadonlyArray<string> => [
  ...new Set(
    [...(fund?.tranches.values() ?? [])]
      .filter((tranche) => leftOfTranche(tranche) > 0)
      .flatMap(({ made }) => made.conditions),
  ),
];

interface Attached {
  readonly fund: string;
  readonly condition: string;
  readonly sentence: string;
}

/** Every condition that comes with the money of these funds, with its sentence. */
const attachedTo = (funds: ReadonlyArray<string>, context: Context): ReadonlyArray<Attached> =>
  [...new Set(funds)].flatMap((fund) => {
    const known = conditionsOfStream(fund, context);
    return accepted(context.funds.get(fund)).map((condition) => ({
      fund,
      condition,
      sentence: known.find(({ id }) => id === condition)?.sentence ?? condition,
    }));
  });

/** Somebody held what is to be bought against each condition of the money, and found that it meets it. */
export const meetsConditions = (
  commission: CommissionState,
  funds: ReadonlyArray<string>,
  context: Context,
): Check =>
  allHold(
    ...attachedTo(funds, context).map((attached) => {
      const answers = commission.conditionsChecked.get(attached.fund)?.answers ?? [];
      const answer = answers.find(({ condition }) => condition === attached.condition);
      return check(answer?.met === true, conditionsMet, { ...attached, answered: answer?.how ?? null });
    }),
  );

/** The conditions that an award states and that do not come with the money of these funds. */
export const conditionsOfItsOwn = (
  stated: ReadonlyArray<string>,
  funds: ReadonlyArray<string>,
  context: Context,
): ReadonlyArray<string> => {
  const ofMoney = new Set(attachedTo(funds, context).map(({ sentence }) => sentence));
  return stated.filter((sentence) => !ofMoney.has(sentence));
};

/** The conditions that an award states have those of the money among them, word for word. */
export const carriesConditions = (
  stated: ReadonlyArray<string>,
  funds: ReadonlyArray<string>,
  context: Context,
  field = '/conditions',
): Check =>
  allHold(
    ...attachedTo(funds, context).map((attached) =>
      check(stated.includes(attached.sentence), conditionsCarried, { ...attached }, field),
    ),
  );

/** The funds from which a commission still has money set aside, or of some of its allocations alone. */
export const fundsOf = (
  { allocations }: CommissionState,
  among: ReadonlyArray<string> = [...allocations.keys()],
): ReadonlyArray<string> => {
  const held = among.flatMap((id) => allocations.get(id) ?? []).filter((each) => allocated(each) > 0);
  return [...new Set(held.map(({ fund }) => fund))];
};
