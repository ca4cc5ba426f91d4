import { endOfFinancialYear, rule, startOfFinancialYear } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionBegunOnce, openingAction } from '../action';
import { PriorAwardRecorded } from './events';

const priorTermInOrder = rule({
  id: 'history.term-in-order',
  sentence: 'An award ends on the day it begins or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

const priorYearsFit = rule({
  id: 'history.years-within-term',
  sentence: 'Each financial year of an award has a day of its term in it, and none stands twice.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Days the source does not give refuse nothing. */
const datesHold = (command: t.TypeOf<typeof PriorAwardRecorded.codec>, context: Context): Check => {
  const { starts, ends, decidedOn, years, source } = command;
  const inOrder = starts === undefined || ends === undefined || starts <= ends;
  const outside = years.filter(
    (year) =>
      (starts !== undefined && endOfFinancialYear(year) < starts) ||
      (ends !== undefined && startOfFinancialYear(year) > ends),
  );
  const term = { starts: starts ?? null, ends: ends ?? null };
  const fit = outside.length === 0 && new Set(years).size === years.length;
  return allHold(
    notInTheFuture(context, decidedOn, '/decidedOn'),
    notInTheFuture(context, starts, '/starts'),
    notInTheFuture(context, source.read, '/source/read'),
    check(inOrder, priorTermInOrder, term, '/ends'),
    check(fit, priorYearsFit, { ...term, years, outside }, '/years'),
  );
};

/** Brings in an award made before this record began, as its source has it; what is unknown is left out. */
export const recordPriorAward = openingAction({
  name: 'record-prior-award',
  says: 'Bring in an award made before this record began, with its source.',
  command: PriorAwardRecorded.codec,
  roles: ['commissioning-officer'],
  rules: [commissionBegunOnce, datesNotInTheFuture, priorTermInOrder, priorYearsFit],
  decide: (command, context) => (commission) => {
    const { reference, award } = command;
    if (alike(commission.awards.get(award)?.prior, command)) return E.right([]);
    return pipe(
      check(commission.reference === undefined, commissionBegunOnce, { reference }, '/reference'),
      E.chain(() => datesHold(command, context)),
      E.map(() => [PriorAwardRecorded.make(command)]),
    );
  },
});
