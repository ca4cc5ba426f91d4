import { type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { present } from '../../checks';
import type { Step } from '../../rulebook/events';
import type { CommissionState, Route } from '../state';

export const onARoute = rule({
  id: 'purchase.on-a-route',
  sentence: 'Nothing is purchased before the route to it has been chosen.',
  strength: 'integrity',
  source: 'Commissioning Strategy 2024, plan: the value decides the route',
});

/** The route as it was pinned, or the refusal that none was chosen. */
export const routeOf = (commission: CommissionState): E.Either<Refusal, Route> =>
  present(commission.route, onARoute, { commission: commission.reference ?? '' });

/** Whether the route asks for a step; what it does not name is not required. */
export const asksFor = (route: Route, step: Step): boolean => route.profile.steps.includes(step);
