import { type Json, type Needs, type Refusal, type Role, type Rule, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { type Check, check } from '../checks';
import type { Decide, DomainAction } from '../context';
import type { CommissionEvent } from './events';
import { interruptionRules, uninterrupted } from './purchase/interrupting';
import type { CommissionState } from './state';

export type CommissionAction<Command> = DomainAction<Command, CommissionState, CommissionEvent>;

const commissionExists = rule({
  id: 'commission.exists',
  sentence: 'A commission is begun by identifying a need or recording a prior award.',
  strength: 'integrity',
  source: 'Design of the record',
});

const commissionOpen = rule({
  id: 'commission.open',
  sentence: 'Nothing is added to a commission that has been closed.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const commissionBegunOnce = rule({
  id: 'commission.begun-once',
  sentence: 'A reference stands for one commission, begun once.',
  strength: 'integrity',
  source: 'Design of the record',
});

interface Definition<Command> {
  readonly name: string;
  readonly says: string;
  readonly command: t.Type<Command, unknown>;
  readonly roles: ReadonlyArray<Role>;
  readonly concealsProvider?: boolean;
  /** Whether it may still be done once the commission is closed; nothing else may. */
  readonly evenClosed?: boolean;
  readonly rules: ReadonlyArray<Rule>;
  readonly needs?: (command: Command, state: CommissionState) => Needs;
  readonly decide: Decide<Command, CommissionState, CommissionEvent>;
}

/** An action on a commission that has begun and is not closed; one that a halt or cancellation stops is refused then. */
export const commissionAction = <Command>({
  evenClosed = false,
  ...definition
}: Definition<Command>): CommissionAction<Command> => ({
  aggregate: 'commission',
  opens: false,
  needs: () => ({}),
  ...definition,
  rules: [commissionExists, commissionOpen, ...interruptionRules(definition.name), ...definition.rules],
  decide: (command, context) => (state) => {
    const standing = check(state.reference !== undefined, commissionExists);
    if (E.isLeft(standing)) return standing;
    const decided = definition.decide(command, context)(state);
    // A closed commission still answers a repeated command as before: there is nothing to do.
    if (E.isLeft(decided) || decided.right.length === 0) return decided;
    if (state.closed !== undefined && !evenClosed) return closed(state);
    const going = uninterrupted(state, definition.name, command);
    return E.isLeft(going) ? going : decided;
  },
});

/** An action that begins a commission. */
export const openingAction = <Command>(definition: Definition<Command>): CommissionAction<Command> => ({
  aggregate: 'commission',
  opens: true,
  needs: () => ({}),
  ...definition,
});

const closed = (state: CommissionState): E.Either<Refusal, never> =>
  check(false, commissionOpen, { commission: state.reference ?? '' }) as E.Either<Refusal, never>;

/** A rule of policy holds, or an exception to it was recorded in this commission. Law and integrity never yield. */
export const holdsOrExcepted = (
  state: CommissionState,
  holds: boolean,
  broken: Rule,
  facts: { readonly [name: string]: Json } = {},
  field?: string,
): Check =>
  check(holds || (broken.strength === 'policy' && state.exceptions.has(broken.id)), broken, facts, field);
