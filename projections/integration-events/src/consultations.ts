import { commissionOf } from '@commissioning/kernel';
import type { Effect } from '@commissioning/projecting';
import { consultationExtended, consultationOpened, consultationWithdrawn } from './consultation-events';
import { tells, type Telling, telling } from './release';
import type { Told } from './source';

type Consultation = Told<'ConsultationOpened' | 'ConsultationExtended' | 'ConsultationWithdrawn'>;

const toldOf = (event: Consultation): Telling => {
  const commission = commissionOf(event);
  const { consultation } = event.data;
  switch (event.type) {
    case 'ConsultationOpened': {
      const { title, asks, consulted, from, until, answer, reference = null } = event.data;
      const asked = { title, asks, consulted, from, until, answer, reference };
      return telling(consultationOpened, { commission, consultation, ...asked });
    }
    case 'ConsultationExtended': {
      const { extension, until, reason } = event.data;
      return telling(consultationExtended, { commission, consultation, extension, until, reason });
    }
    case 'ConsultationWithdrawn':
      return telling(consultationWithdrawn, { commission, consultation, reason: event.data.reason });
  }
};

/** Who is asked has to be able to know: what happens to a consultation is told at once, whatever else of it is public. */
export const consults = (event: Consultation): Effect => tells(event, toldOf(event));
