import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { afterPublication, beforeCutOff, clarifying } from './clarifications';
import { ClarificationAnswered } from './events';

const questionAsked = rule({
  id: 'clarification.of-a-question',
  sentence: 'An answer is to a question that was asked.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Answers a question to everybody at once; `asked` is the question as everybody may read it. */
export const answerClarification = commissionAction({
  name: 'answer-clarification',
  says: 'Answer a question to everybody at once, without saying who asked.',
  command: ClarificationAnswered.codec,
  roles: ['commissioning-officer'],
  rules: [questionAsked, entrySaidOnce, afterPublication, beforeCutOff],
  decide: (command, context) => (commission) => {
    const { question } = command;
    const asked = commission.questions.get(question);
    return pipe(
      check(asked !== undefined, questionAsked, { question }, '/question'),
      E.chain(() =>
        saidOnce(asked?.answered, command, '/question', () =>
          pipe(
            clarifying(commission, context),
            E.map(() => [ClarificationAnswered.make(command)]),
          ),
        ),
      ),
    );
  },
});
