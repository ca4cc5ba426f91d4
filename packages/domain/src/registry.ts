import { type EventDefinition, registryOf } from '@commissioning/kernel';
import { type AccessEvent, accessEvents } from './access/events';
import { type ClockEvent, clockEvents } from './clock/events';
import { type CommissionEvent, commissionEvents } from './commission/events';
import { type DecisionEvent, decisionEvents } from './decision/events';
import { type DutyEvent, dutyEvents } from './duties/events';
import { type FundEvent, fundEvents } from './fund/events';
import { type ProviderEvent, providerEvents } from './provider/events';
import { type RefusalEvent, refusalEvents } from './refusals/events';
import { type RuleBookEvent, ruleBookEvents } from './rulebook/events';

/** Every event of the domain. */
export type AnyEvent =
  | CommissionEvent
  | DecisionEvent
  | FundEvent
  | ProviderEvent
  | RuleBookEvent
  | DutyEvent
  | AccessEvent
  | ClockEvent
  | RefusalEvent;

/** Every event type of the domain, in the order of the catalogue. */
export const eventDefinitions: ReadonlyArray<EventDefinition> = [
  ...ruleBookEvents,
  ...providerEvents,
  ...fundEvents,
  ...commissionEvents,
  ...decisionEvents,
  ...dutyEvents,
  ...accessEvents,
  ...clockEvents,
  ...refusalEvents,
] as unknown as ReadonlyArray<EventDefinition>;

/** The registry by which events are written and read. */
export const registry = registryOf(eventDefinitions);
