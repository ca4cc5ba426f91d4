import { CalendarDate, defineEvent, Line, LocalId, official, struct } from '@commissioning/kernel';
import * as t from 'io-ts';
import { Contact } from './contact';
import { Sector } from './sector';

/** What is not named stays as it was. Awards, quotes and payments keep the name that the provider had then. */
export const ProviderDetailsChanged = defineEvent({
  type: 'ProviderDetailsChanged',
  aggregate: 'provider',
  phase: 'provider',
  says: 'Some details of a provider are otherwise from a day on; what is not named stays as it was.',
  data: struct(
    { change: LocalId, changedOn: CalendarDate },
    {
      name: official(Line),
      sector: Sector,
      /** Whether it works in the body's own area. */
      local: t.boolean,
      contact: Contact,
    },
  ),
});
