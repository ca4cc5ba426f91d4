import { LocalId, Money, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check, present } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import type { Band, RouteProfile } from '../../rulebook/events';
import { type Instrument, LightTouchCode, Regime } from '../../shapes';
import { commissionAction, holdsOrExcepted } from '../action';
import { RouteChosen } from './events';
import {
  belowThreshold,
  instrumentInRegime,
  lightTouchCoded,
  lightTouchNamed,
  regimeFits,
  valueInRegime,
} from './regime';
import { planSettled, stillPlanning } from './settled';

const profileKnown = rule({
  id: 'route.known',
  sentence: 'A route is one of those in the rules now in force.',
  strength: 'integrity',
  source: 'Design of the record: routes are data of the rule book',
});

const instrumentFirst = rule({
  id: 'route.after-instrument',
  sentence: 'Whether to give a grant, let a contract or provide in-house is settled before the route.',
  strength: 'integrity',
  source: 'GovS 015, grants: whether a grant is the right instrument comes first',
});

const instrumentFits = rule({
  id: 'route.fits-instrument',
  sentence: 'A route is for the instruments it names.',
  strength: 'integrity',
  source: 'Commissioning Strategy 2024, plan: grant or contract',
});

const valueBasis = rule({
  id: 'route.value-basis',
  sentence: 'A route is chosen by whole-life value with options, with VAT in it or not as the rules say.',
  strength: 'law',
  source: 'Procurement Act 2023 s.4 and Schedule 3; for grants, which are outside VAT, by policy',
});

export const bandMet = rule({
  id: 'route.meets-band',
  sentence: 'A route is one of the band that the whole-life value falls in, or of a higher band.',
  strength: 'policy',
  source: 'Decision PCC/D/129: £6,000 and £60,000',
});

export const withinProfile = rule({
  id: 'route.within-its-limit',
  sentence: 'A route is taken for no more than the sum it is limited to.',
  strength: 'policy',
  source: 'Decision PCC/D/129',
});

const ChooseRoute = struct(
  {
    profile: LocalId,
    /** Whole-life value with options. */
    value: Money,
    estimate: Text,
    regime: Regime,
  },
  { lightTouch: LightTouchCode },
  'ChooseRoute',
);

/** The place of a value, in pence, among the bands: each reaches up to and with its `upTo`, the last without end. */
const bandOf = (bands: ReadonlyArray<Band>, pence: number): number =>
  bands.findIndex(({ upTo }) => upTo === undefined || pence <= upTo);

/** The routes of the band that a value, in pence, falls in and of those above it. */
export const routesFor = (bands: ReadonlyArray<Band>, pence: number): ReadonlySet<string> =>
  new Set(bands.slice(bandOf(bands, pence)).flatMap(({ profiles }) => profiles));

/**
 * Whether a route is enough for a whole-life value, in pence: what a higher band asks for is enough for a lower one, and
 * a competition for grants is enough for any.
 */
export const enoughFor = (
  bands: ReadonlyArray<Band>,
  pence: number,
  profile: RouteProfile,
  instrument: Instrument,
): boolean =>
  (instrument === 'grant' && profile.competition === 'open') || routesFor(bands, pence).has(profile.id);

/** Chooses the route and pins its profile and band as they stand today. May be changed until others rely on it. */
export const chooseRoute = commissionAction({
  name: 'choose-route',
  says: 'Choose the route by whole-life value; its steps are what the commission then needs.',
  command: ChooseRoute,
  roles: ['commissioning-officer'],
  rules: [
    rulesAdopted,
    planSettled,
    instrumentFirst,
    profileKnown,
    instrumentFits,
    regimeFits,
    belowThreshold,
    lightTouchCoded,
    valueBasis,
    bandMet,
    withinProfile,
  ],
  decide: (command, context) => (commission) => {
    const { profile: id, value, estimate, regime, lightTouch } = command;
    const { route } = commission;
    const said = route && {
      profile: route.profile.id,
      value: route.value,
      estimate: route.estimate,
      regime: route.regime,
      ...(route.lightTouch && { lightTouch: route.lightTouch }),
    };
    if (alike(said, command)) return E.right([]);
    return pipe(
      E.Do,
      E.bind('rules', () => rulesInForce(context)),
      E.chainFirst(() => stillPlanning(commission)),
      E.bind('chosen', () => present(commission.instrument, instrumentFirst)),
      E.bind('profile', ({ rules }) =>
        present(
          rules.profiles.find((profile) => profile.id === id),
          profileKnown,
          { profile: id },
          '/profile',
        ),
      ),
      E.chain(({ rules, chosen: { instrument }, profile }) => {
        const { bands } = rules;
        const band = bands[bandOf(bands, value.pence)] as Band;
        const outsideVat = value.vat === 'outside' && instrument !== 'contract';
        const sums = { value: value.pence, band: band.name, profiles: band.profiles };
        const limit = { value: value.pence, upTo: profile.upTo ?? 0 };
        return pipe(
          allHold(
            check(
              profile.instruments.includes(instrument),
              instrumentFits,
              { instrument, profile: id },
              '/profile',
            ),
            instrumentInRegime(instrument, regime),
            check(
              value.vat === rules.valueBasis || outsideVat,
              valueBasis,
              { vat: value.vat, asked: rules.valueBasis },
              '/value/vat',
            ),
            lightTouchNamed({ regime, lightTouch }),
            valueInRegime(rules, { regime, lightTouch }, value.pence, '/regime'),
            holdsOrExcepted(
              commission,
              enoughFor(bands, value.pence, profile, instrument),
              bandMet,
              sums,
              '/profile',
            ),
            holdsOrExcepted(
              commission,
              profile.upTo === undefined || value.pence <= profile.upTo,
              withinProfile,
              limit,
              '/value',
            ),
          ),
          E.map(() => [
            RouteChosen.make({ profile, band, value, estimate, regime, ...(lightTouch && { lightTouch }) }),
          ]),
        );
      }),
    );
  },
});
