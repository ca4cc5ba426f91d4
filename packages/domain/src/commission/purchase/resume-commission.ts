import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { authorised, citedDecision, decisionAuthorises, citable } from './authority';
import { CommissionResumed } from './halt-events';
import { releaseOf } from './release';

const haltKnown = rule({
  id: 'resume.halt-known',
  sentence: 'What is resumed was halted.',
  strength: 'integrity',
  source: 'Design of the record',
});

/**
 * Takes up again what was halted. Whoever may decide on a halt may decide on its end: the decision cited is the one that
 * halted, where what it waited for has come about, or a later one about halting this commission; an approver says so.
 */
export const resumeCommission = commissionAction({
  name: 'resume-commission',
  says: 'Take up again what was halted, under the decision that halted it or a later one.',
  command: CommissionResumed.codec,
  roles: ['approver'],
  rules: [haltKnown, entrySaidOnce, ...citable, decisionAuthorises],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide: (command, context) => (commission) => {
    const { halt, decision } = command;
    return pipe(
      present(commission.halts.get(halt), haltKnown, { halt }, '/halt'),
      E.chain(({ resumed }) =>
        saidOnce(resumed, command, '/halt', () =>
          pipe(
            citedDecision(context, decision),
            E.chainFirst((taken) =>
              check(
                authorised(taken, commission, 'halt').length > 0,
                decisionAuthorises,
                { decision, act: 'halt' },
                '/decision',
              ),
            ),
            E.map(() => [CommissionResumed.make(command), ...releaseOf(context, decision, [])]),
          ),
        ),
      ),
    );
  },
});
