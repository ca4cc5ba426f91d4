import type { DomainEvent } from '@commissioning/kernel';
import type { CommissionEvent } from '../../src/commission/events';
import { RouteChosen } from '../../src/commission/plan/events';
import type { RouteProfile } from '../../src/rulebook/events';
import { made } from './made';

/** What is to be said otherwise of a route; of its profile, field by field. */
interface Otherwise {
  readonly profile?: Partial<RouteProfile>;
  readonly regime?: string;
  readonly value?: object;
  readonly onOtherBasis?: object;
  readonly buys?: string;
}

/** The same events, by whomever and whenever they were recorded, with this said otherwise of the route that was chosen. */
export const onRoute = <Event extends CommissionEvent & DomainEvent>(
  events: ReadonlyArray<Event>,
  { profile, ...otherwise }: Otherwise,
): ReadonlyArray<Event> =>
  events.map((event) => {
    if (event.type !== 'RouteChosen') return event;
    const { data } = event;
    const chosen = { ...data, ...otherwise, profile: { ...data.profile, ...profile } };
    return { ...event, ...made(RouteChosen, chosen) };
  });
