import type { RecordedEvent } from '@commissioning/record';

/** Events a portion holds at the most, and bytes: a server takes one MiB an append, in a form a little longer than this. */
const mostEvents = 200;
const mostBytes = 500_000;

/** An event's size in bytes, near enough. */
const sizeOf = ({ data, metadata, private: beside = {} }: RecordedEvent): number =>
  Buffer.byteLength(JSON.stringify([data, metadata, beside]));

/** Consecutive events of one stream, never empty. */
export type Portion = readonly [RecordedEvent, ...ReadonlyArray<RecordedEvent>];

/** Cuts a log into appends that keep its order: consecutive events of one stream, as many as an append may hold. */
export async function* portionsOf(events: AsyncIterable<RecordedEvent>): AsyncGenerator<Portion, void> {
  let portion: [RecordedEvent, ...Array<RecordedEvent>] | undefined;
  let bytes = 0;
  for await (const event of events) {
    const size = sizeOf(event);
    const fits =
      portion?.[0].stream === event.stream && portion.length < mostEvents && bytes + size <= mostBytes;
    if (portion !== undefined && fits) portion.push(event);
    else {
      if (portion !== undefined) yield portion;
      portion = [event];
      bytes = 0;
    }
    bytes += size;
  }
  if (portion !== undefined) yield portion;
}
