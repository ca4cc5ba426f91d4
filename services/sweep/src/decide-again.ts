import {
  alike,
  type CommissionState,
  type Context,
  type DecisionState,
  type FundState,
  inForceOn,
  retentionOn,
  type ProviderState,
  type RuleBookData,
  type RuleBookState,
} from '@commissioning/domain';
import {
  type AggregateKind,
  bodyOf,
  type DomainEvent,
  type Happened,
  londonDateOf,
  type Needs,
  parseStreamName,
  type Refusal,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Act } from './act';
import { type Asked, askedAgain } from './commands-again';
import type { Standing, Standings } from './standing';

/** What came of deciding an act again under some rules. */
export type Again =
  /** The same events follow. */
  | { readonly _tag: 'Same' }
  /** It is lawful, and other events follow than were recorded. */
  | { readonly _tag: 'Otherwise' }
  | { readonly _tag: 'Refused'; readonly refusal: Refusal };

/** An act looked at: what it was, and how it is decided under the rules of its day and, where asked, under others. */
export type Looked =
  | { readonly _tag: 'NotDecided'; readonly why: string }
  | {
      readonly _tag: 'Decided';
      readonly action: string;
      readonly roleAllowed: boolean;
      /** The version that was in force, where the act says another. */
      readonly wrongVersion: number | undefined;
      readonly inItsDay: Again;
      readonly under: Again | undefined;
    };

/** The streams that an act saw, as far as it says at which revisions; the others as they stood just before it. */
const surroundings = async (
  standings: Standings,
  act: Act,
  kind: 'decision' | 'provider' | 'fund' | 'commission',
  named: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, Standing>> => {
  const seen = new Map<string, number>();
  for (const { stream, revision } of act.metadata.context) {
    const place = parseStreamName(stream);
    if (place?.kind === kind) seen.set(place.id, revision);
  }
  const found = new Map<string, Standing>();
  for (const id of new Set([...named, ...seen.keys()])) {
    const revision = seen.get(id);
    const until = revision === undefined ? { position: act.position } : { revision };
    const standing = await standings.at(kind, id, until);
    if (standing.revision >= 0) found.set(id, standing);
  }
  return found;
};

const ruleBookBefore = async (standings: Standings, act: Act): Promise<RuleBookState> => {
  const body = bodyOf(act.id);
  const named = act.metadata.context.find(({ stream }) => stream === `rulebook-${body}`);
  // A command on the rule book itself has read it too: as it stood before it.
  const until = named === undefined ? { position: act.position } : { revision: named.revision };
  return (await standings.at('rulebook', body, until)).recorded as RuleBookState;
};

interface Around {
  readonly decisions: ReadonlyMap<string, Standing>;
  readonly providers: ReadonlyMap<string, Standing>;
  readonly funds: ReadonlyMap<string, Standing>;
  readonly commissions: ReadonlyMap<string, Standing>;
}

const around = async (standings: Standings, act: Act, needs: Needs): Promise<Around> => ({
  decisions: await surroundings(standings, act, 'decision', needs.decisions ?? []),
  providers: await surroundings(standings, act, 'provider', needs.providers ?? []),
  funds: await surroundings(standings, act, 'fund', needs.funds ?? []),
  // Which they were the act says itself; an act that named none in its day had none.
  commissions: await surroundings(standings, act, 'commission', []),
});

const statesOf = <State>(standings: ReadonlyMap<string, Standing>): ReadonlyMap<string, State> =>
  new Map([...standings].map(([id, { recorded }]) => [id, recorded as State]));

const contextOf = (
  act: Act,
  rules: RuleBookData | undefined,
  retention: Context['retention'],
  { decisions, providers, funds, commissions }: Around,
): Context => ({
  now: act.metadata.recordedAt,
  today: londonDateOf(act.metadata.recordedAt),
  actor: act.metadata.actor,
  rules,
  retention,
  commissions: statesOf<CommissionState>(commissions),
  decisions: statesOf<DecisionState>(decisions),
  providers: statesOf<ProviderState>(providers),
  funds: statesOf<FundState>(funds),
});

/** An event as it is written: fields without a value are not. */
const written = ({ type, data }: DomainEvent): unknown => JSON.parse(JSON.stringify({ type, data }));

const asRecorded = (decided: ReadonlyArray<DomainEvent>, recorded: ReadonlyArray<Happened>): boolean =>
  decided.length === recorded.length &&
  decided.every((event, index) => {
    const other = recorded[index];
    return other !== undefined && alike(written(event), written({ type: other.type, data: other.data }));
  });

const decided = (
  { action, command }: Asked,
  context: Context,
  state: unknown,
  recorded: ReadonlyArray<Happened>,
): Again => {
  const answer = action.decide(command as never, context)(state as never);
  if (E.isLeft(answer)) return { _tag: 'Refused', refusal: answer.left };
  return asRecorded(answer.right, recorded) ? { _tag: 'Same' } : { _tag: 'Otherwise' };
};

const takenAway = 'a value of it was taken away, or cannot be read';
const restsOnTaken = 'something that it rests on was taken away, or cannot be read';
const noCommand = 'no command is known from which such events follow';

const allWhole = ({ decisions, providers, funds, commissions }: Around): boolean =>
  [decisions, providers, funds, commissions].every((states) =>
    [...states.values()].every(({ whole }) => whole),
  );

/** What is refused to be looked at, and why, of streams that no action records in. */
const notDecidedHere: Partial<Readonly<Record<AggregateKind, string>>> = {
  refusals: 'a refusal is what deciding came to, and not itself decided',
};

/**
 * Decides an act again: its command is found again from its events, and put to the same action, on the same state, with
 * the same surroundings, at the same moment and by the same person.
 */
export const decideAgain = async (
  standings: Standings,
  act: Act,
  other: RuleBookData | undefined,
): Promise<Looked> => {
  const { kind, id, before, events, metadata } = act;
  const notHere = notDecidedHere[kind];
  if (notHere !== undefined) return { _tag: 'NotDecided', why: notHere };
  if (events === undefined) return { _tag: 'NotDecided', why: takenAway };
  const standing = await standings.at(kind, id, { revision: before });
  const asked = askedAgain(act, events, standing.recorded);
  if (asked === undefined) return { _tag: 'NotDecided', why: act.whole ? noCommand : takenAway };
  const needs = asked.action.needs(asked.command as never, standing.recorded as never);
  const seen = await around(standings, act, needs);
  const book = await ruleBookBefore(standings, act);
  const day = londonDateOf(metadata.recordedAt);
  const [rules, retention] = [inForceOn(book, day), retentionOn(book, day)];
  const version = rules?.version ?? 0;
  const inItsDay = decided(asked, contextOf(act, rules, retention, seen), standing.recorded, events);
  // From less than there was the same may still follow; but if it does not, that is nobody's breach.
  if (inItsDay._tag !== 'Same' && !(act.whole && standing.whole && allWhole(seen)))
    return { _tag: 'NotDecided', why: restsOnTaken };
  return {
    _tag: 'Decided',
    action: asked.action.name,
    roleAllowed: asked.action.roles.includes(metadata.actor.role),
    wrongVersion: version === metadata.ruleBookVersion ? undefined : version,
    inItsDay,
    under:
      other === undefined
        ? undefined
        : decided(asked, contextOf(act, other, retention, seen), standing.otherwise, events),
  };
};
