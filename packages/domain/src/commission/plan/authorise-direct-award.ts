import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check, present } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { commissionAction, holdsOrExcepted } from '../action';
import { stands } from '../standing';
import { DirectAwardAuthorised } from './events';

const directRoute = rule({
  id: 'direct-award.on-its-route',
  sentence: 'An award without competition is allowed where the route chosen is one without competition.',
  strength: 'integrity',
  source: 'GovS 015, grants: competition by default',
});

const groundKnown = rule({
  id: 'direct-award.ground-of-the-route',
  sentence: 'An award without competition rests on one of the grounds that its route names.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.41 and Schedule 5; GovS 015, grants: direct award evidenced',
});

const groundWithinLimit = rule({
  id: 'direct-award.within-the-ground',
  sentence: 'A ground holds up to the sum it is limited to.',
  strength: 'policy',
  source: 'Decision PCC/D/129',
});

const groundEngaged = rule({
  id: 'direct-award.market-engaged',
  sentence: 'Where a ground says that nobody else can, the market was asked first.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, single tender action: market engagement and research',
});

const directBeforeAward = rule({
  id: 'direct-award.before-award',
  sentence: 'The ground for going without competition is settled before the award.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.44',
});

/** Allows an award without competition, on a ground and with what shows it. */
export const authoriseDirectAward = commissionAction({
  name: 'authorise-direct-award',
  says: 'Allow an award without competition, on a ground of the rules, with its evidence.',
  command: DirectAwardAuthorised.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [rulesAdopted, directBeforeAward, directRoute, groundKnown, groundWithinLimit, groundEngaged],
  decide: (command, context) => (commission) => {
    if (alike(commission.directAward, command)) return E.right([]);
    const { ground: id } = command;
    return pipe(
      E.Do,
      E.bind('rules', () => rulesInForce(context)),
      E.chainFirst(() => check(![...commission.awards.values()].some(stands), directBeforeAward)),
      E.bind('route', () => present(commission.route, directRoute)),
      E.chainFirst(({ route }) =>
        check(route.profile.competition === 'none', directRoute, { route: route.profile.id }),
      ),
      E.bind('ground', ({ rules, route: { profile } }) =>
        present(
          rules.grounds.find((ground) => ground.id === id && profile.grounds.includes(id)),
          groundKnown,
          { ground: id, grounds: profile.grounds },
          '/ground',
        ),
      ),
      E.chain(({ route, ground: { upTo, marketEngagement } }) => {
        const engaged = !marketEngagement || commission.engagements.size > 0;
        const sums = { value: route.value.pence, upTo: upTo ?? 0 };
        return allHold(
          holdsOrExcepted(
            commission,
            upTo === undefined || route.value.pence <= upTo,
            groundWithinLimit,
            sums,
            '/ground',
          ),
          holdsOrExcepted(commission, engaged, groundEngaged, { ground: id }, '/ground'),
        );
      }),
      E.map(() => [DirectAwardAuthorised.make(command)]),
    );
  },
});
