import type { AppendResult, EventData, NO_STREAM } from '@eventstore/db-client';
import type { Connection } from './connection';
import { persist, within } from './patience';

/** How much later than its deadline a call is given up that ought to have ended by itself, in milliseconds. */
const grace = 500;

/**
 * Sends an append, as often as it takes: the same ids at the same revision are written once. The revision is always
 * named, for where none is the server recognises a repeat at its best effort alone.
 */
export const send = (
  { client, call, deadlineMs }: Connection,
  stream: string,
  expectedRevision: bigint | typeof NO_STREAM,
  events: ReadonlyArray<EventData>,
): Promise<AppendResult> =>
  persist(deadlineMs, (deadline) =>
    within(
      deadline + grace,
      client.appendToStream(stream, [...events], { ...call, deadline, expectedRevision }),
    ),
  );
