import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { approverApart, citable, citedDecision, deciderApart } from '../purchase/authority';
import { interestsSettled } from '../purchase/interests';
import type { Award, CommissionState } from '../state';
import { agreementSigned, awardKnown, knownAward } from './agreements';
import { BreachResolved } from './breach-events';

const afterSignature = rule({
  id: 'breach.after-signature',
  sentence: 'What is broken is an agreement that was signed: a breach comes to its end on that day or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

const damagesNamed = rule({
  id: 'breach.damages-named',
  sentence: 'Where damages were awarded for a breach, it is said how much.',
  strength: 'integrity',
  source: 'CIPFA financial management code: what is owed to the body can be followed',
});

const agreedByDecision = rule({
  id: 'breach.agreed-by-decision',
  sentence: 'Where the body settles a breach, or ends a part of an agreement for it, a decision was taken.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

type Resolve = t.TypeOf<typeof BreachResolved.codec>;

const broken = ({ agreement }: Award, { award, resolvedOn }: Resolve): Check =>
  allHold(
    check(agreement !== undefined, agreementSigned, { award }, '/award'),
    check(
      agreement === undefined || resolvedOn >= agreement.signedOn,
      afterSignature,
      { resolvedOn, signedOn: agreement?.signedOn ?? null },
      '/resolvedOn',
    ),
  );

const agreed = (commission: CommissionState, context: Context, { outcome, decision }: Resolve): Check =>
  decision === undefined
    ? check(outcome === 'damages', agreedByDecision, { outcome }, '/decision')
    : pipe(
        citedDecision(context, decision),
        E.chain((taken) => deciderApart(commission, taken)),
      );

/**
 * Notes what a breach of an agreement came to: damages, a settlement, the end of a part of it. What the agreement then
 * comes to is varied or ended on its own.
 */
export const resolveBreach = commissionAction({
  name: 'resolve-breach',
  says: 'Note that a breach of an agreement came to damages, to a settlement or to the end of a part of it.',
  command: BreachResolved.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    awardKnown,
    entrySaidOnce,
    agreementSigned,
    afterSignature,
    datesNotInTheFuture,
    damagesNamed,
    agreedByDecision,
    ...citable,
    approverApart,
    interestsSettled,
  ],
  needs: ({ decision }) => (decision === undefined ? {} : { decisions: [decision] }),
  decide: (command, context) => (commission) =>
    pipe(
      knownAward(commission, command.award),
      E.chain((award) =>
        saidOnce(award.life.breaches.get(command.breach), command, '/breach', () =>
          pipe(
            allHold(
              broken(award, command),
              notInTheFuture(context, command.resolvedOn, '/resolvedOn'),
              check(
                command.outcome !== 'damages' || command.amount !== undefined,
                damagesNamed,
                { breach: command.breach },
                '/amount',
              ),
              agreed(commission, context, command),
            ),
            E.map(() => [BreachResolved.make(command)]),
          ),
        ),
      ),
    ),
});
