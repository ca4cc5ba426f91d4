import type { CalendarDate } from '@commissioning/kernel';
import type { Told } from './events';

/** The last day of an agreement as an event leaves it; undefined where the event leaves it as it was. */
export const lastDaySaid = (
  event: Told<'AgreementVaried' | 'AgreementExtended' | 'AgreementTerminated'>,
): CalendarDate | undefined => {
  switch (event.type) {
    case 'AgreementVaried':
      return event.data.term?.ends;
    case 'AgreementExtended':
      return event.data.ends;
    case 'AgreementTerminated':
      return event.data.lastDay;
  }
};
