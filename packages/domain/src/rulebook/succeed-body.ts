import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, check, present } from '../checks';
import type { DomainAction } from '../context';
import { bodyEstablished } from './adopt-rules';
import type { RuleBookEvent } from './events';
import type { RuleBookState } from './state';
import { BodySucceeded } from './succession-events';

const itself = rule({
  id: 'rulebook.succeeded-by-another',
  sentence: 'The body whose rule book this is, is succeeded by another.',
  strength: 'integrity',
  source: 'Design of the record',
});

const afterItsBeginning = rule({
  id: 'rulebook.succeeded-after-its-beginning',
  sentence: 'A body is succeeded after the day on which it was established.',
  strength: 'integrity',
  source: 'Design of the record',
});

const onceItHasCome = rule({
  id: 'rulebook.succession-stays',
  sentence:
    'Once the day of a succession has come, it stays as it was said; until then a later enactment may move it.',
  strength: 'integrity',
  source: 'Design of the record',
});

type SucceedBody = t.TypeOf<typeof BodySucceeded.codec>;

/** Notes which body takes the place of this one, from which day on and under which enactment. */
export const succeedBody: DomainAction<SucceedBody, RuleBookState, RuleBookEvent> = {
  name: 'succeed-body',
  aggregate: 'rulebook',
  says: 'Note which body takes the place of this one, from which day on and under which enactment.',
  command: BodySucceeded.codec,
  opens: false,
  roles: ['administrator'],
  rules: [bodyEstablished, itself, afterItsBeginning, onceItHasCome],
  needs: () => ({}),
  decide:
    (command, { today }) =>
    (book) => {
      if (alike(command, book.succession)) return E.right([]);
      const { body, successor, from } = command;
      const said = book.succession;
      return pipe(
        present(book.body, bodyEstablished),
        E.chain((ours) =>
          allHold(
            check(
              body === ours.body && successor.body !== body,
              itself,
              { body: ours.body },
              '/successor/body',
            ),
            check(
              from > ours.established,
              afterItsBeginning,
              { established: ours.established, from },
              '/from',
            ),
            check(said === undefined || said.from > today, onceItHasCome, {
              from: said?.from ?? null,
              today,
            }),
          ),
        ),
        E.map(() => [BodySucceeded.make(command)]),
      );
    },
};
