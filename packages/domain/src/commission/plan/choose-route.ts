import { LocalId, Money, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, type Check, check, present } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import type { Band, RouteProfile, RuleBookData } from '../../rulebook/events';
import { type Instrument, LightTouchCode, Regime } from '../../shapes';
import { commissionAction, holdsOrExcepted } from '../action';
import type { CommissionState } from '../state';
import { countedIn, sumWithVat, valueHeld } from '../whole-life-value';
import { estimated, estimateRules } from './estimate';
import { RouteChosen } from './events';
import {
  belowThreshold,
  boughtInRegime,
  boughtLawfully,
  instrumentInRegime,
  lightTouchCoded,
  lightTouchNamed,
  regimeFits,
  valueInRegime,
} from './regime';
import { Aggregation, Bought } from './route-events';
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
  {
    lightTouch: LightTouchCode,
    buys: Bought,
    /** The same value on the other basis, where the bands are without VAT and the thresholds with it. */
    onOtherBasis: Money,
    /** The contracts that could reasonably be one with this. */
    aggregation: Aggregation,
  },
  'ChooseRoute',
);
type ChooseRoute = t.TypeOf<typeof ChooseRoute>;

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

/** What a route was chosen by, as it was asked for. */
const asCommanded = (route: CommissionState['route']): unknown => {
  if (route === undefined) return undefined;
  const { profile, band: _pinned, ...chosen } = route;
  return { ...chosen, profile: profile.id };
};

const suits = (profile: RouteProfile, instrument: Instrument, command: ChooseRoute): Check =>
  allHold(
    check(
      profile.instruments.includes(instrument),
      instrumentFits,
      { instrument, profile: profile.id },
      '/profile',
    ),
    instrumentInRegime(instrument, command.regime),
    boughtLawfully(instrument, command),
  );

/** What was asked for is enough for the value, together with the contracts that count with it; both sums are said. */
const enough = (
  commission: CommissionState,
  { bands }: RuleBookData,
  route: { readonly profile: RouteProfile; readonly band: Band; readonly instrument: Instrument },
  command: ChooseRoute,
): Check => {
  const { profile, band, instrument } = route;
  const held = valueHeld(command);
  const { value, onOtherBasis } = command;
  const sums = {
    value: value.pence,
    vat: value.vat,
    onOtherBasis: onOtherBasis ?? null,
    counted: countedIn(command),
  };
  return allHold(
    holdsOrExcepted(
      commission,
      enoughFor(bands, held, profile, instrument),
      bandMet,
      { ...sums, band: band.name, profiles: band.profiles },
      '/profile',
    ),
    holdsOrExcepted(
      commission,
      profile.upTo === undefined || held <= profile.upTo,
      withinProfile,
      { ...sums, upTo: profile.upTo ?? 0 },
      '/value',
    ),
  );
};

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
    boughtInRegime,
    ...estimateRules,
    bandMet,
    withinProfile,
  ],
  decide: (command, context) => (commission) => {
    if (alike(asCommanded(commission.route), command)) return E.right([]);
    const { profile: id, ...chosen } = command;
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
        const band = rules.bands[bandOf(rules.bands, valueHeld(command))] as Band;
        return pipe(
          allHold(
            suits(profile, instrument, command),
            estimated(rules, instrument, command, band),
            lightTouchNamed(command),
            valueInRegime(rules, command, sumWithVat(command, valueHeld(command)), '/regime'),
            enough(commission, rules, { profile, band, instrument }, command),
          ),
          E.map(() => [RouteChosen.make({ ...chosen, profile, band })]),
        );
      }),
    );
  },
});
