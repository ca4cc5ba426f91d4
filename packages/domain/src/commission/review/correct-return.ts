import { type LocalId, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { type Agreement, agreementLive, awardKnown, underAgreement } from './agreements';
import { returnAnswered, returnMade } from './answering';
import { correction, ReturnCorrected } from './learning-events';
import { lineRules, linesHold } from './return-finances';
import { everyKpiOnce, everyMeasureOnce } from './return-kpis';
import { certifiedByProvider, certifiedFor } from './returns';

const standingReturn = rule({
  id: 'correction.of-a-standing-return',
  sentence: 'What is corrected is a return that stands; one that was queried is made again.',
  strength: 'integrity',
  source: 'Design of the record: a correction is linked to what it corrects',
});

const oneReturn = rule({
  id: 'correction.of-one-return',
  sentence: 'A correction is of the measures or of the finances of a period, and gives all of them anew.',
  strength: 'integrity',
  source: 'Design of the record',
});

const saysOtherwise = rule({
  id: 'correction.says-otherwise',
  sentence: 'A correction says something other than what stands.',
  strength: 'integrity',
  source: 'Design of the record',
});

const CorrectReturn = struct(correction.always, correction.sometimes, 'CorrectReturn');
type CorrectReturn = t.TypeOf<typeof CorrectReturn>;

const ofItsKind = ({ kind, measures, finances }: CorrectReturn): Check => {
  const [wanted, other] = kind === 'kpi' ? [measures, finances] : [finances, measures];
  return check(wanted !== undefined && other === undefined, oneReturn, { kind }, '/kind');
};

/** The correction says something else than what stands, by whoever certifies it. */
const otherwise = (content: unknown, { award, period, certifiedBy, ...said }: CorrectReturn): Check => {
  const corrected = { award, period, certifiedBy, ...said.measures, ...said.finances };
  return check(!alike(content, corrected), saysOtherwise, { kind: said.kind });
};

const contentHolds = (agreement: Agreement, { period, measures, finances }: CorrectReturn): Check =>
  allHold(
    measures === undefined
      ? E.right(undefined)
      : everyMeasureOnce(agreement.award, { period, ...measures }, '/measures/values'),
    finances === undefined
      ? E.right(undefined)
      : linesHold(agreement, { period, ...finances }, '/finances/lines'),
  );

/** The correction that stands for a return now, undefined where none was made. */
const lastCorrection = ({ award }: Agreement, { period, kind }: CorrectReturn): LocalId | undefined =>
  [...award.life.corrections.values()].findLast((made) => made.period === period && made.kind === kind)
    ?.correction;

/** Corrects a return. What was returned first stays in the record; what stands now is to be accepted anew. */
export const correctReturn = commissionAction({
  name: 'correct-return',
  says: 'Correct a return of a provider, which is then to be accepted anew.',
  command: CorrectReturn,
  roles: ['provider', 'commissioning-officer'],
  rules: [
    awardKnown,
    agreementLive,
    entrySaidOnce,
    returnMade,
    standingReturn,
    oneReturn,
    saysOtherwise,
    certifiedByProvider,
    everyKpiOnce,
    ...lineRules,
  ],
  decide:
    (command, { actor }) =>
    (commission) =>
      pipe(
        underAgreement(commission, command.award),
        E.chain((agreement) => {
          const before = agreement.award.life.corrections.get(command.correction);
          const { corrects: _corrects, ...said } = before ?? { corrects: undefined };
          return saidOnce(before && said, command, '/correction', () =>
            pipe(
              returnAnswered(commission, command),
              E.chain(({ standing: { standing, content } }) =>
                allHold(
                  check(standing !== 'queried', standingReturn, { standing }, '/period'),
                  ofItsKind(command),
                  otherwise(content, command),
                  certifiedFor(command.certifiedBy, actor),
                  contentHolds(agreement, command),
                ),
              ),
              E.map(() => {
                const corrects = lastCorrection(agreement, command);
                return [ReturnCorrected.make({ ...command, ...(corrects && { corrects }) })];
              }),
            ),
          );
        }),
      ),
});
