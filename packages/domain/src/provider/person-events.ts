import { CalendarDate, defineEvent, LocalId, official, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * Why somebody’s data are erased. A code and no free text: what is written here stays for good, and whoever gives reasons
 * in words names the person.
 */
export const ErasureGround = t.keyof(
  {
    'no-longer-needed': null,
    'consent-withdrawn': null,
    objection: null,
    'unlawfully-held': null,
    'required-by-law': null,
    'retention-ended': null,
  },
  'ErasureGround',
);

export const PersonErased = defineEvent({
  type: 'PersonErased',
  aggregate: 'provider',
  phase: 'provider',
  says: 'What was recorded of a person is unreadable for good: their key is destroyed, and they are not named again.',
  data: struct(
    { person: LocalId, ground: official(ErasureGround) },
    {
      /** The day on which the person asked for it, where they did. */
      requestedOn: official(CalendarDate),
      /** Under which name the correspondence is filed; it says nothing of the person. */
      file: official(LocalId),
    },
  ),
});

export const RecordsHeld = defineEvent({
  type: 'RecordsHeld',
  aggregate: 'provider',
  phase: 'provider',
  says: 'All that is recorded of a provider is kept for a claim, an audit or a request: nobody in it is erased meanwhile.',
  data: t.type({ hold: LocalId, reason: official(Text) }),
});

export const HoldLifted = defineEvent({
  type: 'HoldLifted',
  aggregate: 'provider',
  phase: 'provider',
  says: 'The reason for which the records of a provider were kept is gone.',
  data: t.type({ hold: LocalId, reason: official(Text) }),
});

export const personEvents = [PersonErased, RecordsHeld, HoldLifted] as const;
