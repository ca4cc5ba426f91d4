import * as t from 'io-ts';

/** A branded string codec that accepts what the pattern matches; the name is what an error says was expected. */
const patterned = <B extends string>(name: B, pattern: RegExp) =>
  t.brand(t.string, (s): s is t.Branded<string, { readonly [K in B]: symbol }> => pattern.test(s), name);

/** A commissioning body: two to eight capital letters, `BEDS`. Every stream name carries it. */
export const BodyId = patterned('BodyId', /^[A-Z]{2,8}$/);
export type BodyId = t.TypeOf<typeof BodyId>;

/** A commission's reference: body, calendar year of the need, number, `BEDS-2026-0007`. */
export const CommissionRef = patterned('CommissionRef', /^[A-Z]{2,8}-\d{4}-\d{4,6}$/);
export type CommissionRef = t.TypeOf<typeof CommissionRef>;

/**
 * A decision's reference: body, series, number and optional suffix, `BEDS-PFCC24-0072a`. Numbers restart with a new
 * commissioner, so a number means nothing without its series.
 */
export const DecisionRef = patterned('DecisionRef', /^[A-Z]{2,8}-[A-Z0-9]{1,12}-\d{1,6}[a-z]?$/);
export type DecisionRef = t.TypeOf<typeof DecisionRef>;

/** One funding stream in one financial year: `BEDS-moj-victims-2026-27`. */
export const FundRef = patterned('FundRef', /^[A-Z]{2,8}-[a-z0-9]+(-[a-z0-9]+)*-\d{4}-\d{2}$/);
export type FundRef = t.TypeOf<typeof FundRef>;

/** A provider as this body knows it: `BEDS-azalea`. */
export const ProviderRef = patterned('ProviderRef', /^[A-Z]{2,8}-[a-z0-9]+(-[a-z0-9]+)*$/);
export type ProviderRef = t.TypeOf<typeof ProviderRef>;

/** Something named inside one aggregate (a lot, a bid, an award, a return): lower-case letters, digits, hyphens. */
export const LocalId = patterned('LocalId', /^[a-z0-9][a-z0-9-]{0,59}$/);
export type LocalId = t.TypeOf<typeof LocalId>;

/** Who acted: opaque, never a name. Names lie under subject keys, apart from the log. */
export const ActorId = patterned('ActorId', /^[a-z0-9][a-z0-9:._-]{0,63}$/);
export type ActorId = t.TypeOf<typeof ActorId>;

/** The caller's own id for one command; sending it again gives the same answer and changes nothing. */
export const CommandId = patterned('CommandId', /^[A-Za-z0-9:._-]{8,128}$/);
export type CommandId = t.TypeOf<typeof CommandId>;

/** An event's id: a UUID. The service mints version 7, so that ids sort by the time they were made. */
export const EventId = patterned('EventId', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export type EventId = t.TypeOf<typeof EventId>;

/** The kinds of stream, in the order the glossary lists them. */
export const aggregateKinds = [
  'commission',
  'decision',
  'fund',
  'provider',
  'rulebook',
  'duties',
  'access',
  'clock',
  'refusals',
] as const;
export type AggregateKind = (typeof aggregateKinds)[number];

/** The stream of one aggregate: `commission-BEDS-2026-0007`. These names are the storage format. */
export const streamName = (kind: AggregateKind, id: string): string => `${kind}-${id}`;

const beginnings = aggregateKinds.map((kind) => ({ kind, beginning: streamName(kind, '') }));

/** Takes a stream name apart; undefined when it is not one of ours (a server's own streams, say). */
export const parseStreamName = (stream: string): { kind: AggregateKind; id: string } | undefined => {
  const found = beginnings.find(({ beginning }) => stream.startsWith(beginning));
  const id = found === undefined ? '' : stream.slice(found.beginning.length);
  return found === undefined || id === '' ? undefined : { kind: found.kind, id };
};

/** The body that a reference belongs to: what stands before the first hyphen; a body's own id is the body. */
export const bodyOf = (reference: string): BodyId => reference.split('-', 1)[0] as BodyId;
