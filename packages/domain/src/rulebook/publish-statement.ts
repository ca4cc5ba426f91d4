import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../checks';
import type { DomainAction } from '../context';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import type { DutyRule } from './duty-rules';
import type { RuleBookEvent } from './events';
import { endsPeriod, ofPeriodThatEnded } from './periods';
import { type PaymentsCompliance, StatementPublished } from './statement-events';
import type { RuleBookState } from './state';

const kindOwed = rule({
  id: 'statement.of-a-kind-that-is-owed',
  sentence: 'A statement is of a kind that a duty of the body names.',
  strength: 'integrity',
  source: 'Design of the record: what meets a duty is known by its name',
});

const wholePeriod = rule({
  id: 'statement.of-a-whole-period',
  sentence:
    'A statement is of a period as its duty counts them, and one of a period that is to be over is published no earlier than its last day.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.69, 70; Specified Information Order 2011 Sch paras 13, 14',
});

const figuresWithNotice = rule({
  id: 'statement.payments-figures',
  sentence:
    'A payments compliance notice says its figures and who approved them, and no other statement has any; shares are of a hundred, and what was paid was paid in one of three times.',
  strength: 'law',
  source: 'Procurement Act 2023 s.69; Procurement Regulations 2024 r.38',
});

const onCentralPlatform = rule({
  id: 'statement.on-central-platform',
  sentence: 'A notice of the Procurement Act is published on the central digital platform.',
  strength: 'law',
  source: 'Procurement Act 2023 s.95; Procurement Regulations 2024 r.5',
});

type PublishStatement = t.TypeOf<typeof StatementPublished.codec>;

const paymentsCompliance = 'UK17';
const whole = 10_000;
/** Three shares that are each rounded to hundredths miss the whole by less than this. */
const roundedBy = 2;

const soundFigures = ({ within30, within60, over60, notInTime }: PaymentsCompliance): boolean => {
  const paid = within30 + within60 + over60;
  // Where nothing was paid all three are nothing.
  return notInTime <= whole && (paid === 0 || Math.abs(paid - whole) <= roundedBy);
};

const withFigures = ({ kind, payments }: PublishStatement): Check =>
  check(
    kind === paymentsCompliance ? payments !== undefined && soundFigures(payments) : payments === undefined,
    figuresWithNotice,
    { kind, payments: payments ?? null },
    '/payments',
  );

/** The duties that a statement of some kind meets, of every version: one that is late may be of an earlier one. */
const dutiesOf = ({ versions }: RuleBookState, kind: string): ReadonlyArray<DutyRule> =>
  versions
    .flatMap(({ duties }) => duties)
    .filter(({ metBy, notice }) => metBy === 'statement-published' && notice === kind);

const kindsOwed = ({ versions }: RuleBookState): ReadonlyArray<string> => [
  ...new Set(
    versions
      .flatMap(({ duties }) => duties)
      .flatMap(({ metBy, notice }) => (metBy === 'statement-published' && notice ? [notice] : [])),
  ),
];

/** Notes what the body published for a period, for itself and not for one commission. */
export const publishStatement: DomainAction<PublishStatement, RuleBookState, RuleBookEvent> = {
  name: 'publish-statement',
  aggregate: 'rulebook',
  says: 'Note a notice, list or statement that the body published for a period.',
  command: StatementPublished.codec,
  opens: false,
  roles: ['commissioning-officer', 'finance', 'approver'],
  rules: [entrySaidOnce, kindOwed, wholePeriod, figuresWithNotice, onCentralPlatform, datesNotInTheFuture],
  needs: () => ({}),
  decide: (command, context) => (book) =>
    saidOnce(book.statements.get(command.statement), command, '/statement', () => {
      const { kind, until, publishedOn, channel } = command;
      const duties = dutiesOf(book, kind);
      const found = duties.length === 0 ? undefined : duties;
      const ended = duties.some(({ startedBy }) => ofPeriodThatEnded(startedBy));
      return pipe(
        present(found, kindOwed, { kind, owed: kindsOwed(book) }, '/kind'),
        E.chain((owed) =>
          allHold(
            check(
              owed.some(({ startedBy }) => endsPeriod(startedBy, until)) && (!ended || publishedOn >= until),
              wholePeriod,
              { kind, until, publishedOn, counted: [...new Set(owed.map(({ startedBy }) => startedBy))] },
              '/until',
            ),
            withFigures(command),
            check(
              !/^UK\d/.test(kind) || channel === 'central-platform',
              onCentralPlatform,
              { kind, channel },
              '/channel',
            ),
            notInTheFuture(context, publishedOn, '/publishedOn'),
          ),
        ),
        E.map(() => [StatementPublished.make(command)]),
      );
    }),
};
