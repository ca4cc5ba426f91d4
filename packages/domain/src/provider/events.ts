import {
  CalendarDate,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  official,
  Pence,
  ProviderRef,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import type { CorrectionEvent } from '../corrections/events';
import { DiligenceDepth, DiligenceOutcome } from '../shapes';
import { Contact } from './contact';
import { ProviderDetailsChanged } from './details-events';
import { personEvents } from './person-events';
import { Sector } from './sector';

export { Sector };

/** An identifier and its scheme by the code org-id.guide gives it: `GB-COH` companies, `GB-CHC` charities, `GB-PPON` the central platform. */
export const Identifier = t.type({ scheme: Line, value: Line }, 'Identifier');
export type Identifier = t.TypeOf<typeof Identifier>;

export const ProviderRegistered = defineEvent({
  type: 'ProviderRegistered',
  aggregate: 'provider',
  phase: 'provider',
  says: 'An organisation became known to the body as a possible provider.',
  data: struct(
    {
      provider: ProviderRef,
      name: correctable(official(Line)),
      sector: Sector,
      /** Whether it works in the body's own area: a quote from a local provider is asked for where one exists. */
      local: t.boolean,
    },
    { contact: Contact },
  ),
});

export const IdentifierClaimed = defineEvent({
  type: 'IdentifierClaimed',
  aggregate: 'provider',
  phase: 'provider',
  says: 'A provider claimed an identifier; no other provider of the body can claim it.',
  data: t.type({ identifier: Identifier }),
});

export const DiligenceChecked = defineEvent({
  type: 'DiligenceChecked',
  aggregate: 'provider',
  phase: 'provider',
  says: 'A provider was looked into, to a depth that suits the sum.',
  data: struct(
    {
      check: LocalId,
      depth: DiligenceDepth,
      outcome: official(DiligenceOutcome),
      finding: official(Text),
      checkedOn: CalendarDate,
      goodUntil: CalendarDate,
    },
    /** The highest sum that it is deep enough for, in pence. */
    { upTo: Pence },
  ),
});

export const ProviderExcluded = defineEvent({
  type: 'ProviderExcluded',
  aggregate: 'provider',
  phase: 'provider',
  says: 'A provider may not be awarded money, for a stated ground, until a stated day or until reinstated.',
  data: struct({ ground: official(Text) }, { until: official(CalendarDate) }),
});

export const ProviderReinstated = defineEvent({
  type: 'ProviderReinstated',
  aggregate: 'provider',
  phase: 'provider',
  says: 'An excluded provider may be awarded money again.',
  data: t.type({ reason: official(Text) }),
});

export const providerEvents = [
  ProviderRegistered,
  ProviderDetailsChanged,
  IdentifierClaimed,
  DiligenceChecked,
  ProviderExcluded,
  ProviderReinstated,
  ...personEvents,
] as const;
export type ProviderEvent = EventOf<(typeof providerEvents)[number]> | CorrectionEvent;
