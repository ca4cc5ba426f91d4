import {
  aggregateOf,
  allActions,
  type AnyAction,
  bedfordshireRules,
  type Context,
  inForceOn,
  type RuleBookState,
} from '@commissioning/domain';
import {
  type Actor,
  type AggregateKind,
  type DomainEvent,
  fold,
  type Happened,
  type Instant,
  londonDateOf,
  type Metadata,
  streamName,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Answer, type Answered, answeredTypes, answersTo } from '../../services/watch/src/fund-saga';

const person = (id: string, role: string): Actor => ({ id, role }) as Actor;
export const officer = person('officer-1', 'commissioning-officer');
export const colleague = person('officer-2', 'commissioning-officer');
export const approver = person('commissioner', 'approver');
export const finance = person('finance-1', 'finance');
export const assessors = [
  person('assessor-1', 'panel-member'),
  person('assessor-2', 'panel-member'),
] as const;
const system = person('system:watch', 'system');

/** What somebody asks for. */
export interface Asked {
  readonly kind: AggregateKind;
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly command: object;
}

/** The domain with the saga that carries money to the funds, and nothing else: no store, no clock. */
export interface System {
  /** Every event in the order in which it happened, over all streams. */
  readonly log: ReadonlyArray<Happened>;
  readonly stateOf: (kind: AggregateKind, id: string) => unknown;
  /** Whether it was accepted; what follows in the funds has followed then, or waits to be carried over. */
  readonly ask: (asked: Asked, now: string) => boolean;
  /** How many answers wait to be carried over: none where they are carried over at once. */
  readonly waiting: () => number;
  /** Carries the first of them over. */
  readonly carryOver: (now: string) => void;
  /** Carries over once more, in their order, so many of the last that were carried over, as after a crash. */
  readonly carryOverAgain: (now: string, last: number) => void;
  /** What a fund or a commission refused of what was to be carried over: somebody has to look. */
  readonly reported: ReadonlyArray<Answer>;
}

const actions = new Map<string, AnyAction>(
  allActions.map((action) => [`${action.aggregate}/${action.name}`, action]),
);
/** What is in force where no rules were adopted: the latest. */
const latest = bedfordshireRules.at(-1);

/** The field by which a command names what it opens; the service adds it where it is left out. */
const identityField: Readonly<Partial<Record<AggregateKind, string>>> = {
  commission: 'reference',
  decision: 'decision',
  fund: 'fund',
  provider: 'provider',
};

const answered = (event: DomainEvent): event is Happened<Answered> =>
  answeredTypes.some((type) => type === event.type);

/** A system whose answers are carried over at once, or later, when it is asked to. */
export const newSystem = (atOnce = true): System => {
  const log: Array<Happened> = [];
  const states = new Map<string, unknown>();
  const revisions = new Map<string, number>();
  const stateOf: System['stateOf'] = (kind, id) =>
    states.get(streamName(kind, id)) ?? aggregateOf(kind).initial;

  const contextFor = (needs: ReturnType<AnyAction['needs']>, actor: Actor, now: string): Context => {
    const seen = (kind: 'decision' | 'provider' | 'fund', ids: ReadonlyArray<string> = []) =>
      new Map(ids.map((id) => [id, stateOf(kind, id)]));
    const today = londonDateOf(now as Instant);
    return {
      now: now as Instant,
      today,
      actor,
      rules: inForceOn(stateOf('rulebook', 'BEDS') as RuleBookState, today) ?? latest,
      decisions: seen('decision', needs.decisions) as Context['decisions'],
      providers: seen('provider', needs.providers) as Context['providers'],
      funds: seen('fund', needs.funds) as Context['funds'],
    };
  };

  const recorded = (stream: string, event: DomainEvent, actor: Actor, now: string): Happened => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return {
      ...event,
      id: `00000000-0000-7000-8000-${String(log.length).padStart(12, '0')}`,
      stream,
      revision,
      position: String(log.length).padStart(20, '0'),
      metadata: { body: 'BEDS', actor, recordedAt: now, ruleBookVersion: 5 } as Metadata,
    } as Happened;
  };

  /** The events that were recorded, or undefined where it was refused. */
  const decide = (
    { kind, id, action: name, actor, command }: Asked,
    now: string,
  ): ReadonlyArray<Happened> | undefined => {
    const action = actions.get(`${kind}/${name}`);
    if (action === undefined) throw new Error(`There is no action ${name}`);
    const field = action.opens ? identityField[kind] : undefined;
    const decoded = action.command.decode(field === undefined ? command : { [field]: id, ...command });
    if (E.isLeft(decoded)) throw new Error(`${name} does not decode: ${JSON.stringify(command)}`);
    if (!action.roles.includes(actor.role)) throw new Error(`${name} is not for ${actor.role}`);
    const said = decoded.right as never;
    const deciding = () => {
      const state = stateOf(kind, id) as never;
      return action.decide(said, contextFor(action.needs(said, state), actor, now))(state);
    };
    const decided = deciding();
    if (E.isLeft(decided)) {
      const { id: rule } = decided.left.rule;
      if (!action.rules.some((each) => each.id === rule)) throw new Error(`${name} does not say ${rule}`);
      return undefined;
    }
    const stream = streamName(kind, id);
    const happened = decided.right.map((event) => {
      const each = recorded(stream, event, actor, now);
      log.push(each);
      return each;
    });
    states.set(stream, fold(aggregateOf(kind), stateOf(kind, id), happened as never));
    const again = deciding();
    if (E.isLeft(again) || again.right.length > 0)
      throw new Error(`${name}, asked again on the state it led to, is something to do`);
    return happened;
  };

  const queue: Array<Answer> = [];
  const reported: Array<Answer> = [];
  const carried: Array<Answer> = [];

  const follow = (id: string, happened: ReadonlyArray<Happened>, now: string): void => {
    for (const event of happened)
      if (answered(event) && event.stream.startsWith('commission-')) queue.push(...answersTo(id, event));
    while (atOnce && queue.length > 0) carryOver(now);
  };

  const answer = (given: Answer, now: string): void => {
    const { kind, id, action, command, otherwise } = given;
    const done = decide({ kind, id, action, actor: system, command: command as object }, now);
    if (done !== undefined) follow(id, done, now);
    else if (otherwise !== undefined) answer(otherwise, now);
    else if (atOnce) throw new Error(`The saga was refused ${action} on ${id}: ${JSON.stringify(command)}`);
    else reported.push(given);
  };

  const carryOver = (now: string): void => {
    const first = queue.shift();
    if (first === undefined) return;
    carried.push(first);
    answer(first, now);
  };

  return {
    log,
    stateOf,
    ask: (asked, now) => {
      const happened = decide(asked, now);
      if (happened !== undefined) follow(asked.id, happened, now);
      return happened !== undefined;
    },
    waiting: () => queue.length,
    carryOver,
    carryOverAgain: (now, last) => {
      for (const each of carried.slice(-last)) answer(each, now);
    },
    reported,
  };
};
