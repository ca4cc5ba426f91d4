import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { alike, allHold, check } from '../checks';
import type { DomainAction } from '../context';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { BodyEstablished, type RuleBookEvent } from './events';
import type { RuleBookState } from './state';

const oneBody = rule({
  id: 'rulebook.one-body',
  sentence: 'A rule book belongs to one commissioning body, established once.',
  strength: 'integrity',
  source: 'Design of the record',
});

type EstablishBody = t.TypeOf<typeof BodyEstablished.codec>;

/** Opens the rule book of a commissioning body. */
export const establishBody: DomainAction<EstablishBody, RuleBookState, RuleBookEvent> = {
  name: 'establish-body',
  aggregate: 'rulebook',
  says: 'Establish the commissioning body whose rules these are.',
  command: BodyEstablished.codec,
  opens: true,
  roles: ['administrator'],
  rules: [oneBody, datesNotInTheFuture],
  needs: () => ({}),
  decide: (command, context) => (book) => {
    if (alike(command, book.body)) return E.right([]);
    const holds = allHold(
      check(book.body === undefined, oneBody, { established: book.body?.name ?? '' }, '/body'),
      notInTheFuture(context, command.established, '/established'),
    );
    return E.isLeft(holds) ? holds : E.right([BodyEstablished.make(command)]);
  },
};
