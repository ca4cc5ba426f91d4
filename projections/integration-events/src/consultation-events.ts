import { Consulted } from '@commissioning/domain';
import { CalendarDate, CommissionRef, Line, LocalId, orNull, Text } from '@commissioning/kernel';
import * as t from 'io-ts';
import { integrationEvent } from './define';

export const consultationOpened = integrationEvent(
  'consultation-opened',
  'Those who know a need are asked: about what, until the end of which day, and how they can answer.',
  t.type(
    {
      commission: CommissionRef,
      consultation: LocalId,
      title: Line,
      asks: Text,
      consulted: t.readonlyArray(Consulted),
      from: CalendarDate,
      until: CalendarDate,
      answer: Text,
      reference: orNull(Line),
    },
    'OpenedConsultation',
  ),
);

export const consultationExtended = integrationEvent(
  'consultation-extended',
  'Answers to a consultation are taken for longer.',
  t.type(
    {
      commission: CommissionRef,
      consultation: LocalId,
      extension: LocalId,
      until: CalendarDate,
      reason: Text,
    },
    'ExtendedConsultation',
  ),
);

export const consultationWithdrawn = integrationEvent(
  'consultation-withdrawn',
  'A consultation was ended before its last day: nothing more is asked.',
  t.type({ commission: CommissionRef, consultation: LocalId, reason: Text }, 'WithdrawnConsultation'),
);
