import { type EventStore, EventStoreError, type FollowOptions, type FollowPage } from './port';

/**
 * The wanted events up to where the log ended when this was called: nothing in an empty log, where `follow` would wait
 * for a first event. Throws `EventStoreError` when the engine fails, or the signal or `close` cuts it short.
 */
export async function* followToEnd(
  events: EventStore,
  options: FollowOptions,
): AsyncGenerator<FollowPage, void> {
  const head = await events.head();
  if (head._tag === 'Left') throw new EventStoreError(head.left);
  const end = head.right;
  if (end === undefined || (options.after !== undefined && options.after >= end)) return;
  for await (const page of events.follow(options)) {
    yield page;
    if (page.position >= end) return;
  }
  const reason = 'it was cut short before the end of the log';
  throw new EventStoreError({ _tag: 'StoreUnavailable', engine: events.engine, operation: 'follow', reason });
}
