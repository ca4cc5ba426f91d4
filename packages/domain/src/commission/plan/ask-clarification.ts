import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { afterPublication, beforeCutOff, clarifying } from './clarifications';
import { ClarificationAsked } from './events';

/** Asks what the published specification means; until the cut-off then in force. */
export const askClarification = commissionAction({
  name: 'ask-clarification',
  says: 'Ask what the specification means.',
  command: ClarificationAsked.codec,
  roles: ['provider', 'commissioning-officer'],
  concealsProvider: true,
  rules: [entrySaidOnce, afterPublication, beforeCutOff],
  decide: (command, context) => (commission) =>
    saidOnce(commission.questions.get(command.question)?.text, command.text, '/question', () =>
      pipe(
        clarifying(commission, context),
        E.map(() => [ClarificationAsked.make(command)]),
      ),
    ),
});
