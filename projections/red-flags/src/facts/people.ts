import type { ActorId, LocalId } from '@commissioning/kernel';
import type { Change } from '@commissioning/projecting';
import type { Part } from '../documents';
import type { FlaggedEvent, Told } from '../events';
import { actorOf, factKey, happening, kept, ownerOf, placeOf } from './keeping';

/** The first time somebody took a part in a commission, or for one award of it. */
const partTaken = (
  event: Told<FlaggedEvent['type']>,
  part: Part,
  {
    person = actorOf(event),
    commission = ownerOf(event),
    award = null,
  }: {
    readonly person?: ActorId;
    readonly commission?: string;
    readonly award?: LocalId | null;
  } = {},
): Change =>
  kept<'person'>(factKey('person', commission, person), (before) => {
    const known = before ?? {
      kind: 'person',
      ...placeOf(event, commission),
      person,
      declared: null,
      parts: [],
    };
    const taken = known.parts.some((each) => each.part === part && each.award === award);
    return taken ? known : { ...known, parts: [...known.parts, { ...happening(event), part, award }] };
  });

const declaredAgainstBidders = (event: Told<'InterestDeclared'>): ReadonlyArray<Change> => {
  const { actor: person, stage } = event.data;
  if (stage !== 'bidders') return [];
  return [
    kept<'person'>(factKey('person', ownerOf(event), person), (before) => ({
      kind: 'person',
      ...placeOf(event),
      parts: [],
      ...before,
      person,
      declared: before?.declared ?? happening(event),
    })),
  ];
};

/** Each commission that a decision authorises something for. */
const decidedFor = ({ data }: Told<'DecisionTaken'>): ReadonlyArray<string> => [
  ...new Set(data.authorises.flatMap((act) => ('commission' in act ? [act.commission] : []))),
];

type OfPeople = Told<
  | 'InterestDeclared'
  | 'BidScored'
  | 'AwardRecommended'
  | 'DecisionTaken'
  | 'GrantAwarded'
  | 'ContractAwarded'
  | 'ReturnAccepted'
  | 'PaymentApproved'
>;

/** Who took which part in a commission, and when they declared their interests. */
export const personChanges = (event: OfPeople): ReadonlyArray<Change> => {
  switch (event.type) {
    case 'InterestDeclared':
      return declaredAgainstBidders(event);
    case 'BidScored':
      return [partTaken(event, 'scored', { person: event.data.assessor })];
    case 'AwardRecommended':
      return [partTaken(event, 'recommended')];
    case 'DecisionTaken':
      return decidedFor(event).map((commission) => partTaken(event, 'decided', { commission }));
    case 'GrantAwarded':
    case 'ContractAwarded':
      return [partTaken(event, 'awarded')];
    case 'ReturnAccepted':
      return [partTaken(event, 'accepted-return', { award: event.data.award })];
    case 'PaymentApproved':
      return [partTaken(event, 'approved-payment', { award: event.data.award })];
  }
};
