import { erased, type EventOf, type DataOf } from '@commissioning/kernel';
import { mapped, withEntry } from '../collections';
import type { HoldLifted, PersonErased, RecordsHeld } from './person-events';
import type { ProviderState } from './state';

/** What binds those who keep a provider's record, and whom they have erased from it. */
export interface Persons {
  /** By the person: on which ground they were erased. */
  readonly erasures: ReadonlyMap<string, EventOf<typeof PersonErased>['data']>;
  /** Reasons to keep all there is, by their ids, and how those were lifted that are gone. */
  readonly holds: ReadonlyMap<
    string,
    { readonly placed: DataOf<typeof RecordsHeld>; readonly lifted: DataOf<typeof HoldLifted> | undefined }
  >;
}

/** Of a provider of whom nothing is held and nobody was erased. */
export const nobodyErased: Persons = { erasures: new Map(), holds: new Map() };

/** Everybody who is named in a provider's record, by the provider's own ids for them. */
export const personsNamed = ({ registered, changes }: ProviderState): ReadonlySet<string> =>
  new Set(
    [registered, ...changes.values()].flatMap((said) =>
      said?.contact === undefined ? [] : [said.contact.person as string],
    ),
  );

/** The holds that stand. */
export const standingHolds = ({ holds }: Persons): ReadonlyArray<string> =>
  [...holds].filter(([, { lifted }]) => lifted === undefined).map(([hold]) => hold);

type Said = Pick<NonNullable<ProviderState['registered']>, 'contact'>;

const withoutPerson =
  (person: string) =>
  <S extends Said>(said: S): S => {
    const { contact } = said;
    if (contact === undefined || contact.person !== person) return said;
    const { email } = contact;
    const unnamed = { ...contact, name: erased, ...(email === undefined ? {} : { email: erased }) };
    return { ...said, contact: unnamed as typeof contact };
  };

/**
 * The record without a person: what is held in memory forgets them with the event, as what is read anew does with their
 * key.
 */
export const withoutThem = (
  state: ProviderState,
  data: EventOf<typeof PersonErased>['data'],
): ProviderState => {
  const forget = withoutPerson(data.person);
  return {
    ...state,
    registered: state.registered && forget(state.registered),
    changes: mapped(state.changes, forget),
    erasures: withEntry(state.erasures, data.person as string, data),
  };
};
