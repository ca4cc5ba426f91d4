import { anatomy, type Json } from '@commissioning/kernel';
import type * as t from 'io-ts';

/** A value of each codec that is not made of others, by its name; the field it is for may give it its words. */
const values: Readonly<Record<string, (field: string) => Json>> = {
  'one line of text, at most 300 characters': (field) => `The ${field}`,
  'text that is not empty and has no space at either end': (field) => `The ${field}`,
  'a whole number, zero or more': () => 1,
  'a number with at most two decimals': () => 1,
  'an age recipient, age1 and 58 letters and digits': () => `age1${'q'.repeat(58)}`,
  LocalId: (field) => `${field.replaceAll(' ', '-')}-1`.slice(-60),
  BodyId: () => 'BEDS',
  ActorId: () => 'somebody',
  CommissionRef: () => 'BEDS-2026-0001',
  DecisionRef: () => 'BEDS-PCC24-0101',
  FundRef: () => 'BEDS-community-safety-2026-27',
  ProviderRef: () => 'BEDS-some-provider',
  EventId: () => '00000000-0000-7000-8000-000000000000',
  CalendarDate: () => '2026-11-23',
  Instant: () => '2026-11-23T12:00:00.000Z',
  FinancialYear: () => '2026-27',
  Pence: () => 300_000,
  Sha256: () => '0'.repeat(64),
  LightTouchCode: () => '85312310',
};

/** A field's name in words: `heldOn` is `held on`. */
const inWords = (name: string): string =>
  name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();

/**
 * Something that a codec accepts, made from its own tree, with what has to be there and nothing that may be left out: a
 * file to begin with, to be filled with what is true.
 */
export const exampleOf = (codec: t.Mixed, field = ''): Json => {
  const node = anatomy(codec);
  const value = values[node.name];
  if (value !== undefined) return value(inWords(field));
  switch (node._tag ?? '') {
    case 'StringType':
      return `The ${inWords(field)}`;
    case 'NumberType':
      return 1;
    case 'BooleanType':
      return false;
    case 'NullType':
    case 'PartialType':
      return node._tag === 'NullType' ? null : {};
    case 'LiteralType':
      return node.value as Json;
    case 'KeyofType':
      return Object.keys(node.keys ?? {})[0] ?? null;
    case 'RefinementType':
      return exampleOf(node.type as t.Mixed, field);
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return [exampleOf(node.type as t.Mixed, field)];
    case 'InterfaceType':
      return Object.fromEntries(
        Object.entries(node.props ?? {}).map(([key, each]) => [key, exampleOf(each, key)]),
      );
    case 'IntersectionType':
      return Object.assign({}, ...(node.types ?? []).map((each) => exampleOf(each, field))) as Json;
    case 'UnionType':
      return exampleOf(node.types?.[0] as t.Mixed, field);
    default:
      throw new Error(`There is no example of a ${node._tag ?? node.name}`);
  }
};
