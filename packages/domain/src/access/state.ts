import type { Aggregate, Happened } from '@commissioning/kernel';
import { withEntry } from '../collections';
import type { AccessEvent } from './events';

/** By who looked at what on this day: the kinds of sensitive parts that they were shown. */
export type AccessState = ReadonlyMap<string, ReadonlySet<string>>;

type View = Pick<AccessEvent['data'], 'viewer' | 'role' | 'what' | 'of'>;

/** One person in one role, looking at one thing. */
export const viewKey = ({ viewer, role, what, of }: View): string => [viewer, role, what, of].join(' ');

const evolve = (state: AccessState, { data }: Happened<AccessEvent>): AccessState => {
  const key = viewKey(data);
  return withEntry(state, key, new Set([...(state.get(key) ?? []), ...data.kinds]));
};

/** Who was shown something sensitive on one day. */
export const access: Aggregate<AccessState, AccessEvent> = { kind: 'access', initial: new Map(), evolve };
