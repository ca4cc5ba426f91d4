import type { Aggregate, AggregateKind, DomainEvent } from '@commissioning/kernel';
import { access } from './access/state';
import { clock } from './clock/state';
import { commission } from './commission/evolve';
import { decision } from './decision/state';
import { duties } from './duties/state';
import { fund } from './fund/state';
import { provider } from './provider/state';
import { refusals } from './refusals/state';
import { ruleBook } from './rulebook/state';

/** How the state of each kind of stream follows from its events. */
export const aggregates = {
  commission,
  decision,
  fund,
  provider,
  rulebook: ruleBook,
  duties,
  access,
  clock,
  refusals,
} satisfies Record<AggregateKind, unknown>;

/** The aggregate of a kind, where the caller holds the state as a thing it only passes on. */
export const aggregateOf = (kind: AggregateKind): Aggregate<unknown, DomainEvent> =>
  aggregates[kind] as unknown as Aggregate<unknown, DomainEvent>;
