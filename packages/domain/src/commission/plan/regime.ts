import { type Money, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { RuleBookData } from '../../rulebook/events';
import { thresholdOf } from '../../rulebook/thresholds';
import type { Instrument, Regime } from '../../shapes';
import type { Route } from '../state';

export const regimeFits = rule({
  id: 'route.fits-regime',
  sentence:
    'A grant is awarded under the regime of grants, what the body provides itself is exempt, and a contract is under that of procurement.',
  strength: 'law',
  source: 'Procurement Act 2023 s.3: grants are not procurement; Schedule 2: exempted contracts',
});

export const belowThreshold = rule({
  id: 'route.regime-below-threshold',
  sentence:
    'A contract is below the threshold only where its whole-life value, options and VAT included, is less than the threshold for what is bought.',
  strength: 'law',
  source: 'Procurement Act 2023 s.3(2)-(3), s.4 and Schedules 1 and 3',
});

export const lightTouchCoded = rule({
  id: 'route.light-touch-by-code',
  sentence: 'Services are light touch by a code that the regulations list; the code is named.',
  strength: 'law',
  source: 'Procurement Act 2023 s.9; Procurement Regulations 2024 (SI 2024/692) Schedule 1',
});

/** What an instrument may be awarded under. */
export const instrumentInRegime = (instrument: Instrument, regime: Regime): Check => {
  const fits =
    instrument === 'grant'
      ? regime === 'grant'
      : instrument === 'in-house'
        ? regime === 'exempt'
        : regime !== 'grant';
  return check(fits, regimeFits, { instrument, regime }, '/regime');
};

export const boughtInRegime = rule({
  id: 'route.buys-in-its-regime',
  sentence: 'A contract buys something and a grant does not, and light touch is a regime of services alone.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.3 and 9',
});

/** What is bought under a route: the regime, the code where services are light touch, and whether it is works. */
interface Bought {
  readonly regime: Regime;
  readonly lightTouch?: string | undefined;
  readonly buys?: Route['buys'] | undefined;
}

/** What is said to be bought is bought by a contract, and under light touch it is services. */
export const boughtLawfully = (instrument: Instrument, { regime, lightTouch, buys }: Bought): Check => {
  const light = regime === 'light-touch' || lightTouch !== undefined;
  return check(
    buys === undefined || (instrument === 'contract' && (!light || buys === 'services')),
    boughtInRegime,
    { instrument, regime, buys: buys ?? null },
    '/buys',
  );
};

/** Whoever buys under the light touch regime names the code by which they may. */
export const lightTouchNamed = ({ regime, lightTouch }: Bought): Check =>
  check(regime !== 'light-touch' || lightTouch !== undefined, lightTouchCoded, { regime }, '/lightTouch');

/** The threshold of what is bought, with VAT: from it on a contract is a public contract. */
export const thresholdFor = (rules: RuleBookData, { lightTouch, buys }: Bought): Money | undefined => {
  if (lightTouch !== undefined) return thresholdOf(rules, 'light-touch-services');
  const works = buys === 'works' ? thresholdOf(rules, 'works') : undefined;
  return works ?? thresholdOf(rules, 'services');
};

/** A whole-life value, in pence with VAT, is in the regime that the route says; `field` is where the command has it. */
export const valueInRegime = (rules: RuleBookData, bought: Bought, value: number, field: string): Check => {
  const threshold = thresholdFor(rules, bought);
  const holds = bought.regime !== 'below-threshold' || threshold === undefined || value < threshold.pence;
  return check(holds, belowThreshold, { value, threshold: threshold?.pence ?? null }, field);
};
