import {
  bodyOf,
  FundRef,
  FinancialYear,
  Line,
  LocalId,
  type Refusal,
  refusal,
  rule,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, check, present } from '../checks';
import { type Context, rulesAdopted, rulesInForce } from '../context';
import type { FundingStream } from '../rulebook/events';
import type { FundAction } from './action';
import { FundOpened } from './events';
import { yearOf } from './fund-reference';

const streamKnown = rule({
  id: 'fund.stream-known',
  sentence: 'A fund is opened for a funding stream and themes that the rule book names.',
  strength: 'integrity',
  source: 'Financial regulations: conditions travel with the money',
});

export const namedForStreamAndYear = rule({
  id: 'fund.named-for-stream-and-year',
  sentence: 'A fund is named for its stream and one financial year, 1 April to 31 March.',
  strength: 'integrity',
  source: 'Local government accounts run from April to March',
});

const openedOnce = rule({
  id: 'fund.opened-once',
  sentence: 'A fund is opened once; its stream and themes stay for the year.',
  strength: 'integrity',
  source: 'Design of the record',
});

const OpenFund = t.type({ fund: FundRef, stream: LocalId, themes: t.readonlyArray(Line) }, 'OpenFund');
type OpenFund = t.TypeOf<typeof OpenFund>;

const knownStream = ({ stream }: OpenFund, context: Context): E.Either<Refusal, FundingStream> =>
  pipe(
    rulesInForce(context),
    E.chain((rules) =>
      present(
        rules.fundingStreams.find(({ id }) => id === stream),
        streamKnown,
        { stream, known: rules.fundingStreams.map(({ id }) => id) },
        '/stream',
      ),
    ),
  );

const holds = (command: OpenFund, stream: FundingStream, year: string) =>
  allHold(
    check(
      FinancialYear.is(year) && command.fund === `${bodyOf(command.fund)}-${stream.id}-${year}`,
      namedForStreamAndYear,
      { fund: command.fund, stream: stream.id, year },
      '/fund',
    ),
    ...command.themes.map((theme, index) =>
      check(stream.themes.includes(theme), streamKnown, { theme, known: stream.themes }, `/themes/${index}`),
    ),
  );

/**
 * Opens a funding stream for one financial year. The stream may already hold notes of funding received before this
 * record began: they are no budget and do not open it.
 */
export const openFund: FundAction<OpenFund> = {
  name: 'open-fund',
  aggregate: 'fund',
  says: 'Open a funding stream for a financial year.',
  command: OpenFund,
  opens: true,
  roles: ['finance', 'administrator'],
  rules: [rulesAdopted, streamKnown, namedForStreamAndYear, openedOnce],
  needs: () => ({}),
  decide: (command, context) => (state) => {
    if (state.opened !== undefined) {
      const { fund, stream, themes } = state.opened;
      return alike(command, { fund, stream, themes })
        ? E.right([])
        : E.left(refusal(openedOnce, { stream, themes }));
    }
    const year = yearOf(command.fund);
    return pipe(
      knownStream(command, context),
      E.chainFirst((stream) => holds(command, stream, year)),
      E.map(({ name, funder, costCode }) => [
        FundOpened.make({
          ...command,
          name,
          funder,
          year: year as FinancialYear,
          ...(costCode === undefined ? {} : { costCode }),
        }),
      ]),
    );
  },
};
