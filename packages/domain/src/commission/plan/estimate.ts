import { rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { Band, RuleBookData } from '../../rulebook/events';
import type { Instrument } from '../../shapes';
import type { Route } from '../state';

const valueBasis = rule({
  id: 'route.value-basis',
  sentence: 'A route is chosen by whole-life value with options, with VAT in it or not as the rules say.',
  strength: 'law',
  source: 'Procurement Act 2023 s.4 and Schedule 3; for grants, which are outside VAT, by policy',
});

const valueOnBothBases = rule({
  id: 'route.value-with-vat-too',
  sentence:
    'Where the bands are without VAT, the value of a contract is said with VAT too; what is said on the other basis is the same value, and with VAT it is no less.',
  strength: 'law',
  source: 'Procurement Act 2023 Schedules 1 and 3: thresholds and estimates are with VAT',
});

const othersConsidered = rule({
  id: 'route.other-contracts-considered',
  sentence:
    'Whoever takes a contract for one of a lower band, or for one below the threshold, says which contracts could reasonably be one with it and which of them count with it, and why the others do not or why there are none.',
  strength: 'law',
  source: 'Procurement Act 2023 s.4(3) and Schedule 3 para 4; for the bands by policy',
});

/** The rules on how the value that a route is chosen by is estimated. */
export const estimateRules = [valueBasis, valueOnBothBases, othersConsidered] as const;

type Estimate = Pick<Route, 'value' | 'onOtherBasis' | 'aggregation' | 'regime'>;

const onBothBases = ({ value, onOtherBasis }: Estimate, instrument: Instrument): Check => {
  const asked = instrument === 'contract' && value.vat === 'excluding';
  const facts = { value, onOtherBasis: onOtherBasis ?? null };
  if (onOtherBasis === undefined) return check(!asked, valueOnBothBases, facts, '/onOtherBasis');
  const [more, less] = value.vat === 'including' ? [value, onOtherBasis] : [onOtherBasis, value];
  const holds = more.vat === 'including' && less.vat === 'excluding' && more.pence >= less.pence;
  return check(holds, valueOnBothBases, facts, '/onOtherBasis');
};

/**
 * A value is on the basis of the rules, said on the other one too where the bands are without VAT, and it is known with
 * which other contracts it counts: asked of no grant, and of no contract that is a tender above the threshold anyway.
 */
export const estimated = (
  { valueBasis: basis }: RuleBookData,
  instrument: Instrument,
  estimate: Estimate,
  band: Band,
): Check => {
  const { value, aggregation, regime } = estimate;
  const outsideVat = value.vat === 'outside' && instrument !== 'contract';
  const lower = instrument === 'contract' && (band.upTo !== undefined || regime === 'below-threshold');
  const bases = aggregation?.others.map((other) => other.value.vat) ?? [];
  return allHold(
    check(
      value.vat === basis || outsideVat,
      valueBasis,
      { vat: value.vat, asked: basis, onOtherBasis: estimate.onOtherBasis ?? null },
      '/value/vat',
    ),
    onBothBases(estimate, instrument),
    check(
      bases.every((vat) => vat === value.vat),
      valueBasis,
      { bases, asked: value.vat },
      '/aggregation/others',
    ),
    check(!lower || aggregation !== undefined, othersConsidered, { band: band.name, regime }, '/aggregation'),
  );
};
