import { type LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check } from '../../checks';
import { commissionAction, holdsOrExcepted } from '../action';
import { leftovers } from '../leftovers';
import { terminationNoticed, terminationSaid } from '../purchase/termination-notice';
import { stands } from '../standing';
import type { CommissionState } from '../state';
import { stepRulesOf, stepsDone } from '../steps';
import { CommissionClosed } from './events';
import {
  agreementsRunning,
  contributionsToCome,
  endsUnnoticed,
  lotsUnsettled,
  paymentsOutstanding,
  recoveriesOutstanding,
  returnsOutstanding,
  unresolvedChallenges,
} from './outstanding';

const lotsSettled = rule({
  id: 'closing.lots-settled',
  sentence: 'Every lot that was put out ended in an award or in a decision to make none.',
  strength: 'law',
  source:
    'Procurement Act 2023 s.55: a procurement that ends without award is said to have ended; by policy for grants',
});

const agreementsEnded = rule({
  id: 'closing.agreements-ended',
  sentence: 'Every agreement has ended or been fulfilled.',
  strength: 'integrity',
  source: 'Design of the record',
});

const returnsSettled = rule({
  id: 'closing.returns-accepted',
  sentence: 'Every return that was agreed has been made and accepted.',
  strength: 'integrity',
  source: 'GovS 015, grants: annual review and reconciliation',
});

const paymentsSettled = rule({
  id: 'closing.payments-made',
  sentence: 'Every approved payment has been made and every invoice paid.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.68 and s.88: valid invoices are paid',
});

const challengesResolved = rule({
  id: 'closing.challenges-resolved',
  sentence: 'Every challenge has come to its end.',
  strength: 'integrity',
  source: 'Design of the record: nothing could be noted of it afterwards',
});

const everythingBack = rule({
  id: 'closing.money-came-back',
  sentence: 'What was to come back when an agreement was ended has come back.',
  strength: 'policy',
  source: 'GovS 015, grants: recovery of what was not spent as agreed; writing off is a decision',
});

const endNoticed = rule({
  id: 'closing.end-noticed',
  sentence:
    'The end of a public contract, however it came, was told in a contract termination notice (UK11).',
  strength: 'law',
  source: 'Procurement Act 2023 s.80',
});

const contributionsSettled = rule({
  id: 'closing.contributions-settled',
  sentence: 'What partners agreed to give to our body has come in, or was withdrawn.',
  strength: 'integrity',
  source: 'CIPFA: closing of accounts; nobody would ask for it afterwards',
});

const outcomeFits = rule({
  id: 'closing.outcome-fits',
  sentence: 'A commission ends without award where none was made, and only there.',
  strength: 'integrity',
  source: 'Design of the record',
});

const everyAwardReviewed = (commission: CommissionState): Check =>
  allHold(
    ...[...commission.awards]
      .filter(([, award]) => award.kind !== 'prior' && stands(award))
      .map(([award, { lot, provider }]) => stepsDone(commission, 'closing', { award, lot, provider })),
  );

const onClosing = { release: 'on-closing' as LocalId, reason: 'Not needed: the commission was closed.' };

/**
 * Closes the commission with its outcome and what was learnt, and gives back what is left of its money. Nothing is added
 * afterwards.
 */
export const closeCommission = commissionAction({
  name: 'close-commission',
  says: 'Close the commission, with its outcome and what was learnt.',
  command: CommissionClosed.codec,
  roles: ['commissioning-officer'],
  rules: [
    lotsSettled,
    terminationNoticed,
    returnsSettled,
    paymentsSettled,
    agreementsEnded,
    challengesResolved,
    everythingBack,
    endNoticed,
    contributionsSettled,
    outcomeFits,
    ...stepRulesOf('closing'),
  ],
  decide:
    (command, { today }) =>
    (commission) => {
      if (alike(commission.closed, command)) return E.right([]);
      const { outcome } = command;
      const lots = lotsUnsettled(commission);
      const returns = returnsOutstanding(commission);
      const payments = paymentsOutstanding(commission);
      const agreements = agreementsRunning(commission, today);
      const challenges = unresolvedChallenges(commission);
      const back = recoveriesOutstanding(commission);
      const contributions = contributionsToCome(commission);
      const unnoticed = endsUnnoticed(commission);
      const awards = [...commission.awards.values()].filter(stands).length;
      return pipe(
        allHold(
          check(lots.length === 0, lotsSettled, { lots }),
          terminationSaid(commission),
          check(returns.length === 0, returnsSettled, { returns }),
          check(payments.length === 0, paymentsSettled, { payments }),
          check(agreements.length === 0, agreementsEnded, { awards: agreements }),
          check(challenges.length === 0, challengesResolved, { challenges }),
          holdsOrExcepted(commission, back.length === 0, everythingBack, { awards: back }),
          check(unnoticed.length === 0, endNoticed, { awards: unnoticed }),
          check(contributions.length === 0, contributionsSettled, { contributions }),
          check((outcome === 'no-award') === (awards === 0), outcomeFits, { outcome, awards }, '/outcome'),
          everyAwardReviewed(commission),
        ),
        E.map(() => [...leftovers(commission, onClosing), CommissionClosed.make(command)]),
      );
    },
});
