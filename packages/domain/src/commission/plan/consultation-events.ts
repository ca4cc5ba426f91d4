import {
  atLeastOne,
  CalendarDate,
  correctable,
  defineEvent,
  DocumentRef,
  type EventOf,
  Line,
  LocalId,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Whom a consultation is for. */
export const Consulted = t.keyof(
  { partners: null, experts: null, public: null, 'service-users': null },
  'Consulted',
);

/** Public at once, before anything else of its commission may be: who is asked has to be able to know. */
export const ConsultationOpened = defineEvent({
  type: 'ConsultationOpened',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Those who know the need are asked: about what, until when, and how they can answer.',
  data: struct(
    {
      consultation: LocalId,
      title: correctable(Line),
      /** What is asked, in words that those who are asked use. */
      asks: correctable(Text),
      consulted: atLeastOne(Consulted),
      from: CalendarDate,
      /** The last day on which answers are taken. */
      until: CalendarDate,
      /** How to answer: in writing where, by voice where and when, and to whom somebody turns who can do neither. */
      answer: correctable(Text),
    },
    { reference: Line, document: DocumentRef },
  ),
});

export const ConsultationExtended = defineEvent({
  type: 'ConsultationExtended',
  aggregate: 'commission',
  phase: 'plan',
  says: 'Answers to a consultation are taken for longer.',
  data: t.type({ consultation: LocalId, extension: LocalId, until: CalendarDate, reason: Text }),
});

export const ConsultationWithdrawn = defineEvent({
  type: 'ConsultationWithdrawn',
  aggregate: 'commission',
  phase: 'plan',
  says: 'A consultation was ended before its last day: nothing more is asked.',
  data: t.type({ consultation: LocalId, reason: Text }),
});

export const consultationEvents = [ConsultationOpened, ConsultationExtended, ConsultationWithdrawn] as const;
export type ConsultationEvent = EventOf<(typeof consultationEvents)[number]>;
