import type * as t from 'io-ts';
import { anatomy, listedKeys } from './anatomy';
import type { Json, JsonObject } from './json';

/** Codecs whose check is a function, and what of it a schema can say. */
const known: Readonly<Record<string, JsonObject>> = {
  CalendarDate: { type: 'string', format: 'date' },
  Instant: { type: 'string', format: 'date-time' },
  EventId: { type: 'string', format: 'uuid' },
  Sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  Pence: { type: 'integer', minimum: 0, description: 'whole pence' },
};

const refined = (codec: t.Mixed, of: t.Mixed): JsonObject => {
  const { name } = anatomy(codec);
  if (known[name] !== undefined) return known[name];
  const inner = jsonSchemaOf(of);
  const isList = inner['type'] === 'array';
  // A list that must not be empty is one that its check does not let through empty.
  if (isList && !codec.is([])) return { ...inner, minItems: 1 };
  if (inner['type'] === 'number' && !codec.is(0.5))
    return { ...inner, type: 'integer', ...(codec.is(-1) ? {} : { minimum: 0 }), description: name };
  return { ...inner, description: name };
};

const record = (props: t.Props, required: boolean): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(props).map(([key, codec]) => [key, jsonSchemaOf(codec)])),
  ...(required && Object.keys(props).length > 0 ? { required: Object.keys(props) } : {}),
});

/** Objects that are one object are said as one, which reads more easily than all of several. */
const joined = (parts: ReadonlyArray<JsonObject>): JsonObject => {
  if (!parts.every((part) => part['type'] === 'object' && part['properties'] !== undefined))
    return { allOf: parts };
  const required = parts.flatMap((part) => (part['required'] ?? []) as ReadonlyArray<string>);
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part['properties'])) as JsonObject,
    ...(required.length > 0 ? { required } : {}),
  };
};

/**
 * A JSON Schema (draft 2020-12) of what a codec lets through, as far as a schema can say it: what a check refuses beyond
 * that stands in the descriptions. Fields that are not named are allowed, for shapes grow. Throws on a kind of codec
 * that nothing here is made of.
 */
export const jsonSchemaOf = (codec: t.Mixed): JsonObject => {
  const {
    _tag = '',
    name,
    props = {},
    types = [],
    type,
    domain,
    codomain,
    keys = {},
    value,
  } = anatomy(codec);
  switch (_tag) {
    case 'StringType':
      return { type: 'string' };
    case 'NumberType':
      return { type: 'number' };
    case 'BooleanType':
      return { type: 'boolean' };
    case 'NullType':
      return { type: 'null' };
    case 'UnknownType':
    case 'AnyType':
      return {};
    case 'AnyDictionaryType':
      return { type: 'object' };
    case 'LiteralType':
      return { const: value as Json };
    case 'KeyofType':
      return { enum: Object.keys(keys) };
    case 'RefinementType':
      return refined(codec, type as t.Mixed);
    case 'ReadonlyType':
    case 'ExactType':
      return jsonSchemaOf(type as t.Mixed);
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return { type: 'array', items: jsonSchemaOf(type as t.Mixed) };
    case 'InterfaceType':
      return record(props, true);
    case 'PartialType':
      return record(props, false);
    case 'IntersectionType':
      return joined(types.map(jsonSchemaOf));
    case 'UnionType':
      return { anyOf: types.map(jsonSchemaOf) };
    case 'DictionaryType': {
      const required = listedKeys(domain as t.Mixed);
      return {
        type: 'object',
        additionalProperties: jsonSchemaOf(codomain as t.Mixed),
        ...(required === undefined ? {} : { required }),
      };
    }
    default:
      throw new Error(`No schema can be drawn of ${name} (${_tag})`);
  }
};
