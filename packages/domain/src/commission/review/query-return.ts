import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { commissionAction } from '../action';
import { awardKnown } from './agreements';
import { returnAnswered, returnMade } from './answering';
import { ReturnQueried } from './events';

const notYetAnswered = rule({
  id: 'return.not-yet-answered',
  sentence: 'A return is queried once, until it is made again, and not after it was accepted.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Queries a return; the provider explains or returns again. */
export const queryReturn = commissionAction({
  name: 'query-return',
  says: 'Query a provider’s return.',
  command: ReturnQueried.codec,
  roles: ['commissioning-officer'],
  rules: [awardKnown, returnMade, notYetAnswered],
  decide: (command) => (commission) =>
    pipe(
      returnAnswered(commission, command),
      E.chain(({ standing: { standing, query } }) =>
        standing === 'queried' && query === command.query
          ? E.right([])
          : pipe(
              check(standing === 'returned', notYetAnswered, { standing }, '/period'),
              E.map(() => [ReturnQueried.make(command)]),
            ),
      ),
    ),
});
