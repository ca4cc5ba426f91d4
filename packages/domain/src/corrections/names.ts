import { anatomy, type EventDefinition, fieldClassOf, unwrapped } from '@commissioning/kernel';
import type * as t from 'io-ts';
import type { CorrectionEvent } from './events';

type Names = Pick<CorrectionEvent['data'], 'names' | 'otherNames'>;

/** The codecs of the ids by which an entry names what it is about. */
const ids: ReadonlySet<string> = new Set([
  'LocalId',
  'CommissionRef',
  'DecisionRef',
  'FundRef',
  'ProviderRef',
  'ActorId',
  'SourceDecision',
  'SourceDecidedOn',
]);

const fieldsOf = (codec: t.Mixed): ReadonlyArray<readonly [string, t.Mixed]> => {
  const { _tag, props = {}, types = [] } = anatomy(unwrapped(codec));
  return _tag === 'IntersectionType' ? types.flatMap(fieldsOf) : Object.entries(props);
};

/** What an entry is about, by the ids that stand in it at the top; those that are not public apart. */
export const namesIn = ({ codec }: EventDefinition, data: object): Names => {
  const given = fieldsOf(codec).flatMap(([field, { name }]) => {
    const id = (data as Readonly<Record<string, unknown>>)[field];
    return ids.has(name) && typeof id === 'string' ? [{ field, id }] : [];
  });
  const open = new Set(
    fieldsOf(codec).flatMap(([field, of]) => (fieldClassOf(of) === undefined ? [field] : [])),
  );
  return {
    names: given.filter(({ field }) => open.has(field)),
    otherNames: given.filter(({ field }) => !open.has(field)),
  };
};
