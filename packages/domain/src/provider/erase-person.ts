import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { providerAction } from './action';
import { keptForLongEnough, keptLongEnough } from './kept-until';
import { PersonErased } from './person-events';
import { personsNamed, standingHolds } from './persons';

const personIsNamed = rule({
  id: 'erasure.person-is-named',
  sentence: 'Somebody is erased where they are named.',
  strength: 'integrity',
  source: 'Design of the record',
});

const nothingHeld = rule({
  id: 'erasure.nothing-held',
  sentence: 'Nobody is erased from records that are kept for a claim, an audit or a request.',
  strength: 'law',
  source: 'UK GDPR article 17(3)(b) and (e); Freedom of Information Act 2000 s.77',
});

type ErasePerson = t.TypeOf<typeof PersonErased.codec>;

/** Erases a person from a provider's record: nothing that was recorded of them can be read again. It cannot be undone. */
export const erasePerson = providerAction<ErasePerson>({
  name: 'erase-person',
  says: 'Erase what is recorded of a person: their key is destroyed, for good.',
  command: PersonErased.codec,
  roles: ['administrator'],
  rules: [personIsNamed, nothingHeld, keptLongEnough, datesNotInTheFuture],
  needs: (_command, { registered }) => ({ awardedTo: registered === undefined ? [] : [registered.provider] }),
  decide: (command, context) => (state) => {
    const { person, requestedOn } = command;
    // Once is for good, on whichever ground: there is nothing left to be erased.
    if (state.erasures.has(person)) return E.right([]);
    const holds = standingHolds(state);
    return pipe(
      allHold(
        check(personsNamed(state).has(person), personIsNamed, { person }, '/person'),
        check(holds.length === 0, nothingHeld, { holds }),
        keptForLongEnough(context, state.registered?.provider ?? ''),
        notInTheFuture(context, requestedOn, '/requestedOn'),
      ),
      E.map(() => [PersonErased.make(command)]),
    );
  },
});
