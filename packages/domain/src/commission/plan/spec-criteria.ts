import { rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { RouteProfile } from '../../rulebook/events';
import type { Criterion, CriterionCategory, Scale } from '../../shapes';
import { holdsOrExcepted } from '../action';
import type { CommissionState, Specification } from '../state';

const weightsSum = rule({
  id: 'spec.weights-sum-to-100',
  sentence: 'The weights of the criteria, in percent, add up to 100.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23: how criteria weigh against each other is stated; by policy for grants',
});

const idsUnique = rule({
  id: 'spec.ids-unique',
  sentence: 'Each lot, each criterion and each outcome of a specification has an id of its own.',
  strength: 'integrity',
  source: 'Design of the record',
});

const socialValueWeighted = rule({
  id: 'spec.social-value-weighted',
  sentence: 'Quality, value and social value are all scored, and social value weighs more than nothing.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, purchase: quality, value for money and social value',
});

const socialValueConsidered = rule({
  id: 'spec.social-value-considered',
  sentence: 'Social value is weighted, or it is said why it is not.',
  strength: 'law',
  source: 'Public Services (Social Value) Act 2012 s.1; by policy below its threshold and for grants',
});

const priceConsistent = rule({
  id: 'spec.price-scored-as-stated',
  sentence:
    'One criterion of value is scored by price where the method scores price, and none where it does not.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23(3): how tenders are assessed against the criteria is stated',
});

const scaleDescribed = rule({
  id: 'spec.scale-described',
  sentence:
    'A scale goes up; what its lowest and highest scores mean is written, and no score means two things.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23; Procurement Regulations 2024 r.31: score levels and what they mean',
});

const passWithinScale = rule({
  id: 'spec.pass-mark-within-scale',
  sentence: 'A pass mark is a score of the scale, on a criterion that the panel scores.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23(3)(b): what disqualifies is stated',
});

/** The rules that criteria and scale of a specification hold. */
export const criteriaRules = [
  idsUnique,
  weightsSum,
  socialValueWeighted,
  socialValueConsidered,
  priceConsistent,
  scaleDescribed,
  passWithinScale,
] as const;

const twice = (ids: ReadonlyArray<string>): ReadonlyArray<string> =>
  ids.filter((id, index) => ids.indexOf(id) !== index);

const uniqueIds = ({ lots, criteria, outcomes }: Specification): ReadonlyArray<Check> =>
  Object.entries({ lots, criteria, outcomes }).map(([name, list]) => {
    const repeated = twice(list.map(({ id }) => id));
    return check(repeated.length === 0, idsUnique, { repeated }, `/${name}`);
  });

const weightOf = (criteria: ReadonlyArray<Criterion>, category: CriterionCategory): number =>
  criteria.reduce((sum, criterion) => sum + (criterion.category === category ? criterion.weight : 0), 0);

const weights = ({ criteria }: Specification): Check => {
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const each = Object.fromEntries(criteria.map(({ id, weight }) => [id, weight]));
  return check(total === 100, weightsSum, { total, weights: each }, '/criteria');
};

const socialValue = (commission: CommissionState, profile: RouteProfile, spec: Specification): Check => {
  const { criteria } = spec;
  const social = weightOf(criteria, 'social-value');
  const here = new Set(criteria.map(({ category }) => category));
  const missing = (['quality', 'value', 'social-value'] as const).filter((category) => !here.has(category));
  return profile.socialValue === 'weighted'
    ? holdsOrExcepted(
        commission,
        missing.length === 0 && social > 0,
        socialValueWeighted,
        { missing, socialValueWeight: social },
        '/criteria',
      )
    : check(
        social > 0 || spec.socialValueConsidered !== undefined,
        socialValueConsidered,
        { socialValueWeight: social },
        '/socialValueConsidered',
      );
};

const price = ({ criteria, priceMethod }: Specification): Check => {
  const byPrice = criteria.filter(({ scoredBy }) => scoredBy === 'price');
  const scored = priceMethod === 'relative-to-lowest' ? 1 : 0;
  const ofValue = byPrice.every(({ category }) => category === 'value');
  const found = { priceMethod, scoredByPrice: byPrice.map(({ id }) => id) };
  return check(byPrice.length === scored && ofValue, priceConsistent, found, '/criteria');
};

const described = ({ minimum, maximum, descriptors }: Scale): Check => {
  const scores = descriptors.map(({ score }) => score);
  const within = scores.every((score) => score >= minimum && score <= maximum);
  const ends = scores.includes(minimum) && scores.includes(maximum);
  return check(
    minimum < maximum && within && ends && new Set(scores).size === scores.length,
    scaleDescribed,
    { minimum, maximum, described: scores },
    '/scale',
  );
};

const passMarks = ({ criteria, scale: { minimum, maximum } }: Specification): Check => {
  const wrong = criteria.filter(
    ({ pass, scoredBy }) => pass !== undefined && (scoredBy === 'price' || pass < minimum || pass > maximum),
  );
  const marks = Object.fromEntries(wrong.map(({ id, pass }) => [id, pass ?? 0]));
  return check(wrong.length === 0, passWithinScale, { minimum, maximum, marks }, '/criteria');
};

/** Refuses criteria or a scale by which bids could not be scored as the route asks. */
export const criteriaHold = (
  commission: CommissionState,
  profile: RouteProfile,
  spec: Specification,
): Check =>
  allHold(
    ...uniqueIds(spec),
    weights(spec),
    socialValue(commission, profile, spec),
    price(spec),
    described(spec.scale),
    passMarks(spec),
  );
