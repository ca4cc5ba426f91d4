import * as t from 'io-ts';
import type { LoggedEvent } from './log';

const Roles = t.union([t.string, t.array(t.string)]);

/** Who may do what with a stream: read, write, delete it, read and write its metadata. */
export const Acl = t.partial({ $r: Roles, $w: Roles, $d: Roles, $mr: Roles, $mw: Roles });
export type Acl = t.TypeOf<typeof Acl>;

const StreamMetadata = t.partial({ $maxCount: t.number, $maxAge: t.number, $tb: t.number, $acl: Acl });
type StreamMetadata = t.TypeOf<typeof StreamMetadata>;

/** The stream that holds the metadata of another. */
export const metastreamOf = (stream: string): string => `$$${stream}`;

/** The stream a metastream is about; undefined where a stream is none. */
export const originalOf = (stream: string): string | undefined =>
  stream.startsWith('$$') ? stream.slice(2) : undefined;

/** The object an event's data holds; undefined where it holds none. */
export const objectIn = (event: LoggedEvent | undefined): unknown => {
  try {
    return event && (JSON.parse(Buffer.from(event.data).toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
};

/** A stream's metadata: what stands last in its metastream. What is no metadata counts as none, as on the server. */
export const metadataIn = (metastream: ReadonlyArray<LoggedEvent>): StreamMetadata => {
  const held = objectIn(metastream.at(-1));
  return StreamMetadata.is(held) ? held : {};
};

/** What `$tb` is set to when a stream is deleted: the largest revision there could be. */
export const deletedBefore = 2 ** 63;

/**
 * The first revision of a stream that is still read by $maxCount, $maxAge (seconds) and $tb; undefined when the stream
 * was deleted and so is not found.
 */
export const firstVisible = (
  events: ReadonlyArray<LoggedEvent>,
  { $maxCount, $maxAge, $tb = 0 }: StreamMetadata,
  now: number,
): number | undefined => {
  if ($tb >= deletedBefore) return undefined;
  const byCount = $maxCount === undefined ? 0 : events.length - $maxCount;
  const young =
    $maxAge === undefined ? 0 : events.findIndex(({ created }) => created > now - $maxAge * 1_000);
  return Math.max(0, byCount, $tb, young < 0 ? events.length : young);
};
