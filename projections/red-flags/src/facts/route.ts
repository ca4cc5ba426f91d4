import { noPence, type Pence } from '@commissioning/kernel';
import { type Change, type DocumentKey, found, type Lookup } from '@commissioning/projecting';
import type { Fact } from '../documents';
import type { FlaggedEvent, Told } from '../events';
import { factKey, happening, kept, ownerOf, placeOf, subject } from './keeping';

/** The version of the rules that an event was decided under. */
export const bookKey = (event: Told<FlaggedEvent['type']>): DocumentKey =>
  factKey('book', placeOf(event).body, String(event.metadata.ruleBookVersion));

const noted = (event: Told<FlaggedEvent['type']>): Fact<'commission'> => ({
  kind: 'commission',
  ...placeOf(event),
  route: null,
  direct: null,
  engaged: null,
  specification: null,
  moved: [],
  opened: null,
});

const ofCommission = (
  event: Told<FlaggedEvent['type']>,
  after: (before: Fact<'commission'>, lookup: Lookup) => Fact<'commission'>,
): Change =>
  kept<'commission'>(factKey('commission', ownerOf(event)), (before, lookup) =>
    after(before ?? noted(event), lookup),
  );

type Book = Pick<Fact<'book'>, 'bands'>;

/** Up to what sum a route goes: null where the last band that it meets has no end. */
const reachOf = ({ bands }: Book, profile: string): Pence | null => {
  const met = bands.filter(({ profiles }) => profiles.some((each) => each === profile));
  if (met.some(({ upTo }) => upTo === null)) return null;
  return met.reduce((most, { upTo }) => ((upTo ?? 0) > most ? (upTo ?? most) : most), noPence);
};

/** A body and each version of its rules. */
export const bookChanges = (event: Told<'BodyEstablished' | 'RulesAdopted'>): ReadonlyArray<Change> => {
  const { body } = placeOf(event);
  if (event.type === 'BodyEstablished') return [subject({ subject: 'body', reference: body, body })];
  const { version, bands, grounds, workingDays } = event.data;
  return [
    kept<'book'>(factKey('book', body, String(version)), () => ({
      kind: 'book',
      ...placeOf(event),
      version,
      bands: bands.map(({ upTo = null, profiles }) => ({ upTo, profiles })),
      toEngageFor: grounds.filter(({ marketEngagement }) => marketEngagement).map(({ id }) => id),
      calendar: workingDays,
    })),
  ];
};

type OfCommission = Told<
  | 'NeedIdentified'
  | 'RouteChosen'
  | 'MarketEngaged'
  | 'DirectAwardAuthorised'
  | 'SpecPublished'
  | 'SpecAmended'
  | 'BidsOpened'
>;

const routeAfter = (event: Told<'RouteChosen'>, lookup: Lookup): Fact<'commission'>['route'] => {
  const { profile, band, value, aggregation } = event.data;
  const beside =
    aggregation === undefined
      ? null
      : { others: aggregation.others.map(({ contract }) => contract as string), reason: aggregation.reason };
  const { id, competition, openers } = profile;
  // A commission whose rules are not known here is judged by the band it was given.
  const pinned: Book = { bands: [{ upTo: band.upTo ?? null, profiles: band.profiles }] };
  const upTo = reachOf(found<Fact<'book'>>(lookup, bookKey(event)) ?? pinned, id);
  const { ruleBookVersion: version } = event.metadata;
  return { ...happening(event), profile: id, competition, openers, value, upTo, version, beside };
};

const commissionAfter = (
  event: OfCommission,
  before: Fact<'commission'>,
  lookup: Lookup,
): Fact<'commission'> => {
  switch (event.type) {
    case 'NeedIdentified':
      return before;
    case 'RouteChosen':
      return { ...before, route: routeAfter(event, lookup) };
    case 'MarketEngaged':
      return before.engaged === null ? { ...before, engaged: happening(event) } : before;
    case 'DirectAwardAuthorised':
      return { ...before, direct: { ...happening(event), ground: event.data.ground } };
    case 'SpecPublished': {
      const { opens, closes, scale, criteria } = event.data;
      const weighted = criteria.map(({ id, weight, scoredBy }) => ({
        id,
        weight,
        byPanel: scoredBy === 'panel',
      }));
      const highestScore = scale.maximum;
      const specification = { ...happening(event), opens, closes, highestScore, criteria: weighted };
      return { ...before, specification };
    }
    case 'SpecAmended': {
      const { closes: to, reason } = event.data;
      const from = before.moved.at(-1)?.to ?? before.specification?.closes;
      if (to === undefined || from === undefined || to === from) return before;
      return { ...before, moved: [...before.moved, { ...happening(event), from, to, reason }] };
    }
    case 'BidsOpened': {
      const { openers, portalLog } = event.data;
      const opened = {
        ...happening(event),
        openers: new Set(openers).size,
        portalLog: portalLog !== undefined,
      };
      return { ...before, opened };
    }
  }
};

/** How a provider was to be found for a commission. */
export const commissionChanges = (event: OfCommission): ReadonlyArray<Change> => {
  const { body } = placeOf(event);
  return [
    ofCommission(event, (before, lookup) => commissionAfter(event, before, lookup)),
    ...(event.type === 'NeedIdentified'
      ? [subject({ subject: 'commission', reference: ownerOf(event), body })]
      : []),
  ];
};
