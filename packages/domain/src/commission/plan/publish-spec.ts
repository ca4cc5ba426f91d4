import { addDays, londonDateOf, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import type { RouteProfile } from '../../rulebook/events';
import { ledHere, specificationLedHere } from '../analyse/co-commissioners';
import { commissionAction, holdsOrExcepted } from '../action';
import { declaredAndFree, interestsSettled } from '../purchase/interests';
import type { CommissionState, Specification } from '../state';
import { stepRulesOf, stepsDone } from '../steps';
import { SpecPublished } from './events';
import { conditionsMet, fundsOf, meetsConditions } from './funding-conditions';
import { criteriaHold, criteriaRules } from './spec-criteria';
import { envelopeRules, envelopesHold } from './spec-envelopes';
import { openByLaw, tenderPeriodRules } from './tender-period';

const specOnRoute = rule({
  id: 'spec.after-route',
  sentence: 'A specification is published once the route is chosen.',
  strength: 'integrity',
  source: 'Design of the record: the route says what a specification needs',
});

const specOnce = rule({
  id: 'spec.published-once',
  sentence: 'A published specification is not published again; what may still change is amended for all.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.24 and s.31: criteria are fixed, changes are told to all',
});

const specConsulted = rule({
  id: 'spec.consulted',
  sentence: 'Those who know the need were consulted, or the specification says why not.',
  strength: 'integrity',
  source:
    'Police Reform and Social Responsibility Act 2011 s.17: obtaining views; Commissioning Strategy 2024, plan',
});

const timesInOrder = rule({
  id: 'spec.times-in-order',
  sentence: 'A competition opens, then its clarifications are cut off, then or at the same moment it closes.',
  strength: 'integrity',
  source: 'Design of the record',
});

const opensAhead = rule({
  id: 'spec.opens-ahead',
  sentence: 'A competition does not open before its specification is published.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

const openLongEnough = rule({
  id: 'spec.open-long-enough',
  sentence: 'Bidders have the days that the route gives them, counted from the day after publication.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024; Procurement Act 2023 s.87(6): a reasonable time, the same for all',
});

const channelsUsed = rule({
  id: 'spec.on-its-channels',
  sentence: 'A specification is published everywhere its route asks for.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024: above £60,000 website and e-tendering portal',
});

const termSane = rule({
  id: 'spec.term-after-closing',
  sentence: 'The term begins after the competition has closed and ends no earlier than it begins.',
  strength: 'integrity',
  source: 'Design of the record',
});

const authorDeclared = rule({
  id: 'spec.author-declared',
  sentence:
    'Whoever publishes a specification has declared their interests first, where the route asks for declarations.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.81-83: whoever influences a decision counts; by policy for grants',
});

const timesHold = (
  commission: CommissionState,
  { minimumDaysOpen }: RouteProfile,
  spec: Specification,
  context: Context,
): Check => {
  const { now, today } = context;
  const { opens, closes, clarificationsUntil: until, term } = spec;
  const earliest = addDays(today, minimumDaysOpen);
  return allHold(
    check(opens >= now, opensAhead, { opens, published: now }, '/opens'),
    check(
      opens < until && until <= closes,
      timesInOrder,
      { opens, clarificationsUntil: until, closes },
      '/closes',
    ),
    openByLaw(commission, spec, context),
    holdsOrExcepted(
      commission,
      londonDateOf(closes) >= earliest,
      openLongEnough,
      { closes, earliest, days: minimumDaysOpen },
      '/closes',
    ),
    check(
      term.starts > londonDateOf(closes) && term.starts <= term.ends,
      termSane,
      { ...term, closes },
      '/term',
    ),
  );
};

/** Publishes the specification. From here on criteria, weights, scale, method and tie-break are fixed. */
export const publishSpec = commissionAction({
  name: 'publish-spec',
  says: 'Publish the specification; criteria, weights and method are fixed from then on.',
  command: SpecPublished.codec,
  roles: ['commissioning-officer'],
  rules: [
    specOnce,
    specOnRoute,
    ledHere,
    ...stepRulesOf('publication'),
    specConsulted,
    authorDeclared,
    interestsSettled,
    ...criteriaRules,
    ...envelopeRules,
    conditionsMet,
    opensAhead,
    timesInOrder,
    ...tenderPeriodRules,
    openLongEnough,
    termSane,
    channelsUsed,
  ],
  needs: (_command, commission) => ({ funds: fundsOf(commission) }),
  decide: (command, context) => (commission) => {
    if (alike(commission.specification, command)) return E.right([]);
    return pipe(
      check(commission.specification === undefined, specOnce),
      E.chain(() => present(commission.route, specOnRoute)),
      E.chain((route) => {
        const { profile } = route;
        const missing = profile.channels.filter((channel) => !command.channels.includes(channel));
        const consulted = commission.consultations.size > 0 || command.noConsultation !== undefined;
        return allHold(
          specificationLedHere(commission),
          check(consulted, specConsulted, {}, '/noConsultation'),
          stepsDone({ ...commission, specification: command }, 'publication'),
          declaredAndFree(commission, authorDeclared, context.actor.id),
          criteriaHold(commission, profile, command),
          envelopesHold(commission, route, command),
          meetsConditions(commission, fundsOf(commission), context),
          timesHold(commission, profile, command, context),
          holdsOrExcepted(commission, missing.length === 0, channelsUsed, { missing }, '/channels'),
        );
      }),
      E.map(() => [SpecPublished.make(command)]),
    );
  },
});
