import {
  type Aggregate,
  assertNever,
  type CalendarDate,
  type EventOf,
  type Happened,
} from '@commissioning/kernel';
import { withEntry } from '../collections';
import type { BodyEstablished, RuleBookData, RuleBookEvent } from './events';
import type { RetentionAdopted } from './retention-events';
import type { StatementPublished } from './statement-events';
import type { BodySucceeded } from './succession-events';

/** The body and every version of its rules, oldest first. */
export interface RuleBookState {
  readonly body: EventOf<typeof BodyEstablished>['data'] | undefined;
  readonly versions: ReadonlyArray<RuleBookData>;
  /** Which body takes its place, where one does, as it was said last. */
  readonly succession: EventOf<typeof BodySucceeded>['data'] | undefined;
  /** Every retention schedule, oldest first. */
  readonly retention: ReadonlyArray<EventOf<typeof RetentionAdopted>['data']>;
  /** What it published for itself, by id. */
  readonly statements: ReadonlyMap<string, EventOf<typeof StatementPublished>['data']>;
}

const noRuleBook: RuleBookState = {
  body: undefined,
  versions: [],
  succession: undefined,
  retention: [],
  statements: new Map(),
};

/** The rules in force on a day: of the versions that had begun by then, the one adopted last; undefined before any. */
export const inForceOn = (book: RuleBookState, day: CalendarDate): RuleBookData | undefined =>
  book.versions.findLast((version) => version.inForceFrom <= day);

/** The retention schedule in force on a day; undefined before any. */
export const retentionOn = (
  book: RuleBookState,
  day: CalendarDate,
): RuleBookState['retention'][number] | undefined =>
  book.retention.findLast(({ inForceFrom }) => inForceFrom <= day);

const evolve = (state: RuleBookState, event: Happened<RuleBookEvent>): RuleBookState => {
  switch (event.type) {
    case 'BodyEstablished':
      return { ...state, body: event.data };
    case 'RulesAdopted':
      return { ...state, versions: [...state.versions, event.data] };
    case 'BodySucceeded':
      return { ...state, succession: event.data };
    case 'RetentionAdopted':
      return { ...state, retention: [...state.retention, event.data] };
    case 'StatementPublished':
      return {
        ...state,
        statements: withEntry(state.statements, event.data.statement as string, event.data),
      };
    default:
      return assertNever(event);
  }
};

/** The rule book of a commissioning body. */
export const ruleBook: Aggregate<RuleBookState, RuleBookEvent> = {
  kind: 'rulebook',
  initial: noRuleBook,
  evolve,
};
