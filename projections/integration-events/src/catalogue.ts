import {
  agreementChanged,
  agreementEnded,
  agreementSigned,
  paymentMade,
  paymentRecovered,
} from './agreement-events';
import {
  awardDeclined,
  contractAwarded,
  grantAwarded,
  noAwardMade,
  priorAwardRecorded,
} from './award-events';
import {
  commissionCancelled,
  commissionClosed,
  commissionHalted,
  commissionResumed,
  decisionPublished,
  itemWithheld,
} from './course-events';
import { consultationExtended, consultationOpened, consultationWithdrawn } from './consultation-events';
import type { IntegrationEvent } from './define';
import { clarificationAnswered, opportunityAmended, opportunityPublished } from './opportunity-events';
import { statementPublished } from './statement-events';

/** Every public event, in the order of the cycle. */
export const integrationEvents: ReadonlyArray<IntegrationEvent> = [
  consultationOpened,
  consultationExtended,
  consultationWithdrawn,
  opportunityPublished,
  opportunityAmended,
  clarificationAnswered,
  decisionPublished,
  grantAwarded,
  contractAwarded,
  noAwardMade,
  awardDeclined,
  agreementSigned,
  agreementChanged,
  agreementEnded,
  paymentMade,
  paymentRecovered,
  commissionHalted,
  commissionResumed,
  commissionCancelled,
  commissionClosed,
  itemWithheld,
  priorAwardRecorded,
  statementPublished,
];
