import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, check } from '../checks';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { providerAction } from './action';
import { ProviderDetailsChanged } from './details-events';
import { detailsOf } from './state';

const somethingChanged = rule({
  id: 'provider.something-changed',
  sentence: 'A change of details says at least one of them, and otherwise than it stood.',
  strength: 'integrity',
  source: 'Design of the record',
});

const notNamedAgain = rule({
  id: 'erasure.not-named-again',
  sentence: 'Somebody who was erased is not named again under the same id.',
  strength: 'integrity',
  source: 'UK GDPR article 17: what was erased does not come back',
});

type ChangeDetails = t.TypeOf<typeof ProviderDetailsChanged.codec>;

/** Notes that a provider is called otherwise, is of another sector or area, or is written to otherwise, from a day on. */
export const changeDetails = providerAction<ChangeDetails>({
  name: 'change-details',
  says: 'Note what of a provider’s details is otherwise from a day on.',
  command: ProviderDetailsChanged.codec,
  roles: ['commissioning-officer', 'administrator'],
  rules: [entrySaidOnce, notNamedAgain, somethingChanged, datesNotInTheFuture],
  decide: (command, context) => (state) =>
    saidOnce(state.changes.get(command.change), command, '/change', () => {
      const { change: _change, changedOn, ...said } = command;
      const person = said.contact?.person;
      const before = detailsOf(state) as Readonly<Record<string, unknown>> | undefined;
      const same = Object.entries(said).filter(([field, value]) => alike(before?.[field], value));
      return pipe(
        allHold(
          check(
            person === undefined || !state.erasures.has(person),
            notNamedAgain,
            { person: person ?? null },
            '/contact/person',
          ),
          notInTheFuture(context, changedOn, '/changedOn'),
          check(
            Object.keys(said).length > 0 && same.length === 0,
            somethingChanged,
            { asBefore: same.map(([field]) => field) },
            same[0] === undefined ? '' : `/${same[0][0]}`,
          ),
        ),
        E.map(() => [ProviderDetailsChanged.make(command)]),
      );
    }),
});
