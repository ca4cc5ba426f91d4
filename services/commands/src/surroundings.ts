import {
  type CommissionState,
  type Context,
  type DecisionState,
  type FundState,
  inForceOn,
  retentionOn,
  type ProviderState,
  type RuleBookState,
} from '@commissioning/domain';
import type { StoreUnavailable } from '@commissioning/event-store';
import {
  type Actor,
  bodyOf,
  type Instant,
  londonDateOf,
  type Metadata,
  type Needs,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { AwardedTo } from './awards';
import type { Unreadable } from './failure';
import type { HoldersOf } from './identifiers';
import type { Session, Sessions } from './session';

/** What surrounds a command, and at which revisions it was read. */
export interface Surroundings {
  readonly context: Context;
  readonly revisions: Metadata['context'];
  readonly ruleBookVersion: number;
}

interface Wanted {
  readonly kind: 'decision' | 'provider' | 'fund' | 'commission';
  readonly ids: ReadonlyArray<string>;
}

/** Where streams are found that an action names by what they hold. */
export interface Indexes {
  readonly holdersOf: HoldersOf;
  readonly awardedTo: AwardedTo;
}

/** The ids that an index has for what is asked; nothing is read where nothing is. */
const foundBy = async <F, A>(
  asked: ReadonlyArray<A> | undefined,
  index: (asked: ReadonlyArray<A>) => Promise<E.Either<F, ReadonlyArray<string>>>,
): Promise<E.Either<F, ReadonlyArray<string>>> =>
  asked === undefined || asked.length === 0 ? E.right([]) : index(asked);

const wantedBy = (
  needs: Needs,
  holders: ReadonlyArray<string>,
  awarded: ReadonlyArray<string>,
): ReadonlyArray<Wanted> => [
  { kind: 'decision', ids: needs.decisions ?? [] },
  { kind: 'provider', ids: [...(needs.providers ?? []), ...holders] },
  { kind: 'fund', ids: needs.funds ?? [] },
  { kind: 'commission', ids: awarded },
];

/**
 * Reads what an action needs to see besides its own stream: the rule book of the body, the decisions, providers and
 * funds it names, and whichever providers hold the identifiers it names. What does not exist is left out, for the
 * decider to refuse by its own rule.
 */
export const surroundingsOf = async (
  sessions: Sessions,
  { holdersOf, awardedTo }: Indexes,
  reference: string,
  needs: Needs,
  actor: Actor,
  now: Instant,
): Promise<E.Either<Unreadable | StoreUnavailable, Surroundings>> => {
  const today = londonDateOf(now);
  const book = await sessions.current('rulebook', bodyOf(reference));
  if (E.isLeft(book)) return book;
  const holders = await foundBy(needs.identifiers, (each) => holdersOf(bodyOf(reference), each));
  if (E.isLeft(holders)) return holders;
  const awarded = await foundBy(needs.awardedTo, awardedTo);
  if (E.isLeft(awarded)) return awarded;
  const read: Array<Session> = [book.right];
  const found = new Map<Wanted['kind'], Map<string, unknown>>();
  for (const { kind, ids } of wantedBy(needs, holders.right, awarded.right)) {
    const states = new Map<string, unknown>();
    for (const id of new Set(ids)) {
      const session = await sessions.current(kind, id);
      if (E.isLeft(session)) return session;
      if (session.right.revision < 0) continue;
      states.set(id, session.right.state);
      read.push(session.right);
    }
    found.set(kind, states);
  }
  const state = book.right.state as RuleBookState;
  const rules = inForceOn(state, today);
  return E.right({
    context: {
      now,
      today,
      actor,
      rules,
      succession: state.succession,
      retention: retentionOn(state, today),
      commissions: found.get('commission') as ReadonlyMap<string, CommissionState>,
      decisions: found.get('decision') as ReadonlyMap<string, DecisionState>,
      providers: found.get('provider') as ReadonlyMap<string, ProviderState>,
      funds: found.get('fund') as ReadonlyMap<string, FundState>,
    },
    revisions: read
      .filter(({ revision }) => revision >= 0)
      .map(({ stream, revision }) => ({ stream, revision })) as Metadata['context'],
    ruleBookVersion: rules?.version ?? 0,
  });
};
