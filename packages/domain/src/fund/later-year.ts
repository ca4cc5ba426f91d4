import {
  FinancialYear,
  financialYearOf,
  type FundRef,
  type LocalId,
  type Refusal,
  rule,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../checks';
import { type Context, rulesInForce } from '../context';
import type { FundingStream } from '../rulebook/events';
import { streamOf, yearOf } from './fund-reference';

const ofALaterYear = rule({
  id: 'fund.promised-of-a-later-year',
  sentence: 'Money of a fund that is not opened is promised of a later year alone, subject to its budget.',
  strength: 'integrity',
  source: 'CIPFA financial management code: commitments by year; budgets are set year by year',
});

const streamInUse = rule({
  id: 'fund.promised-of-a-known-stream',
  sentence: 'Money of a later year is promised of a funding stream and theme that the rule book names today.',
  strength: 'integrity',
  source: 'Financial regulations: conditions travel with the money',
});

/** The rules under which money of a year that is not opened yet is promised. */
export const laterYearPromised = [ofALaterYear, streamInUse] as const;

/** The stream and year of a fund that is not opened, where they are a later year of a stream in use. */
export const laterYear = (
  fund: FundRef,
  theme: string | undefined,
  context: Context,
): E.Either<Refusal, { readonly stream: LocalId; readonly year: FinancialYear }> => {
  const [stream, year, thisYear] = [streamOf(fund), yearOf(fund), financialYearOf(context.today)];
  const known = (streams: ReadonlyArray<FundingStream>): E.Either<Refusal, FundingStream> =>
    present(
      streams.find(({ id }) => id === stream),
      streamInUse,
      { stream, known: streams.map(({ id }) => id) },
      '/fund',
    );
  return pipe(
    check(FinancialYear.is(year) && year > thisYear, ofALaterYear, { fund, year, thisYear }, '/fund'),
    E.chain(() => rulesInForce(context)),
    E.chain(({ fundingStreams }) => known(fundingStreams)),
    E.chainFirst(({ themes }) =>
      allHold(
        check(theme === undefined || themes.includes(theme), streamInUse, { theme: theme ?? null, themes }),
      ),
    ),
    E.map(({ id }) => ({ stream: id, year: year as FinancialYear })),
  );
};
