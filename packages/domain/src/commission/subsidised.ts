import { assertNever, type DataOf, type Happened } from '@commissioning/kernel';
import { withEntry } from '../collections';
import type {
  AssistanceConfirmed,
  AssistanceNotified,
  SubsidyEntered,
  SubsidyEvent,
} from './purchase/subsidy-events';

/** What enterprises were told of subsidies, and what the database was. */
export interface Subsidised {
  readonly assistanceNotified: ReadonlyMap<string, DataOf<typeof AssistanceNotified>>;
  readonly assistanceConfirmed: ReadonlyMap<string, DataOf<typeof AssistanceConfirmed>>;
  readonly subsidiesEntered: ReadonlyMap<string, DataOf<typeof SubsidyEntered>>;
}

/** A commission in which nobody was told of a subsidy. */
export const noSubsidyTold: Subsidised = {
  assistanceNotified: new Map(),
  assistanceConfirmed: new Map(),
  subsidiesEntered: new Map(),
};

/** What was told of subsidies, after an event of it. */
export const subsidisedAfter = <State extends Subsidised>(
  state: State,
  event: Happened<SubsidyEvent>,
): State => {
  switch (event.type) {
    case 'AssistanceNotified': {
      const { notification } = event.data;
      return {
        ...state,
        assistanceNotified: withEntry(state.assistanceNotified, notification as string, event.data),
      };
    }
    case 'AssistanceConfirmed': {
      const { confirmation } = event.data;
      return {
        ...state,
        assistanceConfirmed: withEntry(state.assistanceConfirmed, confirmation as string, event.data),
      };
    }
    case 'SubsidyEntered':
      return {
        ...state,
        subsidiesEntered: withEntry(state.subsidiesEntered, event.data.entry as string, event.data),
      };
    default:
      return assertNever(event);
  }
};
